"""Elements of HTML: which begin a block, which set text apart, which no reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.words import words

if TYPE_CHECKING:
    from bs4 import Tag

    from pipeline.model import InlineKind

_SKIPPED = words(
    """script style noscript template iframe video audio svg object embed canvas map form button input select textarea option head title img
    picture source track progress meter dialog math"""
)
INLINE: dict[str, InlineKind] = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "code": "code", "kbd": "code", "tt": "code", "samp": "code",
}  # fmt: skip
BLOCKS = words(
    """address article aside body center dd details dir div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr html
    legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul blockquote caption"""
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What generators hang on headings and footnotes: links within the page that carry no words.
_PERMALINK = frozenset({"", "¶", "#", "§", "🔗", "↩", "↩︎", "^", "⇧", "↑"})
_MAX_ORDINAL = 10**6


def is_item(tag: Tag) -> bool:
    """An item of a list that is made of boxes or links."""
    return tag.name != "li" and (tag.attrs.get("role") == "listitem" or "list-group-item" in (tag.attrs.get("class") or ()))


def number_of(value: object, default: int) -> int:
    """The printed number that an attribute gives."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and int(text[:9]) < _MAX_ORDINAL else default


def is_skipped(tag: Tag) -> bool:
    """Nothing that a reader sees: scripts, media, hidden elements, marks of permalinks and footnotes."""
    if tag.name in _SKIPPED:
        return True
    attributes = tag.attrs
    if not attributes:
        return False
    if "hidden" in attributes or ("style" in attributes and _HIDDEN.search(str(attributes["style"]))):
        return True
    return tag.name == "a" and _is_permalink(tag)


def _is_permalink(tag: Tag) -> bool:
    href = str(tag.attrs.get("href") or "")
    return "#" in href and tag.get_text(strip=True) in _PERMALINK and tag.find("img") is None
