"""Entries to talks: the same session told by several posts, joined by event, year, title and speakers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from pipeline.resolve.clusters import connected
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.registry import Registry

_WITH_SPEAKER = 70.0
"""Title similarity that is enough where two entries of one event share a speaker."""
_SHORT_TITLE_WORDS = 3
"""Titles this short ("Keynotes", "Lightning talks") name many sessions: they join only with a shared speaker."""
_MAX_BLOCK = 300


@dataclass(frozen=True, slots=True)
class Telling:
    """An entry as far as joining needs it."""

    entry_id: str
    post_id: str
    title: str
    kind: str
    event_name: str | None
    event_year: int | None
    person_ids: tuple[str, ...]
    video_url: str | None
    slides_url: str | None


@dataclass(frozen=True, slots=True)
class Talk:
    """A distinct session across posts."""

    talk_id: str
    title: str
    kind: str
    event_name: str | None
    event_year: int | None
    person_ids: tuple[str, ...]
    entry_ids: tuple[str, ...]
    n_posts: int
    video_url: str | None
    slides_url: str | None


def blocking_keys(telling: Telling) -> Iterator[str]:
    """Only tellings of one event and year are compared: those that share a speaker, a recording or the rarest words of the title."""
    if telling.event_name is None or telling.kind == "topic":
        return
    event = f"{telling.event_name} {telling.event_year}"
    for person in telling.person_ids:
        yield f"{event} {person}"
    if telling.video_url:
        yield f"{event} {telling.video_url}"
    words = sorted(set(fold(telling.title).split()), key=lambda word: (-len(word), word))
    for word in words[:3]:
        yield f"{event} word {word}"


def same_talk(first: Telling, second: Telling, threshold: float) -> bool:
    """Whether two tellings of one event are of one session."""
    if {first.kind, second.kind} & {"lightning", "workshop"} and first.kind != second.kind:
        return False
    a, b = fold(first.title), fold(second.title)
    alike = max(fuzz.ratio(a, b), fuzz.token_sort_ratio(a, b))
    if set(first.person_ids) & set(second.person_ids):
        return alike >= _WITH_SPEAKER and _same_numbers(a, b)
    if first.person_ids and second.person_ids:
        return False
    return alike >= threshold and min(len(a.split()), len(b.split())) > _SHORT_TITLE_WORDS and _same_numbers(a, b)


def _same_numbers(a: str, b: str) -> bool:
    """Whether two titles hold the same numbers: "Part 1" and "Part 2" are two sessions."""
    return {word for word in a.split() if word.isdigit()} == {word for word in b.split() if word.isdigit()}


def join(tellings: Sequence[Telling], registry: Registry, threshold: float) -> list[Talk]:
    """One talk per session, sorted by id. Tellings must come sorted by entry id."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, telling in enumerate(tellings):
        for key in blocking_keys(telling):
            blocks[key].append(index)
    pairs = {pair for members in blocks.values() if len(members) <= _MAX_BLOCK for pair in combinations(members, 2)}
    same = [(a, b) for a, b in sorted(pairs) if same_talk(tellings[a], tellings[b], threshold)]
    talks = [_talk([tellings[index] for index in group], registry) for group in connected(len(tellings), same)]
    return sorted(talks, key=lambda talk: talk.talk_id)


def _talk(group: Sequence[Telling], registry: Registry) -> Talk:
    title = _most_common([telling.title for telling in group])
    first = group[0]
    event = f"{first.event_name or ''} {first.event_year or ''}".strip()
    people = sorted({person for telling in group for person in telling.person_ids})
    entry_ids = tuple(telling.entry_id for telling in group)
    return Talk(
        talk_id=registry.assign("talk", entry_ids, f"{title[:80]} {event}"),
        title=title,
        kind=_most_common([telling.kind for telling in group]),
        event_name=first.event_name,
        event_year=first.event_year,
        person_ids=tuple(people),
        entry_ids=entry_ids,
        n_posts=len({telling.post_id for telling in group}),
        video_url=next((telling.video_url for telling in group if telling.video_url), None),
        slides_url=next((telling.slides_url for telling in group if telling.slides_url), None),
    )


def _most_common(values: Sequence[str]) -> str:
    return min(Counter(values).items(), key=lambda item: (-item[1], item[0]))[0]
