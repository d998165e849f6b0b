from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import check, inlines, links, shape

from pipeline.parse.blocks import LayoutBuilder, visible
from pipeline.parse.urls import add_text, bare_urls, trim_url, web_target


@pytest.mark.parametrize(
    ("text_in", "text_out"),
    [
        ("two  blanks\nand a line", "two blanks and a line"),
        ("soft\u00adhyphen, zero\u200bwidth", "softhyphen, zerowidth"),
        ("no\u00a0break", "no break"),
        ("Cafe\u0301", "Café"),
        ("party 🎉 stays", "party 🎉 stays"),
        ("bell\x07", "bell"),
    ],
)
def test_visible(text_in: str, text_out: str) -> None:
    assert visible(text_in) == text_out


def test_items_and_rows_are_one_a_line_and_other_blocks_apart() -> None:
    builder = LayoutBuilder()
    for kind, text in (
        ("heading", "H"),
        ("list_item", "a"),
        ("list_item", "b"),
        ("table_row", "c"),
        ("table_row", "d"),
        ("paragraph", "e"),
    ):
        builder.open(kind, 1)  # type: ignore[arg-type]
        builder.add(text)
    layout = builder.layout({})
    check(layout)
    assert layout.text == "H\n\na\nb\n\nc\nd\n\ne"


def test_empty_blocks_leave_no_trace() -> None:
    builder = LayoutBuilder()
    builder.open("paragraph", 1)
    builder.add("  ")
    builder.open("paragraph", 2)
    assert builder.layout({}).blocks == ()


def test_white_space_is_folded_across_calls() -> None:
    builder = LayoutBuilder()
    builder.add("one ")
    builder.add(" two")
    builder.line_break()
    builder.line_break()
    builder.add(" three ")
    assert builder.layout({}).text == "one two\nthree"


def test_marks_and_anchors_have_no_white_space_at_their_ends() -> None:
    builder = LayoutBuilder()
    builder.add("see")
    start = builder.here()
    builder.add(" the talk ")
    builder.mark("strong", start)
    builder.link("http://x.test/", start)
    builder.add("now")
    layout = builder.layout({})
    assert inlines(layout) == [("strong", "the talk")]
    assert links(layout) == [("http://x.test/", "the talk")]


def test_link_around_a_picture_hangs_on_the_block_before() -> None:
    builder = LayoutBuilder()
    builder.add("before")
    builder.open("paragraph", 2)
    builder.link("http://x.test/", builder.here())
    layout = builder.layout({})
    assert shape(layout) == [("paragraph", "before")]
    assert links(layout) == [("http://x.test/", "")]


@pytest.mark.parametrize(
    ("url_in", "url_out"),
    [
        ("http://a.test/b.", "http://a.test/b"),
        ("http://a.test/b_(c)", "http://a.test/b_(c)"),
        ("http://a.test/b).", "http://a.test/b"),
        ("http://a.test/?q=1&r=2,", "http://a.test/?q=1&r=2"),
        ("http://a.test/x/", "http://a.test/x/"),
    ],
)
def test_trim_url(url_in: str, url_out: str) -> None:
    assert trim_url(url_in) == url_out


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Slides (http://a.test/s) and https://b.test.", ["http://a.test/s", "https://b.test"]),
        ("“https://a.test/q”", ["https://a.test/q"]),
        ("http:// alone, ftp://a.test, a.test", []),
    ],
)
def test_bare_urls(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in bare_urls(text)] == found


@pytest.mark.parametrize("href", ["#top", "mailto:a@b.test", " javascript:void(0)", "tel:123", "", "  "])
def test_targets_that_are_no_pages(href: str) -> None:
    assert web_target(href) is None


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("open"), st.sampled_from(["heading", "paragraph", "list_item", "table_row", "quote", "code", "caption"])),
        st.tuples(st.just("add"), st.text(max_size=20)),
        st.tuples(st.just("url"), st.text(max_size=5).map(lambda tail: f"x http://a.test/{tail} y")),
        st.tuples(st.just("span"), st.text(max_size=8)),
        st.tuples(st.sampled_from(["break", "close"]), st.just("")),
    ),
    max_size=30,
)


def _perform(builder: LayoutBuilder, step: str, value: str) -> None:
    start = builder.here()
    if step == "open":
        builder.open(value, 3)  # type: ignore[arg-type]
    elif step == "add":
        builder.add(value)
    elif step == "url":
        add_text(builder, value)
    elif step == "span":
        builder.add(value)
        builder.mark("em", start)
        builder.link("http://span.test/", start)
    elif step == "break":
        builder.line_break()
    else:
        builder.close()


@given(_STEPS)
def test_any_sequence_of_calls_gives_a_sound_layout(steps: list[tuple[str, str]]) -> None:
    builder = LayoutBuilder()
    for step, value in steps:
        _perform(builder, step, value)
    layout = builder.layout({})
    check(layout)
    for url, anchor in links(layout):
        assert url in {"http://span.test/", anchor}


@given(st.text())
def test_visible_is_idempotent_but_for_composition(text: str) -> None:
    once = visible(text)
    assert visible(once) == once or unicodedata.normalize("NFC", once) != once
