from __future__ import annotations

import pytest

from pipeline.model import Link
from pipeline.parse.links import absolute, resolve

BASE = "https://blog.example.org/2018/05/recap/"


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("https://example.org/a", None, "https://example.org/a"),
        ("HTTP://Example.org", None, "HTTP://Example.org"),
        (" https://example.org/a ", None, "https://example.org/a"),
        ("//cdn.example.org/x", None, "https://cdn.example.org/x"),
        ("../slides.pdf", BASE, "https://blog.example.org/2018/05/slides.pdf"),
        ("/about", BASE, "https://blog.example.org/about"),
        ("https://twitter.com/jane/status/1", None, "https://twitter.com/jane/status/1"),
        ("https://example.org/post#part-2", BASE, "https://example.org/post#part-2"),
        # near misses: nothing that leads to another page
        ("/about", None, None),
        ("www.example.org", None, None),
        ("#part-2", BASE, None),
        (f"{BASE}#part-2", BASE, None),
        ("mailto:jane@example.org", BASE, None),
        ("javascript:void(0)", BASE, None),
        ("ftp://example.org/a", None, None),
        ("{{ site.url }}/a", BASE, None),
        ("http://[broken", None, None),
        ("https://", None, None),
        ("", BASE, None),
    ],
)
def test_addresses(url: str, base: str | None, expected: str | None) -> None:
    assert absolute(url, base) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://twitter.com/intent/tweet?text=Recap",
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "https://www.linkedin.com/shareArticle?mini=true",
        "https://reddit.com/submit?url=x",
        "https://news.ycombinator.com/submitlink?u=x",
    ],
)
def test_share_buttons_are_left_out(url: str) -> None:
    assert absolute(url, None) is None


def test_resolve_keeps_order_and_offsets() -> None:
    links = (Link("#top", 0, 3, 0), Link("/a", 4, 6, 0), Link("https://example.org", 7, 9, 1))
    assert resolve(links, BASE) == (Link("https://blog.example.org/a", 4, 6, 0), Link("https://example.org", 7, 9, 1))
    assert resolve(links, None) == (Link("https://example.org", 7, 9, 1),)


def test_lists_of_posts_on_the_own_site_are_left_out() -> None:
    assert absolute("/tags/zebra/", BASE) is None
    assert absolute("https://blog.example.org/category/zebra", BASE) is None
    assert absolute("https://other.example.org/tags/zebra/", BASE) == "https://other.example.org/tags/zebra/"
    assert absolute("https://blog.example.org/tags-explained", BASE) == "https://blog.example.org/tags-explained"


def test_a_picture_that_links_to_itself_is_left_out() -> None:
    thumbnail = Link("https://example.org/a.jpg?w=9", 4, 4, 0)
    named = Link("https://example.org/a.jpg", 4, 9, 0)
    page = Link("https://example.org/jpg", 4, 4, 0)
    assert resolve((thumbnail, named, page), None) == (named, page)
