"""What a shard leaves behind: one Parquet file per record type, in a folder named by a hash of all that went into it.

The tables are the contract's without the corpus-wide ids, which only exist when all shards are done.
"""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.store.disk import parquet_writer, remove, told, work_folder
from pipeline.store.schemas import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.model import PostRecord, Reject

_CORPUS_WIDE = frozenset({"talk_id", "theme_id", "person_id", "company_id", "entity_id"})

_TERMS = pa.field("terms", pa.list_(pa.field("element", pa.string(), nullable=False)), nullable=False)
"""What themes are made of; the contract's `entries` does not have it."""

PART_SCHEMAS: dict[str, pa.Schema] = {
    name: pa.schema([*(field for field in TABLES[name].schema if field.name not in _CORPUS_WIDE), *([_TERMS] if name == "entries" else [])])
    for name in ("posts", "entries", "speakers", "mentions", "links", "rejects")
}
"""The columns of a part, by record type."""

_Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class PartSummary:
    """What `_done.json` says of a finished part."""

    counts: dict[str, int]
    """Rows by record type, and "inputs" and "failed" (posts whose analysis broke)."""
    seconds: dict[str, float]
    """Seconds by stage, of the run that made the part."""


@dataclass(frozen=True, slots=True)
class PartStore:
    """The finished parts under one output folder."""

    out: Path

    @property
    def folder(self) -> Path:
        """Where the parts are, one folder per key."""
        return self.out / ".work" / "parts"

    def is_done(self, key: str) -> bool:
        """Whether the part is there and whole."""
        return self.summary(key) is not None

    def summary(self, key: str) -> PartSummary | None:
        """Counts and timings of a finished part; None if it is not there or not whole."""
        folder = self.folder / key
        try:
            done = json.loads((folder / "_done.json").read_bytes())
            # After a power cut a renamed folder may hold files that never reached the disk; their size gives them away.
            # That is much cheaper than to wait for the disk after each of thousands of small files.
            whole = all((folder / name).stat().st_size == size for name, size in done["sizes"].items())
        except (OSError, ValueError, KeyError):
            return None
        return PartSummary(done["counts"], done["seconds"]) if whole else None

    def write(self, key: str, tables: Mapping[str, pa.Table], summary: PartSummary) -> None:
        """Put a part in place at once: it is there whole or not at all, also when several processes write the same."""
        work_folder(self.out)
        with told(self.out):
            self.folder.mkdir(exist_ok=True)
            temporary = self.folder / f".{key}-{uuid.uuid4().hex}"
            temporary.mkdir()
            sizes = {f"{name}.parquet": _write(tables[name], temporary / f"{name}.parquet") for name in PART_SCHEMAS}
            done = {"counts": summary.counts, "seconds": summary.seconds, "sizes": sizes}
            (temporary / "_done.json").write_text(json.dumps(done, sort_keys=True))
            self._put_in_place(temporary, key)

    def _put_in_place(self, temporary: Path, key: str) -> None:
        """Rename the folder to its name. A whole part that is there already has the same name, so the same content, and stays."""
        there = self.summary(key)
        if there is not None and not there.counts["failed"]:
            remove(temporary)
            return
        aside = temporary.with_name(temporary.name + "-old")
        with suppress(FileNotFoundError):
            (self.folder / key).rename(aside)
        try:
            temporary.rename(self.folder / key)
        except OSError:
            if not self.is_done(key):  # else another process was first
                raise
        remove(temporary)
        remove(aside)

    def read_part(self, key: str, name: str) -> pa.Table:
        """One record type of a finished part, sorted by the table's key."""
        return pq.ParquetFile(self.folder / key / f"{name}.parquet").read()

    def collect_garbage(self, keep: set[str]) -> int:
        """Delete every part but those, and what killed runs left half-written; how many folders went. Only under the lock."""
        if not self.folder.is_dir():
            return 0
        stale = [folder for folder in self.folder.iterdir() if folder.name not in keep]
        for folder in stale:
            remove(folder)
        return len(stale)


def part_tables(records: Sequence[PostRecord], rejects: Sequence[Reject]) -> dict[str, pa.Table]:
    """The records as Arrow tables, each sorted by its key."""
    rows: dict[str, Iterable[_Row]] = {
        "posts": (_post(record) for record in records),
        "entries": (row for record in records for row in _entries(record)),
        "speakers": (row for record in records for row in _speakers(record)),
        "mentions": (row for record in records for row in _mentions(record)),
        "links": (row for record in records for row in _links(record)),
        "rejects": ((reject.source, reject.stage, reject.reason, reject.detail) for reject in rejects),
    }
    return {name: _sorted(_columnar(rows[name], schema), TABLES[name].key) for name, schema in PART_SCHEMAS.items()}


def _columnar(rows: Iterable[_Row], schema: pa.Schema) -> pa.Table:
    """Rows as a table, turned into columns in one go: a dict per row would cost four times as much."""
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [_array(column, field) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(column: Sequence[Any], field: pa.Field) -> pa.Array:
    array = pa.array(column, field.type)
    if array.null_count and not field.nullable:
        raise ValueError(f"{field.name} is null")
    return array


def _sorted(table: pa.Table, key: Sequence[str]) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in key])


def _write(table: pa.Table, path: Path) -> int:
    """Write one file; its size in bytes."""
    with parquet_writer(path, table.schema) as writer:
        writer.write_table(table)
    return path.stat().st_size


# --- one record, in the order of its schema ----------------------------------------------------------------------------------


def _post(record: PostRecord) -> _Row:
    post, meta, event = record.post, record.post.meta, record.post.meta.event
    named = (event.name, event.year, event.city) if event else (None, None, None)
    return (
        *(post.post_id, post.source, meta.url, meta.title, meta.authors, meta.published, meta.language),
        *named,
        *(post.recap_score, len(post.text.split()), post.content_hash, post.text),
    )


def _entries(record: PostRecord) -> Iterator[_Row]:
    post_id, text = record.post.post_id, record.post.text
    for e, terms in zip(record.entries, record.terms, strict=True):
        where = (e.start, e.end, e.body_start, e.body_end)
        yield (e.entry_id, post_id, e.position, e.kind, e.title, e.section, *where, text[e.body_start : e.body_end], e.confidence, terms)


def _speakers(record: PostRecord) -> Iterator[_Row]:
    for s in record.speakers:
        yield (s.entry_id, record.post.post_id, s.position, s.name, s.role, s.company, s.start, s.end, s.method, s.confidence)


def _mentions(record: PostRecord) -> Iterator[_Row]:
    for m in record.mentions:
        found = (m.label, m.name, m.surface, m.start, m.end, m.source_line, m.method, m.confidence)
        yield (record.post.post_id, m.entry_id, *found)


def _links(record: PostRecord) -> Iterator[_Row]:
    for k in record.links:
        target = (k.url, k.canonical_url, k.domain, k.kind)
        yield (record.post.post_id, k.entry_id, k.position, *target, k.anchor, k.start, k.end)
