"""Cutting the text of a heading into title and byline, by punctuation alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.lexicon import bylines
from pipeline.lexicon.bylines import Person
from pipeline.lexicon.names import NO_EVIDENCE, Evidence
from pipeline.text import trim

if TYPE_CHECKING:
    from pipeline.lexicon.bylines import Span


@dataclass(frozen=True, slots=True)
class Split:
    """A heading cut into title and byline; spans are relative to the heading."""

    title: Span
    byline: Span | None
    people: tuple[Person, ...]
    score: float
    pattern: str
    """Which cut it is ("dash tail", "by", "name colon"), so that headings of one post can be compared."""


_TAILS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("by", re.compile(r"[\s,]+(?:presented by|by|By|BY|von|par|di|por)\s*:?\s+")),
    ("with", re.compile(r"[\s,]+(?:with|w/|mit|avec)\s+")),
    ("dash tail", re.compile(r"\s+[-–—―]+\s*|\s*[–—]\s*")),
    ("slash tail", re.compile(r"\s+/\s+")),
    ("handle tail", re.compile(r"\s+(?=@[A-Za-z])")),
    ("pipe tail", re.compile(r"\s*(?:\||//|::|~)\s*")),
    ("colon tail", re.compile(r"\s*:\s+")),
    ("bracket tail", re.compile(r"\s*[(\[](?=[^()\[\]]*[)\]]\W*$)")),
    ("comma tail", re.compile(r"\s*,\s+")),
    ("line tail", re.compile(r"\s*\n\s*")),
)
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("name colon", re.compile(r"\s*:\s+")),
    ("name dash", re.compile(r"\s+[-–—―]+\s+|\s*[–—]\s*")),
    ("name on", re.compile(r"\s+(?:on|about|über|sur|talks about|talking about|presents|presenting)\s+:?")),
    ("name comma", re.compile(r"\s*,\s+")),
    ("name quote", re.compile(r"[\s,]+(?=[\"“«„])")),
)
# How readily each cut is believed: a dash and "by" are what headings use; a comma or a colon cuts many titles that have no byline.
_TRUST = {
    "by": 0.08,
    "dash tail": 0.05,
    "bracket tail": 0.05,
    "slash tail": 0.0,
    "handle tail": 0.0,
    "pipe tail": 0.05,
    "line tail": 0.05,
    "colon tail": -0.05,
    "comma tail": -0.1,
}
_TRUST |= {"with": -0.1, "name colon": 0.0, "name dash": -0.02, "name on": -0.05, "name quote": 0.0, "name comma": -0.3}


SPLIT_FLOOR = 0.62
"""A cut of a heading is believed from this score on: a name of unknown words passes behind a dash, but not behind a comma."""


def split_heading(text: str, evidence: Evidence = NO_EVIDENCE) -> Split:
    """The best cut of a heading into title and byline; the whole heading as title where no cut is believed."""
    best = whole(text)
    for pattern, cut in _TAILS:
        for match in cut.finditer(text):
            best = _better(best, _cut(text, pattern, (0, match.start()), (match.end(), len(text)), evidence))
    for pattern, cut in _HEADS:
        if first := cut.search(text):
            best = _better(best, _cut(text, pattern, (first.end(), len(text)), (0, first.start()), evidence))
    return best if best.score >= SPLIT_FLOOR else replace(whole(text), score=best.score)


def whole(text: str) -> Split:
    """A heading without a byline: all of it is title."""
    return Split(trim(text, 0, len(text), _EDGE_OF_TITLE), None, (), 0.0, "none")


_EDGE_OF_TITLE = " \t\n-–—:|,;*_"


def cut_at(text: str, title: Span, tail: Span, evidence: Evidence, *, pattern: str, trust: float) -> Split | None:
    """The cut that takes one range as title and the other as byline; None where either is empty or the byline names nobody."""
    title = trim(text, *title, _EDGE_OF_TITLE)
    start, end = trim(text, *tail, "*_ \t\n-–—:|,;")
    if text[start:end].endswith((")", "]")) and not any(mark in text[start:end] for mark in "(["):
        end -= 1
    if title[1] - title[0] < 2 or end - start < 2:  # noqa: PLR2004 - nothing to read on one side
        return None
    byline = bylines.parse(text[start:end], evidence)
    if not byline.people:
        return None
    return Split(title, (start, end), tuple(_shifted(person, start) for person in byline.people), byline.score + trust, pattern)


def _cut(text: str, pattern: str, title: Span, tail: Span, evidence: Evidence) -> Split | None:
    return cut_at(text, title, tail, evidence, pattern=pattern, trust=_TRUST[pattern])


def _better(best: Split, other: Split | None) -> Split:
    return other if other and other.score > best.score + 1e-9 else best


def _shifted(person: Person, by: int) -> Person:
    """The same person in a text that begins `by` code points earlier."""

    def move(span: Span | None) -> Span | None:
        return (span[0] + by, span[1] + by) if span else None

    return Person((person.name[0] + by, person.name[1] + by), move(person.role), move(person.company), person.likeness)
