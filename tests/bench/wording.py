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

GIVEN = [
    "Abel",
    "Adaeze",
    "Agnes",
    "Akira",
    "Alba",
    "Amara",
    "Anders",
    "Anouk",
    "Arjun",
    "Astrid",
    "Aurelia",
    "Babak",
    "Beatriz",
    "Bogdan",
    "Bram",
    "Camille",
    "Carmen",
    "Chidi",
    "Clara",
    "Dagny",
    "Damir",
    "Daria",
    "Declan",
    "Diego",
    "Edda",
    "Ebru",
    "Emeka",
    "Enzo",
    "Esme",
    "Farid",
    "Femke",
    "Finn",
    "Freya",
    "Gita",
    "Greta",
    "Gustav",
    "Hana",
    "Hedda",
    "Hugo",
    "Ida",
    "Imani",
    "Ines",
    "Isak",
    "Ivana",
    "Jana",
    "Jens",
    "Jolanda",
    "Joris",
    "Kaori",
    "Karim",
    "Katya",
    "Kofi",
    "Lars",
    "Leila",
    "Linus",
    "Lucia",
    "Maeve",
    "Magnus",
    "Malik",
    "Marit",
    "Mateo",
    "Mina",
    "Mirko",
    "Nadia",
    "Nils",
    "Noor",
    "Oksana",
    "Olu",
    "Oskar",
    "Paloma",
    "Pavel",
    "Petra",
    "Priya",
    "Quentin",
    "Rafael",
    "Ragna",
    "Ravi",
    "Rosa",
    "Ruben",
    "Saskia",
    "Selma",
    "Sigrid",
    "Silas",
    "Sunita",
    "Svea",
    "Tariq",
    "Thea",
    "Tomasz",
    "Uma",
    "Valentin",
    "Vera",
    "Wanda",
    "Wim",
    "Yusuf",
    "Zofia",
]
_ONSETS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
    "z",
]
_VOWELS = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea", "ie", "ou"]
_CODAS = ["l", "n", "r", "s", "t", "m", "nd", "rk", "rt", "st", "ll", "nn", "ck", "ft", "lm"]
_ENDINGS = [
    "son",
    "sen",
    "ova",
    "ski",
    "berg",
    "holt",
    "mann",
    "wick",
    "ley",
    "ton",
    "field",
    "man",
    "ström",
    "etti",
    "ides",
    "ault",
    "ingo",
    "ara",
    "ez",
    "",
]
_TRADES = [
    "Systems",
    "Labs",
    "Logistics",
    "Energy",
    "Bank",
    "Software",
    "Media",
    "Health",
    "Robotics",
    "Insurance",
    "Rail",
    "Telecom",
    "Analytics",
    "Foods",
    "Airlines",
    "Games",
    "Mobility",
    "Group",
]
CITIES = [
    "Ghent",
    "Porto",
    "Leeds",
    "Turku",
    "Gdansk",
    "Bologna",
    "Utrecht",
    "Malmö",
    "Bilbao",
    "Graz",
    "Lyon",
    "Ottawa",
    "Austin",
    "Denver",
    "Osaka",
    "Cape",
    "Town",
    "Bristol",
    "Riga",
    "Split",
    "Tallinn",
]
TOPICS = [
    "Platform",
    "Data",
    "Cloud",
    "Ops",
    "Security",
    "Web",
    "Edge",
    "Kernel",
    "Stream",
    "Container",
    "Observability",
    "Backend",
    "Build",
    "Queue",
    "Index",
    "Frontend",
    "Network",
]
_KINDS = ["Days", "Summit", "Conf", "Camp", "Forum", "Week", "Symposium", "Con"]
ROLES = [
    "Staff Engineer",
    "Principal SRE",
    "CTO",
    "Head of Platform",
    "Software Engineer",
    "Senior Architect",
    "Data Engineer",
    "VP of Engineering",
    "Developer Advocate",
    "Site Reliability Engineer",
    "Engineering Manager",
    "Security Engineer",
    "Independent Consultant",
    "Founder",
]

_PLAIN: dict[str, list[str]] = {
    "noun": [
        "cluster",
        "queue",
        "pipeline",
        "database",
        "scheduler",
        "cache",
        "gateway",
        "dashboard",
        "certificate",
        "migration",
        "rollout",
        "replica",
        "index",
        "runtime",
        "compiler",
        "proxy",
        "service",
        "team",
        "budget",
        "incident",
        "runbook",
        "deadline",
        "manifest",
        "snapshot",
        "kernel",
        "module",
        "registry",
        "backlog",
        "schema",
        "partition",
        "controller",
        "webhook",
        "sidecar",
        "tenant",
        "workload",
        "laptop",
        "firewall",
        "message",
        "broker",
        "region",
        "outage",
        "backup",
        "policy",
        "contract",
        "interface",
        "release",
        "branch",
        "payload",
    ],
    "nouns": [
        "alerts",
        "logs",
        "traces",
        "containers",
        "pods",
        "packets",
        "secrets",
        "backups",
        "tests",
        "deployments",
        "releases",
        "queries",
        "metrics",
        "servers",
        "volumes",
        "namespaces",
        "tickets",
        "pagers",
        "dashboards",
        "engineers",
        "customers",
        "invoices",
        "sensors",
        "pull-requests",
        "flags",
        "tokens",
        "topics",
        "events",
        "threads",
        "spreadsheets",
        "retries",
        "timeouts",
        "migrations",
        "dependencies",
        "upgrades",
        "checklists",
        "diagrams",
        "notebooks",
        "factories",
        "hospitals",
        "warehouses",
    ],
    "adj": [
        "boring",
        "quiet",
        "reliable",
        "noisy",
        "slow",
        "fragile",
        "distributed",
        "honest",
        "portable",
        "lazy",
        "predictable",
        "stateful",
        "tiny",
        "enormous",
        "cheap",
        "careful",
        "invisible",
        "reproducible",
        "legacy",
        "modern",
        "stubborn",
        "delightful",
        "painful",
        "gradual",
        "nightly",
        "regional",
        "accidental",
        "well-tested",
        "half-finished",
        "hand-written",
    ],
    "verb": [
        "moved",
        "rewrote",
        "measured",
        "replaced",
        "automated",
        "untangled",
        "split",
        "scaled",
        "secured",
        "rescued",
        "documented",
        "migrated",
        "benchmarked",
        "retired",
        "patched",
    ],
    "ing": [
        "Scaling",
        "Debugging",
        "Taming",
        "Retiring",
        "Securing",
        "Testing",
        "Growing",
        "Shrinking",
        "Observing",
        "Upgrading",
        "Explaining",
        "Feeding",
        "Surviving",
        "Untangling",
    ],
    "said": ["said", "argued", "explained", "admitted", "insisted", "joked", "warned", "pointed out", "told us", "claimed"],
    "adv": [
        "slowly",
        "eventually",
        "on a Friday",
        "over one winter",
        "without downtime",
        "in four sprints",
        "by accident",
        "twice",
        "step by step",
        "with two people",
    ],
    "lead": [
        "To my surprise",
        "In the second half",
        "Before that",
        "As usual",
        "Near the end",
        "On the other hand",
        "For a change",
        "After a short demo",
        "In practice",
        "According to the slides",
        "When somebody asked",
        "During the questions",
        "At this point",
        "Back home",
    ],
    "tail": [
        "which the room liked",
        "and nobody laughed",
        "which took longer than planned",
        "so the pager stays silent",
        "and the graph finally looked sane",
        "although the bill went up",
        "and we will try it next week",
        "because nobody owned it",
        "as long as the disk is not full",
        "which is worth a blog post of its own",
        "and I wrote that down twice",
        "even if the lawyers had doubts",
        "but only in one region",
    ],
    "group": ["developers", "operators", "auditors", "managers", "students", "analysts", "newcomers", "maintainers", "vendors", "testers"],
}
_CLAUSES = (
    "{first} showed how the team {verb} the {adj} {noun} from {tool} to {tool} {adv}",
    "{company} runs {number} {nouns} on {tool}, and {number} of them were {adj}",
    "the {noun} in front of {tool} had become {adj}, so {company} {verb} it {adv}",
    "{first} {said} that {nouns} are {adj} until somebody reads the {noun}",
    "most {nouns} now go through {tool} instead of a {adj} {noun}",
    "a {noun} that took {number} minutes with {tool} takes {small} seconds today",
    "they compared {tool} with {tool} and kept neither for the {adj} {nouns}",
    "the {adj} part was not the {noun} but the {nouns} around it",
    "{first} {verb} a live {noun} on stage, and the {nouns} came back {adv}",
    "every {noun} has an owner, a {noun} and {small} {nouns}",
    "the {group} wanted fewer {nouns}, the {group} wanted a {adj} {noun}",
    "version {small}.{small} of {tool} made the {noun} far less {adj}",
    "{number} percent of the {nouns} came from one {adj} {noun}",
    "{first} recommends {small} {nouns} per {noun} and a {adj} {noun} for the rest",
    "at {company} the {group} write their own {nouns} and {first} reviews them",
    "there is a {noun} for {tool} at github.com/{slug}/{slug}, still {adj} but useful",
    "nobody at {company} had looked at the {noun} since {year}",
    "you can have {adj} {nouns} or a {adj} {noun}, {said} {first}",
)
_SENTENCES = ("{clause}.", "{clause}, {tail}.", "{lead}, {clause}.", "{clause}; {clause}.", "{lead}, {clause}, {tail}.")
_TITLES = (
    "{ing} {tool} with {adj} {nouns}",
    "From {tool} to {tool} in {small} {nouns}",
    "{adj} {nouns}: {small} lessons about {tool}",
    "Why our {noun} is {adj} after {number} {nouns}",
    "{ing} {number} {nouns} without a {adj} {noun}",
    "{tool} for {adj} {group}",
    "Keynote: the {adj} {noun} and its {nouns}",
    "The {adj} {noun} that ate our {nouns}",
    "{ing} {nouns} at {company}",
    "What {group} should know about {adj} {nouns}",
    "{tool} and {tool}: a {adj} marriage",
    "Who owns the {noun}? {ing} {adj} {nouns}",
    "A {adj} {noun} for {number} {nouns}",
    "{ing} the {noun}, one {adj} {noun} at a time",
)

_BY_NAME = 0.5
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

    def slot(self, name: str) -> str:
        """A filling for a slot of a template."""
        words = _PLAIN.get(name)
        return self.rng.choice(words) if words else str(getattr(self, f"_{name}")())

    def fill(self, template: str) -> str:
        """The template with every slot filled anew."""
        return _SLOT.sub(lambda match: self.slot(match[1]), template)

    def sentence(self) -> str:
        """One sentence about the talk at hand."""
        return _capital(self.fill(self.rng.choice(_SENTENCES)))

    def title(self) -> str:
        """The title of a talk."""
        return _capital(self.fill(self.rng.choice(_TITLES)))

    def person(self) -> str:
        """A full name: a common given name, an invented surname."""
        return f"{self.rng.choice(GIVEN)} {self.surname()}"

    def surname(self) -> str:
        """One or two syllables and an ending."""
        return _capital("".join(self.syllable() for _ in range(self.rng.choice((1, 2)))) + self.rng.choice(_ENDINGS))

    def syllable(self) -> str:
        """A syllable that can be spoken."""
        return self.rng.choice(_ONSETS) + self.rng.choice(_VOWELS) + self.rng.choice(_CODAS)

    def firm(self) -> str:
        """A company's name."""
        return f"{_capital(self.syllable() + self.syllable())} {self.rng.choice(_TRADES)}"

    def event(self) -> str:
        """An event's name without its year."""
        return f"{_capital(self.syllable() + self.rng.choice(_VOWELS))} {self.rng.choice(TOPICS)} {self.rng.choice(_KINDS)}"

    def words(self, count: int) -> str:
        """Plain words without sense, for what surrounds an article."""
        pool = _PLAIN["noun"] + _PLAIN["nouns"] + _PLAIN["adj"] + _PLAIN["group"]
        return " ".join(self.rng.choices(pool, k=count))

    def _clause(self) -> str:
        return self.fill(self.rng.choice(_CLAUSES))

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
