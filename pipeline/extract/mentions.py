"""Every occurrence of a person, company or tool in a post: the finders' candidates, of which the surest and longest stay."""

from __future__ import annotations

from bisect import bisect_right
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.extract.finders import CONFIDENCE, from_bylines, from_lists, from_recogniser, given_name_pairs, repeats, short_names
from pipeline.model import Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spacy.tokens import Doc

    from pipeline.extract.finders import Found
    from pipeline.lexicon.names import Evidence
    from pipeline.model import ParsedPost, Speaker

_PER_LENGTH, _LONGEST = 0.015, 30
"""What each code point adds to a candidate's weight: "Docker Swarm" over "Docker", also when the lists are surer of the shorter one."""


def mentions_of(
    post: ParsedPost, doc: Doc, speakers: Sequence[Speaker], employers: Sequence[tuple[int, int]], evidence: Evidence
) -> list[Found]:
    """The chosen candidates, none overlapping, by start. `employers` are the spans of the companies that stand beside speakers."""
    first = chain(
        from_bylines(post, speakers, employers),
        from_lists(post, doc, evidence),
        from_recogniser(post, doc, evidence),
        given_name_pairs(post, evidence),
    )
    chosen = without_overlaps(first)
    return without_overlaps(chain(repeats(post, chosen), short_names(post, chosen)), chosen)


def without_overlaps(found: Iterable[Found], taken: Sequence[Found] = ()) -> list[Found]:
    """What is taken, and in its gaps the weightiest first, then the first in the text; whatever overlaps a taken one goes."""
    taken = list(taken)
    starts = [item.start for item in taken]
    for item in sorted(found, key=lambda f: (-_weight(f), f.start, f.label, f.name, f.method)):
        at = bisect_right(starts, item.start)
        free = (at == 0 or taken[at - 1].end <= item.start) and (at == len(taken) or taken[at].start >= item.end)
        if free and item.end > item.start:
            taken.insert(at, item)
            starts.insert(at, item.start)
    return taken


def _weight(item: Found) -> float:
    return max(item.confidence, CONFIDENCE.get(item.method, 0.0)) + _PER_LENGTH * min(_LONGEST, item.end - item.start)


def as_rows(post: ParsedPost, found: Sequence[Found], entry_at: Callable[[int], str | None]) -> tuple[Mention, ...]:
    """The candidates as mentions, each with its entry and source line; what stands in code is left out."""
    starts = [block.start for block in post.blocks]
    rows = []
    for item in found:
        block = post.blocks[max(0, bisect_right(starts, item.start) - 1)]
        if block.kind == "code":
            continue
        rows.append(
            Mention(
                entry_id=entry_at(item.start),
                label=item.label,
                name=item.name,
                surface=post.text[item.start : item.end],
                start=item.start,
                end=item.end,
                source_line=block.source_line,
                method=item.method,
                confidence=item.confidence,
            )
        )
    return tuple(rows)
