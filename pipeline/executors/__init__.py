"""Who works on the shards: this process, several, or several machines.

Each module has one function `run(shards, workers)` that yields a `ShardResult` per shard, in the order in which they finish. All of them
call `shard.process_shard` and nothing else, so they cannot differ in what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Literal, cast

from pipeline.shard import Shard, ShardResult

Run = Callable[[Sequence[Shard], int], Iterator[ShardResult]]
Engine = Literal["local", "pool", "dask"]

SMALL = 200
"""Inputs up to which one process is as fast as two workers, if a worker needs 2 s to load its models and a post takes 20 ms."""


def choose(workers: int, n_inputs: int) -> Engine:
    """The engine for that many worker processes and inputs, unless the user names one."""
    return "local" if workers == 1 or n_inputs <= SMALL else "pool"


def engine(name: Engine) -> Run:
    """The engine's `run`. Only that engine is imported."""
    return cast("Run", import_module(f"pipeline.executors.{name}").run)
