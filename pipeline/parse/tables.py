"""Tables that hold data, and tables that only place things on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import Tag

_STRUCTURE = ["table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"]
_BOXES = ["p", "div", "ul", "ol"]
_MANY_BOXES = 3


def is_layout_table(table: Tag) -> bool:
    """A table with headings, other tables or several paragraphs in one cell, or with one column: to be read as running text."""
    if table.find(_STRUCTURE) is not None:
        return True
    return _columns(table) < 2 or any(_is_box(cell) for cell in table.find_all(["td", "th"]))  # noqa: PLR2004 - a table of one column is none


def _columns(table: Tag) -> int:
    """The number of cells of the longest row."""
    return max((len(row.find_all(["td", "th"])) for row in table.find_all("tr")), default=0)


def _is_box(cell: Tag) -> bool:
    """Whether a cell holds several paragraphs or lists side by side."""
    return len(cell.find_all(_BOXES, recursive=False)) >= _MANY_BOXES
