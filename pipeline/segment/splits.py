"""Cutting one block into title and byline, with the help of what its reader sees set apart: italics, links, cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.segment.headings import SPLIT_FLOOR, Split, cut_at, split_heading
from pipeline.segment.patterns import LINK_LABEL

if TYPE_CHECKING:
    from pipeline.lexicon.bylines import Span
    from pipeline.lexicon.names import Evidence
    from pipeline.model import Block

Anchor = tuple[str, int, int]
"""A link's address and the range of its anchor, relative to the block."""

_SET_APART = 0.15
"""Added to a byline's score where it is set apart from the title by italics or a link's end: the layout says what dashes only suggest."""
_EDGE = ' \t\n-–—:|,;()[]*_"“”'
_KIND = re.compile(
    r"\s*[\[(](?:talk|keynote|lightning(?: talk)?|panel|workshop|tutorial|poster|video|slides|short|long|demo|bof)[\])]\s*$", re.IGNORECASE
)


def split_block(block: Block, text: str, links: list[Anchor], evidence: Evidence) -> Split:
    """The best cut of a block, by punctuation or by what is set apart."""
    end = _without_labels(text, links)
    best = _bare(split_heading(text[:end], evidence), text)
    for title, tail in _apart(block, text, links, end):
        other = cut_at(text, title, tail, evidence, pattern="set apart", trust=_SET_APART)
        if other and other.score >= SPLIT_FLOOR and other.score > best.score:
            best = other
    return best


def _without_labels(text: str, links: list[Anchor]) -> int:
    """Where the block ends without its links to video and slides, and without "[Talk]"."""
    end = len(text)
    for _, start, stop in sorted(links, key=lambda link: -link[1]):
        if not LINK_LABEL.match(text[start:stop]) or text[stop:end].strip(_EDGE) or not text[:start].strip(_EDGE):
            break
        end = len(text[:start].rstrip(" \t\n-–—:|,;(["))
    match = _KIND.search(text[:end])
    return match.start() if match and match.start() > 0 else end


def _bare(split: Split, text: str) -> Split:
    """The title without a "[Talk]" that stands between it and the byline."""
    start, end = split.title
    match = _KIND.search(text[start:end])
    return Split((start, start + match.start()), split.byline, split.people, split.score, split.pattern) if match else split


def _apart(block: Block, text: str, links: list[Anchor], end: int) -> list[tuple[Span, Span]]:
    """(title, byline) where an inline stretch stands at one end of the block and the rest is the other part."""
    stretches = [(inline.start - block.start, inline.end - block.start) for inline in block.inlines if inline.kind in {"em", "strong"}]
    stretches += [(start, stop) for _, start, stop in links]
    pairs: list[tuple[Span, Span]] = []
    for start, stop in stretches:
        if not text[:start].strip(_EDGE) and text[stop:end].strip(_EDGE):
            pairs += [((start, stop), (stop, end)), ((stop, end), (start, stop))]
        elif not text[stop:end].strip(_EDGE) and text[:start].strip(_EDGE):
            pairs += [((0, start), (start, stop)), ((start, stop), (0, start))]
    return pairs
