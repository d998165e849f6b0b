"""Cities and regions: where an event takes place, and how that is told in its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.lexicon import lists
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

# A word that may begin the name of a place; a slug's words have no capitals.
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_MAX_WORDS = 3
"""Words of the longest city ("Salt Lake City")."""
_MIN_LETTERS = 2

# Regions as they stand in names of events.
REGIONS: dict[str, str] = {
    form: region
    for region, forms in {
        "Europe": "eu|europe|emea|eur",
        "North America": "na|north america|us|usa|northamerica",
        "China": "china|cn",
        "India": "india",
        "Japan": "japan|jp",
        "Asia": "asia|apac",
        "UK": "uk",
        "France": "france|fr",
    }.items()
    for form in forms.split("|")
}
_EUROPE = (
    "Netherlands|Germany|France|Spain|Denmark|United Kingdom|UK|England|Scotland|Wales|Ireland|Belgium|Italy|Austria|Switzerland|Sweden|"
    "Norway|Finland|Poland|Portugal|Czech Republic|Czechia|Hungary|Romania|Greece|Bulgaria|Croatia|Serbia|Slovenia|Slovakia|Estonia|Latvia|"
    "Lithuania|Luxembourg|"
    "Iceland|Ukraine|Malta|Cyprus|NL|DE|FR|ES|DK|GB|IE|BE|IT|AT|CH|SE|NO|FI|PL|PT|CZ|HU|RO|GR|BG|HR|RS|SI|SK|EE|LV|LT|LU|IS|UA"
)
_REGION_OF_COUNTRY: dict[str, str] = {
    **dict.fromkeys(_EUROPE.split("|"), "Europe"),
    **dict.fromkeys(("United States", "United States of America", "USA", "US", "Canada", "CA"), "North America"),
    **dict.fromkeys(("China", "Hong Kong", "CN", "HK"), "China"),
    **dict.fromkeys(("India", "IN"), "India"),
    **dict.fromkeys(("Japan", "JP"), "Japan"),
}


@dataclass(frozen=True, slots=True)
class City:
    """A city of the list, and the stretch that names it."""

    name: str
    country: str
    start: int
    end: int

    @property
    def region(self) -> str | None:
        """The part of the world by which events are named."""
        return _REGION_OF_COUNTRY.get(self.country)


@cache
def _cities() -> dict[str, tuple[str, str]]:
    """Folded form -> (name, country); the first row that has a form keeps it."""
    index: dict[str, tuple[str, str]] = {}
    for row in lists.rows("cities.csv"):
        for form in (row["name"], *row["aliases"].split("|")):
            if fold(form):
                index.setdefault(fold(form), (row["name"], row["country"]))
    return index


def cities_in(text: str, *, capitals: bool = True) -> Iterator[City]:
    """The cities that a text names, in order; the longest name wins ("New York City")."""
    words = list(_WORD.finditer(text))
    index = 0
    while index < len(words):
        city, used = _city_at(text, words[index : index + _MAX_WORDS], capitals=capitals)
        if city:
            yield city
        index += used


def _city_at(text: str, words: list[re.Match[str]], *, capitals: bool) -> tuple[City | None, int]:
    first = words[0].group()
    if (capitals and not first[0].isupper()) or len(first) < _MIN_LETTERS:
        return None, 1
    for size in range(len(words), 0, -1):
        start, end = words[0].start(), words[size - 1].end()
        if known := _cities().get(fold(text[start:end])):
            return City(*known, start, end), size
    return None, 1


def region_at(text: str) -> tuple[str, int] | None:
    """The region that a text begins with, and where its name ends: "EU 2018" -> ("Europe", 2)."""
    words = list(_WORD.finditer(text[:40]))[:2]
    for size in range(len(words), 0, -1):
        if region := REGIONS.get(fold(text[words[0].start() : words[size - 1].end()])):
            return region, words[size - 1].end()
    return None
