"""How much a stretch of text looks like the name of a person, from its form and the curated lists alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.lexicon import lists
from pipeline.lexicon.stopwords import stop_words
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A word of a name: letters with inner apostrophes, hyphens or dots ("O’Keefe", "Snell-feikema", "J.R.").
_WORD = re.compile(r"[^\W\d_]+(?:[’'`.\-][^\W\d_]+)*\.?")
_PARTICLES = frozenset(
    "van von vom der de den del della di da do dos das du la le el al bin ibn ben ur ter ten zu zur af av y e st mc mac san o".split()
)
_HONORIFIC = re.compile(r"^(?:(?:dr|prof|professor|mr|mrs|ms|sir|doctor)\b\.?\s+)+", re.IGNORECASE)
# "(she/her)", ", PhD": said of a person, but no part of the name.
_AFTER_NAME = re.compile(r"\s*(?:\((?:she|he|they)\b[^)]*\)|,?\s*(?:ph\.?\s?d\.?|m\.?d\.?|jr\.?|esq\.?))\s*$", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w.])@[A-Za-z0-9_][\w.\-]{1,38}")
# May, June, April, August, Will, von and San are also names or parts of them.
_ALSO_NAMES = frozenset({"may", "von", "will", "june", "april", "august", "san"})
_NEVER = (stop_words("en") | frozenset(lists.lines("title_words.txt"))) - _ALSO_NAMES


_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_PARTICLE = r"[A-Z]\.|van|von|der|de|den|del|di|da|la|le|el|al|bin|ur"
# A run of capitalised words that may hold a full name.
_FULL_NAME = re.compile(
    rf"(?<![\w@/’'])(?:(?:Dr|Prof)\.? )?(?:{_CAPITAL}\.|{_CAPITAL}[\w’'\-]+)"
    rf"(?: (?:{_PARTICLE}|{_CAPITAL}[\w’'\-]*\w))* {_CAPITAL}[\w’'\-]*\w"
)
POSSESSIVE = re.compile(r"[’'`]s?$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the post at hand says about words: those it also writes in lower case are hardly names of people."""

    lowercase: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    """Folded full names found in clear bylines of the same post."""


NO_EVIDENCE = Evidence()
SURELY_A_PERSON = 0.75
"""`person_likeness` of a known given name, even one that is also a word, before a surname."""


def evidence_of(text: str) -> Evidence:
    """The words that a text writes in lower case somewhere."""
    return Evidence(frozenset(re.findall(r"\b[a-zà-ÿ]{2,}\b", text)))


def never_a_name(word: str) -> bool:
    """Whether a word opens titles and labels ("Slides", "Intro", "Day") and names nobody and nothing."""
    return fold(word) in _NEVER


def bare_name(text: str) -> tuple[int, int]:
    """The range of the name itself, without title before it and pronouns or degrees after it."""
    start, end = 0, len(text)
    if match := _AFTER_NAME.search(text):
        end = match.start()
    if match := _HONORIFIC.match(text[:end]):
        start = match.end()
    return start, end


@lru_cache(maxsize=20_000)
def person_likeness(text: str, evidence: Evidence = NO_EVIDENCE) -> float:
    """0..1: from "cannot be a name" to "given name and surname from the lists".

    The steps: form rules a text out (a digit, a word in lower case that is no particle, more than five words); the given name carries
    most of the rest. The weights order the cases that matter; 0.5 is where a byline's position must decide.
    """
    start, end = bare_name(text)
    words = text[start:end].split()
    if not _has_form(words):
        return 0.0
    folded = [fold(word) for word in words]
    if evidence.people and " ".join(folded) in evidence.people:
        return 0.95
    if any(word in _NEVER or word in lists.role_words() for word in folded) or _is_thing(folded):
        return 0.1
    score = _given_name(folded[0], len(words))
    used_small = sum(
        1 for word in words if len(word) > 1 and word.casefold() in evidence.lowercase and fold(word) not in lists.given_names()
    )
    return max(0.0, score - 0.25 * used_small)


def _has_form(words: list[str]) -> bool:
    if not 1 <= len(words) <= 5:  # noqa: PLR2004 - "Juan Carlos de la Cruz" has five
        return False
    capitals = 0
    for index, word in enumerate(words):
        if not _WORD.fullmatch(word) or (len(word) > 4 and word.isupper() and not all(w.isupper() for w in words)):  # noqa: PLR2004 - "RBAC"
            return False
        if word[0].isupper():
            capitals += 1
        elif word.casefold() not in _PARTICLES or index == len(words) - 1:
            return False
    return capitals >= 1


def _is_thing(folded: list[str]) -> bool:
    joined = " ".join(folded)
    return joined in lists.tool_index() or joined in lists.company_index()


def _given_name(first: str, n_words: int) -> float:
    known = first in lists.given_names() or first.split(" ", maxsplit=1)[0] in lists.given_names()
    doubtful = first in lists.doubtful_given_names()
    if n_words == 1:
        return 0.45 if known else 0.15
    if known:
        return 0.95
    if len(first) == 1 and n_words <= 3:  # noqa: PLR2004 - "E. Tollerud": an initial is hardly anything else
        return 0.7
    if doubtful:
        return 0.75
    return 0.55 if n_words <= 3 else 0.35  # noqa: PLR2004 - long names without a known given name are mostly titles


def find_names(text: str, evidence: Evidence, floor: Callable[[int, int], float], end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of two to five words that look like a person's full name, up to `end`; `floor` gives the likeness that a span must have."""
    for match in _FULL_NAME.finditer(text, 0, len(text) if end is None else end):
        first, last = match.span()
        if possessive := POSSESSIVE.search(text[first:last]):
            last = first + possessive.start()
        if span := _best_name(text, first, last, evidence, floor(first, last)):
            start, stop = bare_name(text[slice(*span)])
            yield span[0] + start, span[0] + stop


def _best_name(text: str, start: int, end: int, evidence: Evidence, floor: float) -> tuple[int, int] | None:
    """The likeliest name in a capitalised run; it may begin with a word that opens the sentence ("Then Jane Doe")."""
    best: tuple[float, tuple[int, int]] | None = None
    while start < end:
        likeness = person_likeness(text[start:end], evidence)
        if len(text[start:end].split()) > 1 and (best is None or likeness > best[0] + 0.1):
            best = (likeness, (start, end))
        space = text.find(" ", start, end)
        start = space + 1 if space >= 0 else end
    return best[1] if best and best[0] >= floor else None
