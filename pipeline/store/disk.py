"""What writing safely needs: durable files, folders that can be written, refusals in one line."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from pipeline.errors import EnvironmentProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

_PARQUET = {"compression": "zstd", "compression_level": 3, "version": "2.6", "data_page_version": "1.0", "write_statistics": True}
"""Fixed, so that the same rows are the same bytes.

On posts, level 3 is 12 % smaller than level 1, at 120 MB/s; level 6 saves 6 % more at half that speed.
"""


def parquet_writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    """A writer with talkmine's fixed options; the file it makes names the pyarrow version and no time."""
    return pq.ParquetWriter(path, schema, **_PARQUET)


@contextmanager
def told(out: Path) -> Iterator[None]:
    """An error of the file system inside the block becomes one line for the user: a full disk, a missing permission."""
    try:
        yield
    except OSError as error:
        raise EnvironmentProblem(f"{out} cannot be written: {error.strerror or error}") from error


def work_folder(out: Path) -> Path:
    """`<out>/.work`, made if need be."""
    if out.exists() and not out.is_dir():
        raise EnvironmentProblem(f"{out} is not a folder")
    with told(out):
        work = out / ".work"
        work.mkdir(parents=True, exist_ok=True)
    if not os.access(work, os.W_OK | os.X_OK):
        raise EnvironmentProblem(f"{out} cannot be written: permission denied")
    return work


def sync(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """`sync` for everything in a folder, the folder itself last."""
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


def remove(folder: Path) -> None:
    """Delete a folder and what it holds; what cannot be deleted stays and is tried again by the next run."""
    shutil.rmtree(folder, ignore_errors=True)
