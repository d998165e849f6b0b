"""talkmine: conference recap posts in, tables of talks out."""

from __future__ import annotations

from importlib.metadata import version

__version__ = version("talkmine")
