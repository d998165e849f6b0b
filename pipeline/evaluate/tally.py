"""Outcomes of comparisons, and the figures that they add up to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from pipeline.evaluate.keys import text_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from pipeline.evaluate.gold import Forms

Measure = Literal[
    "entries",
    "titles",
    "kinds",
    "bodies",
    "sections",
    "speakers",
    "affiliations",
    "roles",
    "tools",
    "companies",
    "urls",
    "people",
    "metadata",
    "records",
]
MEASURES: tuple[Measure, ...] = get_args(Measure)

DIGITS = 4
"""Decimals to which figures are rounded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one comparison adds to one measure: items right, items found, items in the gold, and a line for each fault."""

    measure: Measure
    hits: int
    found: int
    gold: int
    misses: tuple[str, ...] = ()

    def at(self, place: str) -> Outcome:
        """The same with the place before each line."""
        return replace(self, misses=tuple(f"{place}: {miss}" for miss in self.misses))


@dataclass(frozen=True, slots=True)
class Figures:
    """One measure's precision, recall and F1 over all its items, the mean of the posts' own F1, and the number of gold items."""

    precision: float
    recall: float
    f1: float
    macro: float
    """Over the posts that have such items, so that no long list outweighs the rest; of a single post its F1."""
    gold: int


def judged(measure: Measure, fault: str | None) -> Outcome:
    """The outcome for one gold item that was found: a hit unless there is a fault."""
    return Outcome(measure, int(fault is None), 1, 1, () if fault is None else (f"{measure}: {fault}",))


def compare(measure: Measure, gold: AbstractSet[str], found: AbstractSet[str]) -> Outcome:
    """The outcome for two sets of keys: a hit for each that is in both."""
    misses = _lines(measure, missed=sorted(gold - found), wrong=sorted(found - gold))
    return Outcome(measure, len(gold & found), len(found), len(gold), misses)


def compare_names(measure: Measure, required: Sequence[Forms], optional: Sequence[Forms], found: Iterable[Forms]) -> Outcome:
    """The outcome for things of several names: right by any form of a required thing, ignored by any form of an optional one."""
    number_of = {text_key(form): number for number, forms in enumerate(required) for form in forms}
    ignored = {text_key(form) for forms in optional for form in forms}
    hits: set[int] = set()
    wrong: set[str] = set()
    for forms in found:
        keys = [text_key(form) for form in forms if form]
        meant = next((number_of[key] for key in keys if key in number_of), None)
        if meant is not None:
            hits.add(meant)
        elif ignored.isdisjoint(keys):
            wrong.add(forms[0])
    missed = [forms[0] for number, forms in enumerate(required) if number not in hits]
    misses = _lines(measure, missed=missed, wrong=sorted(wrong))
    return Outcome(measure, len(hits), len(hits) + len(wrong), len(required), misses)


def figures_of(outcomes: Sequence[Outcome]) -> dict[str, Figures]:
    """The figures of every measure over some outcomes."""
    return {measure: _figures([item for item in outcomes if item.measure == measure]) for measure in MEASURES}


def _figures(outcomes: Sequence[Outcome]) -> Figures:
    """Precision is 1 when nothing was found and nothing was to be found; recall is 1 when nothing was to be found."""
    hits, found, gold = (sum(getattr(item, part) for item in outcomes) for part in ("hits", "found", "gold"))
    precision = hits / found if found else float(gold == 0)
    recall = hits / gold if gold else 1.0
    f1 = round(2 * precision * recall / (precision + recall), DIGITS) if precision + recall else 0.0
    return Figures(round(precision, DIGITS), round(recall, DIGITS), f1, f1, gold)


def _lines(measure: Measure, *, missed: Iterable[str], wrong: Iterable[str]) -> tuple[str, ...]:
    return (*(f"{measure}: missed {item}" for item in missed), *(f"{measure}: wrong {item}" for item in wrong))
