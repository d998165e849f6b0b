"""Which row stands for which gold entry: one to one, the surest likeness first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.evaluate.keys import alike, text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.evaluate.gold import GoldEntry
    from pipeline.evaluate.tables import EntryRow

START_LENGTH = 12
"""First words with fewer letters than this are too common to tell one body from another."""
START_WITHIN = 160
"""Letters of the row's body that may precede the gold's first words: a byline or label taken for body."""


@dataclass(frozen=True, slots=True)
class _Keys:
    """An entry, gold or found, in the form in which it is compared; of a gold entry `body` is the first words alone."""

    title: str
    body: str


def match_entries(gold: Sequence[GoldEntry], rows: Sequence[EntryRow]) -> dict[int, int]:
    """Index of the gold entry -> index of its row; by equal titles, then by like titles, then by the beginning of the body."""
    wanted = [_Keys(text_key(entry.title), text_key(entry.starts_with)) for entry in gold]
    offered = [_Keys(text_key(row.title), text_key(row.text)) for row in rows]
    pairs: dict[int, int] = {}
    for same in (_same_title, _like_title, _same_start):
        pairs |= _pair_rest(wanted, offered, pairs, same)
    return pairs


def _pair_rest(
    wanted: Sequence[_Keys], offered: Sequence[_Keys], pairs: dict[int, int], same: Callable[[_Keys, _Keys], bool]
) -> dict[int, int]:
    """New pairs among those still free: each gold entry in its order takes the first row that is the same."""
    free = sorted(set(range(len(offered))) - set(pairs.values()))
    added: dict[int, int] = {}
    for index, keys in enumerate(wanted):
        taken = None if index in pairs else next((row for row in free if same(keys, offered[row])), None)
        if taken is not None:
            added[index] = taken
            free.remove(taken)
    return added


def _same_title(gold: _Keys, row: _Keys) -> bool:
    return gold.title == row.title


def _like_title(gold: _Keys, row: _Keys) -> bool:
    return alike(gold.title, row.title)


def _same_start(gold: _Keys, row: _Keys) -> bool:
    return len(gold.body) >= START_LENGTH and gold.body in row.body[: len(gold.body) + START_WITHIN]
