from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import check, inlines, lines, links, shape

from pipeline.parse.asciidoc import read

POST = """= A Day Out
Ada Love <ada@a.test>; Bob Roe
v1, 2019-05-23
:tags: x, y
:site: http://a.test

Some wrapped
lines with link:/b[a link].

== First talk

* one
** two
. three
. four

[quote, Someone]
____
said
____

----
code  here
----

NOTE: Mind this.
"""


def test_blocks_and_metadata() -> None:
    layout = read(POST)
    assert shape(layout) == [
        ("heading", "A Day Out"),
        ("paragraph", "Some wrapped lines with a link."),
        ("heading", "First talk"),
        ("list_item", "one"),
        ("list_item", "two"),
        ("list_item", "three"),
        ("list_item", "four"),
        ("quote", "said"),
        ("code", "code here"),
        ("paragraph", "Mind this."),
    ]
    assert [(block.level, block.ordinal) for block in layout.blocks[3:7]] == [(1, None), (2, None), (3, 1), (3, 2)]
    assert layout.stated == {
        "title": "A Day Out",
        "author": ["Ada Love", "Bob Roe"],
        "date": "2019-05-23",
        "tags": "x, y",
        "site": "http://a.test",
    }
    assert lines(layout) == [1, 7, 10, 12, 13, 14, 15, 19, 23, 26]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("http://a.test/x[a link]", [("http://a.test/x", "a link")]),
        ("http://a.test/x[a link^] and http://b.test.", [("http://a.test/x", "a link"), ("http://b.test", "http://b.test")]),
        ("link:http://a.test/x[a, window=_blank]", [("http://a.test/x", "a")]),
        ("http://a.test/x[]", [("http://a.test/x", "http://a.test/x")]),
        ("*http://a.test/x[a]*", [("http://a.test/x", "a")]),
        ("image::x.png[alt, link=http://a.test]\n\nx", []),
    ],
)
def test_links(source: str, expected: list[tuple[str, str]]) -> None:
    assert links(read(source)) == expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("// comment\nText", "Text"),
        ("////\nno\n////\nText", "Text"),
        ("image::x.png[no]\n\nText image:y.png[no] on", "Text on"),
        ("[[id]]\n[.lead]\nText", "Text"),
        (":v: 1.2\n\nVersion {v} {other}", "Version 1.2 {other}"),
        ("Text +\nbroken", "Text\nbroken"),
        ("the ``quoted'' and `so' words", "the “quoted” and ‘so’ words"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("ratio\n- as they say - holds", "ratio - as they say - holds"),
    ],
)
def test_what_stays_and_what_goes(source: str, text: str) -> None:
    assert read(source).text == text


def test_inline_markup() -> None:
    assert inlines(read("*bold _both_* and `code`")) == [("strong", "bold both"), ("em", "both"), ("code", "code")]


def test_tables() -> None:
    layout = read("|===\n|a |b\n\n|1\n|2\n\n|3 |4\n|===\n")
    assert shape(layout) == [("table_row", "a | b"), ("table_row", "1 | 2"), ("table_row", "3 | 4")]
    assert ("cell", "2") in inlines(layout)


_SIGNS = st.lists(
    st.sampled_from(
        ["= ", "== T\n", "\n", "\n\n", "* ", "** ", ". ", "- ", "|===\n", "|", "----\n", "____\n", "====\n",
         "....\n", "*", "_", "`", "[x]", "[", "]", "+\n",
         "word ", "http://a.test/x", "link:y", ":a: b\n", "{a}", "// ", "NOTE: ", "term:: ", ".Title\n", "image:x[]", "'", "\u200b", "\x1f"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(_SIGNS | st.text(max_size=200))
def test_any_text(source: str) -> None:
    layout = read(source)
    check(layout)
    assert all(1 <= line <= source.count("\n") + 1 for line in lines(layout))
