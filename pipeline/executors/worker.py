"""What a worker process does before its first shard. Imports nothing heavy: the settings must stand before numpy is loaded."""

from __future__ import annotations

import ctypes
import os
import signal
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # from glibc's malloc.h
_KEEP_BYTES = 256 << 20
_MMAP_BYTES = 32 << 20  # the largest that glibc takes


def prepare(leash: Connection) -> None:
    """Tie this worker to its parent, leave Ctrl-C to the parent, and set memory and threads for many workers side by side."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(leash,), daemon=True).start()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # the workers are the parallelism
    keep_memory()


def _end_with(leash: Connection) -> None:
    """End this process when the pipe's other end closes: the parent did it, or died, in whatever way.

    At once and without clean-up: what is half-written is in a temporary folder that nobody reads.
    """
    with suppress(EOFError, OSError):
        leash.recv_bytes()
    os._exit(1)


def keep_memory() -> None:
    """Let glibc keep freed memory instead of giving it back to the kernel after every page: lexbor parses 1.8 times as fast."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # no glibc: musl, macOS
        return
    mallopt(_M_MMAP_THRESHOLD, _MMAP_BYTES)
    mallopt(_M_TRIM_THRESHOLD, _KEEP_BYTES)
