"""Where on a page the article is: landmarks first, then the density of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.noise import drop_noise, is_noise

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# In the order of how much they promise: the body of an article, the article with its head, the main part of the page.
_LANDMARKS = (
    "[itemprop~=articleBody]",
    """.entry-content, .post-content, .post-body, .article-content, .article-body, .postContent, .postBody, .articleBody, .post_content,
    .post_body, .post__content, .post__body, .article__content, .article__body, .blog-content, .blog-post-content, .blog-post-body,
    .single-content, .td-post-content, .entry__content, .e-content, .post-entry, .article-text, .story-body, .entry-body, .entrytext,
    .postentry, .post-text, .body-content, .page-content, .articlebody, .postbody, .gh-content, .rich-text, .markdown-body,
    .blogpost-content""",
    "article, [itemtype$=BlogPosting], [role=article]",
    ".hentry, .h-entry, .post, .blog-post, .blogpost, .entry",
    "main, [role=main]",
    "#main, #content, #main-content, #primary, .content, .main-content, .main, #article, .article",
)
_MIN_TEXT = 250
_MIN_SHARE = 0.35
"""A landmark with less than a third of the page's running text is a teaser or a caption, not the article."""
_BIGGEST = 0.6
_DESCENT = 0.85
_MAX_STEPS = 100
_SPACE = re.compile(r"\s+")


def find_article(tree: LexborHTMLParser) -> list[LexborNode]:
    """The elements that hold the article: mostly one, several where a page cuts its text into equal parts."""
    body = tree.body
    if body is None:
        return [tree.root] if tree.root is not None else []
    enough = max(_MIN_TEXT, _MIN_SHARE * _running_text(body))
    for selector in _LANDMARKS:
        nodes = _outermost([node for node in body.css(selector) if not _is_aside(node)])
        chosen = _biggest(nodes)
        if chosen and sum(_running_text(node) for node in chosen) >= enough:
            return chosen
    drop_noise(body)
    return [_densest(body)]


def _running_text(node: LexborNode) -> int:
    """Characters in paragraphs and the like outside comments: navigation and tag clouds do not count."""
    return sum(len(part.text()) for part in node.css("p, li, pre, dd, blockquote, td") if not _is_linked(part))


def _is_linked(node: LexborNode) -> bool:
    """An item that is one link as a whole: navigation."""
    child = node.first_child
    return child is not None and child.tag == "a" and child.next is None


def _is_aside(node: LexborNode) -> bool:
    """Whether an element stands among comments, in a sidebar or a footer."""
    step: LexborNode | None = node
    for _ in range(_MAX_STEPS):
        if step is None or step.tag in {"body", "html"}:
            return False
        if step.tag in {"aside", "nav", "footer"} or is_noise(step):
            return True
        step = step.parent
    return False


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Elements that no other of the list contains."""
    known = {node.mem_id for node in nodes}
    return [node for node in nodes if not _within(node, known)]


def _within(node: LexborNode, known: set[int]) -> bool:
    step = node.parent
    for _ in range(_MAX_STEPS):
        if step is None:
            return False
        if step.mem_id in known:
            return True
        step = step.parent
    return False


def _biggest(nodes: list[LexborNode]) -> list[LexborNode]:
    """The one with most of the text; all of them if they are alike in size and stand side by side."""
    if len(nodes) < 2:  # noqa: PLR2004 - nothing to choose
        return nodes
    sizes = [len(node.text()) for node in nodes]
    largest = max(sizes)
    if largest >= _BIGGEST * sum(sizes) or not _siblings(nodes):
        return [nodes[sizes.index(largest)]]
    return nodes


def _siblings(nodes: list[LexborNode]) -> bool:
    parents = {node.parent.mem_id for node in nodes if node.parent is not None}
    return len(parents) == 1


def _densest(body: LexborNode) -> LexborNode:
    """The smallest element that still holds most of the text."""
    node = body
    for _ in range(_MAX_STEPS):
        total = len(node.text())
        child = node.first_child
        while child is not None and (not child.is_element_node or len(child.text()) < _DESCENT * total):
            child = child.next
        if child is None or child.tag in {"p", "ul", "ol", "table", "blockquote", "pre", "a", "span", "li", "tbody", "tr", "td"}:
            return node
        node = child
    return node
