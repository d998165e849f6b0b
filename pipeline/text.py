"""Pure helpers for strings: folding, stable ids, offsets."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[\W_]+")
_SPACE = re.compile(r"\s+")
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])|\n")
_CACHED_LENGTH = 48
"""Code points up to which a folded text is remembered: the length of a long name."""


def fold(text: str) -> str:
    """Case, accents and every kind of punctuation folded away, words kept apart by one space: "Käldström’s" -> "kaldstrom s"."""
    return _fold_short(text) if len(text) <= _CACHED_LENGTH else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.casefold()).strip()


@lru_cache(maxsize=50_000)
def _fold_short(text: str) -> str:
    """Words and names come again and again; the cache is bounded, so that memory stays flat."""
    return _fold(text)


def letters(text: str) -> str:
    """`fold` without the spaces: a key in which spelling of compounds cannot hide a match ("Open Tracing" = "OpenTracing")."""
    return fold(text).replace(" ", "")


def squeeze(text: str) -> str:
    """White space folded to single spaces, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def slug(text: str) -> str:
    """A readable id part: "C++ & Go" -> "cpp-go". Never empty."""
    named = text.replace("++", "pp").replace("#", "sharp")
    return fold(named).replace(" ", "-") or digest(text)[:8]


def digest(*parts: str | bytes) -> str:
    """sha256 over the parts, in hexadecimal; parts are length-prefixed so that ("ab", "c") and ("a", "bc") differ."""
    state = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()


def post_id(source: str) -> str:
    """The id of a post: 16 hexadecimal digits of a hash of its source. Its first digits name its shard."""
    return digest("post", source)[:16]


def trim(text: str, start: int, end: int, extra: str = "") -> tuple[int, int]:
    """The range without white space (and the characters of `extra`) at its ends; (start, start) if nothing is left."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    return start, end


def sentences_end(text: str, start: int, end: int, count: int) -> int:
    """Where the first `count` sentences (or lines) of a range end; the range's end if it has no more."""
    breaks = [match.start() for match in _SENTENCE_BREAK.finditer(text, start, end)]
    return breaks[count - 1] if len(breaks) >= count else end
