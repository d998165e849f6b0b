"""Keys: the forms in which gold and output are compared, and how near two keys must be to count as one."""

from __future__ import annotations

import html
import re
import unicodedata
from difflib import SequenceMatcher

_SHARP = re.compile(r"\b([cfj])#")
"""C#, F# and J#: without a word for the sign they would be C, F and J."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EVENT_WORD = re.compile(r"[a-z0-9]+")

_REGIONS = {"eu": "europe", "na": "northamerica", "north": "northamerica", "us": "northamerica"}
_EVENT_FILLERS = frozenset({"america", "and", "the", "conference"})
_KUBECON = frozenset({"kubecon", "cloudnativecon"})

NEAR = 0.85
"""Similarity from which two keys are one text with a slip in it."""
PART_LENGTH, PART_SHARE = 12, 0.6
"""A title cut short is still that title if it is this long and this much of the whole."""
FORM_LENGTH, FORM_SHARE = 4, 0.5
"""Likewise the shorter form of a company or role ("Asteris" for "Asteris, LLC")."""


def text_key(text: str | None) -> str:
    """Letters and digits alone, case folded, so that markup and punctuation hide no match; "C++" and "C#" are not "C"."""
    plain = unicodedata.normalize("NFKC", html.unescape(text or "")).casefold()
    spelled = _SHARP.sub(r"\1sharp", plain.replace("c++", "cplusplus"))
    return "".join(filter(str.isalnum, spelled))


def person_key(name: str | None) -> str:
    """`text_key` of the name without its accents: "Käldström" = "Kaldstrom"."""
    decomposed = unicodedata.normalize("NFKD", name or "")
    return text_key("".join(char for char in decomposed if not unicodedata.combining(char)))


def url_key(url: str | None) -> str:
    """An address without scheme, "www." and final slashes."""
    address = (url or "").strip().casefold().rstrip("/")
    for prefix in ("https://", "http://", "www."):
        address = address.removeprefix(prefix)
    return address


def event_key(name: str | None) -> str:
    """An event's name without year and filler words; regions have one spelling, and KubeCon has one name."""
    spoken = _EVENT_WORD.findall(_YEAR.sub(" ", (name or "").casefold()))
    words = [_REGIONS.get(word, word) for word in spoken]
    telling = [word for word in words if word not in _EVENT_FILLERS]
    if _KUBECON.intersection(telling):
        telling = ["kubecon", *sorted(set(telling) - _KUBECON)]
    return "".join(telling)


def alike(gold: str, found: str) -> bool:
    """Whether two keys stand for one title: equal, one most of the other, or near; nothing is like an empty key."""
    if not gold or not found:
        return False
    return gold == found or _holds(gold, found, PART_LENGTH, PART_SHARE) or _near(gold, found)


def agrees(gold: str, found: str) -> bool:
    """Whether two keys stand for one company or role: equal, a shorter or longer form, or near."""
    return gold == found or _holds(gold, found, FORM_LENGTH, FORM_SHARE) or _near(gold, found)


def _holds(one: str, other: str, length: int, share: float) -> bool:
    """Whether the shorter key stands in the longer one, has at least `length` characters and makes up `share` of it."""
    short, long = sorted((one, other), key=len)
    return len(short) >= max(length, share * len(long)) and short in long


def _near(gold: str, found: str) -> bool:
    """Whether the keys' similarity reaches `NEAR`; the two cheap upper bounds spare most pairs the full comparison."""
    matcher = SequenceMatcher(None, gold, found, autojunk=False)
    return all(ratio() >= NEAR for ratio in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))
