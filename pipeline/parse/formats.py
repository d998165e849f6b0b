"""Which reader takes which suffix. The heavy ones are imported on first use, so that `talkmine --help` stays fast."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model import Layout


def _lazy(module: str) -> Callable[[str], Layout]:
    def read(source: str) -> Layout:
        layout: Layout = import_module(f"pipeline.parse.{module}").read(source)
        return layout

    return read


_MODULES = {
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".html": "html",
    ".htm": "html",
    ".rst": "rst",
    ".adoc": "asciidoc",
    ".org": "org",
}

READERS: dict[str, Callable[[str], Layout]] = {suffix: _lazy(module) for suffix, module in _MODULES.items()}
"""A reader takes the decoded source and gives its layout; the only exception it raises is `RejectInput`."""
