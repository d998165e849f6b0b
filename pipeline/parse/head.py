"""What a page states of itself in its head, and which of its headings is the post's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.text import letters, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

Stated = dict[str, str | list[str]]

_META = {
    "og:title": "og:title",
    "twitter:title": "twitter:title",
    "og:site_name": "site",
    "application-name": "site",
    "article:published_time": "date",
    "og:published_time": "date",
    "date": "date",
    "dc.date": "date",
    "dcterms.date": "date",
    "dcterms.created": "date",
    "article:modified_time": "modified",
    "og:url": "og:url",
    "og:locale": "locale",
    "description": "description",
    "og:description": "description",
    "generator": "generator",
}
_LINKED_KEYS = {"headline": "headline", "datePublished": "date", "inLanguage": "lang", "url": "url", "description": "description"}
_LINKS = (("link[rel=canonical]", "url", "href"), ("base[href]", "base", "href"), ("html[lang]", "lang", "lang"))
_META_LISTS = {
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "parsely-author": "author",
    "twitter:creator": "twitter",
    "keywords": "tags",
    "article:tag": "tags",
}
_BY_LINE = "[rel~=author], [itemprop=author], .p-author, .byline .fn, .author .fn, .entry-author-name, .author-name, .post-author"
_DATES = "article time[datetime], .entry-meta time[datetime], main time[datetime], [itemprop=datePublished], time[datetime]"
_TITLE_KEYS = ("title", "og:title", "headline", "page_title")
_TITLES = "h1, .entry-title, .post-title, [itemprop=headline], .p-name"
_ARTICLE_TYPES = ("Article", "Posting", "WebPage", "Report")
_MAX_NODES = 200
_MAX_AUTHOR = 100
_MAX_TITLE = 300
_MIN_LETTERS = 3
_MIN_SHARE = 0.3
"""A heading with less of the page's title than this is the site's name or a part of its motto."""


def stated(tree: LexborHTMLParser) -> Stated:
    """Everything that the page says of itself, raw; which of it to believe is for the metadata to choose."""
    facts: Stated = {}
    lists: dict[str, list[str]] = {}
    _meta(tree, facts, lists)
    _links(tree, facts)
    for key, value in _linked_data(tree):
        if key in {"author", "tags"}:
            lists.setdefault(key, []).append(value)
        else:
            facts.setdefault(key, value)
    _in_page(tree, facts, lists)
    facts.update({key: list(dict.fromkeys(values)) for key, values in lists.items() if values})
    _title(tree, facts)
    return facts


def page_heading(tree: LexborHTMLParser, facts: Stated) -> str | None:
    """The heading on the page that is the title by the page's own word."""
    titles = [letters(value) for key in _TITLE_KEYS if isinstance(value := facts.get(key), str)]
    least = max(_MIN_LETTERS, _MIN_SHARE * max(map(len, titles), default=0))
    best, rank = None, (False, False, False, 0)
    for node in tree.css(_TITLES):
        text = squeeze(node.text())
        key = letters(text)
        if least <= len(key) and len(text) <= _MAX_TITLE and any(key in title or title in key for title in titles if title):
            own = (key in titles, not _is_site_name(node), any(title.startswith(key) for title in titles), len(key))
            best, rank = (text, own) if own > rank else (best, rank)
    return best


def _is_site_name(node: LexborNode) -> bool:
    """The name of the site is a part of many titles, and often a heading too: one in the page's header, or one that leads home."""
    link = node.css_first("a[href]")
    if link is not None and (link.attributes.get("href") or "").rstrip("/").count("/") in {0, 2}:
        return True
    step = node.parent
    while step is not None and step.tag not in {"article", "main", "body"}:
        if step.tag == "header":
            return True
        step = step.parent
    return False


def _meta(tree: LexborHTMLParser, facts: Stated, lists: dict[str, list[str]]) -> None:
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        content = squeeze(attributes.get("content") or "")
        if content and name in _META:
            facts.setdefault(_META[name], content)
        elif content and name in _META_LISTS:
            lists.setdefault(_META_LISTS[name], []).append(content)


def _links(tree: LexborHTMLParser, facts: Stated) -> None:
    for selector, key, attribute in _LINKS:
        node = tree.css_first(selector)
        value = (node.attributes.get(attribute) or "").strip() if node else ""
        if value:
            facts[key] = value
    if "url" not in facts and "og:url" in facts:
        facts["url"] = facts["og:url"]


def _in_page(tree: LexborHTMLParser, facts: Stated, lists: dict[str, list[str]]) -> None:
    """Authors and date as the article's own head shows them."""
    if "author" not in lists:
        names = [squeeze(node.text()) for node in tree.css(_BY_LINE)[:5]]
        lists["author"] = [name for name in names if name and len(name) <= _MAX_AUTHOR]
    if "date" not in facts:
        node = tree.css_first(_DATES)
        value = (node.attributes.get("datetime") or node.attributes.get("content") or node.text()).strip() if node else ""
        if value:
            facts["date"] = squeeze(value)


def _title(tree: LexborHTMLParser, facts: Stated) -> None:
    node = tree.css_first("head > title") or tree.css_first("title")
    page_title = squeeze(node.text()) if node else ""
    if page_title:
        facts["page_title"] = page_title
    heading = tree.css_first("h1")
    best = facts.get("og:title") or facts.get("headline") or page_title or (squeeze(heading.text()) if heading else "")
    if best:
        facts["title"] = best


def _linked_data(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Title, authors and date of the first article in JSON-LD."""
    for node in tree.css('script[type="application/ld+json"]'):
        try:
            data = json.loads(node.text() or "")
        except (ValueError, RecursionError):
            continue
        article = next((item for item in _objects(data) if _is_article(item)), None)
        if article:
            yield from _article_facts(article)
            return


def _objects(data: object) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD document, with those of its graph."""
    waiting = [data]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(item.get(key), list | dict))


def _is_article(item: dict[str, object]) -> bool:
    kind = item.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(str(one).endswith(_ARTICLE_TYPES) for one in kinds) and ("headline" in item or "datePublished" in item)


def _article_facts(item: dict[str, object]) -> Iterator[tuple[str, str]]:
    for source, key in _LINKED_KEYS.items():
        value = item.get(source)
        if isinstance(value, str) and value.strip():
            yield key, squeeze(value)
    for key, value in (("author", item.get("author")), ("tags", item.get("keywords"))):
        for one in value if isinstance(value, list) else [value]:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and name.strip():
                yield key, squeeze(name)
