"""Inline markup of the formats that we read ourselves (AsciiDoc, Org): links, bold, italic, code.

A format is one pattern with named groups: `url` (with `anchor`), `code`, `strong`, `em`, `drop`. Contents are read again, for markup within
markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pipeline.parse.urls import add_text, web_target

if TYPE_CHECKING:
    import re

    from pipeline.model import BlockKind, InlineKind
    from pipeline.parse.blocks import LayoutBuilder

_T = TypeVar("_T")
_MAX_NESTED = 4
_KINDS: dict[str, InlineKind] = {"strong": "strong", "em": "em", "code": "code", "verbatim": "code"}
CELL = "\x1f"
"""Between the cells of a row, until they are laid out; no text contains it."""


@dataclass(slots=True)
class Piece:
    """A block before its inline markup is read."""

    kind: BlockKind
    line: int
    text: str
    level: int = 0
    ordinal: int | None = None
    breaks: bool = False
    """Whether its line feeds are line breaks that the reader sees."""


@dataclass(slots=True)
class LineReader:
    """Where a reader that goes line by line stands, and what it has read so far."""

    lines: list[str]
    first_line: int
    at: int = 0
    pieces: list[Piece] = field(default_factory=list)
    stated: dict[str, str | list[str]] = field(default_factory=dict)
    fresh: bool = True
    """Whether the next line of text begins a block."""

    def add(self, piece: Piece) -> None:
        """Append a piece that begins at the current line."""
        piece.line = self.first_line + self.at + 1
        self.pieces.append(piece)


def lay_out(builder: LayoutBuilder, pieces: list[Piece], pattern: re.Pattern[str]) -> None:
    """Feed blocks to the builder."""
    for piece in pieces:
        builder.open(piece.kind, piece.line, piece.level, piece.ordinal)
        if piece.kind == "code":
            _add_lines(builder, piece.text)
        elif piece.kind == "table_row":
            _add_cells(builder, piece.text, pattern)
        elif piece.breaks:
            for line in piece.text.split("\n"):
                add_inline(builder, line, pattern)
                builder.line_break()
        else:
            add_inline(builder, piece.text, pattern)
        builder.close()


def _add_lines(builder: LayoutBuilder, text: str) -> None:
    for line in text.split("\n"):
        builder.add(line)
        builder.line_break()


def _add_cells(builder: LayoutBuilder, text: str, pattern: re.Pattern[str]) -> None:
    """A row whose cells are separated by `CELL`."""
    for number, cell in enumerate(text.split(CELL)):
        if number:
            builder.add(" | ")
        start = builder.here()
        add_inline(builder, cell.strip(), pattern)
        builder.mark("cell", start)


def add_inline(builder: LayoutBuilder, text: str, pattern: re.Pattern[str], depth: int = 0) -> None:
    """Add text with its markup to the open block."""
    position = 0
    for match in pattern.finditer(text):
        if match.start() < position:
            continue
        add_text(builder, text[position : match.start()])
        position = _add_match(builder, match, pattern, depth)
    add_text(builder, text[position:])


def _add_match(builder: LayoutBuilder, match: re.Match[str], pattern: re.Pattern[str], depth: int) -> int:
    """One stretch of markup; gives the position after it."""
    groups = match.groupdict()
    if groups.get("url") is not None:
        return _add_link(builder, match, pattern, depth)
    name = next((name for name in _KINDS if groups.get(name) is not None), None)
    if name is None:
        return match.end()
    start = builder.here()
    if _KINDS[name] == "code" or depth >= _MAX_NESTED:
        builder.add(groups[name])
    else:
        add_inline(builder, groups[name], pattern, depth + 1)
    builder.mark(_KINDS[name], start)
    return match.end()


def _add_link(builder: LayoutBuilder, match: re.Match[str], pattern: re.Pattern[str], depth: int) -> int:
    """A link with its own anchor, or with its address for one."""
    url, anchor = match["url"], match["anchor"]
    start = builder.here()
    if not anchor:
        add_text(builder, url)
    elif depth >= _MAX_NESTED or "://" in anchor:
        builder.add(anchor)
    else:
        add_inline(builder, anchor, pattern, depth + 1)
    target = web_target(url)
    if target and (anchor or "://" not in url):
        builder.link(target, start)
    return match.end()


def depth_of(open_markers: list[_T], marker: _T) -> tuple[list[_T], int]:
    """The markers of the lists that are open after an item with this one, and the item's depth."""
    kept = open_markers[: open_markers.index(marker) + 1] if marker in open_markers else [*open_markers, marker]
    return kept, len(kept)
