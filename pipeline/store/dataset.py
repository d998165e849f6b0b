"""The written tables as one unit that changes all at once.

The data is in `<out>/.work/datasets/<number>/`. `<out>/.work/current` is a link to the newest of these folders, and `<out>/posts`,
`<out>/_run.json` and so on are links through it, made once. A new dataset is written beside the old one and shows when `current` is
replaced: one rename, which every POSIX file system does at once, also where `<out>` itself is a mount point and cannot be renamed.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline import __version__
from pipeline.errors import EnvironmentProblem, TalkmineError
from pipeline.store.card import data_card
from pipeline.store.disk import parquet_writer, remove, sync, sync_tree, told, work_folder
from pipeline.store.schemas import CONTRACT_VERSION, TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

GROUPS_PER_FILE = 25
"""Row groups in one part file: 100-200 MB, so that engines which read a file per thread have several."""

IDS = "ids.parquet"
"""The id registry: what keeps ids from one run to the next."""

_EXTRAS = ("_run.json", "README.md", IDS)


class InvariantError(TalkmineError):
    """Something that talkmine promises itself does not hold: a defect of the program, not of the input."""

    exit_code = 70


@contextmanager
def lock(out: Path) -> Iterator[None]:
    """Keep other runs from writing to the same folder. The kernel lets go of it when this process ends, however it ends.

    Raises:
        EnvironmentProblem: another run holds it, or the folder cannot be written.

    """
    with told(out):
        file = (work_folder(out) / "lock").open("ab")
    with file:
        with told(out):
            _take(file.fileno(), out)
        yield


def _take(descriptor: int, out: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise EnvironmentProblem(f"another run is writing to {out}") from error


def current(out: Path) -> Path | None:
    """The folder of the newest dataset, as a path that goes on showing that dataset while a run replaces it; None before the first.

    It stays readable until the run after next has finished.
    """
    link = out / ".work" / "current"
    return link.resolve() if link.is_dir() else None


def read_table(dataset: Path, name: str, columns: list[str] | None = None) -> pa.Table:
    """One table of a dataset folder (`current(out)`, or the output folder itself)."""
    files = sorted((dataset / name).glob("part-*.parquet"))
    return pa.concat_tables([pq.ParquetFile(path).read(columns) for path in files])


class DatasetWriter:
    """Writes a new dataset beside the current one. Nothing shows before `commit`; without it nothing stays.

    The caller holds `lock(out)`.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._started = _now()
        self._files: dict[str, dict[str, Any]] = {}
        self._rows: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._work = work_folder(self._out)
        for name in (*TABLES, *_EXTRAS):
            _check_place(self._out, name)
        with told(self._out):
            self._folder = _new_folder(self._work)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if _number(self._work) != self._folder.name:
            remove(self._folder)

    def write(self, name: str, rows: Iterable[pa.Table | pa.RecordBatch]) -> None:
        """Write one table, as it streams in; the rows must come sorted by the table's key. The bytes do not depend on the batches.

        Raises:
            InvariantError: the rows are not sorted, or do not have the table's columns.

        """
        table = TABLES[name]
        folder = self._folder / name
        with told(self._out):
            folder.mkdir()
        groups = _rebatched(_in_order((_conformed(batch, table) for batch in rows), table), table.group_rows)
        parts = enumerate(_files(groups, table.schema))
        self._rows[name] = sum(self._write_file(folder / f"part-{number:05}.parquet", part, table.schema) for number, part in parts)

    def write_ids(self, ids: pa.Table) -> None:
        """Write the id registry, which has a schema of its own."""
        self._write_file(self._folder / IDS, [ids.combine_chunks()], ids.schema)

    def commit(self, run_info: Mapping[str, Any]) -> None:
        """Make the dataset the current one.

        `run_info` becomes part of `_run.json`: "config", "inputs" and whatever else must be equal between two runs; what differs
        (times, seconds per stage) goes under its key "times".

        Raises:
            InvariantError: a table was not written.

        """
        missing = [name for name in TABLES if name not in self._rows]
        if missing:
            raise InvariantError(f"not written: {', '.join(missing)}")
        with told(self._out):
            (self._folder / "README.md").write_text(data_card(self._rows, __version__), "utf-8")
            (self._folder / "_run.json").write_text(_json(self._described(run_info)), "utf-8")
            sync_tree(self._folder)
            sync(self._folder.parent)
            _link_names(self._out, sorted(path.name for path in self._folder.iterdir()))
            _flip(self._work, self._folder.name)

    def _write_file(self, path: Path, groups: Iterable[pa.Table], schema: pa.Schema) -> int:
        """Write one Parquet file and note its hash; the number of its rows."""
        rows = 0
        # Only the writing is told as a problem of the output folder: `groups` may be reading files of its own.
        with told(self._out):
            writer = parquet_writer(path, schema)
        for group in groups:
            with told(self._out):
                writer.write_table(group, row_group_size=max(1, len(group)))
            rows += len(group)
        with told(self._out):
            writer.close()
            sha256 = _sha256(path)
        self._files[path.relative_to(self._folder).as_posix()] = {"rows": rows, "sha256": sha256}
        return rows

    def _described(self, run_info: Mapping[str, Any]) -> dict[str, Any]:
        software = {"name": "talkmine", "version": __version__, "pyarrow": pa.__version__}
        times = {"started": self._started, **run_info.get("times", {}), "finished": _now()}
        made = {"contract_version": CONTRACT_VERSION, "software": software, "files": self._files, "rows": self._rows}
        return {**run_info, **made, "times": times}


# --- rows --------------------------------------------------------------------------------------------------------------------


def _conformed(batch: pa.Table | pa.RecordBatch, table: Table) -> pa.Table:
    """The batch with exactly the table's schema; wider types of the same values ("large_string") are narrowed."""
    rows = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
    if sorted(rows.schema.names) != sorted(table.schema.names):
        wrong = sorted(set(rows.schema.names) ^ set(table.schema.names)) or "twice the same"
        raise InvariantError(f"{table.name}: missing or unknown columns {wrong}")
    for field in table.schema:
        if not field.nullable and rows[field.name].null_count:
            raise InvariantError(f"{table.name}.{field.name} is null in some row")
    try:
        return rows.select(table.schema.names).cast(table.schema)
    except (pa.ArrowException, ValueError) as error:
        raise InvariantError(f"{table.name}: {error}") from error


def _in_order(tables: Iterable[pa.Table], table: Table) -> Iterator[pa.Table]:
    """The tables as they come, once their rows are seen to be sorted by the key, also from one table to the next."""
    last: tuple[Any, ...] | None = None
    for rows in tables:
        if not len(rows):
            continue
        first = _key(rows, table, 0)
        if (last is not None and last > first) or not _is_sorted(rows, table.key):
            raise InvariantError(f"{table.name}: rows are not sorted by {', '.join(table.key)}")
        last = _key(rows, table, len(rows) - 1)
        yield rows


def _key(rows: pa.Table, table: Table, n: int) -> tuple[Any, ...]:
    return tuple(rows[name][n].as_py() for name in table.key)


def _is_sorted(rows: pa.Table, key: tuple[str, ...]) -> bool:
    """Whether no row is less than the one before: compared column by column, all rows at once."""
    upper, lower = rows.slice(0, len(rows) - 1), rows.slice(1)
    wrong = pa.scalar(value=False)
    for name in reversed(key):
        a, b = upper[name], lower[name]
        wrong = pc.or_(pc.greater(a, b), pc.and_(pc.equal(a, b), wrong))
    return not pc.any(wrong).as_py()


def _rebatched(tables: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """The same rows in tables of `size` rows (the last may have fewer), each in one piece: chunks would show in the bytes."""
    held: list[pa.Table] = []
    count = 0
    for table in tables:
        held.append(table)
        count += len(table)
        if count < size:
            continue
        rows = pa.concat_tables(held)
        full = count - count % size
        yield from (rows.slice(n, size).combine_chunks() for n in range(0, full, size))
        held, count = [rows.slice(full)], count - full
    if count:
        yield pa.concat_tables(held).combine_chunks()


def _files(groups: Iterator[pa.Table], schema: pa.Schema) -> Iterator[Iterator[pa.Table]]:
    """The row groups of each part file; at least one file, if need be with no rows."""
    first = next(groups, schema.empty_table())
    while first is not None:
        yield chain([first], islice(groups, GROUPS_PER_FILE - 1))
        first = next(groups, None)


# --- folders and links -------------------------------------------------------------------------------------------------------


def _check_place(out: Path, name: str) -> None:
    place = out / name
    ours = place.is_symlink() and str(place.readlink()) == _target(name)
    if not ours and (place.is_symlink() or place.exists()):
        raise EnvironmentProblem(f"{place} is in the way: talkmine did not make it; move it or choose another output folder")


def _target(name: str) -> str:
    return f".work/current/{name}"


def _link_names(out: Path, names: Iterable[str]) -> None:
    """Make the links that are not there yet. Before the first flip they lead nowhere, so that the flip shows all of them at once."""
    for name in names:
        _check_place(out, name)
        if not (out / name).is_symlink():
            (out / name).symlink_to(_target(name))
    sync(out)


def _new_folder(work: Path) -> Path:
    """An empty folder for the next dataset, its number higher than all before; what killed runs left half-written goes."""
    datasets = work / "datasets"
    datasets.mkdir(exist_ok=True)
    newest = _number(work)
    for folder in datasets.iterdir():
        if newest is None or folder.name > newest:
            remove(folder)
    folder = datasets / f"{int(newest or 0) + 1:08}"
    folder.mkdir()
    return folder


def _number(work: Path) -> str | None:
    """The name of the current dataset's folder, which is a number."""
    link = work / "current"
    return link.readlink().name if link.is_symlink() else None


def _flip(work: Path, number: str) -> None:
    """Make a dataset the current one; the one before stays for readers that are still at it, older ones go."""
    keep = {number, _number(work)}
    temporary = work / "current.new"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(f"datasets/{number}")
    temporary.replace(work / "current")
    sync(work)
    for folder in (work / "datasets").iterdir():
        if folder.name not in keep:
            remove(folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
