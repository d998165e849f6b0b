from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import check, inlines, lines, links, shape

from pipeline.errors import RejectInput
from pipeline.parse.rst import read

POST = """A Day Out
#########
:date: 2019-05-23
:author: Ada Love
:tags: x, y

Some *wrapped*
lines with `a link <http://a.test/x>`_ and ``code``.

First talk
==========

- one

  more
- two

  1. three

.. note:: Mind this.

After it:

    said by them

::

    code  here
"""


def test_blocks_and_metadata() -> None:
    layout = read(POST)
    assert shape(layout) == [
        ("heading", "A Day Out"),
        ("paragraph", "Some wrapped lines with a link and code."),
        ("heading", "First talk"),
        ("list_item", "one"),
        ("paragraph", "more"),
        ("list_item", "two"),
        ("list_item", "three"),
        ("paragraph", "Mind this."),
        ("paragraph", "After it:"),
        ("quote", "said by them"),
        ("code", "code here"),
    ]
    assert [block.level for block in layout.blocks] == [1, 0, 2, 1, 0, 1, 2, 0, 0, 0, 0]
    assert layout.stated == {"title": "A Day Out", "date": "2019-05-23", "author": "Ada Love", "tags": "x, y"}
    assert inlines(layout) == [("em", "wrapped"), ("code", "code")]
    assert links(layout) == [("http://a.test/x", "a link")]
    assert lines(layout) == [1, 7, 10, 13, 15, 16, 18, 20, 22, 24, 28]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (".. unknown:: arg\n   :opt: 1\n\n   Kept text.\n", "Kept text."),
        (".. youtube:: abc123\n\nText", "Text"),
        ("See :ref:`the text <target>` and :foo:`bar`.", "See the text and bar."),
        (".. image:: x.png\n   :alt: no\n\nText", "Text"),
        (".. raw:: html\n\n   <b>no</b>\n\nText", "Text"),
        (".. include:: /etc/hostname\n\nText", "Text"),
        (".. contents::\n\nText\n\nHead\n----\n\nBody", "Text\n\nHead\n\nBody"),
        (".. a comment\n\nText |sub|\n\n.. |sub| replace:: put in", "Text put in"),
        ("Text [1]_\n\n.. [1] Note", "Text\n\nNote"),
        ("| one\n| two", "one\ntwo"),
        ("term\n  meaning", "term\n\nmeaning"),
    ],
)
def test_what_stays_and_what_goes(source: str, text: str) -> None:
    assert read(source).text == text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("See http://a.test/x.", [("http://a.test/x", "http://a.test/x")]),
        ("`a`_\n\n.. _a: http://a.test/x", [("http://a.test/x", "a")]),
        (".. image:: p.png\n   :target: http://a.test/x\n\nText", [("http://a.test/x", "")]),
        ("mail me@a.test", []),
    ],
)
def test_links(source: str, expected: list[tuple[str, str]]) -> None:
    assert links(read(source)) == expected


def test_tables() -> None:
    layout = read("=====  =====\na      b\n=====  =====\n1      *2*\n=====  =====\n")
    assert shape(layout) == [("table_row", "a | b"), ("table_row", "1 | 2")]
    assert ("cell", "1") in inlines(layout)


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        (".. title: T\n.. date: 2019-05-23\n\nText", {"title": "T", "date": "2019-05-23"}),
        ("---\ntitle: T\n---\n\nText", {"title": "T"}),
        ("author: Ada\ntitle: T\n\nText", {"author": "Ada", "title": "T"}),
        (".. post:: 2019-05-23\n   :author: Ada\n\nText", {"date": "2019-05-23", "author": "Ada"}),
    ],
)
def test_metadata_of_generators(source: str, stated: dict[str, str]) -> None:
    layout = read(source)
    assert layout.stated == stated
    assert layout.text == "Text"


_SIGNS = st.lists(
    st.sampled_from(
        ["Title\n", "=====\n", "-----\n", "\n", "\n\n", "- ", "1. ", "  ", "    ", "*", "**", "``", "`", "`_", "`__",
         "|", ".. ", ":: ", "::\n", ":a: b\n",
         "word ", "http://a.test/x ", "[1]_ ", ".. [1] ", ".. foo:: bar\n", ".. image:: x\n", ":r:`t` ", "<http://b.test>", "é", "\u200b"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_SIGNS | st.text(max_size=200))
def test_any_text(source: str) -> None:
    try:
        layout = read(source)
    except RejectInput:
        return
    check(layout)
    assert all(1 <= line <= source.count("\n") + 1 for line in lines(layout))
