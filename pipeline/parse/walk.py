"""From a BeautifulSoup tree to blocks: what HTML and Markdown share.

The walk keeps its own stack, so that the depth of a page cannot exhaust Python's. A block is opened only when its first text comes: until
then it is *pending*, and an inner element may still make something else of it (`<li><p>` is one list item, `<li><h3>` a heading).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4.element import CData, Comment, NavigableString, PreformattedString, Tag

from pipeline.errors import RejectInput
from pipeline.parse.elements import BLOCKS, INLINE, is_item, is_skipped, number_of
from pipeline.parse.tables import is_layout_table
from pipeline.parse.urls import add_text, web_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bs4.element import PageElement

    from pipeline.model import BlockKind, InlineKind
    from pipeline.parse.blocks import LayoutBuilder
    from pipeline.parse.lines import Lines

MAX_DEPTH = 200
"""Nested elements; the deepest real page of our corpora has about 40."""

LINE_ATTRIBUTE = "data-source-line"
LINE_COMMENT = "line:"
"""How a reader that knows source lines hands them over: an attribute of elements, or a comment `<!--line:7-->`."""


@dataclass(slots=True, eq=False)
class _Span:
    """An inline element that is open: where its part of the present block begins."""

    kind: InlineKind | None
    url: str = ""
    start: int = 0
    linked: bool = False


@dataclass(slots=True)
class _Pending:
    """A block that waits for its first text."""

    kind: BlockKind
    level: int = 0
    ordinal: int | None = None


class _Walker:
    def __init__(self, builder: LayoutBuilder, lines: Lines) -> None:
        self._builder = builder
        self._lines = lines
        self._spans: list[_Span] = []
        self._counters: list[int | None] = []
        self._pending: _Pending | None = None
        self._quotes = 0
        self._breaks = 0
        self._row_cells = -1
        self._layout_tables: list[bool] = []
        self._pre = False
        self._enter: dict[str, Callable[[Tag], Callable[[], None]]] = {
            "p": self._block, "li": self._item, "ul": self._list, "ol": self._list, "menu": self._list, "dl": self._list, "dd": self._item,
            "dt": self._term, "summary": self._term, "blockquote": self._quote, "pre": self._code, "figcaption": self._caption,
            "caption": self._caption, "table": self._table, "tr": self._row, "td": self._cell, "th": self._cell, "a": self._link,
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(INLINE, self._mark),
        }  # fmt: skip

    # -- the walk

    def walk(self, root: Tag) -> None:
        stack: list[tuple[Iterator[PageElement], Callable[[], None]]] = [(iter(root.contents), self._boundary)]
        while stack:
            children, leave = stack[-1]
            node = next(children, None)
            if node is None:
                stack.pop()
                leave()
            elif isinstance(node, Tag):
                if not is_skipped(node):
                    stack.append((iter(node.contents), self._entered(node)))
                    if len(stack) > MAX_DEPTH:
                        raise RejectInput("parse", "too_complex", f"more than {MAX_DEPTH} nested elements")
            elif isinstance(node, NavigableString):
                self._string(node)

    def _entered(self, tag: Tag) -> Callable[[], None]:
        line = tag.attrs.get(LINE_ATTRIBUTE) if tag.attrs else None
        if line is not None:
            self._lines.mark(str(line))
        name = tag.name
        if name == "br":
            self._break()
            return _nothing
        if self._row_cells >= 0 and name in BLOCKS and name not in {"td", "th"}:
            self._builder.add(" ")
            return self._space
        if tag.attrs and is_item(tag):
            return self._linked_item(tag)
        handler = self._enter.get(name)
        if handler:
            return handler(tag)
        return self._block(tag) if name in BLOCKS else _nothing

    def _string(self, node: NavigableString) -> None:
        if not isinstance(node, PreformattedString) or isinstance(node, CData):
            self._text(str(node))
        elif isinstance(node, Comment) and node.startswith(LINE_COMMENT):
            self._lines.mark(str(node).removeprefix(LINE_COMMENT))

    def _text(self, text: str) -> None:
        if not text or text.isspace():
            if self._builder.is_open and not self._pre:
                self._builder.add(" ")
            return
        self._begin(text)
        if self._pre:
            self._lines_of_code(text)
        elif any(span.kind is None for span in self._spans):
            self._builder.add(text)
        else:
            add_text(self._builder, text)

    def _lines_of_code(self, text: str) -> None:
        first, *others = text.split("\n")
        self._builder.add(first)
        for line in others:
            self._builder.line_break()
            self._builder.add(line)

    # -- blocks

    def _begin(self, text: str) -> None:
        """Open the pending block now that it has a text."""
        self._breaks = 0
        if self._builder.is_open:
            if text and not self._builder.here():
                # Opened by a link around a picture, which stands nowhere in particular.
                self._builder.set_line(self._lines.at(text))
            return
        block = self._pending or _Pending("quote" if self._quotes else "paragraph")
        self._pending = None
        self._builder.open(block.kind, self._lines.at(text), block.level, block.ordinal)
        for span in self._spans:
            span.start = 0

    def _boundary(self) -> None:
        """A block ends here; elements that stay open go on in the next one."""
        if self._row_cells >= 0:
            self._builder.add(" ")
            return
        self._end()
        self._pending = None

    def _end(self) -> None:
        self._breaks = 0
        if self._builder.is_open:
            for span in reversed(self._spans):
                self._finish(span)
            self._builder.close()
        for span in self._spans:
            span.start = 0

    def _finish(self, span: _Span) -> None:
        if self._builder.here() <= span.start:
            return
        if span.kind is not None:
            self._builder.mark(span.kind, span.start)
        elif not span.linked:
            self._builder.link(span.url, span.start)
            span.linked = True

    def _wait(self, kind: BlockKind, level: int = 0, ordinal: int | None = None) -> None:
        self._boundary()
        self._pending = _Pending(kind, level, ordinal)

    def _space(self) -> None:
        self._builder.add(" ")

    def _break(self) -> None:
        if self._row_cells >= 0:
            self._builder.add(" ")
            return
        self._breaks += self._builder.is_open
        if self._breaks > 1 and not self._pre:
            self._boundary()
        else:
            self._builder.line_break()

    def _block(self, _tag: Tag) -> Callable[[], None]:
        """A paragraph, or a box: the first one inside a list item, a heading or a caption is that item's own text."""
        if self._builder.is_open or self._pending is None:
            self._boundary()
        return self._boundary

    def _heading(self, tag: Tag) -> Callable[[], None]:
        self._wait("heading", int(tag.name[1]))
        return self._boundary

    def _caption(self, _tag: Tag) -> Callable[[], None]:
        self._wait("caption")
        return self._boundary

    def _term(self, tag: Tag) -> Callable[[], None]:
        """The term of a definition, or a summary: a paragraph set in bold, as browsers show it."""
        self._boundary()
        unmark = self._mark(tag)

        def leave() -> None:
            unmark()
            self._boundary()

        return leave

    def _quote(self, _tag: Tag) -> Callable[[], None]:
        self._boundary()
        self._quotes += 1
        return self._unquote

    def _unquote(self) -> None:
        self._boundary()
        self._quotes -= 1

    def _code(self, _tag: Tag) -> Callable[[], None]:
        self._wait("code")
        self._pre = True
        return self._uncode

    def _uncode(self) -> None:
        self._pre = False
        self._boundary()

    # -- lists

    def _list(self, tag: Tag) -> Callable[[], None]:
        self._boundary()
        self._counters.append(number_of(tag.attrs.get("start"), 1) if tag.name == "ol" else None)
        return self._unlist

    def _unlist(self) -> None:
        self._boundary()
        self._counters.pop()

    def _item(self, tag: Tag) -> Callable[[], None]:
        ordinal = self._counters[-1] if self._counters else None
        if ordinal is not None:
            ordinal = number_of(tag.attrs.get("value"), ordinal)
            self._counters[-1] = ordinal + 1
        self._wait("list_item", max(1, len(self._counters)), ordinal)
        return self._boundary

    def _linked_item(self, tag: Tag) -> Callable[[], None]:
        """An item of a list that is made of boxes or links instead of `li`."""
        self._wait("list_item", max(1, len(self._counters)))
        unlink = self._link(tag) if tag.name == "a" else _nothing

        def leave() -> None:
            unlink()
            self._boundary()

        return leave

    # -- tables

    def _table(self, tag: Tag) -> Callable[[], None]:
        self._boundary()
        self._layout_tables.append(is_layout_table(tag))
        return self._untable

    def _untable(self) -> None:
        self._boundary()
        self._layout_tables.pop()

    def _row(self, tag: Tag) -> Callable[[], None]:
        self._boundary()
        if not self._layout_tables or self._layout_tables[-1] or not tag.get_text(strip=True):
            return self._boundary
        self._pending = _Pending("table_row")
        self._begin(tag.get_text())
        self._row_cells = 0
        return self._unrow

    def _unrow(self) -> None:
        self._row_cells = -1
        self._boundary()

    def _cell(self, tag: Tag) -> Callable[[], None]:
        if self._row_cells < 0:
            return self._block(tag)
        if self._row_cells:
            self._builder.add(" | ")
        self._row_cells += 1
        start = self._builder.here()
        return lambda: self._builder.mark("cell", start)

    # -- inline

    def _mark(self, tag: Tag) -> Callable[[], None]:
        if self._pre:
            return _nothing
        return self._span(_Span(INLINE.get(tag.name, "strong"), start=self._builder.here()))

    def _link(self, tag: Tag) -> Callable[[], None]:
        target = web_target(str(tag.attrs.get("href") or ""))
        if target is None:
            return _nothing
        return self._span(_Span(None, target, self._builder.here()))

    def _span(self, span: _Span) -> Callable[[], None]:
        self._spans.append(span)

        def leave() -> None:
            self._finish(span)
            if span.kind is None and not span.linked:
                self._begin("")
                self._builder.link(span.url, self._builder.here())
            self._spans.remove(span)

        return leave


def _nothing() -> None:
    """What inline elements without meaning do at their end."""


def walk(root: Tag, builder: LayoutBuilder, lines: Lines) -> None:
    """Feed everything below `root` to the builder."""
    _Walker(builder, lines).walk(root)
