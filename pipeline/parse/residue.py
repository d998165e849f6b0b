"""What is left of a title without the words that every recap's title has: the event, where no list and no shape tells its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.places import REGIONS
from pipeline.parse.series import Sighting
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

_CUES = frozenset(
    "notes note recap recaps report reports review reviews retro retrospective summary highlights highlight takeaways takeaway "
    "impressions reflections insights lessons thoughts roundup round-up wrap-up wrapup digest digesting talks videos "
    "presentations trip diary rückblick bericht eindrücke nachlese videotipps retour résumé compte-rendu notizen resoconto "
    "appunti resumen recapitulation learnings favourites favorites faves experience experiences overview followup follow-up tips "
    "session sessions keynotes".split()
)
_SMALL = frozenset(
    "my our your some the a an of from on at in for to and with by about after back was is i we vom zum zur von der die das beim "
    "bei aus und à de la le les du des au aux un une par sul sulla dal dalla il lo del della di key best top first second third "
    "two three four five six seven eight nine ten many more wrap up day days part tag jour giorno día week weekend morning "
    "afternoon evening monday tuesday wednesday thursday friday saturday sunday personal quick live conference event another year "
    "book fin début january february march april may june july august september october november december januar februar märz mai "
    "juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre novembre décembre".split()
)
_PIECE = re.compile(r"\s*(?:[:|,;()\[\]/!?]|\s[-–—]+\s|…)\s*|\s+@\s+")
_WORD = re.compile(r"[^\s]+")
_YEAR = re.compile(r"['’]?(?:(?:19|20)\d\d|\d\d)$")
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")
_MAX_WORDS = 5
_MAX_RUNS = 2
"""A title with more names than that is about something else."""
_LINKING = frozenset({"in", "of", "the", "for", "&", "and", "de"})
# Posts that tell of one day of an event.
_DAY = re.compile(
    r"\b(?:days?|tag|jour|giorno|día|part|teil) \d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\b(?:mon|diens|donners|frei|sams|sonn)tag\b",
    re.IGNORECASE,
)


def residue_of(title: str) -> Iterator[Sighting]:
    """The run of capitalised words that a year follows, or that stands alone beside recap words; at most one."""
    runs = [run for start, end in _pieces(title) for run in _runs(title, start, end)]
    runs = [run for run in runs if fold(title[slice(*run)]) not in REGIONS]
    dated = [run for run in runs if _FULL_YEAR.match(title[run[1] :].lstrip(" '’"))]
    named = runs[:1] if has_cue(title) and len(runs) <= _MAX_RUNS else []
    for start, end in (dated or named)[:1]:
        if len(title[start:end].split()) <= _MAX_WORDS:
            yield Sighting(title[start:end], start, end, known=False)


def has_cue(title: str) -> bool:
    """Whether a title has a word that titles of recaps have."""
    words = {word.strip(".,:;!?()'\"").casefold() for word in title.split()}
    return bool(words & _CUES) or bool(_DAY.search(title))


def _pieces(title: str) -> Iterator[tuple[int, int]]:
    position = 0
    for match in [*_PIECE.finditer(title), None]:
        yield position, match.start() if match else len(title)
        position = match.end() if match else position


def _runs(title: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of words that are neither cue, nor small word, nor year, and that are written like a name ("Zebra in Savanna")."""
    words = list(_WORD.finditer(title, start, end))
    inside = [_is_name_word(word.group()) for word in words]
    for index in range(1, len(words) - 1):
        joins = words[index].group() in _LINKING and inside[index - 1] and _is_name_word(words[index + 1].group())
        inside[index] = inside[index] or joins
    first = -1
    for index, (word, named) in enumerate(zip(words, inside, strict=True)):
        if named and first < 0:
            first = word.start()
        if named and (index + 1 == len(words) or not inside[index + 1]):
            yield first, word.end()
            first = -1


def _is_name_word(word: str) -> bool:
    """Neither a word of recaps nor a small one, and with a capital or a digit that is no mere number."""
    key = word.strip("\"'“”‘’.#").casefold()
    if key in _CUES or key in _SMALL or _YEAR.match(word) or not any(char.isalpha() for char in word):
        return False
    return word.lstrip("#\"'“(")[:1].isupper() or any(char.isdigit() or char.isupper() for char in word)
