"""Progress of a run: a bar with rate and remaining time on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A function to call with (done, total), or None if nothing is to be shown. Everything goes to standard error."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console  # noqa: PLC0415 - only on a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("posts"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("posts", total=None, rate="")
        began = monotonic()

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, rate=f"{done / max(0.001, monotonic() - began):.0f}/s")

        yield tell


def _lines() -> Callable[[int, int], None]:
    began = last = monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = monotonic()
        if done == total or now - last >= _SECONDS_BETWEEN_LINES:
            last = now
            rate = done / max(0.001, now - began)
            left = (total - done) / max(0.001, rate)
            print(f"{done}/{total} posts, {rate:.0f}/s, {left:.0f} s left", file=sys.stderr, flush=True)  # noqa: T201 - progress is for a person

    return tell
