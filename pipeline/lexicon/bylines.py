"""The grammar of bylines: "Name, Role, Company & Name (Company)", and headings that end or begin with one.

A byline is lexed into pieces and separators; pieces that look like a person open a new speaker, the pieces between are that speaker's
attributes, and of the attributes the one with a role word is the role and the last without one the company. What is unsure is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from pipeline.lexicon import lists
from pipeline.lexicon.names import HANDLE, NO_EVIDENCE, Evidence, bare_name, never_a_name, person_likeness
from pipeline.text import fold, trim

Span = tuple[int, int]
Separator = Literal["start", "hard", "and", "comma", "dash", "open", "close", "at", "of"]

_SEPARATORS: tuple[tuple[Separator, str], ...] = (
    ("hard", r"\s*(?:;|\||•|·|\n)\s*"),
    ("open", r"\s*[(\[]"),
    ("close", r"\s*[)\]]"),
    ("and", r"\s*(?:&|\+)\s*|\s+(?:and|und|et|y|with|w/|/|avec|mit)\s+|(?<=[a-z])/(?=[A-Z])"),
    ("comma", r"\s*,\s*(?:(?:and|und|et)\s+)?"),
    ("dash", r"\s+[-–—―]+\s+|\s*[–—]\s*"),
    ("at", r"\s*@\s+|\s+(?:at|from|bei|chez|von|vom|aus|@)\s+|(?<=[a-z])\s+@(?=[A-Z])"),
    ("of", r"\s+(?:of|for|de|du|der|di|del)\s+"),
)
_LEXER = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _SEPARATORS))
_LEAD = re.compile(
    r"^\s*(?:(?:presented|given|held|delivered|a talk|talk|keynote)?\s*\bby|speakers?|presenters?|panel(?:ists)?|host(?:ed)?(?: by)?|with|"
    r"von|mit|par|avec|"
    r"présenté(?:e)? par|présentation par|presentation by|referent(?:in)?|orateurs?|di|por|moderat(?:or|ed by))\b\s*:?\s+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:an?|the|our|their)\s+", re.IGNORECASE)
_LEGAL = re.compile(r"^(?:inc|llc|ltd|plc|gmbh|corp|co|sa|ag|bv|ab|oy|pty|sas|srl|s\.?p\.?a)\.?$", re.IGNORECASE)
_UNREAD = (re.compile(r"https?://\S+|www\.\S+"), HANDLE, re.compile(r"\((?:she|he|they)\b[^)]*\)", re.IGNORECASE))
"""Addresses, handles and pronouns: parts of a byline that are neither name nor role nor company."""
_EDGE = " \t\n-–—:|,;.()[]*_\"“”'"
_PERSON_FLOOR = 0.5
"""A piece is a person from here on where a byline may stand: a capitalised pair passes, the end of a title does not."""
_HANDLE_LIKENESS = 0.75
"""A handle names a person or a project; where a byline may stand it is mostly a person."""
_UNREAD_ATTRIBUTE = 0.3
"""Taken off where something follows a name that is neither role nor company: "Grace Hopper and the Compiler"."""
_MAX_ATTRIBUTE_WORDS = 9
_HEAD_OF_COMPANY = frozenset("ceo cto cio coo ciso founder cofounder co-founder president chairman owner".split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch between two separators, and the separator before it."""

    start: int
    end: int
    before: Separator


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker as a byline gives them; spans are relative to the text that was parsed."""

    name: Span
    role: Span | None
    company: Span | None
    likeness: float


@dataclass(frozen=True, slots=True)
class Byline:
    """What a text is as a byline, and how surely it is one (0..1)."""

    people: tuple[Person, ...]
    score: float


NO_BYLINE = Byline((), 0.0)


@lru_cache(maxsize=5_000)
def parse(text: str, evidence: Evidence = NO_EVIDENCE) -> Byline:
    """Read a text that may be a byline. The score is low when it is a sentence, a title or a list of something else."""
    offset = match.end() if (match := _LEAD.match(text)) else 0
    pieces = _lex(text, offset)
    groups, prefix = _group(text, pieces, evidence)
    if not groups:
        return _handles(text, offset)
    people = _share_company([_person(text, group, evidence) for group in groups], groups)
    if prefix and people[0].company is None and people[0].role is None:
        people[0] = _with_prefix(text, people[0], prefix)
    return Byline(tuple(people), _score(text, people, prefix, led=offset > 0))


def _handles(text: str, offset: int) -> Byline:
    """A byline of handles and nothing else: "@liz, @joe"."""
    found = list(HANDLE.finditer(text, offset))
    if not found or re.search(r"\w", HANDLE.sub("", text[offset:])):
        return NO_BYLINE
    return Byline(tuple(Person(match.span(), None, None, _HANDLE_LIKENESS) for match in found), _HANDLE_LIKENESS)


def _lex(text: str, offset: int) -> list[Piece]:
    pieces: list[Piece] = []
    before: Separator = "start"
    masked = text
    for pattern in _UNREAD:
        masked = pattern.sub(lambda match: " " * len(match.group()), masked)
    position = offset
    for match in [*_LEXER.finditer(masked, offset), None]:
        start, end = trim(masked, position, match.start() if match else len(text), '*_"“”:.')
        if end > start and text[end : end + 1] == "." and (_LEGAL.match(text[start : end + 1]) or text[start:end].endswith(" Inc")):
            end += 1
        if end > start:
            pieces.append(Piece(start, end, before))
            before = "start"
        if match:
            before = _stronger(before, _kind(match)) if pieces else "start"  # a bracket around the whole byline opens nothing
            position = match.end()
    return pieces


def _kind(match: re.Match[str]) -> Separator:
    name = match.lastgroup
    return next(kind for kind, _ in _SEPARATORS if kind == name)


_STRENGTH: dict[Separator, int] = {"start": 0, "of": 1, "at": 2, "comma": 3, "close": 4, "and": 5, "open": 6, "dash": 7, "hard": 8}


def _stronger(first: Separator, second: Separator) -> Separator:
    return first if _STRENGTH[first] > _STRENGTH[second] else second


def _opens_person(text: str, piece: Piece, evidence: Evidence, *, has_person: bool) -> bool:
    likeness = person_likeness(text[piece.start : piece.end], evidence)
    if piece.before in {"at", "of", "open"}:
        return False
    if not has_person or piece.before in {"hard", "and", "dash", "start"}:
        return likeness >= _PERSON_FLOOR and len(text[piece.start : piece.end].split()) > 1
    # After a comma a capitalised pair is a company ("Jane Doe, Robust Perception") unless its first word is a known given name.
    return likeness >= 0.75  # noqa: PLR2004 - see person_likeness: a known given name


def _group(text: str, pieces: list[Piece], evidence: Evidence) -> tuple[list[list[Piece]], list[Piece]]:
    """Pieces by person (the name first), and the pieces that stand before the first person."""
    groups: list[list[Piece]] = []
    prefix: list[Piece] = []
    for piece in pieces:
        if _opens_person(text, piece, evidence, has_person=bool(groups)):
            groups.append([piece])
        elif groups:
            groups[-1].append(piece)
        else:
            prefix.append(piece)
    return groups, prefix


def _person(text: str, group: list[Piece], evidence: Evidence) -> Person:
    first = group[0]
    name_start, name_end = bare_name(text[first.start : first.end])
    name = (first.start + name_start, first.start + name_end)
    attributes = _attributes(text, group[1:])
    role, company = _role_and_company(text, attributes)
    unread = bool(attributes) and role is None and company is None
    return Person(name, role, company, person_likeness(text[first.start : first.end], evidence) - _UNREAD_ATTRIBUTE * unread)


def _attributes(text: str, pieces: list[Piece]) -> list[Span]:
    """Pieces joined where the separator belongs inside: "Director of Engineering", "Docker, Inc.", "Container Engine & Kubernetes"."""
    spans: list[Span] = []
    for piece in pieces:
        legal = bool(_LEGAL.match(text[piece.start : piece.end]))
        if (spans and (piece.before in {"of", "and"} or legal)) or (
            piece.before == "at" and spans and not has_role(text[slice(*spans[-1])])
        ):
            spans[-1] = (spans[-1][0], piece.end)
        else:
            spans.append((piece.start, piece.end))
    return [_unbracketed(text, span) for span in spans]


def _unbracketed(text: str, span: Span) -> Span:
    start, end = span
    return (start, end) if text.count("(", start, end) == text.count(")", start, end) else trim(text, start, end, "()[]")


def has_role(text: str) -> bool:
    """Whether a stretch contains a word that marks a job title."""
    folded = fold(text)
    words = folded.split()
    return any(word in lists.role_words() for word in words) or any(f" {phrase} " in f" {folded} " for phrase in _role_phrases())


@cache
def _role_phrases() -> tuple[str, ...]:
    return tuple(sorted(word for word in lists.role_words() if " " in word))


def _role_and_company(text: str, attributes: list[Span]) -> tuple[Span | None, Span | None]:
    attributes = [span for span in attributes if span[1] > span[0]]
    if not attributes:
        return None, None
    roles = [index for index, span in enumerate(attributes) if has_role(text[slice(*span)])]
    if not roles:
        return None, attributes[0] if _company_like(text[slice(*attributes[0])]) else None
    first, last = roles[0], roles[-1]
    article = _ARTICLE.match(text, attributes[first][0])
    start = article.end() if article else attributes[first][0]
    if last < len(attributes) - 1:
        return (start, attributes[-2][1]), attributes[-1]
    role: Span = (start, attributes[last][1])
    if first > 0:
        return role, attributes[0]
    return _split_role(text, role)


def _split_role(text: str, role: Span) -> tuple[Span, Span | None]:
    """Role and company in one attribute: "CTO of CoreOS", "Engineer at Google", "Engineer @ Google"."""
    value = text[slice(*role)]
    if match := list(re.finditer(r"\s+(?:at|from|@|bei|chez)\s+|\s+@(?=\S)", value)):
        return (role[0], role[0] + match[-1].start()), (role[0] + match[-1].end(), role[1])
    head, _, rest = value.partition(" ")
    if fold(head) in _HEAD_OF_COMPANY and rest[:1].isupper() and not has_role(rest):  # "CTO Acme"
        return (role[0], role[0] + len(head)), (role[1] - len(rest), role[1])
    owner, _, last = value.rpartition(" ")
    if fold(last) in _HEAD_OF_COMPANY and owner[:1].isupper() and not has_role(owner):  # "Acme CTO", "Acme's CTO"
        return (role[1] - len(last), role[1]), (role[0], role[0] + len(re.sub(r"[’']s?$", "", owner)))
    match_of = next(iter(re.finditer(r"\s+(?:of|for|de|du|di)\s+(?:the\s+)?", value)), None)
    if match_of:
        rest = value[match_of.end() :]
        heads = set(fold(value[: match_of.start()]).split())
        first, hat, _ = rest.partition(" and ")
        if hat and heads & _HEAD_OF_COMPANY and first[:1].isupper() and not has_role(first):  # "CEO of Acme and Chair of the TOC"
            return role, (role[0] + match_of.end(), role[0] + match_of.end() + len(first))
        if not has_role(rest) and (fold(rest) in lists.company_index() or (heads & _HEAD_OF_COMPANY and rest[:1].isupper())):
            return (role[0], role[0] + match_of.start()), (role[0] + match_of.end(), role[1])
    return role, None


def _company_like(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= _MAX_ATTRIBUTE_WORDS or (len(words) == 1 and never_a_name(text)):
        return False
    return fold(text) in lists.company_index() or text[:1].isupper() or text[:1].isdigit() or any(c.isupper() for c in words[0])


def _share_company(people: list[Person], groups: list[list[Piece]]) -> list[Person]:
    """One company for several: in "A & B, Company" it is everyone's whom "and" or a comma joins to the one who has it."""
    for index in range(len(people) - 2, -1, -1):
        joined = groups[index + 1][0].before in {"and", "comma"}
        if joined and len(groups[index]) == 1 and people[index + 1].company is not None:
            people[index] = replace(people[index], company=people[index + 1].company)
    return people


def _with_prefix(text: str, person: Person, prefix: list[Piece]) -> Person:
    """A role before the name, as in "Team Lead of Google, Jane Doe": what stands before the name is said of it if it holds a role."""
    spans = _attributes(text, prefix)
    if not has_role(text[slice(*spans[-1])]):
        return person
    role, company = _split_role(text, spans[-1])
    return replace(person, role=role, company=company)


def _score(text: str, people: list[Person], prefix: list[Piece], *, led: bool) -> float:
    likeness = sum(person.likeness for person in people) / len(people)
    stray = sum(piece.end - piece.start for piece in prefix) / max(1, len(text.strip()))
    words = text.split()
    long_attribute = any(span and len(text[slice(*span)].split()) > _MAX_ATTRIBUTE_WORDS for p in people for span in (p.role, p.company))
    score = likeness - stray - 0.3 * long_attribute
    score += 0.15 if led else 0.0
    score += 0.1 if any(p.role or p.company for p in people) else 0.0
    # A byline has few words that begin in lower case; a sentence has many.
    small = sum(1 for word in words if word[:1].islower() and word.casefold() not in _SMALL) / max(1, len(words))
    return max(0.0, min(1.0, score - 1.2 * small))


_SMALL = frozenset("and of at the from by for in with van von de der und et mit di del da la le speaker speakers".split())
