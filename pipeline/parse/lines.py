"""From which line of the source a block comes."""

from __future__ import annotations

import re
from typing import Protocol

# Letters, digits and spaces are what writers of HTML leave as they are; everything else may be an entity.
_PROBE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ]{2,39}")
# After so many misses the source is written in entities throughout, and every further search would run to its window's end.
_MAX_MISSES = 200
_WINDOW = 1 << 18


class Lines(Protocol):
    """Tells the walker where in the source it is."""

    def mark(self, line: str) -> None:
        """A line number that the tree itself carries."""

    def at(self, text: str) -> int:
        """The line of a piece of text that is met now, after all earlier ones."""


class MarkedLines:
    """Line numbers carried by the tree (`data-line`), put there by a reader that knows them."""

    def __init__(self) -> None:
        self._line = 1

    def mark(self, line: str) -> None:
        """A line number that the tree itself carries."""
        if line.isascii() and line.isdigit():
            self._line = int(line[:9])

    def at(self, _text: str) -> int:
        """The line that was marked last."""
        return self._line


class SoughtLines:
    """Line numbers found by looking for each block's first words in the source, only ever forwards."""

    def __init__(self, source: str, start: int = 0) -> None:
        self._source = source
        self._position = start
        self._counted = 0
        self._line = 1
        self._misses = 0

    def mark(self, line: str) -> None:
        """Markup of unknown origin: not believed."""

    def at(self, text: str) -> int:
        """The line of the text, or of the text before it if it is not in the source as it is."""
        probe = _PROBE.search(text)
        if probe and self._misses < _MAX_MISSES:
            found = self._source.find(probe.group().rstrip(), self._position, self._position + _WINDOW)
            if found >= 0:
                self._position = found
            else:
                self._misses += 1
        self._line += self._source.count("\n", self._counted, self._position)
        self._counted = max(self._counted, self._position)
        return self._line
