"""A web page, whole or in part: find the article, drop what surrounds it, walk the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser

from pipeline.errors import RejectInput
from pipeline.parse.article import find_article
from pipeline.parse.blocks import LayoutBuilder
from pipeline.parse.frontmatter import Split, split
from pipeline.parse.generators import without_tags
from pipeline.parse.head import page_heading, stated
from pipeline.parse.lines import SoughtLines
from pipeline.parse.noise import drop_noise, drop_unseen
from pipeline.parse.walk import walk

if TYPE_CHECKING:
    from pipeline.model import Layout

# Elements that authors leave open on purpose count for nothing in the depth of a page; comments and void elements have no end.
_OPEN_ENDED = "p|li|dt|dd|td|th|tr|tbody|thead|option|br|hr|img|input|link|meta|wbr|col|area|base|source|embed"
_TAG = re.compile(rf"<(/?)(?!(?:{_OPEN_ENDED})\b)[a-zA-Z][^<>]*?(/?)>")
_MANY_TAGS = 5000
_MAX_DEPTH = 1000
"""Parsers take quadratic time on depth: 5,000 nested elements cost 30 ms, 100,000 a quarter of a minute."""
_MIN_TEXT = 200
_BODY = re.compile(r"<body\b", re.IGNORECASE)


def read(source: str) -> Layout:
    """The layout of the article in a page."""
    _refuse_depth(source)
    post = split(source, bare=False) if source.lstrip()[:3] in {"---", "+++"} else Split({}, source, 0)
    # A page with front matter is a template: its tags are for the generator.
    tree = LexborHTMLParser(without_tags(post.body) if post.stated else post.body)
    facts = stated(tree) | post.stated
    heading = page_heading(tree, facts)
    drop_unseen(tree)
    article = find_article(tree)
    for node in article:
        drop_noise(node)
    body = "".join(node.html or "" for node in article)
    if sum(len(node.text()) for node in article) < _MIN_TEXT:
        body = _extracted(source) or body
    if heading and not _has_heading(body, heading):
        body = f"<h1>{_escaped(heading)}</h1>{body}"
    return _layout(source, body, facts)


def _layout(source: str, body: str, facts: dict[str, str | list[str]]) -> Layout:
    builder = LayoutBuilder()
    start = _BODY.search(source)
    walk(BeautifulSoup(body, "lxml"), builder, SoughtLines(source, start.end() if start else 0))
    return builder.layout(facts)


def _refuse_depth(source: str) -> None:
    """Pages that no one wrote: thousands of elements inside one another."""
    if source.count("<") < _MANY_TAGS:
        return
    depth = 0
    for match in _TAG.finditer(source):
        if match[2]:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _MAX_DEPTH:
            raise RejectInput("parse", "too_complex", f"more than {_MAX_DEPTH} nested elements")


def _extracted(source: str) -> str | None:
    """Trafilatura's opinion, for pages in which neither landmark nor density shows a text."""
    import trafilatura  # noqa: PLC0415 - takes half a second to import, and hardly any page needs it

    text: str | None = trafilatura.extract(source, output_format="html", include_links=True, include_formatting=True, favor_recall=True)
    return text


def _has_heading(body: str, heading: str) -> bool:
    words = re.sub(r"<[^>]*>", "", body[: 4 * len(heading) + 20_000])
    return _letters(heading) in _letters(words)


def _letters(text: str) -> str:
    return re.sub(r"&\w+;|[\W_]+", "", text).casefold()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
