"""The measures of what an entry names: its speakers, tools, companies and links.

`speakers`      (entry, speaker's name).
`affiliations`  (entry, speaker, company); a shorter or longer form of the same name is right.
`roles`         (entry, speaker, role); likewise.
`tools`         (entry, tool); any printed form will do.
`companies`     (entry, company); likewise.
`urls`          (entry, address).
Text outside all entries counts as one more entry for tools, companies and urls.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.evaluate.keys import agrees, person_key, text_key, url_key
from pipeline.evaluate.tally import Measure, Outcome, compare, compare_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.evaluate.gold import Forms, GoldParts, GoldSpeaker
    from pipeline.evaluate.tables import Found, MentionRow, SpeakerRow
    from pipeline.model import Label

Held = tuple[str, str]
"""The keys of a speaker and of the company or role that they have."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the tables say of one entry, or of the text outside all entries."""

    speakers: list[SpeakerRow] = field(default_factory=list)
    mentions: list[MentionRow] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)


def claims_by_entry(found: Found) -> dict[str | None, Claims]:
    """The claims for each entry id that a post's tables name; under None those outside all entries."""
    claims: defaultdict[str | None, Claims] = defaultdict(Claims)
    for speaker in found.speakers:
        if speaker.entry_id is not None:
            claims[speaker.entry_id].speakers.append(speaker)
    for mention in found.mentions:
        claims[mention.entry_id].mentions.append(mention)
    for link in found.links:
        claims[link.entry_id].urls.add(url_key(link.url))
    return dict(claims)


def judge_parts(gold: GoldParts, claims: Claims) -> list[Outcome]:
    """The outcomes of what the gold names in one entry against what the tables claim for it."""
    tools, companies = naming(claims.mentions, "tool"), naming(claims.mentions, "company")
    return [
        compare("speakers", _names(gold.speakers), _names(claims.speakers)),
        _compare_held("affiliations", "company", gold.speakers, claims.speakers),
        _compare_held("roles", "role", gold.speakers, claims.speakers),
        compare_names("tools", gold.tools, gold.tools_optional, tools),
        compare_names("companies", gold.companies, gold.companies_optional, companies),
        compare("urls", {url_key(url) for url in gold.urls}, claims.urls),
    ]


def naming(mentions: Iterable[MentionRow], label: Label) -> list[Forms]:
    """The things of one label that are mentioned: the name of each, then the surfaces under which it occurs."""
    surfaces: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.label == label:
            surfaces[mention.name or mention.surface or ""].add(mention.surface or "")
    return [(name, *sorted(printed)) for name, printed in surfaces.items()]


def _names(speakers: Iterable[GoldSpeaker | SpeakerRow]) -> set[str]:
    return {person_key(speaker.name) for speaker in speakers}


def _compare_held(measure: Measure, part: Literal["company", "role"], gold: Iterable[GoldSpeaker], rows: Iterable[SpeakerRow]) -> Outcome:
    """The outcome for what the speakers have; the gold's spelling stands in for a form that agrees with it."""
    wanted = _held(gold, part)
    agreed = {_as_in_gold(item, wanted) for item in _held(rows, part)}
    return compare(measure, {" ".join(item) for item in wanted}, {" ".join(item) for item in agreed})


def _held(speakers: Iterable[GoldSpeaker | SpeakerRow], part: Literal["company", "role"]) -> set[Held]:
    having = ((speaker.name, getattr(speaker, part)) for speaker in speakers)
    return {(person_key(name), text_key(value)) for name, value in having if value}


def _as_in_gold(item: Held, wanted: set[Held]) -> Held:
    """The gold's item for the same speaker that agrees, or the item as it is."""
    name, value = item
    same = (want for want in sorted(wanted) if want[0] == name and agrees(want[1], value))
    return next(same, item)
