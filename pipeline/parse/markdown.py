"""Markdown (CommonMark with tables, footnotes, definition lists) and what static-site generators add to it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from pipeline.parse.blocks import LayoutBuilder
from pipeline.parse.frontmatter import split
from pipeline.parse.generators import numbered_lines, plain_markdown
from pipeline.parse.lines import MarkedLines
from pipeline.parse.urls import trim_url
from pipeline.parse.walk import LINE_ATTRIBUTE, LINE_COMMENT, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

    from pipeline.model import Layout

# The rest of a bare address after "https". Brackets, asterisks and bars belong to Markdown around it.
_REST_OF_URL = re.compile(r"://[^\s<>\[\]*`|\"“”]+")


def read(source: str) -> Layout:
    """The layout of a Markdown post."""
    post = split(source.replace("\r\n", "\n").replace("\r", "\n"))
    builder = LayoutBuilder()
    html = _html(plain_markdown(post.body), post.first_line)
    walk(BeautifulSoup(html, "lxml"), builder, MarkedLines())
    return builder.layout(post.stated)


def _html(body: str, first_line: int) -> str:
    """Rendered HTML in which every block element says from which line it comes."""
    parser = _parser()
    lines, numbers = numbered_lines(body)
    tokens = parser.parse("\n".join(lines), {})
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet(LINE_ATTRIBUTE, str(numbers[token.map[0]] + 1 + first_line))
    return str(parser.renderer.render(tokens, parser.options, {}))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False).use(deflist_plugin)
    parser.inline.ruler.before("escape", "bare_url", _bare_url)
    parser.add_render_rule("html_block", _html_block)
    for mark in ("footnote_ref", "footnote_anchor"):
        parser.add_render_rule(mark, _nothing)
    return parser


def _bare_url(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Take a bare address whole, so that underscores and entities in it stay what they are."""
    scheme = state.src[max(0, state.pos - 5) : state.pos].lower()
    if state.src[state.pos] != ":" or not scheme.endswith(("http", "https")):
        return False
    match = _REST_OF_URL.match(state.src, state.pos)
    rest = trim_url(match.group()) if match else ""
    if len(rest) <= len("://"):
        return False
    if not silent:
        state.pending += rest.replace("&amp;", "&")
    state.pos += len(rest)
    return True


def _html_block(_renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType) -> str:
    """Raw HTML as it is, after a comment that says where it stands."""
    token = tokens[index]
    return f"<!--{LINE_COMMENT}{token.attrGet(LINE_ATTRIBUTE)}-->{token.content}"


def _nothing(_renderer: RendererHTML, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType) -> str:
    """Marks of footnotes: no words of the text."""
    return ""
