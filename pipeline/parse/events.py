"""The event that a post is about: candidates from title, file name, headings, tags and text, weighed against one another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipeline.model import Event
from pipeline.parse.places import REGIONS, City, cities_in, region_at
from pipeline.parse.residue import has_cue, residue_of
from pipeline.parse.series import Sighting, sightings
from pipeline.text import fold, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pipeline.model import Layout

_WEIGHTS = {"title": 10.0, "name": 5.0, "heading": 3.0, "tags": 2.0, "head": 1.5, "text": 0.5, "links": 0.25}
"""What a name is worth by where it stands. The order is what matters: a title names its event, a text also others."""
_MOST = {"text": 6, "links": 8}
"""Occurrences that count, where more than one does."""
_UNLISTED = 0.6
"""A name known by its shape alone may be a product's or a venue's."""
_ENOUGH = 1.5
"""Less than a listed name in the first paragraphs is no event that the post is about."""
_ENOUGH_UNTITLED = 0.8
"""Where there is no title to name it, an unlisted name in the first paragraphs has to do."""
_NEAR = 40
"""Characters between an event's name and its city ("ZebraConf took place in sunny Lisbon")."""
_ACRONYM = 4
"""Letters up to which an acronym is likely to have other meanings."""
_HEAD = 2500
_TEXT = 10_000
_LINE = 150
_HEADINGS = 4
_LINKS = 60

# What a post about an event speaks of; without any of these a name that nobody listed is a book's, a product's, a place's.
_GATHERING = re.compile(
    r"\b(?:conference|conf|summit|attend(?:ed|ees?|ing)|talks?|keynotes?|speakers?|sessions?|symposium|unconference|hackathon|meetup|"
    r"konferenz|vorträge?n?|kongress|conférences?|conferenza|conferencia|charlas?|ponencias?|(?:day|tag|jour|giorno|día) \d)\b",
    re.IGNORECASE,
)

_SMALL_WORD = re.compile(r"\b[a-z]{3,}\b")
# Ends that hardly anything but an event's name has.
_CERTAIN = re.compile(r"(?:conf|con|camp|fest|summit|conference|symposium)$", re.IGNORECASE)

_YEAR = r"(?P<year>(?:19|20)\d\d)"
# Behind a name: "2018", "EU 2018", "Copenhagen, 2018", "’18", "18"; before it: "2018 ".
_YEAR_AFTER = re.compile(
    rf"(?:[\s,:(_/+.-]|['’]s?|(?:[A-ZÀ-Þ][\w.]{{1,13}}|conference|conf|con|in)(?=[\s,_-])){{0,8}}?(?<!\d){_YEAR}(?!\d)"
)
_SHORT_YEAR = re.compile(
    r"(?:\s(?:EU|NA|US|UK|Europe|North America))?(?:\s*['’`]|\s|-|_)?(?P<year>\d\d)(?![\d\w]|\s?(?:st|nd|rd|th|%|\.\d))"
)
_YEAR_BEFORE = re.compile(rf"{_YEAR}[\s_-]{{1,2}}(?:the\s)?$")
_ANY_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_DATE_PREFIX = re.compile(r"^(?P<year>(?:19|20)\d\d)-\d\d?-\d\d?-?")
# Host and path. An own pattern, since nothing here may raise on half an address.
_ADDRESS = re.compile(r"https?://([^/?#]*)([^?#]*)", re.IGNORECASE)
_DASHES = re.compile(r"[-_/]+")
_FIRST_YEAR, _LAST_YEAR = 1985, 2045

_REGIONAL = "KubeCon + CloudNativeCon"
"""The one series whose usual name holds the part of the world, not the city."""

# A region that a title prints anywhere is the event's.
_REGION_WORD = re.compile(r"\b(?:EU|NA|[Ee]urope|North America|China|India|Japan)\b")


@dataclass(frozen=True, slots=True)
class _Field:
    """A stretch of the post that may name its event."""

    where: str
    text: str


def find_event(title: str | None, layout: Layout, tags: Iterable[str], source: str, published: date | None) -> Event | None:
    """The event that the post is about, its year and city; None where nothing names one."""
    fields = tuple(_fields(title, layout, tags, source))
    lowercase = frozenset(_SMALL_WORD.findall(layout.text, 0, _TEXT))
    gathering = _GATHERING.search(layout.text, 0, _TEXT) or _GATHERING.search(title or "")
    scores, seen = _weigh(fields, lowercase, unlisted=bool(gathering))
    if not scores:
        return None
    name, score = max(scores.items(), key=lambda item: (item[1], -seen[item[0]][0][2], item[0]))
    if score < (_ENOUGH if title else _ENOUGH_UNTITLED):
        return None
    places = [(field, sighting) for field, sighting, _ in seen[name]]
    year = _year(places, fields, published.year if published else _year_of_file(source))
    city = next((s.city for _, s in places if s.city), None) or _city(places, fields)
    return Event(_full_name(name, places, fields), year, city)


# --- what is looked at -------------------------------------------------------------------------------------------------------------------


def _fields(title: str | None, layout: Layout, tags: Iterable[str], source: str) -> Iterator[_Field]:
    yield _Field("title", title or "")
    yield _Field("name", _file_name(source))
    headings = [layout.text[b.start : min(b.end, b.start + _LINE)] for b in layout.blocks if b.kind == "heading"][:_HEADINGS]
    yield _Field("heading", "\n".join(heading for heading in headings if heading != title))
    yield _Field("tags", "\n".join(tags)[:_HEAD])
    yield _Field("head", layout.text[:_HEAD])
    yield _Field("text", layout.text[_HEAD:_TEXT])
    yield _Field("links", "\n".join(_address_words(link.url) for link in layout.links[:_LINKS]))


def _file_name(source: str) -> str:
    """The last part of a path that says anything, as words: "2018-05-21-kubecon-day-1.md" -> "kubecon day 1"."""
    match = _ADDRESS.match(source)
    path = unquote(match[2] if match else source)[-_LINE:]
    parts = [part.rsplit(".", 1)[0] if part == path.rsplit("/", 1)[-1] else part for part in path.split("/")]
    telling = [part for part in parts if fold(part) not in {"index", "readme", "post", "notes", "talk", "blog", ""} and not part.isdigit()]
    return _DASHES.sub(" ", _DATE_PREFIX.sub("", telling[-1])) if telling else ""


def _year_of_file(source: str) -> int | None:
    """The year in a file name that begins with a date: when the event was, even if the post states no day of publication."""
    match = _DATE_PREFIX.match(source.rsplit("/", 1)[-1])
    return int(match["year"]) if match else None


def _address_words(url: str) -> str:
    """Host and file of an address: where schedules and slides name the event."""
    match = _ADDRESS.match(url)
    return _DASHES.sub(" ", unquote(" ".join(match.groups()))[:_LINE]) if match else ""


# --- weighing ----------------------------------------------------------------------------------------------------------------------------

_Seen = dict[str, list[tuple[_Field, Sighting, int]]]


def _weigh(fields: tuple[_Field, ...], lowercase: frozenset[str], *, unlisted: bool) -> tuple[dict[str, float], _Seen]:
    """The score of every candidate, and where each was seen (best place first)."""
    seen: _Seen = defaultdict(list)
    order = 0
    spelling: dict[str, str] = {}
    for field in fields:
        named = (s for s in _sightings(field, unlisted=unlisted) if not _is_common_word(field, s, lowercase))
        for sighting in named:
            base = _REGIONAL if sighting.name.startswith(_REGIONAL) else sighting.name
            name = spelling.setdefault(letters(base), base)
            seen[name].append((field, sighting, order))
            order += 1
    return {name: _score(places) for name, places in seen.items()}, seen


def _sightings(field: _Field, *, unlisted: bool) -> list[Sighting]:
    found = sightings(field.text, slug=field.where in {"links", "tags", "name"})
    if not unlisted or field.where == "text":
        certain = field.where != "text"
        return [sighting for sighting in found if sighting.known or (certain and _CERTAIN.search(sighting.name))]
    return list(residue_of(field.text)) if field.where == "title" and not found else found


def _is_common_word(field: _Field, sighting: Sighting, lowercase: frozenset[str]) -> bool:
    """Whether a name of one word may stand for something else: "Next" where the post writes "next", "ACL" in a text on access control."""
    surface = field.text[sighting.start : sighting.end]
    if not sighting.known or field.where in {"name", "tags", "links"} or _year_beside(field.text, sighting, None):
        return False
    if surface.isupper() and surface.isalpha() and len(surface) <= _ACRONYM:
        return field.where != "title" or not has_cue(field.text)
    return surface[1:].islower() and surface.lower() in lowercase and not _CERTAIN.search(surface)


def _score(places: list[tuple[_Field, Sighting, int]]) -> float:
    counts = Counter(field.where for field, _, _ in places)
    worth = sum(_WEIGHTS[where] * min(count, _MOST.get(where, 1)) for where, count in counts.items())
    factor = 1.0 if any(s.known for _, s, _ in places) else _UNLISTED
    return worth * factor - 0.001 * min(order for _, _, order in places)


# --- the year ----------------------------------------------------------------------------------------------------------------------------


def _year(places: list[tuple[_Field, Sighting]], fields: tuple[_Field, ...], published: int | None) -> int | None:
    """The year that stands beside the name, in the title, in the file's name or beside other mentions; else that of publication."""
    if numbered := next((s.year for _, s in places if s.year), None):
        return numbered
    title, name = fields[0], fields[1]
    beside = [(field.where, year) for field, sighting in places if (year := _year_beside(field.text, sighting, published))]
    for where in ("title", "name", "heading"):
        if years := [year for place, year in beside if place == where]:
            return years[0]
    for field in (title, name):
        if match := _ANY_YEAR.search(field.text):
            return int(match["year"])
    return _likely(Counter(year for _, year in beside), published)


def _year_beside(text: str, sighting: Sighting, published: int | None) -> int | None:
    match = _YEAR_AFTER.match(text, sighting.end) or _YEAR_BEFORE.search(text, max(0, sighting.start - 10), sighting.start)
    if match:
        return _plausible(int(match["year"]))
    short = _SHORT_YEAR.match(text, sighting.end)
    year = _plausible(2000 + int(short["year"])) if short else None
    return year if year and (published is None or abs(year - published) <= 1) else None


def _plausible(year: int) -> int | None:
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _likely(years: Counter[int], published: int | None) -> int | None:
    """The year most often printed beside the name, within a year before publication; else the year of publication."""
    near = {year: count for year, count in years.items() if published is None or 0 <= published - year <= 1}
    if near:
        return max(near, key=lambda year: (near[year], year))
    return published


# --- city and name -----------------------------------------------------------------------------------------------------------------------

# Before a city in running text: the event takes place there.
_AT_PLACE = re.compile(r"\b(?:in|at|to|from|à|a|nach|zu|von|bei|en|visit(?:ing)?|sunny|beautiful|rainy)\s$", re.IGNORECASE)


def _city(places: list[tuple[_Field, Sighting]], fields: tuple[_Field, ...]) -> str | None:
    """The city in the title or file's name, else the first one near the event's name or after "in" in the first paragraphs."""
    by_where = {field.where: field for field in fields}
    for where, capitals in (("title", True), ("name", False)):
        if city := next(cities_in(by_where[where].text, capitals=capitals), None):
            return city.name
    head = by_where["head"].text
    ends = [sighting.end for field, sighting in places if field.where == "head"]
    cities = list(cities_in(head))
    near = next((c.name for c in cities if any(0 <= c.start - end <= _NEAR for end in ends)), None)
    return near or next((c.name for c in cities if _AT_PLACE.search(head, max(0, c.start - 12), c.start)), None)


def _full_name(name: str, places: list[tuple[_Field, Sighting]], fields: tuple[_Field, ...]) -> str:
    """The series' name, with the place where the title prints it as a part of the name ("Droidcon Berlin", "JSConf EU")."""
    if name == _REGIONAL:
        return _with_region(places, fields)
    titled = next(((field.text, s) for field, s in places if field.where == "title"), None)
    if titled is None:
        return name
    place = _place_after(titled[0], titled[1].end)
    return f"{name} {place}" if place and letters(place) not in letters(name) else name


_TO_PLACE = re.compile(r"\s+(?:(?:19|20)\d\d\s+)?")


def _place_after(text: str, end: int) -> str | None:
    """The region or city that follows a name, a year between them or not; "in Berlin" and ", Berlin" are no part of a name."""
    skipped = _TO_PLACE.match(text, end)
    if not skipped:
        return None
    after = text[skipped.end() :]
    if region := region_at(after):
        return after[: region[1]].strip() if after[: region[1]].strip()[0].isupper() else None
    city = next(cities_in(after), None)
    return after[: city.end] if city and city.start == 0 else None


def _with_region(places: list[tuple[_Field, Sighting]], fields: tuple[_Field, ...]) -> str:
    """The name with the region printed in it or beside it ("KubeCon EU"), else with that of its city ("KubeCon 2018 Copenhagen")."""
    if region := _region_in_title(fields[0].text):
        return f"{_REGIONAL} {region}"
    for field in fields:
        own = [sighting for where, sighting in places if where is field]
        stated = Counter(region for sighting in own if (region := _region_beside(field.text, sighting)))
        cities = [city.region for city in _cities_beside(field, own) if city.region] if field.where != "text" else []
        if stated or cities:
            return f"{_REGIONAL} {max(stated, key=lambda r: stated[r]) if stated else cities[0]}"
    return _REGIONAL


# Between a name and its region: "KubeCon 2018 Europe", "CloudNativeCon ’17 – EU".
_TO_REGION = re.compile(r"[\s,+/–-]*(?:con\s)?(?:(?:19|20)\d\d|['’]\d\d)?[\s,–-]*")


def _region_beside(text: str, sighting: Sighting) -> str | None:
    if printed := sighting.name.removeprefix(_REGIONAL).strip():
        return printed
    skipped = _TO_REGION.match(text, sighting.end)
    found = region_at(text[skipped.end() if skipped else sighting.end :])
    return found[0] if found else None


def _region_in_title(title: str) -> str | None:
    match = _REGION_WORD.search(title)
    return REGIONS[match.group().casefold()] if match else None


def _cities_beside(field: _Field, own: list[Sighting]) -> Iterator[City]:
    """The cities in a field; in running text only those that follow the event's name closely."""
    for city in cities_in(field.text, capitals=field.where not in {"name", "links"}):
        if field.where in {"title", "name"} or any(0 <= city.start - sighting.end <= _NEAR for sighting in own):
            yield city
