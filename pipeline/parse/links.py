"""From the links of a layout to the links of a post: absolute http(s) addresses that lead somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from pipeline.model import Link

# A place in a template that a site generator would have filled in: what stands there is no address.
_TEMPLATE = re.compile(r"\{[{%#]|<%|\$\{")
# Anything that begins with a scheme; "localhost:8000" is no scheme's business, but no address for others either.
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)
_SHELF = re.compile(r"/(?:tags?|categor(?:y|ies)|topics?|archives?)/[^/?#]+/?(?:[?#]|$)", re.IGNORECASE)
# Pages whose only use is to pass on the page that links to them.
_SHARE = re.compile(
    r"(?:twitter|x)\.com/(?:share|intent|home\?status=)"
    r"|facebook\.com/(?:sharer|share\.php|dialog/share|plugins/like)"
    r"|linkedin\.com/(?:shareArticle|sharing/share|cws/share)"
    r"|plus\.google\.com/share|reddit\.com/submit|tumblr\.com/(?:share|widgets/share)|pinterest\.[a-z.]+/pin/create"
    r"|news\.ycombinator\.com/submitlink|getpocket\.com/(?:save|edit)|instapaper\.com/(?:hello2|edit)"
    r"|(?:api\.whatsapp\.com|wa\.me)/(?:send|\?text)|(?:telegram|t)\.me/share|vk\.com/share|xing\.com/(?:app/user|spi/shares)"
    r"|delicious\.com/(?:post|save)|digg\.com/submit|stumbleupon\.com/submit|addtoany\.com/|addthis\.com/bookmark|blogger\.com/share-post",
    re.IGNORECASE,
)


def resolve(links: tuple[Link, ...], base: str | None) -> tuple[Link, ...]:
    """The links that lead to another page, absolute; relative ones are resolved against `base` and left out without one."""
    resolved = ((link, absolute(link.url, base)) for link in links if not _is_picture(link))
    return tuple(link if url == link.url else replace(link, url=url) for link, url in resolved if url)


def _is_picture(link: Link) -> bool:
    """Whether a link without words leads to a picture: the thumbnail's larger self, no page."""
    return link.start == link.end and bool(_PICTURE.search(link.url))


def absolute(url: str, base: str | None) -> str | None:
    """The absolute http(s) address, or None for an anchor in the page, a mail address, a share button, a template."""
    url = url.strip()
    if not url or url.startswith("#") or _TEMPLATE.search(url):
        return None
    full = _joined(url, base)
    if full is None or _SHARE.search(full) or _within(full, base) or _is_shelf(full, base):
        return None
    return full


def _joined(url: str, base: str | None) -> str | None:
    try:
        if url.startswith("//"):
            url = f"https:{url}"
        elif not _SCHEME.match(url):
            url = urljoin(base, url) if base else ""
        parts = urlsplit(url)
    except ValueError:  # "http://[": no address at all
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.hostname else None


def _within(url: str, base: str | None) -> bool:
    """Whether the address is a place in the page itself."""
    page, fragment = urldefrag(url)
    return bool(base and fragment and page == urldefrag(base).url)


def _is_shelf(url: str, base: str | None) -> bool:
    """Whether the address is a list of posts on the post's own site, as stands beside its tags."""
    return bool(base and _SHELF.search(url)) and urlsplit(url).hostname == urlsplit(base or "").hostname
