"""Who gave each session: from its byline, else from how its body speaks of people. A company or role only where the text gives it to the person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.lexicon import bylines, lists
from pipeline.lexicon.names import Evidence, person_likeness
from pipeline.model import Speaker
from pipeline.text import fold, trim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lexicon.bylines import Span
    from pipeline.model import Entry, ParsedPost

# What a person who gives a session does in the sentence that names them.
_GIVES = re.compile(
    r"^(?:[’']s?)?\s*(?:\([^)]*\)\s*)?(?:,[^,;.]{2,80}(?:,[^,;.]{2,60})?,?\s+)?(?:then |also |first |next |who |and \w+(?: \w+)? )*"
    r"(?:(?:from|of|at) [A-Z][\w&. ]{1,40}? )?"
    r"(?:gave|gives|give|talk(?:ed|s|ing)?|spoke|speaks|speaking|present(?:ed|s|ing)?|show(?:ed|s|n)?|demo(?:ed|s|nstrated)?|demonstrat\w+|introduc\w+|discuss\w*|"
    r"explain\w*|shared?|shares|describ\w+|cover(?:ed|s)|started?|opened|opens|kicked|kicks|walk(?:ed|s)|argu\w+|told|tells|took|takes|provid\w+|announc\w+|"
    r"delivered|held|led|leads|outlined|offered|focus\w+|looked|mentioned|went|did|made|closed|address\w+|highlight\w+|advocat\w+|pitched|reminded|compared|"
    r"was (?:the|a|talking|speaking|presenting|up|next|first)|is (?:a |the |talking|speaking)|had|has|on (?:the )?(?=[A-Z\"“])|und \w+ \w+ )\b",
)
_OF_HIM = re.compile(
    r"^[’']s?\s+(?:\w+\s+){0,3}(?:talk|keynote|session|presentation|speech|demo|workshop|slides|vortrag|tutorial)\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"(?:\b(?:by|par|von|with|was|were|from|featuring|featured|speakers?|panelists?|panel|moderat(?:or|ed by)|presenters?|hosts?|keynote(?: was| from| by)?|"
    r"next(?: up)?(?: was)?|up was|consisted of|following|heard|saw|watched|attended|listened to|talk (?:of|from)|interviewed|both)\b(?: the)?(?: always)?(?: great)?[\s:,]*|[\"”]\s*[-–—]\s*|\(\s*)$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?<![\w@/’'])(?:(?:Dr|Prof)\.? )?[A-ZÀ-ÖØ-Þ][\w’'\-]+\.?(?: (?:[A-Z]\.|van|von|der|de|den|del|di|da|la|le|el|al|bin|ur|[A-ZÀ-ÖØ-Þ][\w’'\-]*\w))* [A-ZÀ-ÖØ-Þ][\w’'\-]*\w"
)
_POSSESSIVE = re.compile(r"[’']s?$")
_LIKELY = 0.5
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n")


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


def full_names(text: str, evidence: Evidence) -> list[Span]:
    """Spans of two to five words that look like a person's full name."""
    found = []
    for match in _NAME.finditer(text):
        start, end = match.span()
        if possessive := _POSSESSIVE.search(text[start:end]):
            end = start + possessive.start()
        span = _best_name(text, start, end, evidence)
        if span:
            found.append(span)
    return found


def _best_name(text: str, start: int, end: int, evidence: Evidence) -> Span | None:
    """A capitalised run may begin with a word that opens the sentence ("Then Jane Doe"): leave it out if the rest is a better name."""
    best: tuple[float, Span] | None = None
    while start < end:
        likeness = person_likeness(text[start:end], evidence)
        if len(text[start:end].split()) > 1 and (best is None or likeness > best[0] + 0.1):
            best = (likeness, (start, end))
        space = text.find(" ", start, end)
        start = space + 1 if space >= 0 else end
    return best[1] if best and best[0] >= _LIKELY else None


def _from_prose(text: str, entry: Entry, people: Sequence[Span]) -> list[Given]:
    """People in the title, or in the body with a cue that they gave the session; in a block of keynotes or a panel all who have one, else the first sentences."""
    many = entry.kind in {"keynote", "panel"} and entry.title.casefold().rstrip("s").endswith(("keynote", "panel", "lightning talk"))
    limit = entry.body_end if many else _first_sentences(text, entry.body_start, entry.body_end, 3)
    found = []
    for start, end in people:
        in_header = entry.start <= start < entry.body_start
        if in_header or (entry.body_start <= start < limit and _gives(text, start, end)):
            role, company = _said_of(text, start, end, entry)
            found.append(Given((start, end), role, company, "title" if in_header else "prose", 0.8 if in_header else 0.7))
    return found


def _first_sentences(text: str, start: int, end: int, count: int) -> int:
    breaks = [match.start() for match in _SENTENCES.finditer(text, start, end)]
    return breaks[count - 1] if len(breaks) >= count else end


def _gives(text: str, start: int, end: int) -> bool:
    after, before = text[end : end + 200], text[max(0, start - 60) : start]
    return bool(_GIVES.match(after) or _OF_HIM.match(after) or _BEFORE.search(before) or _listed(text, start, end))


def _listed(text: str, start: int, end: int) -> bool:
    """One of several people with their companies: "Jane Doe (Acme), ..." or "Jane Doe, Engineer, Acme; ..."."""
    return bool(re.match(r"\s*\([A-Z][^)]{1,50}\)", text[end : end + 60])) or (text[max(0, start - 2) : start] == "; ")


def _said_of(text: str, start: int, end: int, entry: Entry) -> tuple[Span | None, Span | None]:
    """Role and company from the words around a name; (None, None) without a cue."""
    for reader in (_in_brackets, _after_comma, _after_preposition, _before_name):
        role, company = reader(text, start, end, entry)
        if role or company:
            return role, company
    return None, None


def _attribute(text: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    """ "CTO of Acme", "Software Engineer, Acme", "Acme": read as a byline's attributes."""
    name = "Jane Doe, "
    byline = bylines.parse(name + text[start:end])
    if len(byline.people) != 1:
        return None, None
    moved = [
        None if span is None else (span[0] - len(name) + start, span[1] - len(name) + start)
        for span in (byline.people[0].role, byline.people[0].company)
    ]
    return moved[0], moved[1]


def _in_brackets(text: str, _start: int, end: int, _entry: Entry) -> tuple[Span | None, Span | None]:
    match = re.compile(r"\s*\(([^()]{2,60})\)").match(text, end)
    if not match or match.group(1).startswith(("@", "http")):
        return None, None
    return _attribute(text, *match.span(1))


def _after_comma(text: str, _start: int, end: int, _entry: Entry) -> tuple[Span | None, Span | None]:
    match = re.compile(r"\s*,\s*((?:[^,;.()\n]|\.(?=\w)){2,60}(?:,\s*(?!and\b|who\b)[A-Z](?:[^,;.()\n]){1,50}){0,2})(?=[,;.)\n]|$)").match(
        text, end
    )
    if not match:
        return None, None
    role, company = _attribute(text, *match.span(1))
    clear = role is not None or (company is not None and fold(text[slice(*company)]) in lists.company_index())
    return (role, company) if clear and len(match.group(1).split()) <= 14 else _first_part(text, end)  # noqa: PLR2004 - longer is a clause


def _first_part(text: str, end: int) -> tuple[Span | None, Span | None]:
    match = re.compile(r"\s*,\s*([^,;.()\n]{2,60})").match(text, end)
    if not match:
        return None, None
    role, company = _attribute(text, *match.span(1))
    known = company is not None and fold(text[slice(*company)]) in lists.company_index()
    return (role, company) if role or known else (None, None)


def _after_preposition(text: str, _start: int, end: int, _entry: Entry) -> tuple[Span | None, Span | None]:
    match = re.compile(r"\s+(?:from|of|at|@|bei|von|de|chez)\s+(?:the\s+)?([A-Z][\w&.\-]*(?:\s+(?:[A-Z][\w&.\-]*|of|and|&))*)").match(
        text, end
    )
    if not match:
        return None, None
    start, stop = trim(text, *match.span(1), ".,")
    return None, (start, stop)


def _before_name(text: str, start: int, _end: int, entry: Entry) -> tuple[Span | None, Span | None]:
    """ "Acme's Jane Doe", "CTO of Acme, Jane Doe", "Acme CTO Jane Doe"."""
    window = text[max(entry.start, start - 90) : start]
    base = start - len(window)
    if match := re.search(r"([A-Z][\w&.\-]*(?: [A-Z][\w&.\-]*){0,2})[’']s?\s+(?:own\s+)?$", window):
        return None, (base + match.start(1), base + match.end(1))
    match = re.search(
        r"(?:^|[.,;:]\s+|\b(?:was|by|is|from|then|first|and|the)\s+)((?:[A-Z][\w&\-]*|of|at|the|and)(?:\s+(?:[A-Z][\w&\-]*|of|at|the|and|for))*),?\s+$",
        window,
    )
    if not match or not bylines.has_role(match.group(1)):
        return None, None
    return _attribute(text, base + match.start(1), base + match.end(1))


def known_people(text: str, entries: Sequence[Entry], evidence: Evidence) -> Evidence:
    """The evidence with the names that the post's own bylines print."""
    names = set(evidence.people)
    for entry in entries:
        for start, end in entry.bylines:
            names |= {fold(text[start + p.name[0] : start + p.name[1]]) for p in bylines.parse(text[start:end], evidence).people}
    return Evidence(evidence.lowercase, frozenset(name for name in names if " " in name))
