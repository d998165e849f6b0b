"""Scores of a whole output folder: put together from the posts' outcomes, printed, held against floors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.evaluate.tally import DIGITS, MEASURES, Figures, Outcome, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COLUMN = 9
"""Width of a column; a longer measure's name is cut."""
SUMMARY = {"precision": "precision", "recall": "recall", "f1": "F1", "macro": "F1, mean of posts"}
"""The lines below the posts, by field of `Figures`."""
GOLD_ITEMS = "gold items"


@dataclass(frozen=True, slots=True)
class Scores:
    """How well an output folder agrees with the gold."""

    total: dict[str, Figures]
    """By measure, over all posts."""
    posts: dict[str, dict[str, Figures]]
    """By the post's slug, then by measure."""
    grounded: float
    """The share of mentions whose offsets give back their surface."""
    mentions: int
    misses: tuple[str, ...]
    """A line for everything missed or wrong: "slug: entry: measure: what"."""
    missing: tuple[str, ...]
    """Gold files whose post is not in the output."""


def scores_of(outcomes: Mapping[str, Sequence[Outcome]], *, grounded: float, mentions: int, missing: tuple[str, ...]) -> Scores:
    """The scores from each post's outcomes."""
    everything = [outcome for judged in outcomes.values() for outcome in judged]
    posts = {slug: figures_of(judged) for slug, judged in outcomes.items()}
    total = {
        measure: replace(figures, macro=_macro(post[measure] for post in posts.values()))
        for measure, figures in figures_of(everything).items()
    }
    misses = tuple(miss for outcome in everything for miss in outcome.misses)
    return Scores(total, posts, grounded, mentions, misses, missing)


def render(scores: Scores) -> str:
    """The scores as a table for the terminal: F1 of each post, then the figures of all, then the grounded share."""
    labels = [*scores.posts, *SUMMARY.values(), GOLD_ITEMS]
    width = max(map(len, labels))
    lines = [
        ("", [measure[:COLUMN] for measure in MEASURES]),
        *((slug, _column(post, "f1")) for slug, post in scores.posts.items()),
        *((label, _column(scores.total, field)) for field, label in SUMMARY.items()),
        (GOLD_ITEMS, [str(scores.total[measure].gold) for measure in MEASURES]),
    ]
    table = [" ".join([label.ljust(width), *(cell.rjust(COLUMN) for cell in cells)]) for label, cells in lines]
    absent = [f"no post for {file}" for file in scores.missing]
    grounded = f"grounded {scores.grounded:.4f} of {scores.mentions} mentions; {len(scores.posts)} posts"
    return "\n".join([*table, grounded, *absent])


def floors_failed(scores: Scores, floors: Mapping[str, float]) -> list[str]:
    """A line for each measure whose F1 lies below the floor pinned for it."""
    if unknown := sorted(floors.keys() - scores.total.keys()):
        raise ConfigError(f"floors: no measure {unknown[0]!r}; the measures are {', '.join(MEASURES)}")
    return [
        f"{measure}: F1 {scores.total[measure].f1:.4f} is below its floor {floor:.4f}"
        for measure, floor in floors.items()
        if scores.total[measure].f1 < floor
    ]


def _macro(posts: Iterable[Figures]) -> float:
    """The mean F1 of the posts that have items, in the gold or found wrongly; 1 if none has."""
    telling = [post.f1 for post in posts if post.gold or post.precision < 1]
    return round(sum(telling) / len(telling), DIGITS) if telling else 1.0


def _column(figures: Mapping[str, Figures], field: str) -> list[str]:
    return [f"{getattr(figures[measure], field):.3f}" for measure in MEASURES]
