"""Who gave each session: from its byline, else from how its body speaks of people.

A company or role is given only where the text gives it to the person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.extract.nlp import recognised
from pipeline.extract.patterns import (
    AFTER_COMMA,
    AFTER_PREPOSITION,
    DOES,
    FIRST_AFTER_COMMA,
    GIVES,
    IN_BRACKETS,
    INTRODUCED,
    JOINED,
    OF_PERSON,
    OWNER,
    TITLE_BEFORE,
)
from pipeline.lexicon import bylines, lists
from pipeline.lexicon.bylines import Span
from pipeline.lexicon.names import SURELY_A_PERSON, Evidence, find_names, never_a_name
from pipeline.model import Speaker
from pipeline.text import fold, sentences_end, trim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from pipeline.model import Entry, ParsedPost

_LIKELY = 0.35
"""`person_likeness` from which a capitalised run is a full name where the recogniser says so, too."""
_MAX_ATTRIBUTE_WORDS = 14
_LOOK_BACK = 90
"""Code points before a name in which its role may stand."""
_SENTENCES = 3
"""In so many sentences at the beginning of a body its speaker is introduced."""


@dataclass(frozen=True, slots=True)
class Given:
    """A speaker in absolute spans of the post's text."""

    name: Span
    role: Span | None
    company: Span | None
    method: str
    confidence: float


def speakers_of(post: ParsedPost, entry: Entry, people: Sequence[Span], evidence: Evidence) -> tuple[tuple[Speaker, ...], tuple[Span, ...]]:
    """The speakers of an entry in order, and the spans of their companies.

    `people` are the spans of the post that look like full names of people; they matter only where no byline names anyone.
    """
    given = _from_bylines(post.text, entry, evidence)
    if not given and entry.kind != "topic":
        given = _from_prose(post.text, entry, people)
    unique = _once(post.text, given)
    speakers = tuple(_speaker(post.text, entry, position, item) for position, item in enumerate(unique))
    return speakers, tuple(item.company for item in unique if item.company)


def _speaker(text: str, entry: Entry, position: int, item: Given) -> Speaker:
    return Speaker(
        entry_id=entry.entry_id,
        position=position,
        name=text[slice(*item.name)],
        role=_value(text, item.role),
        company=_value(text, item.company),
        start=item.name[0],
        end=item.name[1],
        method=item.method,
        confidence=item.confidence,
    )


def _value(text: str, span: Span | None) -> str | None:
    return " ".join(text[slice(*span)].split()) if span else None


def _from_bylines(text: str, entry: Entry, evidence: Evidence) -> list[Given]:
    found = []
    for start, end in entry.bylines:
        byline = bylines.parse(text[start:end], evidence)
        for person in byline.people:
            spans = [None if span is None else (start + span[0], start + span[1]) for span in (person.name, person.role, person.company)]
            name, role, company = spans
            if name:
                found.append(Given(name, role, company, "byline", round(0.6 + 0.4 * min(1.0, person.likeness), 3)))
    return found


def _once(text: str, given: Sequence[Given]) -> list[Given]:
    seen: dict[str, Given] = {}
    for item in given:
        seen.setdefault(fold(text[slice(*item.name)]), item)
    return list(seen.values())


def full_names(text: str, doc: Doc, evidence: Evidence) -> list[Span]:
    """Spans that are a person's full name: by their form and the lists, or because the recogniser says so."""
    tagged = [(span.start_char, span.end_char) for span, _ in recognised(doc) if span.label_ == "person"]

    def floor(start: int, end: int) -> float:
        return _LIKELY if any(first < end and start < last for first, last in tagged) else SURELY_A_PERSON

    return list(find_names(text, evidence, floor))


def _from_prose(text: str, entry: Entry, people: Sequence[Span]) -> list[Given]:
    """People in the title, or in the body with a cue that they gave the session.

    A block of keynotes and a panel have many, anywhere in the body; any other session introduces its speaker in the first sentences.
    """
    many = entry.kind in {"keynote", "panel"} and entry.title.casefold().rstrip("s").endswith(("keynote", "panel", "lightning talk"))
    limit = entry.body_end if many else sentences_end(text, entry.body_start, entry.body_end, _SENTENCES)
    spans = [span for span in people if entry.start <= span[0] < limit]
    giving = [span[0] < entry.body_start or _gives(text, *span) or _opens(text, *span, entry) for span in spans]
    found: list[Given] = []
    for (start, end), gives in zip(spans, _with_company(text, spans, giving), strict=True):
        if gives:
            role, company = _said_of(text, start, end, entry)
            in_header = start < entry.body_start
            found.append(Given((start, end), role, company, "title" if in_header else "prose", 0.8 if in_header else 0.7))
    return _one_company_for_all(text, found)


def _one_company_for_all(text: str, given: Sequence[Given]) -> list[Given]:
    """In "Jane Doe and John Roe (Acme)" the company is both's."""
    shared = list(given)
    for index in range(len(shared) - 2, -1, -1):
        own, after = shared[index], shared[index + 1]
        between = text[own.name[1] : after.name[0]].strip()
        if between in {"and", "&", ",", "und", "et", "/"} and own.company is None and own.role is None and after.company is not None:
            shared[index] = replace(own, company=after.company)
    return shared


def _with_company(text: str, spans: Sequence[Span], giving: Sequence[bool]) -> list[bool]:
    """Whoever is joined to a speaker by "and" or in a list is one, too."""
    linked = [bool(JOINED.match(text[a[1] : b[0]])) for a, b in pairwise(spans)]
    result = list(giving)
    for order in (range(len(linked)), reversed(range(len(linked)))):
        for index in order:
            if linked[index] and (result[index] or result[index + 1]):
                result[index] = result[index + 1] = True
    return result


def _gives(text: str, start: int, end: int) -> bool:
    """Whether the words around a name say that this person gave the session."""
    after, before = text[end : end + 200], text[max(0, start - 100) : start]
    return bool(GIVES.match(after) or OF_PERSON.match(after) or INTRODUCED.search(before) or _listed(text, start, end))


def _opens(text: str, start: int, end: int, entry: Entry) -> bool:
    """Whether the body begins with the name, and goes on with what the person is or does: "Jane Doe, CTO of Acme, keeps ..."."""
    if text[entry.body_start : start].strip(' \t\n-–—•*_"“'):
        return False
    return bool(DOES.match(text, end)) or _said_of(text, start, end, entry) != (None, None)


def _listed(text: str, start: int, end: int) -> bool:
    """One of several people with their companies: "Jane Doe (Acme), ..." or "Jane Doe, Engineer, Acme; ..."."""
    bracket = IN_BRACKETS.match(text, end)
    return (bracket is not None and bracket.group(1)[:1].isupper()) or text[max(0, start - 2) : start] == "; "


Said = tuple[Span | None, Span | None]
"""Role and company, each only with a textual cue."""


def _said_of(text: str, start: int, end: int, entry: Entry) -> Said:
    """Role and company from the words around a name: the first reading that finds either."""
    readings = (_in_brackets(text, end), _after_comma(text, end), _after_preposition(text, end), _before_name(text, start, entry.start))
    role, company = next((said for said in readings if said != (None, None)), (None, None))
    return role, None if company and never_a_name(text[slice(*company)]) else company


def _attribute(text: str, start: int, end: int) -> Said:
    """Role and company of what follows a name, read as a byline's attributes: "CTO of Acme", "Engineer, Acme", "Acme"."""
    name = "Jane Doe, "
    byline = bylines.parse(name + text[start:end])
    if len(byline.people) != 1:
        return None, None
    by = start - len(name)
    role, company = byline.people[0].role, byline.people[0].company
    return (role[0] + by, role[1] + by) if role else None, (company[0] + by, company[1] + by) if company else None


def _in_brackets(text: str, end: int) -> Said:
    match = IN_BRACKETS.match(text, end)
    if not match or match.group(1).startswith(("@", "http")):
        return None, None
    return _attribute(text, *match.span(1))


def _after_comma(text: str, end: int) -> Said:
    """Up to three attributes behind commas; a clause is none, so a role word or a known company must be there."""
    for pattern in (AFTER_COMMA, FIRST_AFTER_COMMA):
        match = pattern.match(text, end)
        if match and len(match.group(1).split()) <= _MAX_ATTRIBUTE_WORDS:
            role, company = _attribute(text, *match.span(1))
            if role or (company and fold(text[slice(*company)]) in lists.company_index()):
                return role, company
    return None, None


def _after_preposition(text: str, end: int) -> Said:
    match = AFTER_PREPOSITION.match(text, end)
    return (None, trim(text, *match.span(1), ".,")) if match else (None, None)


def _before_name(text: str, start: int, earliest: int) -> Said:
    """Role and company before a name: "Acme's Jane Doe", "CTO of Acme, Jane Doe", "Acme CTO Jane Doe"."""
    base = max(earliest, start - _LOOK_BACK, text.rfind("\n", 0, start) + 1)
    window = text[base:start]
    if owner := OWNER.search(window):
        return None, (base + owner.start(1), base + owner.end(1))
    title = TITLE_BEFORE.search(window)
    if not title or not bylines.has_role(title.group(1)):
        return None, None
    return _attribute(text, base + title.start(1), base + title.end(1))


def known_people(text: str, entries: Sequence[Entry], evidence: Evidence) -> Evidence:
    """The evidence with the names that the post's own bylines print."""
    names = set(evidence.people)
    for entry in entries:
        for start, end in entry.bylines:
            names |= {fold(text[start + p.name[0] : start + p.name[1]]) for p in bylines.parse(text[start:end], evidence).people}
    return Evidence(evidence.lowercase, frozenset(name for name in names if " " in name))
