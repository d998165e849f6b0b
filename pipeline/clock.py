"""How long each stage took: seconds by stage name, summed over the posts of a shard."""

from __future__ import annotations

from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class StageClock:
    """Adds up the wall-clock seconds spent in each stage: `with clock("parse"): ...`.

    The seconds end up in logs and in `_done.json`, never in a table: they differ from run to run.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count the time of the `with` block towards `stage`, also when it raises."""
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - began
