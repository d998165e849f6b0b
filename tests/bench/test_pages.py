from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from pages import page, write_pages
from recaps import recap

if TYPE_CHECKING:
    from pathlib import Path

SEED = 3
COUNT = 120


@pytest.fixture(scope="module")
def contents() -> list[str]:
    return [page(SEED, number).decode() for number in range(COUNT)]


def text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_the_same_seed_gives_the_same_bytes_and_a_prefix_of_a_larger_corpus(tmp_path: Path) -> None:
    write_pages(tmp_path / "a", 6, SEED)
    write_pages(tmp_path / "b", 9, SEED)
    a, b = ({path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.html")} for name in "ab")
    assert len(a) == 6
    assert len(b) == 9
    assert a.items() <= b.items()


def test_another_seed_gives_other_pages() -> None:
    assert page(SEED, 0) != page(SEED + 1, 0)


def test_pages_lie_in_folders_of_a_thousand(tmp_path: Path) -> None:
    write_pages(tmp_path, 2, SEED)
    assert [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*.html"))] == [
        "000/post-000000.html",
        "000/post-000001.html",
    ]


def test_pages_and_articles_are_as_large_as_real_ones(contents: list[str]) -> None:
    sizes = [len(content.encode()) for content in contents]
    assert 80_000 < mean(sizes) < 110_000
    assert min(sizes) > 60_000
    assert max(sizes) < 130_000
    assert 8_000 < mean(len(text(recap(SEED, number).html)) for number in range(COUNT)) < 9_500


def test_a_page_holds_the_titles_and_speakers_of_its_article(contents: list[str]) -> None:
    for number, content in enumerate(contents):
        for talk in recap(SEED, number).talks:
            assert escape(talk.title) in content
            assert all(name in content for name in talk.speakers)


def test_a_page_has_what_surrounds_articles(contents: list[str]) -> None:
    parts = ("<nav>", "tagcloud", "Recent posts", "comment-list", "application/ld+json", "<style>", "<script>", "<footer", "cookie-notice")
    assert all(part in content for content in contents for part in parts)


def test_neighbours_share_neither_titles_nor_speakers_unless_retold() -> None:
    for one, other in pairwise(recap(SEED, number) for number in range(COUNT)):
        if one.event != other.event:
            assert not {talk.title for talk in one.talks} & {talk.title for talk in other.talks}
            assert not {name for talk in one.talks for name in talk.speakers} & {name for talk in other.talks for name in talk.speakers}


def test_a_few_entries_in_a_hundred_are_retold_by_another_page() -> None:
    told = [(recap_.event, recap_.year, talk) for recap_ in (recap(SEED, number) for number in range(1_000)) for talk in recap_.talks]
    assert 0.01 < 1 - len(set(told)) / len(told) < 0.05
