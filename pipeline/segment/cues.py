"""What each block of a post says about itself: the raw material of every cut. Layout and linguistic cues, no names of posts or people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.lexicon import bylines
from pipeline.lexicon.names import SURELY_A_PERSON, Evidence, evidence_of, find_names
from pipeline.segment.headings import whole
from pipeline.segment.patterns import LINK_LABEL, MEDIA, NUMBERED, QUOTED, SECTION, STOP, TALK_WORD
from pipeline.segment.splits import split_block
from pipeline.text import fold, letters, trim

if TYPE_CHECKING:
    from pipeline.lexicon.bylines import Byline, Span
    from pipeline.model import Block, Inline, ParsedPost
    from pipeline.segment.headings import Split

LeadKind = Literal["quote", "strong", "em", "link", "none"]

_OPENING = 300
"""Code points in which a paragraph of prose introduces what it is about: some two sentences."""
_HEADING_WORDS = 30
"""A heading-like block has at most that many words; the longest title with byline in the annotated posts has 28."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One block, looked at."""

    index: int
    block: Block
    text: str
    n_words: int
    rank: int
    """What it is to its reader: 1-6 a heading of that level, 7 an all-bold paragraph, 8 none."""
    is_section: bool
    is_stop: bool
    """A heading of what is no session; the post's own title is one, too."""
    numbered: bool
    split: Split
    """The best cut into title and byline, where the block may be a heading."""
    byline: Byline
    """The block read as a byline of the one above."""
    lead: Span | None
    """Relative span of what stands set apart at its beginning: a quoted, bold, italic or linked title."""
    lead_kind: LeadKind
    apart: tuple[Span, ...]
    """Relative spans of everything that may be a title inside a sentence: quoted, bold, italic or linked, of two words or more."""
    has_media: bool
    only_links: bool
    """A line of links ("Slides | Video") with nothing else."""
    talk_words: int
    names_person: bool
    """Whether its first sentences hold a full name that begins with a known given name."""

    @property
    def is_heading(self) -> bool:
        """A heading, or a paragraph that looks like one."""
        return self.rank <= 7  # noqa: PLR2004 - see rank

    @property
    def sentence(self) -> bool:
        """Whether it ends like a sentence."""
        return self.text.rstrip('"”»)*_ ').endswith((".", "!", "…")) and self.n_words > 6  # noqa: PLR2004 - "Getting ready." is a heading


def cues_of(post: ParsedPost) -> tuple[Cue, ...]:
    """The cues of every block, in order. Names found in clear bylines make the less clear ones of the same post believable."""
    evidence = evidence_of(post.text)
    links = _links_by_block(post)
    first = tuple(_cue(post, index, links.get(index, []), evidence) for index in range(len(post.blocks)))
    people = frozenset(_clear_names(first))
    if not people:
        return first
    again = Evidence(evidence.lowercase, people)
    return tuple(_cue(post, cue.index, links.get(cue.index, []), again) if cue.n_words <= _HEADING_WORDS else cue for cue in first)


def _clear_names(cues: tuple[Cue, ...]) -> list[str]:
    names: list[str] = []
    for cue in cues:
        if cue.is_heading and cue.split.score >= 0.9:  # noqa: PLR2004 - known given names, nothing left over
            names += [fold(cue.text[slice(*person.name)]) for person in cue.split.people]
        elif cue.byline.score >= 0.95:  # noqa: PLR2004 - same, for a line of its own
            names += [fold(cue.text[slice(*person.name)]) for person in cue.byline.people]
    return [name for name in names if " " in name]


def _links_by_block(post: ParsedPost) -> dict[int, list[tuple[str, int, int]]]:
    grouped: dict[int, list[tuple[str, int, int]]] = {}
    for link in post.links:
        block = post.blocks[link.block]
        grouped.setdefault(link.block, []).append((link.url, link.start - block.start, link.end - block.start))
    return grouped


def _cue(post: ParsedPost, index: int, links: list[tuple[str, int, int]], evidence: Evidence) -> Cue:
    block = post.blocks[index]
    text = post.text[block.start : block.end]
    n_words = len(text.split())
    short = n_words <= _HEADING_WORDS
    rank = _rank(block, text, n_words)
    lead, lead_kind = _lead(block, text, links)
    split = split_block(block, text, links, evidence) if short else whole(text)
    byline = bylines.parse(text, evidence) if short and rank > 6 else bylines.NO_BYLINE  # noqa: PLR2004 - see rank
    if byline.score >= max(split.score, 0.6) and not _titled(text, split):
        split = whole(text)  # "A, Company & B, Company" is a byline, not a title "A" by "Company & B"
    return Cue(
        index=index,
        block=block,
        text=text,
        n_words=n_words,
        rank=rank,
        is_section=short and bool(SECTION.match(text)),
        is_stop=short and (bool(STOP.match(text)) or (rank == 1 and letters(text) == letters(post.meta.title or ""))),
        numbered=block.ordinal is not None or bool(NUMBERED.match(text)),
        split=split,
        byline=byline,
        lead=lead,
        lead_kind=lead_kind,
        apart=_apart(block, text, links),
        has_media=any(MEDIA.search(url) for url, _, _ in links),
        only_links=_only_links(text, links),
        talk_words=len(TALK_WORD.findall(text)),
        names_person=rank > 7 and not short and next(find_names(text, evidence, _sure, _OPENING), None) is not None,  # noqa: PLR2004 - see rank
    )


def _titled(text: str, split: Split) -> bool:
    """Whether what stands behind a name and a dash is a title: three words or more ("Jane Doe - Queues Without Tears")."""
    return split.pattern in {"name dash", "name colon", "name quote"} and len(text[slice(*split.title)].split()) > 2  # noqa: PLR2004


def _sure(_start: int, _end: int) -> float:
    return SURELY_A_PERSON


def _rank(block: Block, text: str, n_words: int) -> int:
    if block.kind == "heading":
        return block.level
    if block.kind != "paragraph" or n_words > _HEADING_WORDS:
        return 8
    bold = [inline for inline in block.inlines if inline.kind == "strong"]
    covered = sum(inline.end - inline.start for inline in bold)
    return 7 if covered >= 0.9 * len(text.strip(" :*")) else 8


def _lead(block: Block, text: str, links: list[tuple[str, int, int]]) -> tuple[Span | None, LeadKind]:
    """What stands set apart at the block's beginning: within three characters of it, shorter than the block."""
    if match := QUOTED.match(text.lstrip("*_- ")):
        skip = len(text) - len(text.lstrip("*_- "))
        return trim(text, skip + match.start(1), skip + match.end(1)), "quote"
    for kind in ("strong", "em"):
        for inline in block.inlines:
            if inline.kind == kind and inline.start - block.start <= 3:  # noqa: PLR2004 - a quote mark or a number may stand before it
                return _inner(text, inline, block), "strong" if kind == "strong" else "em"
    for url, start, end in links:
        if start <= 3 and end - start >= 3 and not text[start:end].startswith(url[:8]):  # noqa: PLR2004 - same
            return (start, end), "link"
    return None, "none"


def _apart(block: Block, text: str, links: list[tuple[str, int, int]]) -> tuple[Span, ...]:
    spans = [match.span(1) for match in QUOTED.finditer(text)]
    spans += [_inner(text, inline, block) for inline in block.inlines if inline.kind in {"strong", "em"}]
    spans += [(start, end) for _, start, end in links]
    return tuple(sorted({span for span in spans if _may_be_title(text[slice(*span)])}))


def _may_be_title(text: str) -> bool:
    """Two words or more, the first with a capital; no address."""
    words = text.split()
    return len(words) > 1 and words[0][:1].isupper() and "://" not in text


def _inner(text: str, inline: Inline, block: Block) -> Span:
    return trim(text, inline.start - block.start, inline.end - block.start, " :–—-")


def _only_links(text: str, links: list[tuple[str, int, int]]) -> bool:
    if LINK_LABEL.match(text):
        return bool(links)
    if not links:
        return False
    rest = list(text)
    for _, start, end in links:
        rest[start:end] = " " * (end - start)
    left = "".join(rest)
    return bool(LINK_LABEL.match(left)) or not re.search(r"\w", left)
