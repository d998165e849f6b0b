"""Dates as posts print them, in five languages, and the day on which a post says that it was published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every form of a month's name, by number; abbreviations are cut to what is unlike every other word.
_MONTHS: dict[str, int] = {
    form: number
    for number, forms in enumerate(
        (
            "january jan januar jänner janvier janv gennaio gen enero ene",
            "february feb februar février fevrier févr fév febbraio febrero",
            "march mar märz maerz mär mrz mars marzo",
            "april apr avril avr aprile abril abr",
            "may mai maggio mag mayo",
            "june jun juni juin giugno giu junio",
            "july jul juli juillet juil luglio lug julio",
            "august aug août aout agosto ago",
            "september sept sep septembre settembre set septiembre",
            "october oct oktober okt octobre ottobre ott octubre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre déc dicembre dic diciembre",
        ),
        start=1,
    )
    for form in forms.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"

# 2018-05-11, 2018/5/11, 2018.05.11, also at the head of a time stamp.
_ISO = re.compile(rf"(?<![\d/.-]){_YEAR}(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sep){_DAY}(?![\d])")
# 11.05.2018: with dots the day is first everywhere. "05/11/2018" is told apart by `_slashed`.
_DOTTED = re.compile(rf"(?<![\d.]){_DAY}\.\s?(?P<month>0?[1-9]|1[0-2])\.\s?{_YEAR}(?!\d)")
_SLASHED = re.compile(rf"(?<![\d/])(?P<first>\d\d?)/(?P<second>\d\d?)/{_YEAR}(?![\d/])")
# 11 May 2018, 11th of May, 2018, 11. Mai 2018, 11-May-2018, 1er juin 2018
_DAY_FIRST = re.compile(
    rf"(?<![\d.]){_DAY}(?:st|nd|rd|th|er|º|°|\.)?[\s-]*(?:of\s+|de\s+)?(?P<month>{_MONTH})\b\.?,?[\s-]*(?:de\s+|del\s+)?{_YEAR}(?!\d)",
    re.IGNORECASE,
)
# May 11, 2018; Nov 20th, 2012
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_MONTH})\.?\s+{_DAY}\s?(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)", re.IGNORECASE)
# May 2018; 2018-05 is accepted from front matter only, where nothing else looks so.
_MONTH_ALONE = re.compile(rf"\b(?P<month>{_MONTH})\.?,?\s+(?:de\s+)?{_YEAR}(?!\d)", re.IGNORECASE)
_YEAR_MONTH = re.compile(rf"\s*{_YEAR}[-/](?P<month>0?[1-9]|1[0-2])\s*")
# "June 9": complete only beside an "Archive for June, 2016".
_NO_YEAR = re.compile(rf"(?P<month>{_MONTH})\.?\s+{_DAY}(?:st|nd|rd|th)?\b", re.IGNORECASE)
# Seconds since 1970, as some generators write a date.
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?\s*")

# "2-" before "4 May 2018": the last day of an event, not a day of publication. (Searched in the ten characters before a date.)
_RANGE = re.compile(r"\d(?:st|nd|rd|th|\.)?\s?(?:[-–—/&]|to|and|bis|und|au|al|et)\s?$")

# A day before "May 2018": of a range, or one that no month has.
_DAY_BEFORE = re.compile(r"\d(?:st|nd|rd|th|\.)?\s?$")

_FULL = (_ISO, _DAY_FIRST, _MONTH_FIRST, _DOTTED, _SLASHED)


@dataclass(frozen=True, slots=True)
class Found:
    """A date and where it stands."""

    day: date
    start: int
    end: int


def full_dates(text: str) -> Iterator[Found]:
    """Every date with day, month and year, in order of the patterns (a text of one line has hardly more than one)."""
    for pattern in _FULL:
        for match in pattern.finditer(text):
            day = None if _RANGE.search(text, max(0, match.start() - 10), match.start()) else _read(match)
            if day:
                yield Found(day, match.start(), match.end())


def first_date(text: str) -> Found | None:
    """The first complete date; without one the first "May 2018", as the month's first day."""
    found = min(full_dates(text), key=lambda f: (f.start, -f.end), default=None)
    match = _MONTH_ALONE.search(text) if found is None else None
    if match and not _DAY_BEFORE.search(text, max(0, match.start() - 6), match.start()):
        return Found(_checked(int(match["year"]), _MONTHS[match["month"].lower()], 1) or date.min, match.start(), match.end())
    return found


def stated_date(value: str) -> date | None:
    """The date in a value of front matter or of a `datetime` attribute: the written one, whatever its time zone."""
    if found := next(full_dates(value[:60]), None):
        return found.day
    if match := _YEAR_MONTH.fullmatch(value):
        return _checked(int(match["year"]), int(match["month"]), 1)
    if match := _EPOCH.fullmatch(value):
        return date(1970, 1, 1) + timedelta(seconds=int(match[1]))
    found = first_date(value)
    return found.day if found else None


def day_of_month(text: str, month: date) -> Found | None:
    """The day of "June 9" at the head of a text, in the year of `month` if it is that month."""
    match = _NO_YEAR.match(text)
    if not match or _MONTHS[match["month"].lower()] != month.month:
        return None
    day = _checked(month.year, month.month, int(match["day"]))
    return Found(day, match.start(), match.end()) if day else None


def _read(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if "first" in parts:
        return _slashed(int(parts["first"]), int(parts["second"]), year)
    month = parts["month"].lower()
    return _checked(year, int(month) if month.isdigit() else _MONTHS[month], int(parts["day"]))


def _slashed(first: int, second: int, year: int) -> date | None:
    """03/12/2015: month first unless that is impossible; most such dates in posts are American."""
    return _checked(year, first, second) or _checked(year, second, first)


def _checked(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
