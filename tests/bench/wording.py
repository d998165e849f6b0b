"""The words from which benchmark pages are made: own lists, invented people, companies and events, real names of tools."""

from __future__ import annotations

import csv
import re
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

_TOOLS = Path(__file__).resolve().parents[2] / "pipeline" / "data" / "tools.csv"
_SLOT = re.compile(r"\{(\w+)\}")

_WORDS = Path(__file__).with_name("words.txt")
_GROUP = re.compile(r"^\[(.+)\]\n([^\[]+)", re.MULTILINE)
POOL = {match[1]: [word.strip() for word in match[2].split("|")] for match in _GROUP.finditer(_WORDS.read_text("utf-8"))}
"""Words and templates by group."""
_FILLER = POOL["noun"] + POOL["nouns"] + POOL["adj"] + POOL["group"]
_BY_NAME = 0.7
"""How often a text repeats a name instead of saying "she" or "the team": as in real posts, some 30 short forms of people a post."""
_PRONOUNS = ("she", "he", "they", "the speaker", "the presenter")
_FIRMS = ("the team", "the company", "one of the vendors", "a large bank")


@cache
def tools() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The tools of our list with cumulated weights: a few are on everybody's lips, most are rare."""
    with _TOOLS.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    Random(11).shuffle(names)
    return tuple(names), tuple(accumulate(1 / (rank + 20) for rank in range(len(names))))


class Writer:
    """Words from one source of chance; `first` and `company` of the talk at hand are what the slots of those names take."""

    def __init__(self, seed: str) -> None:
        self.rng = Random(seed)
        self.first = "Somebody"
        self.company = "our hosts"

    def pick(self, group: str) -> str:
        """A word or template of a group."""
        return self.rng.choice(POOL[group])

    def slot(self, name: str) -> str:
        """A filling for a slot of a template."""
        return self.pick(name) if name in POOL else str(getattr(self, f"_{name}")())

    def fill(self, template: str) -> str:
        """The template with every slot filled anew."""
        return _SLOT.sub(lambda match: self.slot(match[1]), template)

    def sentence(self) -> str:
        """One sentence about the talk at hand."""
        return _capital(self.fill(self.pick("sentence")))

    def title(self) -> str:
        """The title of a talk."""
        return _capital(self.fill(self.pick("title")))

    def person(self) -> str:
        """A full name: a common given name, an invented surname."""
        return f"{self.pick('given name')} {self.surname()}"

    def surname(self) -> str:
        """One or two syllables and an ending."""
        return _capital("".join(self.syllable() for _ in range(self.rng.choice((1, 2)))) + self.pick("surname ending"))

    def syllable(self) -> str:
        """A syllable that can be spoken."""
        return self.pick("onset") + self.pick("vowel") + self.pick("coda")

    def firm(self) -> str:
        """A company's name."""
        return f"{_capital(self.syllable() + self.syllable())} {self.pick('trade')}"

    def event(self) -> str:
        """An event's name without its year."""
        return f"{_capital(self.syllable() + self.pick('vowel'))} {self.pick('event topic')} {self.pick('event kind')}"

    def words(self, count: int) -> str:
        """Plain words without sense, for what surrounds an article."""
        return " ".join(self.rng.choices(_FILLER, k=count))

    def _clause(self) -> str:
        return self.fill(self.pick("clause"))

    def _tool(self) -> str:
        names, weights = tools()
        return self.rng.choices(names, cum_weights=weights)[0]

    def _first(self) -> str:
        return self.first if self.rng.random() < _BY_NAME else self.rng.choice(_PRONOUNS)

    def _company(self) -> str:
        return self.company if self.rng.random() < _BY_NAME else self.rng.choice(_FIRMS)

    def _number(self) -> int:
        return self.rng.randrange(11, 990)

    def _small(self) -> int:
        return self.rng.randrange(2, 11)

    def _year(self) -> int:
        return self.rng.randrange(2009, 2021)

    def _slug(self) -> str:
        return f"{self.syllable()}-{self.slot('noun')}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
