"""The lines above a post's text and below it, where it says who wrote it and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.dates import full_dates
from pipeline.text import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Block, Layout

_TOP_BLOCKS = 8
"""A byline stands above the text: so many of the first blocks are looked at."""
_LAST_BLOCKS = 3
_LINE = 120
"""A longer line is a sentence of the text: what stands below it is no masthead any more."""
_REST = 12
"""Characters beside the date that make a heading more than a date."""
_TEXT_KINDS = frozenset({"list_item", "table_row", "code"})
_MIN_LETTERS = 8
# The heading of a day of the event, not of the day of publication: "Friday - 8/10/2020".
_DAY_OF_EVENT = re.compile(r"\b(?:day|tag|jour|giorno|día)\b|day\b|tag\b|di\b", re.IGNORECASE)


def masthead(layout: Layout, title: str | None) -> Iterator[str]:
    """The short lines above the text. Of headings only the post's title, a date and what follows that directly belong to it."""
    blocks = layout.blocks[:_TOP_BLOCKS]
    headings = ((index, layout.text[block.start : block.end]) for index, block in enumerate(blocks) if block.kind == "heading")
    for start in sorted({0, *(index for index, heading in headings if _repeats(heading, title))}):
        yield from _lines_from(layout, blocks[start:])


def _repeats(heading: str, title: str | None) -> bool:
    """Whether a heading says the title, or most of it, once more."""
    key = letters(heading)
    return len(key) >= _MIN_LETTERS and bool(title) and key in letters(title or "")


def _lines_from(layout: Layout, blocks: tuple[Block, ...]) -> Iterator[str]:
    dated = False
    for index, block in enumerate(blocks):
        lines = layout.text[block.start : block.end].split("\n")
        if block.kind in _TEXT_KINDS or max(map(len, lines)) > _LINE:
            return
        if block.kind == "heading" and index:
            dated = dated or is_date_heading(lines[0])
            if not dated:
                return
        yield from lines


def is_date_heading(line: str) -> bool:
    """Whether a heading is the day of publication and nothing else: "3rd Mar 2011"."""
    found = next(full_dates(line), None)
    rest = len(line) - (found.end - found.start) if found else _REST
    return rest < _REST and not _DAY_OF_EVENT.search(line)


def closing_lines(layout: Layout) -> Iterator[str]:
    """The short lines at the end of the text, last one first."""
    for block in reversed(layout.blocks[-_LAST_BLOCKS:]):
        if block.kind not in {"code", "table_row", "heading"}:
            yield from (line for line in reversed(layout.text[block.start : block.end].split("\n")) if len(line) <= _LINE)
