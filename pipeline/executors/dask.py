"""Several machines, by `dask.distributed`: an optional extra.

The scheduler's address comes from `DASK_SCHEDULER_ADDRESS` (or dask's own configuration); without one, this machine gets its own cluster.
Every machine must see the inputs and the output folder under the same paths.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pipeline.errors import EnvironmentProblem
from pipeline.executors.worker import keep_memory
from pipeline.shard import Shard, ShardResult, process_shard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def run(shards: Sequence[Shard], workers: int, *, address: str | None = None) -> Iterator[ShardResult]:
    """The results, as they come.

    Raises:
        EnvironmentProblem: the extra is not installed, the scheduler does not answer, or a shard ended its worker several times.

    """
    distributed = _distributed()
    with _client(distributed, workers, address) as client:
        client.run(keep_memory)
        # Pure: a shard may be run again elsewhere when its worker is lost, and does no harm if it runs twice.
        futures = client.map(process_shard, shards, pure=True)
        try:
            for future in distributed.as_completed(futures):
                yield future.result()
        except distributed.KilledWorker as error:
            raise EnvironmentProblem(f"dask: {error}") from error
        finally:
            client.cancel(futures)


def _distributed() -> Any:  # noqa: ANN401 (an optional package without types)
    try:
        return import_module("distributed")
    except ImportError as error:
        raise EnvironmentProblem("dask.distributed is not installed: pip install 'talkmine[dask]'") from error


def _client(distributed: Any, workers: int, address: str | None) -> Any:  # noqa: ANN401 (as above)
    """A client of the named scheduler, of the configured one, or of a cluster of processes on this machine."""
    known = address or import_module("dask").config.get("scheduler-address", None)
    if known is None:
        return distributed.Client(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    try:
        return distributed.Client(known)
    except OSError as error:
        raise EnvironmentProblem(f"no dask scheduler answers at {known}") from error
