"""The measures of one entry's own fields, for a gold entry with the row that stands for it, or for either alone.

`entries`   the row is a gold entry.
`titles`    ... and has its title.
`kinds`     ... and its kind.
`bodies`    ... and its body: its own first and last words in it, little else, and no other entry's first words.
`sections`  ... and its section; a section where the gold has none is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evaluate.keys import alike, text_key
from pipeline.evaluate.match import START_LENGTH
from pipeline.evaluate.tally import Measure, Outcome, judged

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.evaluate.gold import GoldEntry
    from pipeline.evaluate.tables import EntryRow

SPARE, SPARE_SHARE = 150, 0.25
"""Letters beyond the first and last words that are a matter of taste: so many, or this share of the body."""
EMPTY_LENGTH = 80
"""Letters that the body of an entry without one may have."""

COUNTED_BY_ENTRY: tuple[Measure, ...] = ("titles", "kinds", "bodies", "records")
"""Measures with one item for every entry; `records` is judged last, from all the others."""


def judge_match(gold: GoldEntry, row: EntryRow, other_starts: Iterable[str]) -> list[Outcome]:
    """The outcomes of a gold entry and its row; `other_starts` are the keys of the first words of the post's other entries."""
    return [
        judged("entries", None),
        judged("titles", _title_fault(gold, row)),
        judged("kinds", None if gold.kind == row.kind else f"got {row.kind}, gold {gold.kind}"),
        judged("bodies", _body_fault(gold, row, other_starts)),
        _judge_section(gold, row),
    ]


def judge_missed(gold: GoldEntry) -> list[Outcome]:
    """The outcomes of a gold entry that no row stands for."""
    return [
        Outcome("entries", 0, 0, 1, (f"entries: missed {gold.title}",)),
        *(Outcome(measure, 0, 0, 1) for measure in COUNTED_BY_ENTRY),
        Outcome("sections", 0, 0, int(bool(gold.section))),
    ]


def judge_extra(row: EntryRow) -> list[Outcome]:
    """The outcomes of a row that stands for no gold entry."""
    return [
        Outcome("entries", 0, 1, 0, (f"entries: wrong {row.title}",)),
        *(Outcome(measure, 0, 1, 0) for measure in COUNTED_BY_ENTRY),
        Outcome("sections", 0, int(bool(row.section)), 0),
    ]


def _title_fault(gold: GoldEntry, row: EntryRow) -> str | None:
    return None if alike(text_key(gold.title), text_key(row.title)) else f"got {row.title!r}"


def _judge_section(gold: GoldEntry, row: EntryRow) -> Outcome:
    right = bool(gold.section) and alike(text_key(gold.section), text_key(row.section))
    agreed = right or not (gold.section or row.section)
    misses = () if agreed else (f"sections: got {row.section!r}, gold {gold.section!r}",)
    return Outcome("sections", int(right), int(bool(row.section)), int(bool(gold.section)), misses)


def _body_fault(gold: GoldEntry, row: EntryRow, other_starts: Iterable[str]) -> str | None:
    """What is wrong with the row's body, or nothing."""
    body, first, last = text_key(row.text), text_key(gold.starts_with), text_key(gold.ends_with)
    if first not in body:
        return "first words not found"
    if body.find(last, body.find(first)) < 0:
        return "last words not found"
    if any(len(start) >= START_LENGTH and start in body and start not in first + last for start in other_starts):
        return "holds another entry's first words"
    spare = _spare(body, first, last)
    allowed = max(SPARE, SPARE_SHARE * len(body)) if first else EMPTY_LENGTH
    return None if spare <= allowed else f"{spare} letters too many"


def _spare(body: str, first: str, last: str) -> int:
    """Letters before the first words and after the last ones; all of them where the gold has no body."""
    return body.find(first) + len(body) - (body.rfind(last) + len(last)) if first else len(body)
