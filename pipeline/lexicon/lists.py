"""The curated lists under `pipeline/data/`, loaded once per process."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pipeline.lexicon.stopwords import stop_words
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Known:
    """A tool or company of the gazetteer."""

    name: str
    aliases: tuple[str, ...]
    """Other forms; one that is also a common word carries no mark here but stands in `doubtful`."""
    doubtful: frozenset[str]
    """Folded forms that are common words, too: they need context."""
    category: str
    """A tool's category or a company's kind."""
    homepage: str | None
    repo_url: str | None
    vendor: str | None

    @property
    def forms(self) -> tuple[str, ...]:
        """The name first, then the aliases."""
        return (self.name, *self.aliases)


def lines(name: str) -> tuple[str, ...]:
    """The entries of a plain list: one a line, `#` begins a comment."""
    text = (files("pipeline") / "data" / name).read_text("utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV list with a header."""
    text = (files("pipeline") / "data" / name).read_text("utf-8")
    yield from csv.DictReader(io.StringIO(text, newline=""))


def _known(row: dict[str, str], category: str) -> Known:
    marked = [alias for alias in row["aliases"].split("|") if alias]
    doubtful = {fold(alias) for alias in marked if alias.endswith("?")}
    if row["ambiguous"] == "yes":
        doubtful.add(fold(row["name"]))
    return Known(
        name=row["name"],
        aliases=tuple(alias.rstrip("?") for alias in marked),
        doubtful=frozenset(doubtful),
        category=row[category],
        homepage=row.get("homepage") or None,
        repo_url=row.get("repo_url") or None,
        vendor=row.get("vendor") or None,
    )


@cache
def tools() -> tuple[Known, ...]:
    """The tools of the gazetteer."""
    return tuple(_known(row, "category") for row in rows("tools.csv"))


@cache
def companies() -> tuple[Known, ...]:
    """The companies and other organisations of the gazetteer."""
    return tuple(_known(row, "kind") for row in rows("companies.csv"))


def _index(known: tuple[Known, ...]) -> dict[str, Known]:
    index: dict[str, Known] = {}
    for item in known:
        for form in item.forms:
            index.setdefault(fold(form), item)
    return index


@cache
def tool_index() -> dict[str, Known]:
    """Folded form -> tool."""
    return _index(tools())


@cache
def company_index() -> dict[str, Known]:
    """Folded form -> company."""
    return _index(companies())


@cache
def given_names() -> frozenset[str]:
    """Folded given names that are hardly ever anything else. Folding makes function words of some ("Thế" -> "the"): those are left out."""
    return frozenset(fold(name) for name in lines("given_names.txt")) - _function_words() - doubtful_given_names()


@cache
def _function_words() -> frozenset[str]:
    return frozenset(fold(word) for code in ("en", "de", "fr", "it", "es", "pt", "nl") for word in stop_words(code))


@cache
def doubtful_given_names() -> frozenset[str]:
    """Folded given names that are ordinary words, too ("Mark", "Grace")."""
    return frozenset(fold(name) for name in lines("given_names_ambiguous.txt"))


@cache
def role_words() -> frozenset[str]:
    """Folded words that mark a job title."""
    return frozenset(word for line in lines("role_words.txt") for word in [fold(line)])
