"""Plain text: structure from blank lines, markers of list items and short lines.

A recap saved as text mostly has one paragraph a line; some files are wrapped by hand at a fixed width. Which of the two is decided once per
file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.parse.blocks import LayoutBuilder
from pipeline.parse.urls import BARE_URL, add_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import BlockKind, Layout

# "- ", "  • ", "1. ", "2) ": a list item; a number needs its dot or bracket, "2018 was" is none.
_ITEM = re.compile(r"^(?P<indent>[ \t\u00a0]*)(?:[-*+•◦▪‣·●○–—]|(?P<number>\d{1,3})[.)])[ \t\u00a0]+(?=\S)")
_UNDERLINE = re.compile(r"^[ \t]*(?P<mark>[=\-~^*_#])(?P=mark){2,}[ \t]*$")
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})[ \t]+(?=\S)(.*?)[ \t#]*$")
# What stands under a picture or beside a title, never a title itself.
_CREDIT = re.compile(
    r"^(?:photo|image|picture|credit|source|figure)s?\b[^.]{0,20}[:©]|^by\s|^(?:posted|published|written)\b", re.IGNORECASE
)
_DATE = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?[ ,.]+[A-Z][a-z]{2,8}[ ,.]+\d{4}\b|\b[A-Z][a-z]{2,8} \d{1,2},? \d{4}$|\b\d{4}-\d\d-\d\d\b")
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
# "Title - Name, Role, Company": a dash with a capital behind it, then a comma.
_CREDITED = re.compile(r"\s[-–—]\s+[A-ZÀ-ÖØ-Þ][^-–—,.]{2,40},")
# Words that open a sentence far more often than a title.
_OPENER = re.compile(r"\W*(?:if|i|we|you|it|this|that|there|they|and|but|so|as|when|here|check|for more)\b", re.IGNORECASE)
_REMARK_WORDS, _REMARK_CAPITALS = 8, 0.4
_TITLE_END = re.compile(r"(?<!\b[ap]\.m)[.…:;,][\"'”’)\]]*$")

_HEADING_MAX = 120
_ALONE_MAX = 220
"""A line alone between blank lines may be a title with all its speakers and their companies, if what follows is longer still."""
_LONG = 120
_WRAP_MIN, _WRAP_MAX = 55, 100
_WRAP_SPREAD = 18
_WRAP_SHARE = 0.6
_WRAP_LINES = 4
_TAB = 4
_MAX_TITLE_LEVEL = 2


@dataclass(slots=True)
class _Line:
    """A line, or several wrapped ones joined."""

    number: int
    text: str
    kind: BlockKind = "paragraph"
    level: int = 0
    ordinal: int | None = None
    indent: int = 0


@dataclass(slots=True)
class _Chunk:
    """What stands between two blank lines."""

    lines: list[_Line] = field(default_factory=list)


def read(source: str) -> Layout:
    """The layout of a text file."""
    chunks = _chunks(source)
    wrapped = _is_wrapped(chunks)
    for chunk in chunks:
        _underlined(chunk)
        _items(chunk)
        if wrapped:
            chunk.lines = _joined(chunk.lines)
    _headings(chunks)
    builder = LayoutBuilder()
    for line in _leveled(chunks):
        builder.open(line.kind, line.number, line.level, line.ordinal)
        add_text(builder, line.text)
    return builder.layout({})


def _chunks(source: str) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    blank = True
    for number, line in enumerate(source.split("\n"), 1):
        if line.strip():
            if blank:
                chunks.append(_Chunk())
            chunks[-1].lines.append(_Line(number, line.rstrip()))
        blank = not line.strip()
    return chunks


def _is_wrapped(chunks: list[_Chunk]) -> bool:
    """Whether lines were broken at a width: most lines that another follows are about as long and end within a sentence."""
    widths = [len(line.text) for chunk in chunks for line in chunk.lines[:-1]]
    full = [line.text for chunk in chunks for line in chunk.lines[:-1] if not _ITEM.match(line.text) and not _UNDERLINE.match(line.text)]
    if len(full) < _WRAP_LINES:
        return False
    width = sorted(widths)[int(len(widths) * 0.9)]
    if not _WRAP_MIN <= width <= _WRAP_MAX:
        return False
    broken = [text for text in full if width - _WRAP_SPREAD <= len(text) <= _WRAP_MAX and not _SENTENCE_END.search(text)]
    return len(broken) >= _WRAP_SHARE * len(full)


def _underlined(chunk: _Chunk) -> None:
    """A line above ===== or ----- is a heading, as is one behind #; rules alone are dropped."""
    kept: list[_Line] = []
    for line in chunk.lines:
        rule = _UNDERLINE.match(line.text)
        marked = _MARKDOWN_HEADING.match(line.text)
        if rule and kept and rule["mark"] in "=-~^" and len(kept[-1].text) <= _HEADING_MAX:
            kept[-1].kind, kept[-1].level = "heading", 1 if rule["mark"] == "=" else 2
        elif marked:
            kept.append(_Line(line.number, marked[2], "heading", len(marked[1])))
        elif not rule:
            kept.append(line)
    chunk.lines = kept


def _items(chunk: _Chunk) -> None:
    """Mark list items and take their markers off; depth by indentation."""
    depths: list[int] = []
    for line in chunk.lines:
        match = _ITEM.match(line.text) if line.kind == "paragraph" else None
        if not match:
            line.indent = _width(line.text[: len(line.text) - len(line.text.lstrip())])
            continue
        indent = _width(match["indent"])
        depths = [depth for depth in depths if depth < indent] + [indent]
        line.kind, line.level, line.text = "list_item", len(depths), line.text[match.end() :]
        line.ordinal = int(match["number"]) if match["number"] else None


def _width(blank: str) -> int:
    return sum(_TAB if char == "\t" else 1 for char in blank)


def _joined(lines: list[_Line]) -> list[_Line]:
    """Lines of a wrapped paragraph or list item as one."""
    joined: list[_Line] = []
    for line in lines:
        if joined and line.kind == "paragraph" and joined[-1].kind in {"paragraph", "list_item"}:
            joined[-1].text += " " + line.text.strip()
        else:
            joined.append(line)
    return joined


def _headings(chunks: list[_Chunk]) -> None:
    for number, chunk in enumerate(chunks):
        following = chunks[number + 1].lines[0] if number + 1 < len(chunks) and chunks[number + 1].lines else None
        for index, line in enumerate(chunk.lines):
            if line.kind in {"paragraph", "list_item"} and _is_heading(chunk.lines, index, following):
                line.kind, line.level = "heading", _MAX_TITLE_LEVEL


def _is_heading(lines: list[_Line], index: int, following: _Line | None) -> bool:
    """A short line that no sentence ends, alone between blank lines or above something longer."""
    line = lines[index]
    if not _is_title_like(line):
        return False
    if len(lines) == 1:
        return following is not None and _heads(line, following)
    if len(line.text) > _HEADING_MAX or line.kind != "paragraph" or index + 1 == len(lines):
        return False
    if index and not _ends_section(lines[index - 1]):
        return False
    return any(_is_body(after) for after in lines[index + 1 : index + 3])


def _heads(line: _Line, following: _Line) -> bool:
    """Whether a line alone between blank lines is the heading of what comes next."""
    longer = following.kind == "paragraph" and len(following.text) > len(line.text)
    if line.kind == "list_item":
        # "1. Monitoring" above a paragraph: a numbered heading rather than a list of one.
        return line.ordinal is not None and longer
    return longer or len(line.text) <= _HEADING_MAX or bool(_CREDITED.search(line.text))


def _is_title_like(line: _Line) -> bool:
    text = line.text.strip()
    if len(text) > _ALONE_MAX or _TITLE_END.search(text) or not any(char.isalpha() for char in text):
        return False
    return not (_CREDIT.search(text) or _DATE.search(text) or BARE_URL.search(text) or _is_remark(text))


def _is_remark(text: str) -> bool:
    """A sentence that lost its full stop: it opens like one and is written in lower case, as titles of that length are not."""
    words = text.split()
    capitals = sum(word[:1].isupper() for word in words)
    return len(words) >= _REMARK_WORDS and capitals <= _REMARK_CAPITALS * len(words) and bool(_OPENER.match(text))


def _ends_section(line: _Line) -> bool:
    """Whether a title may follow directly, without a blank line."""
    return line.kind == "list_item" or (line.kind == "paragraph" and len(line.text) > _LONG and bool(_SENTENCE_END.search(line.text)))


def _is_body(line: _Line) -> bool:
    return line.kind == "list_item" or len(line.text) > _LONG or bool(_SENTENCE_END.search(line.text.strip()))


def _leveled(chunks: list[_Chunk]) -> Iterator[_Line]:
    """All lines; the first one, if it is a heading, is the title."""
    lines = [line for chunk in chunks for line in chunk.lines]
    if lines and lines[0].kind == "heading":
        lines[0].level = 1
    yield from lines
