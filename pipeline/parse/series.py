"""Series of events: the known ones by name, unknown ones by the shape of their names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.lexicon import lists
from pipeline.parse.places import REGIONS, cities_in
from pipeline.text import fold, letters

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name of an event in a text."""

    name: str
    """Canonical for a known series, else as printed."""
    start: int
    end: int
    known: bool
    city: str | None = None
    year: int | None = None
    """Told by the name itself ("31C3")."""


# A word; two or four digits at its end that are a year ("Zebraconf21", "zbc2017") are a word of their own.
_WORD = re.compile(r"[^\W\d_]{3,}(?=(?:\d{2}|(?:19|20)\d{2})(?![^\W_]))|[^\W_]+")
_MAX_WORDS = 8
_SHORT = 4
"""Letters of names that are also common words in lower case ("goto")."""
_SUFFIX = re.compile(r"(?:con|conf|camp|fest|days|summit|world)$", re.IGNORECASE)
_KINDS = ("con", "conf", "camp", "fest", "summit", "conference")
"""What remains of a name when its signs are gone ("!!Con"), and is no name."""
_LOOSE = 7
"""Letters from which two words written apart may be one ("Swift Summit" = "SwiftSummit"); shorter ones may be chance ("go to")."""

# Congresses counted by number; their years are not the numbers' (a gap of three years after the 36th).
_CONGRESS = re.compile(
    r"\b(?P<number>[1-4]\d)c3\b|\b(?P<ordinal>[1-4]\d)(?:\.|th|st|nd|rd) chaos (?:communication|computer) congress", re.IGNORECASE
)
_CONGRESS_NAME = "Chaos Communication Congress"
_DEFCON = re.compile(r"\bdef ?con (?P<number>[1-4]\d|[5-9])\b", re.IGNORECASE)

# "PromCon", "RailsConf", "DockerCon", "NodeConf", "JSConf", "OggCamp": one word in mixed case.
_ONE_WORD = re.compile(r"\b[A-Z][\w.:]*?(?:Conf|Con|CON|Camp|Fest|Days?|World|Summit|Meet)(?![A-Za-z])")
# "Droidcon", "Jsconf", "jbcnconf": the same in lower case; "con" ends too many words to be taken without a capital.
_SMALL_CONF = re.compile(r"\b\w[\w:.-]+conf(?![a-z])|\b[A-Z]\w{2,}con(?![a-z])")
_NO_EVENT = frozenset(
    "beacon falcon icon bacon silicon lexicon recon emoticon helicon deacon pecon rubicon pythoncon conf config today yesterday "
    "someday everyday sunday monday tuesday wednesday thursday friday saturday birthday holiday weekday helloworld realworld "
    "autoconf menuconf reconf ifconf sysconf netconf makeconf mappedcon zircon neocon catalan nonconf unconf".split()
)
# "Romanian Testing Conference", "Kafka Summit", "Open Data Camp", "DevOps Enterprise Summit", "Scala Days", "Fourth Symposium".
_NAME_WORD = r"(?:[A-Z][\w.!’'&/+:-]*|[a-z]+[A-Z][\w.]*|\d+[A-Za-z]\w*)"
_LINK_WORD = r"(?:of|the|for|and|in|on|de|des|du|di|y|für|&|\+)"
_KIND_WORD = (
    r"(?:[Cc]onference|Conf|Con|[Ss]ummit|Days|Day(?!\s*\d)|Fest|Festival|Camp|BarCamp|World|Forum|Symposium|Exchange|eXchange|Congress|Expo|Unconference|"
    r"Kongress|Konferenz|Conférence|Conferenza|Interactive|Connect|CONNECT|Hackfest|Hoedown|Developers? Conference|Workshops?|Meetup|Live)"
)
_MANY_WORDS = re.compile(
    rf"\b{_NAME_WORD}(?: +(?:{_LINK_WORD} +)*{_NAME_WORD}){{0,4}}?(?: +(?:19|20)\d\d)? +{_KIND_WORD}\b"
    r"(?: +(?:on|for) +[A-Z]\w+(?: +[A-Z]\w+)*)?"
)
_LEADING = re.compile(
    r"^(?:(?:the|a|an|my|our|this|last|first|second|at|from|in|to|on|of|and|i|we|attending|attended|day|days|reflections|highlights|impressions|notes|insights|"
    r"back|about|recap|review|report|summary|takeaways|visiting|thoughts|lessons|learned|events?|announcing|part|at|upcoming|conference|roundup)\b[\s:–-]*)+",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\s*\b(?:19|20)\d\d\b\s*")


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to print the name of a known series."""

    name: str
    city: str | None
    n_words: int
    printed: str


@cache
def _known() -> tuple[dict[str, _Form], frozenset[str]]:
    """Letters of a form -> the form; and every beginning of such letters, so that a search can stop early."""
    index: dict[str, _Form] = {}
    for row in lists.rows("events.csv"):
        for form in (row["name"], *filter(None, row["pattern"].split("|"))):
            name, city = (form, None) if _lacks_place(form, row["name"]) else (row["name"], row["city"] or None)
            index.setdefault(letters(form), _Form(name, city, len(_WORD.findall(form)), form))
    for key in ("", *_KINDS):
        index.pop(key, None)
    return index, frozenset(key[:size] for key in index for size in range(1, len(key) + 1))


def _lacks_place(form: str, name: str) -> bool:
    """Whether a form is the name without its place: "PyCon" may be "PyCon US", but does not say so."""
    rest = name.removeprefix(form).strip()
    return rest not in {name, ""} and (fold(rest) in REGIONS or any(city.end == len(rest) for city in cities_in(rest)))


def known_in(text: str, *, slug: bool = False) -> Iterator[Sighting]:
    """The known series that a text names, in order; the longest form wins. A slug has no capitals to go by."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    keys = [word.lower() if word.isascii() else letters(word) for word in (text[start:end] for start, end in words)]
    _, beginnings = _known()
    after = 0
    for index, key in enumerate(keys):
        if index < after or key not in beginnings:
            continue
        form, used = _known_at(keys, index)
        start, end = words[index][0], words[index + used - 1][1]
        if form and (slug or _as_printed(text[start:end], form)):
            yield Sighting(form.name, start, end, known=True, city=form.city)
            after = index + used


def _known_at(keys: list[str], first: int) -> tuple[_Form | None, int]:
    """The longest form that begins at a word, and the number of its words."""
    index, beginnings = _known()
    key, best, used = "", None, 1
    for size in range(1, min(_MAX_WORDS, len(keys) - first) + 1):
        key += keys[first + size - 1]
        if key not in beginnings:
            break
        form = index.get(key)
        if form and (size == form.n_words or len(key) >= _LOOSE):
            best, used = form, size
    return best, used


def _as_printed(surface: str, form: _Form) -> bool:
    """Whether one word stands as a name: "useR" just as it is printed, others with a capital unless no common word is spelt so."""
    if form.n_words > 1 or _SUFFIX.search(surface):
        return True
    if form.printed[0].islower():
        return surface in form.printed
    return surface[0].isupper() or (len(surface) > _SHORT and not form.printed[1:].islower())


def numbered_in(text: str) -> Iterator[Sighting]:
    """Events whose number tells the year."""
    for match in _CONGRESS.finditer(text):
        number = int(match["number"] or match["ordinal"])
        yield Sighting(_CONGRESS_NAME, match.start(), match.end(), known=True, year=number + (1983 if number <= 36 else 1986))  # noqa: PLR2004
    for match in _DEFCON.finditer(text):
        yield Sighting("DEF CON", match.start(), match.end(), known=True, city="Las Vegas", year=int(match["number"]) + 1992)


def shaped_in(text: str) -> Iterator[Sighting]:
    """Names that have the shape of an event's, though nobody listed them."""
    for pattern in (_MANY_WORDS, _ONE_WORD, _SMALL_CONF):
        for match in pattern.finditer(text):
            lead = _LEADING.match(match.group())
            start = match.start() + (lead.end() if lead else 0)
            name = _YEAR.sub(" ", text[start : match.end()]).strip(" :–-")
            if letters(name) not in _NO_EVENT and _telling(name):
                yield Sighting(name, start, match.end(), known=False)


def _telling(name: str) -> bool:
    """More than the word for a kind of event ("Conference", "Summit")."""
    return bool(name) and not re.fullmatch(_KIND_WORD, name)


def sightings(text: str, *, slug: bool = False) -> list[Sighting]:
    """Every name in a text, in order; a known one hides a shape that lies in the same place."""
    found = [*numbered_in(text), *known_in(text, slug=slug)]
    taken = [(sighting.start, sighting.end) for sighting in found]
    for sighting in () if slug else shaped_in(text):
        if not any(start < sighting.end and sighting.start < end for start, end in taken):
            found.append(sighting)
            taken.append((sighting.start, sighting.end))
    return sorted(found, key=lambda s: (s.start, -s.end))
