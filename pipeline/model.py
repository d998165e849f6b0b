"""The records that pass between the stages. Frozen, slotted, without logic.

Every `start` and `end` is a half-open range of Unicode code points in `ParsedPost.text`; `text[start:end]` is the thing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 (records are inspected at run time, by tests and by notebooks)
from typing import Literal

BlockKind = Literal["heading", "paragraph", "list_item", "table_row", "quote", "code", "caption"]
InlineKind = Literal["strong", "em", "code", "cell"]
EntryKind = Literal["keynote", "talk", "panel", "lightning", "workshop", "topic"]
Label = Literal["person", "company", "tool"]
LinkKind = Literal["video", "slides", "code", "schedule", "docs", "article", "podcast", "social", "other"]


@dataclass(frozen=True, slots=True)
class InputRef:
    """One input by reference: what shards and executors pass around instead of content."""

    source: str
    """As in `posts.source`: the path relative to the input root, with `/`."""
    path: str
    """Where to read it."""
    root: str
    """The input root; a symbolic link that leaves it is refused."""


@dataclass(frozen=True, slots=True)
class RawPost:
    """The bytes of one post, as they were read."""

    post_id: str
    source: str
    suffix: str
    """Lower case, with the dot: ".md"."""
    content: bytes
    content_hash: str
    """sha256 of `content`, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A stretch inside a block that its reader sees set apart: bold, italic, code, or one cell of a table row."""

    kind: InlineKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of layout: a heading, a paragraph, a list item, a table row."""

    kind: BlockKind
    start: int
    end: int
    source_line: int
    """1-based line of the decoded source where the block begins."""
    level: int = 0
    """1-6 for a heading, the depth from 1 for a list item, else 0."""
    ordinal: int | None = None
    """The printed number of an item of an ordered list."""
    inlines: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a reader meets it: a target and, where it has one, the anchor's text."""

    url: str
    """As written, resolved to an absolute address."""
    start: int
    end: int
    """The anchor's text (for a bare URL the URL itself); equal when the anchor has no text."""
    block: int
    """Index into `ParsedPost.blocks`."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a format's reader makes of a source: text, blocks, links, and the metadata that the format itself states."""

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    stated: dict[str, str | list[str]]
    """Front matter, docinfo or <head>, keys in lower case: title, author, authors, date, lang, url, tags, site, ..."""


@dataclass(frozen=True, slots=True)
class Event:
    """The event that a post is about."""

    name: str
    """Canonical, without the year."""
    year: int | None
    city: str | None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of the post as a whole."""

    title: str | None
    authors: tuple[str, ...]
    published: date | None
    language: str
    """ISO 639-1."""
    url: str | None
    event: Event | None


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """A post as its reader sees it."""

    post_id: str
    source: str
    content_hash: str
    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    meta: Metadata
    recap_score: float
    """0..1: how surely the post discusses sessions of an event."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One session (or, in a post without sessions, one takeaway) and where it stands."""

    entry_id: str
    position: int
    kind: EntryKind
    title: str
    section: str | None
    start: int
    end: int
    body_start: int
    body_end: int
    bylines: tuple[tuple[int, int], ...]
    """The stretches outside the body that name its speakers: the rest of the heading, the line below it."""
    confidence: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person who gave a session, as the post prints it."""

    entry_id: str
    position: int
    name: str
    role: str | None
    company: str | None
    start: int
    end: int
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a person, a company or a tool."""

    entry_id: str | None
    label: Label
    name: str
    """The fullest form known within the post ("Liz Rice" where the surface is "Liz"), or the gazetteer's spelling."""
    surface: str
    start: int
    end: int
    source_line: int
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link with what it leads to and the entry that it belongs to."""

    entry_id: str | None
    position: int
    url: str
    canonical_url: str
    domain: str
    kind: LinkKind
    anchor: str | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class PostRecord:
    """Everything that the per-post stages found in one post."""

    post: ParsedPost
    entries: tuple[Entry, ...]
    speakers: tuple[Speaker, ...]
    mentions: tuple[Mention, ...]
    links: tuple[LinkRow, ...]
    terms: tuple[tuple[str, ...], ...] = ()
    """Per entry the terms that themes are made of."""


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that was not taken, and why."""

    source: str
    stage: str
    reason: str
    detail: str
