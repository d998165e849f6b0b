"""Runs programs one at a time and says what each took: wall-clock seconds and peak memory, on cores of our choosing."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS")
_PER_MB = 1024 if sys.platform.startswith("linux") else 1024 * 1024  # ru_maxrss: KB on Linux, bytes on macOS


@dataclass(frozen=True, slots=True)
class Spent:
    """What a finished program took."""

    seconds: float
    cpu_seconds: float
    """Of it and of what it started: hardly changed by other work on the machine."""
    peak_mb: float
    """Resident memory of its largest process, itself or one that it started."""
    output: str


def measured(arguments: Sequence[str], *, cores: int) -> Spent:
    """Run Python with these arguments on that many cores, one thread per library."""
    command, environment = [sys.executable, *arguments], os.environ | dict.fromkeys(_THREADS, "1")
    with _pinned(cores), TemporaryFile() as out, TemporaryFile() as err:
        began = perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, cwd=ROOT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            err.seek(0)
            sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{err.read().decode(errors='replace')[-2000:]}")
        out.seek(0)
        return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / _PER_MB, out.read().decode())


@contextmanager
def _pinned(cores: int) -> Iterator[None]:
    """Keep this process, and what it starts meanwhile, on the last of its cores; nothing happens where systems cannot do that."""
    if sys.platform != "linux":
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(allowed)[-cores:])
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
