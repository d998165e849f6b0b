"""Several processes on this machine."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING

from pipeline.errors import EnvironmentProblem
from pipeline.executors.worker import prepare
from pipeline.shard import Shard, ShardResult, process_shard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIED = (
    "a worker process ended without a word: it was killed, ran out of memory or crashed. "
    "What is finished is kept: run again, maybe with fewer workers"
)


def run(shards: Sequence[Shard], workers: int) -> Iterator[ShardResult]:
    """The results, as they come. Leaving the loop early, an exception or Ctrl-C ends the workers at once.

    Raises:
        EnvironmentProblem: a worker died.

    """
    # "fork" would copy locks that other threads (Arrow's, a notebook's) hold at that moment. "spawn" is the same on every platform.
    context = get_context("spawn")
    # Only this process holds the writing end. Whichever way it is closed - below, by a crash, by SIGKILL - the workers see it and end.
    leash, held = context.Pipe(duplex=False)
    executor = ProcessPoolExecutor(min(workers, len(shards)) or 1, context, prepare, (leash,))
    try:
        yield from _results(executor, shards)
        executor.shutdown()
    except BrokenProcessPool as error:
        raise EnvironmentProblem(_DIED) from error
    finally:
        held.close()
        executor.shutdown(cancel_futures=True)
        leash.close()


def _results(executor: ProcessPoolExecutor, shards: Sequence[Shard]) -> Iterator[ShardResult]:
    futures = [executor.submit(process_shard, shard) for shard in shards]
    for future in as_completed(futures):
        yield future.result()
