"""Who is credited with writing a post: what the format states, else a byline near the top, else a signature at the end."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from pipeline.lexicon import lists
from pipeline.lexicon.bylines import has_role
from pipeline.lexicon.names import bare_name, person_likeness
from pipeline.parse.dates import first_date
from pipeline.parse.masthead import closing_lines, masthead
from pipeline.parse.voices import voices_of
from pipeline.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.model import Layout

_KEYS = ("authors", "author", "author_name", "author_staff_member", "article:author", "dc.creator", "creator", "by")
"""Where front matter and <head> credit a writer, the most telling first."""
_ACCOUNTS = frozenset(
    "admin administrator root editor editors staff webmaster author guest user default team blog none null unknown anonymous".split()
)
"""Names of accounts, not of writers: a byline in the text is preferred to them, and they are no one's name."""

_SEPARATOR = re.compile(r"\s*(?:;|\||\s&\s|&(?=\s)|\+\s|,\s*(?:and|und|et|e|y)\s+|,|\s(?:and|und|et|e|y|og|en)\s)\s*")
# What may follow a name in a list of names but belongs to it: "Docker, Inc.", "Jane Doe, PhD", "John Smith, Jr."
_TAIL = re.compile(r",\s*(?=(?:inc|llc|ltd|gmbh|ph\.?d|m\.?d|jr|sr)\b)", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(\[<][^()\[\]<>]*[)\]>]")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|https?://\S+|www\.\S+")
# The link to a writer's other posts, which pages mark up like the byline.
_MORE = re.compile(r"\b(?:all|more|other) (?:posts|articles|entries)\b|\b(?:tous les|alle) (?:articles|beiträge)\b|→|»", re.IGNORECASE)
_ON_BEHALF = re.compile(r"\s+(?:on behalf of|for the|im namen|au nom)\b.*$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:posted|written|published|authored|words|report(?:ed)?|submitted)\s+)?by:?\s+|^(?:von|par|di|por)\s+", re.IGNORECASE
)

# Words that announce the writer. "By" alone must be followed by nothing but names; the others may stand in a longer line.
_CREDIT = re.compile(
    r"(?:^|[\s|·•–—-])(?:(?:posted|written|published|authored|report(?:ed)?|words|submitted|blogged|text)\s+(?:on\s.{4,40}?\s)?by|"
    r"authors?|by[- ]?line|autor(?:in|en|e|es|a)?|auteurs?|autore|autori|verfasst von|geschrieben von|veröffentlicht von|écrit par|"
    r"publié par|scritto da|pubblicato da|escrito por|publicado por)\b\s*:?\s+",
    re.IGNORECASE,
)
_BARE_BY = re.compile(r"^(?:by|von|par|di|por)\b\s*:?\s+", re.IGNORECASE)
# Where a list of names in a byline ends: a date, a separator, a verb.
_STOP = re.compile(
    r"\s+(?:on|at|in|am|le|il|el|filed|under|for|with|from|is|was|who|about)\s|\s*[|·•—–/]\s*|\s-\s|\n|\.\s|\s+(?=\d)|,\s*(?=\d|\w+\s\d)"
)
# "/Jane & John", "– Jane", "-- Jane Doe", "~ Jane"
_SIGNATURE = re.compile(
    r"^(?:/|[-–—~]{1,2}\s?|(?:cheers|regards|best|yours|thanks|love),?\s+)(?P<names>[^\W\d_][^\n/.!?:]{1,60})\.?$", re.IGNORECASE
)
_EDGE = " |·•–—-,/\t"
_NAME_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_LONGEST = 500
"""Characters of a list of names that are read."""
_SURE_PERSON = 0.7
"""`person_likeness` from which a line that holds nothing but names is a byline: a known given name (see lexicon.names)."""

_SIGNED_WORDS = 3
"""Behind a dash or slash at the very end stand few words; one known given name among the names is enough ("/Jane & John")."""


def authors_of(layout: Layout, title: str | None) -> tuple[str, ...]:
    """The names of the writers as printed; empty when the post names none."""
    stated = stated_authors(layout.stated)
    named = tuple(name for name in stated if fold(name) not in _ACCOUNTS)
    if named:
        return named
    return (
        _first_credit(masthead(layout, title), byline_names) or _first_credit(closing_lines(layout), signature_names) or voices_of(layout)
    )


def stated_authors(stated: dict[str, str | list[str]]) -> tuple[str, ...]:
    """The names under the first key that credits a writer."""
    for key in _KEYS:
        value = stated.get(key, "")
        names = _distinct(name for part in ([value] if isinstance(value, str) else value) for name in split_names(part))
        if names:
            return names
    return ()


def split_names(text: str) -> Iterator[str]:
    """The names of a list of names: "Jane Doe, John Roe & Ann Poe". Addresses and brackets are no part of a name."""
    text = text[:_LONGEST]
    if _ADDRESS.fullmatch(text.strip()) or _MORE.search(text):
        return
    bare = _LEAD.sub("", _ON_BEHALF.sub("", _ADDRESS.sub("", _BRACKET.sub("", squeeze(text)))))
    for part in _SEPARATOR.split(_TAIL.sub(" ", bare)):
        name = part.strip(" \t,;:*_\"'")
        if name and any(char.isalpha() for char in name):
            yield name


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _first_credit(lines: Iterable[str], names_in: Callable[[str], Iterator[str]]) -> tuple[str, ...]:
    """The names in the first line that has any."""
    return next((names for names in (_distinct(names_in(line)) for line in lines) if names), ())


def byline_names(line: str) -> Iterator[str]:
    """The names in a line that credits a writer: "By Jane Doe", "Posted by jd on May 1", "Jane Doe | 11 May 2018"."""
    if match := _CREDIT.search(line):
        yield from _names_until_stop(line[match.end() :])
    elif match := _BARE_BY.match(line):
        yield from _plain_names(_until_stop(line[match.end() :]), floor=0.0)
    elif found := first_date(line):
        rest = line[: found.start] + line[found.end :]
        yield from _plain_names(rest.strip(_EDGE), floor=0.0 if any(bar in rest for bar in "|·•") else _SURE_PERSON)
    else:
        yield from _plain_names(line, floor=_SURE_PERSON)


def _until_stop(text: str) -> str:
    bare = _BRACKET.sub("", text)
    stop = _STOP.search(bare)
    return bare[: stop.start()] if stop else bare


def _names_until_stop(text: str) -> Iterator[str]:
    for name in split_names(_until_stop(text)):
        if len(name.split()) <= 5 and _NAME_WORD.match(name.lstrip("@")):  # noqa: PLR2004 - longer than any name
            yield name


def _plain_names(text: str, floor: float) -> tuple[str, ...]:
    """The names in a text that holds nothing but names and the writers' roles; none if any part looks like something else."""
    names = tuple(takewhile(lambda name: not has_role(name), split_names(text)))
    likely = bool(names) and all(_is_name(name, floor) for name in names)
    return names if likely else ()


def _is_name(name: str, floor: float) -> bool:
    words = name.split()
    if not 1 <= len(words) <= 5 or any(char.isdigit() for char in name):  # noqa: PLR2004 - longer than any name
        return False
    start, end = bare_name(name)
    return name.startswith("@") or (name[0].isupper() and person_likeness(name[start:end]) >= floor)


def signature_names(line: str) -> Iterator[str]:
    """The names in a last line that signs or credits: "/Jane & John", "– Jane", "Report by Jane Doe"."""
    if match := _CREDIT.search(line):
        yield from _names_until_stop(line[match.end() :])
    elif match := _SIGNATURE.match(line.strip()):
        names = tuple(split_names(match["names"]))
        if any(_begins_with_given_name(name) for name in names) and all(_is_name(name, floor=0.0) for name in names):
            yield from names


def _begins_with_given_name(name: str) -> bool:
    words = name.split()
    first = fold(words[0])
    return len(words) <= _SIGNED_WORDS and (first in lists.given_names() or first in lists.doubtful_given_names())
