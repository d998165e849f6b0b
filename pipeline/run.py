"""The recipe of a run, to be read as a list. The only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import corpus, executors
from pipeline.acquire.files import find_inputs
from pipeline.errors import ConfigError, NothingToRead
from pipeline.shard import ShardResult, make_shards
from pipeline.store.dataset import IDS, DatasetWriter, current, lock
from pipeline.store.parts import PartStore, part_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pipeline.config import Settings
    from pipeline.model import Reject
    from pipeline.shard import Shard


Progress = Callable[[int, int], None]
"""Told of every finished shard: inputs done, inputs in all."""


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did, for the summary; the numbers themselves are in the tables."""

    n_inputs: int
    n_rejects: int
    n_shards: int
    n_reused: int
    seconds: float
    stage_seconds: dict[str, float]
    """Seconds by stage, summed over workers; the corpus-wide steps included."""

    def __str__(self) -> str:
        """The run in one line."""
        reused = f", {self.n_reused} of {self.n_shards} shards were up to date" if self.n_reused else ""
        return f"{self.n_inputs} inputs in {self.seconds:.1f} s{reused}."


def run(
    roots: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    workers: int = 1,
    ids: Path | None = None,
    engine: executors.Engine | None = None,
    progress: Progress | None = None,
) -> RunReport:
    """Read every post under the roots and replace the dataset in `out` by what is in them.

    Raises:
        ConfigError: a root does not exist, or `ids` is no id registry.
        EnvironmentProblem: the output cannot be written, or another run is writing to it.
        NothingToRead: there is no input at all, or not one could be taken. The previous dataset stays.

    """
    began, started = perf_counter(), datetime.now(UTC)
    with lock(out):
        known_ids = _known_ids(ids, out)  # first, so that a wrong file is told before hours of work
        inputs, refused = find_inputs(roots)
        results = _processed(make_shards(inputs, out, settings), workers, engine, progress)
        if not any(result.counts["posts"] for result in results):
            raise NothingToRead(_nothing(roots, _all_rejects(_parts(out, results), refused)))
        stages = publish(out, results, refused, settings, known_ids, started)
    n_inputs = len(inputs) + len(refused)
    n_rejects = len(refused) + sum(result.counts["rejects"] for result in results)
    reused = sum(result.reused for result in results)
    return RunReport(n_inputs, n_rejects, len(results), reused, perf_counter() - began, stages)


def publish(
    out: Path,
    results: Sequence[ShardResult],
    refused: Sequence[Reject],
    settings: Settings,
    known_ids: dict[tuple[str, str], str],
    started: datetime,
) -> dict[str, float]:
    """The corpus-wide half of a run: finished parts to a new dataset that replaces the current one; seconds by stage.

    The caller holds the lock.
    """
    parts = _parts(out, results)
    rejects = _all_rejects(parts, refused)
    began = perf_counter()
    world = corpus.build_world(parts, settings, known_ids)
    resolved = perf_counter()
    with DatasetWriter(out) as dataset:
        for name, rows in corpus.tables(parts, world, rejects):
            dataset.write(name, rows)
        dataset.write_ids(corpus.ids_table(world))
        stages = _stage_seconds(results) | {"resolve and themes": resolved - began, "write": perf_counter() - resolved}
        n_inputs = sum(result.counts["inputs"] for result in results) + len(refused)
        dataset.commit(_described(settings, inputs=n_inputs, rejects=rejects, times=_times(results, stages, started)))
    parts.store.collect_garbage(set(parts.keys))
    return stages


def _parts(out: Path, results: Sequence[ShardResult]) -> corpus.Parts:
    return corpus.Parts(PartStore(out), tuple(result.key for result in results))


def _processed(shards: Sequence[Shard], workers: int, engine: executors.Engine | None, progress: Progress | None) -> list[ShardResult]:
    """The shards' results in the order of their prefixes, whoever made them and whenever."""
    n_inputs = sum(len(shard.inputs) for shard in shards)
    process = executors.engine(engine or executors.choose(workers, n_inputs))
    results: list[ShardResult] = []
    done = 0
    for result in process(shards, workers) if shards else ():
        results.append(result)
        done += result.counts["inputs"]
        if progress:
            progress(done, n_inputs)
    return sorted(results, key=lambda result: result.prefix)


def _all_rejects(parts: corpus.Parts, refused: Iterable[Reject]) -> pa.Table:
    tables = [*parts.each("rejects"), part_tables([], list(refused))["rejects"]]
    return pa.concat_tables(tables).sort_by([("source", "ascending")])


def _nothing(roots: Sequence[Path], rejects: pa.Table) -> str:
    where = ", ".join(str(root) for root in roots)
    reasons = ", ".join(f"{reason} {count}" for reason, count in corpus.reject_counts(rejects).items())
    return f"nothing to read in {where}" + (f" (rejected: {reasons})" if reasons else "")


def _known_ids(ids: Path | None, out: Path) -> dict[tuple[str, str], str]:
    """The id registry: the file that was named, else the previous dataset's."""
    previous = current(out)
    path = ids or (previous / IDS if previous else None)
    if path is None:
        return {}
    try:
        table = pq.read_table(path, columns=["label", "form", "id"])
    except (OSError, ValueError, pa.ArrowException) as error:
        raise ConfigError(f"{path}: not an id registry: {error}") from error
    columns: list[list[str]] = [table[name].to_pylist() for name in ("label", "form", "id")]
    return {(label, form): value for label, form, value in zip(*columns, strict=True)}


def _stage_seconds(results: Iterable[ShardResult]) -> dict[str, float]:
    total: dict[str, float] = {}
    for result in results:
        for stage, seconds in result.seconds.items():
            total[stage] = total.get(stage, 0.0) + seconds
    return total


def _times(results: Sequence[ShardResult], stages: dict[str, float], started: datetime) -> dict[str, Any]:
    return {
        "started": started.isoformat(timespec="seconds"),
        "seconds": {stage: round(seconds, 3) for stage, seconds in stages.items()},
        "parts_reused": sum(result.reused for result in results),
    }


def _described(settings: Settings, *, inputs: int, rejects: pa.Table, times: dict[str, Any]) -> dict[str, Any]:
    counts = {"found": inputs, "taken": inputs - len(rejects), "rejected": corpus.reject_counts(rejects)}
    return {"config": settings.model_dump(mode="json"), "inputs": counts, "times": times}
