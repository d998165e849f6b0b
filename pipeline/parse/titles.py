"""A post's own title, without the name of the site that it stands on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.parse.masthead import is_date_heading
from pipeline.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Block, Layout

# What sites put between a post's title and their own name.
_SITE_SEPARATOR = re.compile(r"\s+[|·•«»—–:]+\s+|\s+-{1,2}\s+|\s*[|»«]\s*|:\s+")
# "June 9 3 Title": day of the month and number of comments, run into the title when a page was made plain text.
_STAMP = re.compile(r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+\d{1,2}\s+\d+\s+(?=\S)", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|[*_`]{2,}|^#{1,6}\s?(?=[^\W\d])")
_NO_TITLE = frozenset("blog home index untitled readme post article news archive".split())
_ARCHIVE = re.compile(r"^(?:archives?|archiv|archivio|archivo|category|tag)\b", re.IGNORECASE)
_FIRST_BLOCKS = 5
_LONGEST = 300
"""Characters after which a title is cut: no real one is longer, and no text may cost what its length squared does."""
_TITLE_LENGTH = 100
"""A first line without markup that is longer is a sentence."""
_OWN_WORDS = re.compile(
    r"\b(?:notes?|recap|report|review|summary|highlights?|takeaways?|talks|conf\w*|presentations|impressions|roundup|wrap|retro\w*|\d{4}|\w+con)\b",
    re.IGNORECASE,
)


def title_of(layout: Layout) -> str | None:
    """The title as a reader of the post sees it: front matter, og:title or <title> without the site, first heading."""
    heading = _heading(layout)
    for key in ("og:title", "title", "metatitle", "headline", "twitter:title", "dc.title"):
        value = layout.stated.get(key)
        if isinstance(value, str) and (stated := clean(value)) and fold(stated) not in _NO_TITLE:
            return _without_site(stated, _site(layout), heading) if "page_title" in layout.stated else stated
    return heading


def clean(title: str) -> str:
    """A title without markup, stamps and stray white space."""
    return squeeze(_STAMP.sub("", squeeze(_MARKUP.sub("", title[:_LONGEST]))))


def _site(layout: Layout) -> str:
    site = layout.stated.get("site") or layout.stated.get("og:site_name") or ""
    return fold(site if isinstance(site, str) else site[0])


def _without_site(title: str, site: str, heading: str | None) -> str:
    """The part of "Title | Site" that is the title: what the page prints as a heading, or what is left without the site's name."""
    parts = [(title[: m.start()], title[m.end() :]) for m in _SITE_SEPARATOR.finditer(title)]
    sides = [side for pair in parts for side in pair]
    if heading and any(fold(side) == fold(heading) for side in sides):
        return heading
    for before, after in parts:
        if site and fold(after) == site:
            return before
        if site and fold(before) == site:
            return after
    if "|" in title or "»" in title:
        return re.split(r"\s*[|»]\s*", title)[0] or title
    return title


def _heading(layout: Layout) -> str | None:
    """The first heading where it is the post's; else a first line that a date or the next heading shows to be one."""
    blocks = layout.blocks[:_FIRST_BLOCKS]
    headings = [block for block in blocks if block.kind == "heading" and not _is_no_title(layout.text[block.start : block.end])]
    if blocks and blocks[0].kind == "paragraph" and _is_title_line(layout):
        return clean(layout.text[blocks[0].start : blocks[0].end])
    if headings and _is_posts(layout, headings[0]):
        return clean(layout.text[headings[0].start : headings[0].end])
    return None


def _is_no_title(text: str) -> bool:
    return bool(_ARCHIVE.match(text)) or is_date_heading(text)


def _is_title_line(layout: Layout) -> bool:
    """Whether the first paragraph is a title without markup: one short line, above a date, without the end of a sentence."""
    first, following = layout.blocks[0], layout.blocks[1:_FIRST_BLOCKS]
    text = layout.text[first.start : first.end]
    lines = (line for block in following for line in layout.text[block.start : block.end].split("\n"))
    return len(text) <= _TITLE_LENGTH and "\n" not in text and not _ARCHIVE.match(text) and any(map(is_date_heading, lines))


def _is_posts(layout: Layout, heading: Block) -> bool:
    """Whether the first heading names the post and not its first section: it is alone on its level, or speaks of the whole."""
    peers = [block for block in _headings(layout) if block.level <= heading.level]
    return len(peers) == 1 or bool(_OWN_WORDS.search(layout.text[heading.start : heading.end]))


def _headings(layout: Layout) -> Iterator[Block]:
    return (block for block in layout.blocks if block.kind == "heading")
