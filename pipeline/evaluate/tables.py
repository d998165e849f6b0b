"""The output folder as the scorer sees it: of each table only the columns that a measure needs, gathered by post."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class PostRow:
    """Of table `posts`."""

    post_id: str
    source: str
    title: str | None
    authors: list[str] | None
    published: date | None
    event_name: str | None
    event_year: int | None
    text: str | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Of table `entries`."""

    post_id: str
    entry_id: str
    position: int | None
    kind: str | None
    title: str | None
    section: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """Of table `speakers`."""

    post_id: str
    entry_id: str | None
    name: str | None
    role: str | None
    company: str | None


@dataclass(frozen=True, slots=True)
class MentionRow:
    """Of table `mentions`."""

    post_id: str
    entry_id: str | None
    label: str
    name: str | None
    surface: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Of table `links`."""

    post_id: str
    entry_id: str | None
    url: str | None


Row = TypeVar("Row", PostRow, EntryRow, SpeakerRow, MentionRow, LinkRow)
Part = TypeVar("Part", EntryRow, SpeakerRow, MentionRow, LinkRow)


@dataclass(frozen=True, slots=True)
class Found:
    """What the tables hold of one post; `post` is null when there is no such post."""

    post: PostRow | None = None
    entries: Sequence[EntryRow] = ()
    """In reading order."""
    speakers: Sequence[SpeakerRow] = ()
    mentions: Sequence[MentionRow] = ()
    links: Sequence[LinkRow] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """The tables, with each post's rows at hand."""

    posts: Sequence[PostRow]
    mentions: Sequence[MentionRow]
    by_tail: dict[str, Found]
    """By the end of `posts.source`: the file's name, and the name with its folder."""

    def post_for(self, file: str) -> Found:
        """What was found of the post whose source ends with `file`."""
        return self.by_tail.get(file, Found())


def load_output(folder: Path) -> Output:
    """The five tables of an output folder."""
    posts = read_table(folder, "posts", PostRow)
    mentions = read_table(folder, "mentions", MentionRow)
    entries_of = _by_post(sorted(read_table(folder, "entries", EntryRow), key=_reading_order))
    speakers_of = _by_post(read_table(folder, "speakers", SpeakerRow))
    mentions_of = _by_post(mentions)
    links_of = _by_post(read_table(folder, "links", LinkRow))
    by_tail: dict[str, Found] = {}
    for post in posts:
        key = post.post_id
        found = Found(post, entries_of[key], speakers_of[key], mentions_of[key], links_of[key])
        by_tail |= dict.fromkeys(_tails(post.source), found)
    return Output(posts, mentions, by_tail)


def read_table(folder: Path, name: str, record: type[Row]) -> list[Row]:
    """The rows of one table, a folder of parts or a single file, with the columns that the record names."""
    path = next((path for path in (folder / name, folder / f"{name}.parquet") if path.exists()), None)
    if path is None:
        raise ConfigError(f"{folder}: no table {name}")
    columns = [field.name for field in fields(record)]
    try:
        dataset = pq.ParquetDataset(path, partitioning=None)
        if absent := [column for column in columns if column not in dataset.schema.names]:
            raise ConfigError(f"{path}: no column {', '.join(absent)}")
        return [record(**row) for row in dataset.read(columns).to_pylist()]
    except (pa.ArrowException, OSError) as problem:
        raise ConfigError(f"{path}: not a readable Parquet table: {str(problem).splitlines()[0]}") from problem


def grounded_share(output: Output) -> float:
    """The share of all mentions whose offsets give back their surface in the post's text; 0 without mentions."""
    texts = {post.post_id: post.text or "" for post in output.posts}
    grounded = [texts.get(row.post_id, "")[row.start : row.end] == row.surface for row in output.mentions]
    return sum(grounded) / len(grounded) if grounded else 0.0


def _by_post(rows: Iterable[Part]) -> defaultdict[str, list[Part]]:
    """The rows of each post, in their order; none for a post that has none."""
    groups: defaultdict[str, list[Part]] = defaultdict(list)
    for row in rows:
        groups[row.post_id].append(row)
    return groups


def _reading_order(row: EntryRow) -> tuple[bool, int]:
    return row.position is None, row.position or 0


def _tails(source: str) -> tuple[str, str]:
    """The ends of a source by which gold may name it: "a/014/recap.md" -> "recap.md", "014/recap.md"."""
    parts = PurePosixPath(source).parts
    return "/".join(parts[-1:]), "/".join(parts[-2:])
