"""What is known of a post as a whole: title, authors, day, language, address, event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Metadata
from pipeline.parse.authors import authors_of
from pipeline.parse.events import find_event
from pipeline.parse.language import language_of
from pipeline.parse.links import absolute
from pipeline.parse.published import published_on
from pipeline.parse.titles import title_of

if TYPE_CHECKING:
    from pipeline.model import Layout

_URL_KEYS = ("canonical", "url", "og:url", "link", "canonical_url", "blogger_orig_url")
_TAG_KEYS = ("tags", "tag", "categories", "category", "keywords")


def describe(layout: Layout, source: str) -> Metadata:
    """The metadata of a post, from what its format states and from its visible text."""
    title = title_of(layout)
    published = published_on(layout, title)
    event = find_event(title, layout, tags_of(layout.stated), source, published)
    return Metadata(title, authors_of(layout, title), published, language_of(layout), url_of(layout.stated), event)


def url_of(stated: dict[str, str | list[str]]) -> str | None:
    """The post's own address where it is stated in full."""
    values = (stated.get(key) for key in _URL_KEYS)
    return next((url for value in values if isinstance(value, str) and (url := absolute(value, None))), None)


def tags_of(stated: dict[str, str | list[str]]) -> tuple[str, ...]:
    """Tags and categories, however they are written: a list, or one string with commas."""
    values = (stated.get(key, "") for key in _TAG_KEYS)
    parts = (part for value in values for piece in ([value] if isinstance(value, str) else value) for part in piece.split(","))
    return tuple(tag for part in parts if (tag := part.strip()))
