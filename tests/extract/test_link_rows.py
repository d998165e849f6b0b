from __future__ import annotations

import pytest

from pipeline.extract.links import canonical_url, domain, kind, link_rows
from pipeline.model import Link, Metadata, ParsedPost


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://user@example.org/a", "https://example.org/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?fbclid=1&id=7", "https://example.org/a?id=7"),
        ("https://youtube.com/watch?v=Ab&t=3", "https://youtube.com/watch?t=3&v=Ab"),
        ("https://example.org/a#section", "https://example.org/a"),
        ("https://deck.example.org/#/3", "https://deck.example.org/#/3"),
        ("https://example.org/a#!/talks", "https://example.org/a#!/talks"),
        # near misses
        ("https://example.org/Case?Id=B", "https://example.org/Case?Id=B"),
        ("https://example.org/a?utmost=1", "https://example.org/a?utmost=1"),
        ("https://example.org/a?1234", "https://example.org/a?1234"),
        ("https://example.org:port/a", "https://example.org:port/a"),
    ],
)
def test_canonical_url(url: str, expected: str) -> None:
    assert canonical_url(url) == expected


def test_canonical_url_is_stable() -> None:
    for url in ("https://Example.org/ä?b=ü&a=1 2", "https://example.org/a%20b?x=%2F"):
        assert canonical_url(canonical_url(url)) == canonical_url(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://media.example.co.uk/a", "example.co.uk"),
        ("https://jane.github.io/", "github.io"),
        ("http://192.0.2.7/a", "192.0.2.7"),
        ("http://localhost:8000/", "localhost"),
    ],
)
def test_domain(url: str, expected: str) -> None:
    assert domain(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=abc", "video"),
        ("https://youtu.be/abc", "video"),
        ("https://example.org/files/opening.webm", "video"),
        ("https://www.infoq.com/presentations/abc/", "video"),
        ("https://www.infoq.com/articles/abc/", "article"),
        ("https://speakerdeck.com/jane/abc", "slides"),
        ("https://docs.google.com/presentation/d/1", "slides"),
        ("https://docs.google.com/document/d/1", "docs"),
        ("https://static.sched.com/hosted_files/x/1/a.pdf", "slides"),
        ("https://example.org/my-slides.pdf", "slides"),
        ("https://example.org/report.pdf", "other"),
        ("https://github.com/jane/tool", "code"),
        ("https://github.com/jane", "social"),
        ("https://gitlab.example.org/jane/tool", "code"),
        ("https://conf2018.sched.com/event/abc", "schedule"),
        ("https://conf.example.org/schedule/monday", "schedule"),
        ("https://tool.readthedocs.io/en/latest/", "docs"),
        ("https://tool.example.org/docs/install", "docs"),
        ("https://docs.example.org/", "docs"),
        ("https://example.org/blog/abc", "article"),
        ("https://example.org/2018/05/abc", "article"),
        ("https://medium.com/@jane/abc", "article"),
        ("https://changes.example.org/podcast/12", "podcast"),
        ("https://twitter.com/jane", "social"),
        ("https://notx.com/jane", "other"),
        ("https://example.org/", "other"),
    ],
)
def test_kind(url: str, expected: str) -> None:
    assert kind(canonical_url(url)) == expected


def _post(text: str, links: tuple[Link, ...]) -> ParsedPost:
    return ParsedPost("p", "s.md", "h", text, (), links, Metadata(None, (), None, "en", None, None), 1.0)


def test_rows_are_in_order_of_occurrence_and_know_their_entry() -> None:
    text = "First talk\nslides\nvideo"
    links = (Link("https://youtu.be/b", 18, 23, 2), Link("https://example.org/slides/", 11, 17, 1))
    rows = link_rows(_post(text, links), lambda offset: "e1" if offset >= 18 else None)
    assert [(row.position, row.anchor, row.kind, row.entry_id) for row in rows] == [
        (0, "slides", "slides", None),
        (1, "video", "video", "e1"),
    ]
    assert all(row.start is not None and text[row.start : row.end] == row.anchor for row in rows)


def test_a_link_around_a_picture_has_no_anchor() -> None:
    (row,) = link_rows(_post("Text", (Link("https://example.org/a", 4, 4, 0),)), lambda _: None)
    assert (row.anchor, row.start, row.end) == (None, None, None)
