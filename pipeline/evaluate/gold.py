"""Gold annotations: one JSON file per post, read into records; whatever is malformed is named with its file and place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from pipeline.errors import ConfigError
from pipeline.evaluate.node import Node
from pipeline.model import EntryKind

if TYPE_CHECKING:
    from pathlib import Path

KINDS: tuple[str, ...] = get_args(EntryKind)

Forms = tuple[str, ...]
"""Every spelling of one name, the fullest first."""


@dataclass(frozen=True, slots=True)
class GoldSpeaker:
    """A person who gave the session, with the role and company that the entry prints."""

    name: str
    role: str | None
    company: str | None


@dataclass(frozen=True, slots=True)
class GoldParts:
    """What an entry, or the text outside all entries, names. Optional names count neither for nor against."""

    speakers: tuple[GoldSpeaker, ...] = ()
    tools: tuple[Forms, ...] = ()
    tools_optional: tuple[Forms, ...] = ()
    companies: tuple[Forms, ...] = ()
    companies_optional: tuple[Forms, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldEntry:
    """One session of the post."""

    title: str
    kind: str
    section: str | None
    starts_with: str | None
    """The first words of the body; null when there is none."""
    ends_with: str | None
    parts: GoldParts


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """The event that the post is about."""

    name: str
    aliases: tuple[str, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class GoldPost:
    """All that a careful reader finds in one post."""

    slug: str
    file: str
    """The end of the post's path: `014/recap.md`."""
    title: str | None
    authors: tuple[str, ...]
    published: str | None
    """ISO date, or year and month alone."""
    event: GoldEvent | None
    entries: tuple[GoldEntry, ...]
    people: tuple[str, ...]
    outside: GoldParts


def load_gold(folder: Path) -> tuple[GoldPost, ...]:
    """Every `*.json` of the folder in the order of the names."""
    golds = tuple(_read(path) for path in sorted(folder.glob("*.json")))
    if not golds:
        raise ConfigError(f"{folder}: no gold files (*.json)")
    slugs = [gold.slug for gold in golds]
    if twice := sorted({slug for slug in slugs if slugs.count(slug) > 1}):
        raise ConfigError(f"{folder}: more than one gold file has the slug {twice[0]!r}")
    return golds


def _read(path: Path) -> GoldPost:
    try:
        value = json.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise ConfigError(f"{path}: cannot be read: {problem.strerror}") from problem
    except ValueError as problem:
        raise ConfigError(f"{path}: not valid JSON: {problem}") from problem
    return _post(Node(value, str(path)))


def _post(node: Node) -> GoldPost:
    event = node.need("event")
    return GoldPost(
        slug=node.need("slug").text(),
        file=node.need("file").text(),
        title=node.need("title").text_or_none(),
        authors=node.need("authors").texts(),
        published=node.need("published").text_or_none(),
        event=_event(event) if event.value else None,
        entries=tuple(_entry(item) for item in node.need("entries").items()),
        people=node.need("people").texts(),
        outside=_parts(node.need("outside")),
    )


def _event(node: Node) -> GoldEvent:
    return GoldEvent(
        name=node.need("name").text(),
        aliases=node.may("aliases").texts(),
        year=node.may("year").integer_or_none(),
    )


def _entry(node: Node) -> GoldEntry:
    return GoldEntry(
        title=node.need("title").text(),
        kind=node.need("kind").one_of(KINDS),
        section=node.may("section").text_or_none(),
        starts_with=node.may("starts_with").text_or_none(),
        ends_with=node.may("ends_with").text_or_none(),
        parts=_parts(node),
    )


def _parts(node: Node) -> GoldParts:
    return GoldParts(
        speakers=tuple(_speaker(item) for item in node.may("speakers").items()),
        tools=_names(node.may("tools")),
        tools_optional=_names(node.may("tools_optional")),
        companies=_names(node.may("companies")),
        companies_optional=_names(node.may("companies_optional")),
        urls=node.may("urls").texts(),
    )


def _speaker(node: Node) -> GoldSpeaker:
    return GoldSpeaker(
        name=node.need("name").text(),
        role=node.may("role").text_or_none(),
        company=node.may("company").text_or_none(),
    )


def _names(node: Node) -> tuple[Forms, ...]:
    return tuple(item.some_texts() for item in node.items())
