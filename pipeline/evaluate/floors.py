"""Pinned quality floors: a TOML file with a table per set of posts and a line per measure. They only rise."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def load_floors(path: Path, name: str) -> dict[str, float]:
    """The floors of one set.

    Raises:
        ConfigError: the file is no TOML, or has no such table.

    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    if not isinstance(tables.get(name), dict):
        raise ConfigError(f"{path}: no floors for {name!r}")
    return {measure: float(value) for measure, value in tables[name].items()}
