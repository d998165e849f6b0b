"""AsciiDoc, as far as posts use it: headings, lists, delimited blocks, tables, links. No parser in Python is sound enough to rely on."""

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

_HEADING = re.compile(r"^(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*$")
_ATTRIBUTE = re.compile(r"^:(!?[\w-]+!?):(?:[ \t]+(.*))?$")
# "Jane Doe <jane@x.org>; John Roe": the line under the document's title.
_AUTHOR = re.compile(r"^[^\W\d_][\w.'’ -]{1,60}(?:<[^<>]*>)?(?:; *[^\W\d_][\w.'’ -]{1,60}(?:<[^<>]*>)?)*$")
_MAIL = re.compile(r"\s*<[^<>]*>")
# "v1.0, 2018-05-11": the line under the authors.
_REVISION = re.compile(r"^(?:v?[\d.]+,\s*)?(\d{4}-\d\d-\d\d)\b")
_ITEM = re.compile(r"^[ \t]*(?:(?P<bullet>\*{1,5}|-)|(?P<dots>\.{1,5})|(?P<number>\d{1,3})\.)[ \t]+(?:\[[ x*]\][ \t]+)?(?P<text>\S.*)$")
_TERM = re.compile(r"^(?P<term>[^\s:].{0,120}?)(?::{2,4}|;;)(?:[ \t]+(?P<text>\S.*))?$")
_DELIMITER = re.compile(r"^(-{4,}|\*{4,}|_{4,}|={4,}|\.{4,}|\+{4,}|/{4,}|--|[|,!]={3,}|```)\w*[ \t]*$")
_ADMONITION = re.compile(r"^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION): +")
# [quote], [[anchor]], [source,java]: about the block that follows; ++++ and comments; pictures, includes and rules.
_DROPPED = re.compile(
    r"^(?:\[[^\]\n]*\]{1,2}|(?:image|video|audio|include|toc|ifdef|ifndef|endif|ifeval|gist)::\S*\[[^\]\n]*\]|'{3,}|<<<|//.*)[ \t]*$"
)
_TITLE = re.compile(r"^\.(?![. \t])(\S.*)$")
_LABEL = re.compile(r"(?:,\s*|^)(?:window|role|rel|opts|options)\s*=[^\]\n]*(?=\])|\^(?=\])")
_REFERENCE = re.compile(r"\{([\w-]+)\}")
# The typewriter's quotes, ``so'' and `so', are no code.
_DOUBLE_QUOTED = re.compile(r"``([^`'\n]+)''")
_QUOTED = re.compile(r"(?<![`\w])`([^`'\n]+)'(?![\w'])")
_CELL = re.compile(r"(?:^|(?<=\s))[\d.+*<^>]{0,8}[adehlmsv]?\|")
_INLINE = re.compile(
    r"""
    (?P<drop>image:[^\s\[]*\[[^\]\n]*\]|\[\[[\w-]+\]\]|(?<=\s)\+$|footnote:\[[^\]\n]*\]|\[\#?[.\w-]+\](?=[\#*_`])) # pictures, anchors
  | (?:link:|xref:|\b(?=https?://))(?P<url>[^\s\[\]<>"]+)\[(?P<anchor>[^\]\n]*)\]                                  # link:x[text], https://x[text]
  | `(?P<code>[^`\n]+)`
  | (?<![\w*])\*{1,2}(?=\S)(?P<strong>[^*\n]*[^*\s])\*{1,2}(?![\w*])
  | (?<![\w_/])_{1,2}(?=\S)(?P<em>[^_\n]*[^_\s])_{1,2}(?![\w_])
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class _State(LineReader):
    markers: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)


def read(source: str) -> Layout:
    """The layout of an AsciiDoc post."""
    post = split(source, bare=False)
    state = _State(post.body.split("\n"), post.first_line, stated=post.stated)
    _header(state)
    while state.at < len(state.lines):
        _step(state, state.lines[state.at])
        state.at += 1
    for piece in state.pieces:
        if piece.kind != "code":
            piece.text = _plain(piece.text, state.stated)
    builder = LayoutBuilder()
    lay_out(builder, state.pieces, _INLINE)
    return builder.layout({key: value for key, value in state.stated.items() if value})


def _header(state: _State) -> None:
    """Title, authors, revision and attributes before the first blank line."""
    lines = state.lines
    while state.at < len(lines) and not lines[state.at].strip():
        state.at += 1
    title = _HEADING.match(lines[state.at]) if state.at < len(lines) else None
    if not title or len(title[1]) > 1:
        return
    state.stated.setdefault("title", title[2])
    state.add(Piece("heading", 0, title[2], 1))
    state.at += 1
    if state.at < len(lines) and _AUTHOR.match(lines[state.at]):
        state.stated.setdefault("author", [name.strip() for name in _MAIL.sub("", lines[state.at]).split(";")])
        state.at += 1
        revision = _REVISION.match(lines[state.at]) if state.at < len(lines) else None
        if revision:
            state.stated.setdefault("date", revision[1])
            state.at += 1


def _step(state: _State, line: str) -> None:
    """One line; delimited blocks take all of theirs."""
    if not line.strip():
        state.fresh = True
        state.markers = state.markers if _continues_list(state) else []
        return
    delimiter = _DELIMITER.match(line)
    if delimiter:
        _delimited(state, delimiter[1])
    elif not _DROPPED.match(line) and not any(rule(state, line) for rule in _RULES):
        _text(state, line)


def _continues_list(state: _State) -> bool:
    """Whether the next line that is not blank is another item."""
    following = next((line for line in state.lines[state.at + 1 : state.at + 4] if line.strip()), "")
    return bool(_ITEM.match(following))


def _attribute(state: _State, line: str) -> bool:
    match = _ATTRIBUTE.match(line)
    if match and (state.fresh or not state.pieces or state.pieces[-1].kind == "heading"):
        state.stated[match[1].strip("!").lower()] = (match[2] or "").strip()
        return True
    return False


def _heading(state: _State, line: str) -> bool:
    match = _HEADING.match(line) if state.fresh else None
    if match:
        state.add(Piece("heading", 0, match[2], len(match[1])))
        state.fresh, state.markers = True, []
    return match is not None


def _item(state: _State, line: str) -> bool:
    match = _ITEM.match(line)
    if not match or not (state.fresh or state.pieces[-1].kind == "list_item"):
        # A list marker at the beginning of a wrapped line is a dash in a sentence.
        return False
    marker = match["bullet"] or match["dots"] or "1."
    ordinal = int(match["number"]) if match["number"] else _next_ordinal(state, marker) if match["dots"] else None
    state.markers, level = depth_of(state.markers, marker)
    state.add(Piece("list_item", 0, match["text"], level, ordinal))
    state.fresh = False
    return True


def _next_ordinal(state: _State, marker: str) -> int:
    """The number of a `.` item: one more than the item before it at its depth."""
    if marker not in state.markers:
        return 1
    level = state.markers.index(marker) + 1
    before = next((piece for piece in reversed(state.pieces) if piece.kind == "list_item" and piece.level == level), None)
    return (before.ordinal or 0) + 1 if before else 1


def _term(state: _State, line: str) -> bool:
    match = _TERM.match(line) if state.fresh else None
    if match:
        state.add(Piece("paragraph", 0, f"*{match['term'].strip('*')}*"))
        state.fresh = not match["text"]
        if match["text"]:
            state.add(Piece("list_item", 0, match["text"], 1))
    return match is not None


def _title(state: _State, line: str) -> bool:
    match = _TITLE.match(line) if state.fresh else None
    if match:
        state.add(Piece("caption", 0, match[1]))
    return match is not None


_RULES: tuple[Callable[[_State, str], bool], ...] = (_attribute, _heading, _item, _term, _title)


def _text(state: _State, line: str) -> None:
    """A line of a paragraph, or more of the list item before it."""
    if line.strip() == "+":
        state.fresh = True
        return
    if state.fresh or not state.pieces or state.pieces[-1].kind not in {"paragraph", "list_item", "quote"}:
        state.add(Piece("quote" if state.quotes else "paragraph", 0, _ADMONITION.sub("", line.strip())))
        state.fresh = False
    else:
        _continue(state.pieces[-1], line)


def _continue(piece: Piece, line: str) -> None:
    # A line that ends in " +" is broken there.
    hard = piece.text.endswith(" +")
    piece.breaks |= hard
    piece.text = piece.text.removesuffix(" +") + ("\n" if hard else "\n" if piece.breaks else " ") + line.strip()


def _delimited(state: _State, mark: str) -> None:
    """A block between two equal lines: code is taken as it is, a comment dropped, of the others only the fences go."""
    state.fresh = True
    kind = mark[0]
    if kind in "_=*" or mark == "--":
        if kind == "_" and mark in state.quotes:
            state.quotes.remove(mark)
        elif kind == "_":
            state.quotes.append(mark)
        return
    end = next((n for n in range(state.at + 1, len(state.lines)) if state.lines[n].rstrip() == mark), len(state.lines))
    inner = state.lines[state.at + 1 : end]
    state.at += 1
    if mark[1:].startswith("==="):
        _rows(state, inner)
    elif kind in "-.`" and any(line.strip() for line in inner):
        state.add(Piece("code", 0, "\n".join(inner)))
    state.at = end


def _rows(state: _State, lines: list[str]) -> None:
    """A table: as many cells a row as its first line has, whether they stand on one line or on several."""
    first = state.at
    cells: list[tuple[int, str]] = []
    columns = 0
    for number, line in enumerate(lines):
        if not line.strip():
            columns = columns or len(cells)
            continue
        head, *found = _CELL.split(line)
        if head.strip() and cells:
            cells[-1] = (cells[-1][0], f"{cells[-1][1]} {head.strip()}")
        cells += [(first + number, cell.strip()) for cell in found]
        columns = columns or (len(found) if len(found) > 1 else 0)
    columns = columns or 1
    for start in range(0, len(cells), columns):
        state.at = cells[start][0]
        state.add(Piece("table_row", 0, CELL.join(text for _, text in cells[start : start + columns])))


def _plain(text: str, stated: dict[str, str | list[str]]) -> str:
    """Attribute references resolved, options of links taken off."""
    if "{" in text:
        text = _REFERENCE.sub(lambda match: _value(stated, match), text)
    if "'" in text:
        text = _QUOTED.sub(r"‘\1’", _DOUBLE_QUOTED.sub(r"“\1”", text))
    return _LABEL.sub("", text) if "[" in text else text


def _value(stated: dict[str, str | list[str]], match: re.Match[str]) -> str:
    value = stated.get(match[1].lower())
    return value if isinstance(value, str) else match.group()
