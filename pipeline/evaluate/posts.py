"""The measures of a whole post, and the order in which one post is judged.

`people`    (post, person); the post's authors and people known by one name count neither way.
`metadata`  title, authors, published, event name and event year of the post: five items each.
`records`   whole entries with nothing missed and nothing wrong in any measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evaluate.entries import judge_extra, judge_match, judge_missed
from pipeline.evaluate.gold import GoldParts
from pipeline.evaluate.keys import alike, event_key, person_key, text_key
from pipeline.evaluate.match import match_entries
from pipeline.evaluate.parts import Claims, claims_by_entry, judge_parts, naming
from pipeline.evaluate.tally import Outcome, compare, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.evaluate.gold import Forms, GoldEntry, GoldEvent, GoldPost
    from pipeline.evaluate.tables import EntryRow, Found, PostRow

PLACE_LENGTH = 50
"""Characters of a title that name the place of a miss."""


def judge_post(gold: GoldPost, found: Found) -> list[Outcome]:
    """Every outcome of one post; where the tables have no such post, everything is missed."""
    claims = claims_by_entry(found)
    pairs = match_entries(gold.entries, found.entries)
    matched = {index: found.entries[row] for index, row in pairs.items()}
    extra = [row for number, row in enumerate(found.entries) if number not in set(pairs.values())]
    used = {row.entry_id for row in matched.values()}
    outcomes = [
        *_judge_entries(gold, matched, claims),
        *(outcome for row in extra for outcome in judge_extra(row)),
        *_judge_unclaimed(found, used, claims),
        *_placed("(outside)", judge_parts(gold.outside, claims.get(None, Claims()))),
        _judge_people(gold, found),
        *_judge_metadata(gold, found.post),
    ]
    return _placed(gold.slug, outcomes)


def _judge_entries(gold: GoldPost, matched: Mapping[int, EntryRow], claims: Mapping[str | None, Claims]) -> Iterator[Outcome]:
    """Every gold entry with its row, or without."""
    starts = [text_key(entry.starts_with) for entry in gold.entries]
    for index, entry in enumerate(gold.entries):
        others = starts[:index] + starts[index + 1 :]
        yield from _placed(entry.title[:PLACE_LENGTH], _judge_entry(entry, matched.get(index), others, claims))


def _judge_entry(entry: GoldEntry, row: EntryRow | None, other_starts: list[str], claims: Mapping[str | None, Claims]) -> list[Outcome]:
    """One gold entry: its fields, its parts, and whether the whole record is right."""
    if row is None:
        return [*judge_missed(entry), *judge_parts(entry.parts, Claims())]
    claimed = claims.get(row.entry_id, Claims())
    outcomes = [*judge_match(entry, row, other_starts), *judge_parts(entry.parts, claimed)]
    perfect = not any(outcome.misses for outcome in outcomes)
    return [*outcomes, Outcome("records", int(perfect), 1, 1)]


def _judge_unclaimed(found: Found, used: set[str], claims: Mapping[str | None, Claims]) -> Iterator[Outcome]:
    """What is claimed for entries that the gold does not have: all of it is wrong."""
    titles = {row.entry_id: row.title or "" for row in found.entries}
    for entry_id in sorted({key for key in claims if key is not None} - used):
        title = titles.get(entry_id, "no such entry")[:PLACE_LENGTH]
        yield from _placed(f"(extra) {title}", judge_parts(GoldParts(), claims[entry_id]))


def _judge_people(gold: GoldPost, found: Found) -> Outcome:
    wanted = {person_key(name) for name in gold.people}
    speakers = {person_key(speaker.name) for entry in gold.entries for speaker in entry.parts.speakers}
    neutral = (speakers | {person_key(name) for name in gold.authors}) - wanted
    named = {person_key(row.name) for row in found.speakers}
    for forms in naming(found.mentions, "person"):
        named |= _people_meant(forms, wanted)
    return compare("people", wanted, named - neutral)


def _people_meant(forms: Forms, wanted: set[str]) -> set[str]:
    """Whom a person's mentions name: gold people, or else a stranger, who counts only if once printed with more than one word."""
    name, *surfaces = forms
    in_full = any(len(surface.split()) > 1 for surface in surfaces)
    known = {person_key(form) for form in forms} & wanted
    return known or ({person_key(name)} if in_full else set())


def _judge_metadata(gold: GoldPost, post: PostRow | None) -> list[Outcome]:
    """Five items, all wrong when there is no such post."""
    if post is None:
        return [judged("metadata", "no such post")] * 5
    right = {
        "title": gold.title is None or alike(text_key(gold.title), text_key(post.title)),
        "authors": {person_key(name) for name in gold.authors} == {person_key(name) for name in post.authors or ()},
        "published": _same_day(gold.published, post),
        "event_name": _same_event(gold.event, post.event_name),
        "event_year": (gold.event.year if gold.event else None) == post.event_year,
    }
    return [judged("metadata", None if ok else f"{field}: got {getattr(post, field)!r}") for field, ok in right.items()]


def _same_day(gold: str | None, post: PostRow) -> bool:
    """Whether the date is the gold's, as far as that goes (a month alone is right for any of its days)."""
    return str(post.published).startswith(gold) if gold and post.published else not (gold or post.published)


def _same_event(gold: GoldEvent | None, found: str | None) -> bool:
    """Whether the name is one of the event's, or absent where there is no event."""
    if gold is None:
        return not found
    return any(alike(event_key(name), event_key(found)) for name in (gold.name, *gold.aliases))


def _placed(place: str, outcomes: list[Outcome]) -> list[Outcome]:
    return [outcome.at(place) for outcome in outcomes]
