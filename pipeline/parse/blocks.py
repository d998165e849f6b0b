"""From a stream of pieces to text, blocks and links with exact offsets.

Every format's reader feeds a `LayoutBuilder`; only this module knows how `posts.text` is laid out: blocks separated by a blank line,
list items and table rows one a line, cells of a row separated by " | ".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pipeline.model import Block, BlockKind, Inline, InlineKind, Layout, Link
from pipeline.text import trim

_JOINED: frozenset[BlockKind] = frozenset({"list_item", "table_row"})
# Zero-width space, non-joiner and word joiner, byte order mark, soft hyphen, control characters other than white space, lone surrogates:
# nothing that a reader sees.
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def visible(text: str) -> str:
    """What a reader sees of a piece of text: NFC, without zero-width and control characters; runs of white space become one space."""
    if text.isascii() and text.isprintable():
        return _SPACE.sub(" ", text) if "  " in text else text
    clean = text if text.isascii() else unicodedata.normalize("NFC", text)
    return _SPACE.sub(" ", _INVISIBLE.sub("", clean))


@dataclass(slots=True)
class _Open:
    """A block that is being written, in positions relative to its own text. Pieces, so that a long block stays linear in time."""

    kind: BlockKind
    source_line: int
    level: int = 0
    ordinal: int | None = None
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    inlines: list[Inline] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)

    def append(self, piece: str) -> None:
        if piece:
            self.pieces.append(piece)
            self.size += len(piece)

    def last(self) -> str:
        """The last character so far, or a space: white space is never needed at the beginning."""
        return self.pieces[-1][-1] if self.pieces else " "

    def drop_space(self) -> None:
        """Take back a space at the end."""
        if self.pieces and self.pieces[-1].endswith(" "):
            piece = self.pieces.pop()[:-1]
            self.size -= 1 + len(piece)
            self.append(piece)


class LayoutBuilder:
    """Collects blocks. `open`, then `add` / `mark` / `link`, then `close`; empty blocks leave no trace unless they carry a link."""

    def __init__(self) -> None:
        self._chunks: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._open: _Open | None = None

    @property
    def is_open(self) -> bool:
        """Whether a block is being written."""
        return self._open is not None

    def open(self, kind: BlockKind, source_line: int, level: int = 0, ordinal: int | None = None) -> None:
        """Begin a block; one that is still open is closed first."""
        self.close()
        self._open = _Open(kind, max(1, source_line), level, ordinal)

    def set_line(self, source_line: int) -> None:
        """Correct the line of the open block."""
        if self._open:
            self._open.source_line = max(1, source_line)

    def here(self) -> int:
        """The position in the open block, to be handed to `mark` or `link` later. 0 without an open block."""
        return self._open.size if self._open else 0

    def add(self, text: str) -> None:
        """Append text to the open block (a paragraph is opened if none is); white space is folded, also across calls."""
        if self._open is None and not text.strip():
            return
        block = self._begun()
        piece = visible(text)
        if piece.startswith(" ") and block.last() in " \n":
            piece = piece[1:]
        block.append(piece)

    def line_break(self) -> None:
        """A line break that the reader sees inside the block (`<br>`); kept as one newline, never at the beginning, never two in a row."""
        if self._open is None:
            return
        self._open.drop_space()
        if self._open.size and self._open.last() != "\n":
            self._open.append("\n")

    def mark(self, kind: InlineKind, start: int) -> None:
        """Everything since `start` (from `here`) is bold, italic, code or a cell."""
        if self._open and self.here() > start:
            self._open.inlines.append(Inline(kind, start, self.here()))

    def link(self, url: str, start: int) -> None:
        """Everything since `start` is the anchor of a link to an absolute address."""
        block = self._begun()
        block.links.append((url, start, self.here()))

    def _begun(self) -> _Open:
        if self._open is None:
            self._open = _Open("paragraph", 1)
        return self._open

    def close(self) -> None:
        """End the open block and lay it down."""
        block, self._open = self._open, None
        if block is None:
            return
        text = "".join(block.pieces).rstrip()
        if not text and not block.links:
            return
        start = self._place(block.kind, text)
        if text:
            inlines = _inlines(text, start, block.inlines)
            self._blocks.append(Block(block.kind, start, start + len(text), block.source_line, block.level, block.ordinal, inlines))
        for url, first, last in block.links:
            # A link around a picture alone hangs on the end of the block before it.
            low, high = _anchor(text, first, last)
            self._links.append(Link(url, start + low, start + high, max(0, len(self._blocks) - 1)))

    def _place(self, kind: BlockKind, text: str) -> int:
        if not text:
            return self._length
        if self._blocks:
            joined = kind in _JOINED and self._blocks[-1].kind == kind
            self._append("\n" if joined else "\n\n")
        start = self._length
        self._append(text)
        return start

    def _append(self, text: str) -> None:
        self._chunks.append(text)
        self._length += len(text)

    def layout(self, stated: dict[str, str | list[str]]) -> Layout:
        """Close what is open and hand everything over."""
        self.close()
        links = self._links if self._blocks else []
        return Layout("".join(self._chunks), tuple(self._blocks), tuple(links), stated)


def _anchor(text: str, start: int, end: int) -> tuple[int, int]:
    """An anchor within its block's final text, without white space at its ends."""
    end = min(end, len(text))
    return trim(text, min(start, end), end)


def _inlines(text: str, offset: int, inlines: list[Inline]) -> tuple[Inline, ...]:
    """The block's inlines at their places in the whole text, without empty ones, outer before inner."""
    placed = []
    for inline in inlines:
        low, high = _anchor(text, inline.start, inline.end)
        if high > low:
            placed.append(Inline(inline.kind, offset + low, offset + high))
    return tuple(sorted(placed, key=lambda i: (i.start, -i.end, i.kind)))
