"""Org mode, as far as posts use it: headings, lists, blocks, tables, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.parse.blocks import LayoutBuilder
from pipeline.parse.frontmatter import split
from pipeline.parse.markup import CELL, LineReader, Piece, depth_of, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model import Layout

_HEADING = re.compile(
    r"^(\*+)[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED|DRAFT)[ \t]+)?(?:\[#[A-Z]\][ \t]+)?(?P<text>.*?)(?:[ \t]+:[\w@#%:]+:)?[ \t]*$"
)
_KEYWORD = re.compile(r"^[ \t]*#\+([A-Za-z_-]+)(?:\[[^\]\n]*\])?:[ \t]*(.*)$")
_BEGIN = re.compile(r"^[ \t]*#\+begin_(\w+)", re.IGNORECASE)
_END = "#+end_"
# A drawer, ":PROPERTIES:" to ":END:", and planning lines are for the author, not for the reader.
_DRAWER = re.compile(r"^[ \t]*:[\w-]+:[ \t]*$")
_DRAWER_END = re.compile(r"^[ \t]*:end:[ \t]*$", re.IGNORECASE)
_DROPPED = re.compile(r"^[ \t]*(?:(?:SCHEDULED|DEADLINE|CLOSED):|#(?:[ \t]|$)|-{5,}[ \t]*$|#\+\w+[ \t]*$)")
_ITEM = re.compile(
    r"""^(?P<indent>[ \t]*)(?:[-+]|(?<=[ \t])\*|(?P<number>\d{1,3})[.)])[ \t]+
    (?:\[[ X-]\][ \t]+)?(?:(?P<term>\S.*?)[ \t]+::[ \t]+)?(?P<text>\S.*)$""",
    re.VERBOSE,
)
_ROW = re.compile(r"^[ \t]*\|(.*?)\|?[ \t]*$")
_RULE = re.compile(r"^[ \t]*\|-[-+|]*[ \t]*$")
_NOTE = re.compile(r"^\[(?:fn:)?[\w-]+\][ \t]+")
_FIXED = re.compile(r"^[ \t]*:[ \t](.*)$")
_STATED = {"keywords": "tags", "filetags": "tags", "hugo_tags": "tags", "language": "lang"}
_LISTS = frozenset({"tags"})
_PICTURE = r"[^\[\]\n]+\.(?:png|jpe?g|gif|svg|webp)"
_INLINE = re.compile(
    rf"""
    \[\[(?P<url>(?!{_PICTURE}\]\])[^\[\]\n]+)\](?:\[(?P<anchor>[^\[\]\n]*)\])?\]
  | (?P<drop>\[\[{_PICTURE}\]\]|\[fn:[^\[\]\n]*\]|<<[^<>\n]*>>|\\\\$)
  | (?<![\w=])=(?=\S)(?P<verbatim>[^=\n]*[^=\s])=(?![\w=])
  | (?<![\w~])~(?=\S)(?P<code>[^~\n]*[^~\s])~(?![\w~])
  | (?<![\w*])\*(?=\S)(?P<strong>[^*\n]*[^*\s])\*(?![\w*])
  | (?<![\w/:.])/(?=[^\s/])(?P<em>[^/\n]*[^/\s])/(?![\w/])
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class _State(LineReader):
    indents: list[int] = field(default_factory=list)
    quotes: int = 0


def read(source: str) -> Layout:
    """The layout of an Org post."""
    post = split(source, bare=False)
    state = _State(post.body.split("\n"), post.first_line, stated=post.stated)
    while state.at < len(state.lines):
        line = state.lines[state.at]
        if not line.strip():
            state.fresh = True
        elif not any(rule(state, line) for rule in _RULES):
            _text(state, line)
        state.at += 1
    builder = LayoutBuilder()
    lay_out(builder, state.pieces, _INLINE)
    return builder.layout({key: value for key, value in state.stated.items() if value})


def _keyword(state: _State, line: str) -> bool:
    match = _KEYWORD.match(line)
    if not match:
        return False
    key, value = match[1].lower(), match[2].strip()
    key = _STATED.get(key, key)
    if key == "caption":
        state.add(Piece("caption", 0, value))
    elif key == "title" and not state.pieces:
        state.stated.setdefault(key, value)
        state.add(Piece("heading", 0, value, 1))
    else:
        state.stated.setdefault(key, re.split(r"[:,\s]+", value.strip(":")) if key in _LISTS else value)
    state.fresh = True
    return True


def _heading(state: _State, line: str) -> bool:
    match = _HEADING.match(line)
    if match:
        titled = bool(state.pieces) and state.pieces[0].level == 1 and "title" in state.stated
        state.add(Piece("heading", 0, match["text"], min(6, len(match[1]) + titled)))
        state.fresh, state.indents = True, []
    return match is not None


def _block(state: _State, line: str) -> bool:
    """#+BEGIN_x ... #+END_x: quotations and verses are text, the rest is code; comments and exports are dropped."""
    if line.strip().lower().startswith(_END):
        state.quotes = max(0, state.quotes - 1)
        state.fresh = True
        return True
    match = _BEGIN.match(line)
    if not match:
        return False
    state.fresh = True
    kind = match[1].lower()
    if kind not in {"src", "example", "comment", "export", "html"}:
        state.quotes += 1
        return True
    close = f"{_END}{kind}"
    end = next((n for n in range(state.at + 1, len(state.lines)) if state.lines[n].strip().lower().startswith(close)), len(state.lines))
    if kind in {"src", "example"}:
        state.add(Piece("code", 0, "\n".join(state.lines[state.at + 1 : end])))
    state.at = end
    return True


def _drawer(state: _State, line: str) -> bool:
    if not _DRAWER.match(line):
        return bool(_DROPPED.match(line))
    end = next((n for n in range(state.at + 1, len(state.lines)) if _DRAWER_END.match(state.lines[n])), None)
    if end is not None:
        state.at = end
    return True


def _item(state: _State, line: str) -> bool:
    match = _ITEM.match(line)
    if not match:
        return False
    state.indents, level = depth_of([n for n in state.indents if n <= len(match["indent"])], len(match["indent"]))
    text = f"*{match['term']}*: {match['text']}" if match["term"] else match["text"]
    state.add(Piece("list_item", 0, text, level, int(match["number"]) if match["number"] else None))
    state.fresh = False
    return True


def _row(state: _State, line: str) -> bool:
    match = _ROW.match(line)
    if match and not _RULE.match(line):
        state.add(Piece("table_row", 0, CELL.join(cell.strip() for cell in match[1].split("|"))))
    state.fresh |= match is not None
    return match is not None


def _fixed(state: _State, line: str) -> bool:
    match = _FIXED.match(line)
    if match:
        state.add(Piece("code", 0, match[1]))
        state.fresh = True
    return match is not None


_RULES: tuple[Callable[[_State, str], bool], ...] = (_block, _keyword, _heading, _drawer, _item, _row, _fixed)


def _text(state: _State, line: str) -> None:
    """A line of a paragraph, or more of the list item before it."""
    line = _NOTE.sub("", line).strip()
    last = state.pieces[-1] if state.pieces else None
    if not state.fresh and last and last.kind in {"paragraph", "list_item", "quote"}:
        last.text += f" {line}"
        return
    state.add(Piece("quote" if state.quotes else "paragraph", 0, line))
    state.fresh = False
