"""Typed settings: defaults < `pipeline.toml` < command line. Unknown keys are errors."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError
from pipeline.text import digest

if TYPE_CHECKING:
    from pathlib import Path


class _Section(BaseModel):
    """A group of settings that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AcquireSettings(_Section):
    """What is taken as an input."""

    max_bytes: int = Field(default=20_000_000, gt=0, description="larger files are rejected (`too_large`)")


class SegmentSettings(_Section):
    """When a post yields entries."""

    min_recap_score: float = Field(default=0.5, ge=0, le=1, description="below it a post keeps its row but yields no entries")


class NlpSettings(_Section):
    """How names are found in prose."""

    model: str = Field(default="builtin", description='"builtin", or any installed spaCy pipeline such as "en_core_web_sm"')
    statistical: bool = Field(default=True, description="use the trained recogniser beside lists and rules")


class ResolveSettings(_Section):
    """When two names or two tellings are one thing."""

    same_name: float = Field(default=92.0, ge=0, le=100, description="rapidfuzz similarity from which two names are one entity")
    same_title: float = Field(default=88.0, ge=0, le=100, description="similarity from which two titles at one event are one talk")


class ThemeSettings(_Section):
    """How entries are grouped by what they are about."""

    min_entries: int = Field(default=3, ge=1, description="a theme needs at least that many entries")
    max_themes: int = Field(default=40, ge=1)
    min_weight: float = Field(default=0.1, gt=0, lt=1, description="weaker memberships are not written to `entry_themes`")


class Settings(_Section):
    """Everything that can be set, with its default."""

    acquire: AcquireSettings = AcquireSettings()
    segment: SegmentSettings = SegmentSettings()
    nlp: NlpSettings = NlpSettings()
    resolve: ResolveSettings = ResolveSettings()
    themes: ThemeSettings = ThemeSettings()

    def per_post_fingerprint(self) -> str:
        """A hash of the settings that the per-post stages read; the corpus-wide ones do not make finished parts stale."""
        return digest(self.model_dump_json(include={"acquire", "segment", "nlp"}))


def load_settings(path: Path | None) -> Settings:
    """The defaults, overlaid with the TOML file if one is given.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or has an unknown key or a value out of range.

    """
    if path is None:
        return Settings()
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return _validated(values, str(path))


def _validated(values: dict[str, Any], where: str) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        said = "unknown setting" if first["type"] == "extra_forbidden" else first["msg"]
        raise ConfigError(f"{where}: {key}: {said}") from error
