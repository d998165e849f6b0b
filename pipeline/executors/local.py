"""In this process, one shard after the other: for small inputs, for debugging, and where processes cannot be started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.shard import Shard, ShardResult, process_shard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def run(shards: Sequence[Shard], workers: int = 1) -> Iterator[ShardResult]:  # noqa: ARG001 (the engines share one signature)
    """The results, in the order of the shards."""
    return map(process_shard, shards)
