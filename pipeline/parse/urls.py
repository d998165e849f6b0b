"""Bare web addresses in running text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.blocks import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.parse.blocks import LayoutBuilder

# An address ends at white space, at quotes and at angle brackets, which no address contains unescaped.
BARE_URL = re.compile(r"\bhttps?://[^\s<>\"“”«»]+", re.IGNORECASE)
# Marks that end a sentence or close emphasis rather than an address.
_TRAILING = ".,;:!?'’‘…*_~|\\`"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_BARE_SCHEME = re.compile(r"https?://", re.IGNORECASE)
# Targets inside the page or outside the web: nothing that the table of links holds.
_NOT_WEB = re.compile(r"(?:#|mailto:|javascript:|tel:|data:|sms:|about:|callto:|skype:)", re.IGNORECASE)


def trim_url(url: str) -> str:
    """An address as cut from running text without the sentence's punctuation: "(see http://a.b/c_(d))." gives "http://a.b/c_(d)"."""
    surplus = {mark: url.count(mark) - url.count(opening) for mark, opening in _PAIRS.items() if mark in url}
    end = len(url)
    while end:
        last = url[end - 1]
        if last not in _TRAILING:
            if surplus.get(last, 0) <= 0:
                break
            surplus[last] -= 1
        end -= 1
    return url[:end]


def bare_urls(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand in a text."""
    if "://" not in text:
        return
    for match in BARE_URL.finditer(text):
        url = trim_url(match.group())
        if not _BARE_SCHEME.fullmatch(url) and len(url) > len("http://"):
            yield match.start(), match.start() + len(url)


def add_text(builder: LayoutBuilder, text: str) -> None:
    """Add text to the open block; addresses in it become links whose anchor is the address."""
    position = 0
    for start, end in bare_urls(text):
        builder.add(text[position:start])
        position = end
        here = builder.here()
        url = visible(text[start:end])
        builder.add(url)
        builder.link(url, here)
    builder.add(text[position:] if position else text)


def web_target(href: str) -> str | None:
    """A link's target as written, or None if it leads to a place inside the page or to no page at all."""
    target = href.strip()
    if not target or _NOT_WEB.match(target):
        return None
    return target
