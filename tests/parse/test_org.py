from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import check, inlines, lines, links, shape

from pipeline.parse.org import read

POST = """#+TITLE: A Day Out
#+AUTHOR: Ada Love
#+DATE: 2019-05-23
#+FILETAGS: :x:y:

Some wrapped
lines with [[http://a.test/x][a link]].

* TODO First talk :tag:
:PROPERTIES:
:ID: 1
:END:
** [#A] Part
- one
  goes on
  - two
1. three
#+BEGIN_QUOTE
said
#+END_QUOTE
#+begin_src python
code  here
#+end_src
| a | b |
|---+---|
| 1 | 2 |
"""


def test_blocks_and_metadata() -> None:
    layout = read(POST)
    assert shape(layout) == [
        ("heading", "A Day Out"),
        ("paragraph", "Some wrapped lines with a link."),
        ("heading", "First talk"),
        ("heading", "Part"),
        ("list_item", "one goes on"),
        ("list_item", "two"),
        ("list_item", "three"),
        ("quote", "said"),
        ("code", "code here"),
        ("table_row", "a | b"),
        ("table_row", "1 | 2"),
    ]
    assert [block.level for block in layout.blocks[:7]] == [1, 0, 2, 3, 1, 2, 1]
    assert layout.stated == {"title": "A Day Out", "author": "Ada Love", "date": "2019-05-23", "tags": ["x", "y"]}
    assert lines(layout) == [1, 6, 9, 13, 14, 16, 17, 19, 21, 24, 26]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[[http://a.test/x]]", [("http://a.test/x", "http://a.test/x")]),
        ("[[http://a.test/x][*bold* one]] http://b.test.", [("http://a.test/x", "bold one"), ("http://b.test", "http://b.test")]),
        ("[[file:x.png]] [[./y.jpg]] text", []),
        ("[[#here][x]]", []),
    ],
)
def test_links(source: str, expected: list[tuple[str, str]]) -> None:
    assert links(read(source)) == expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# comment\nText", "Text"),
        ("Text[fn:1] on\n\n[fn:1] Note", "Text on\n\nNote"),
        ("#+begin_comment\nno\n#+end_comment\nText", "Text"),
        ("#+begin_export html\nno\n#+end_export\nText", "Text"),
        ("- term :: meaning", "term: meaning"),
        ("- [X] done", "done"),
        ("either/or and a/b/c at 2*3*4", "either/or and a/b/c at 2*3*4"),
        ("---\ntitle: T\n---\nText", "Text"),
    ],
)
def test_what_stays_and_what_goes(source: str, text: str) -> None:
    assert read(source).text == text


def test_inline_markup() -> None:
    assert inlines(read("*bold /both/* and =code= ~more~")) == [("strong", "bold both"), ("em", "both"), ("code", "code"), ("code", "more")]


_SIGNS = st.lists(
    st.sampled_from(
        ["* ", "** TODO ", "\n", "\n\n", "- ", "1. ", "  ", "#+TITLE: ", "#+begin_src\n", "#+end_src\n",
         "#+begin_quote\n", "#+end_quote\n", ":x:\n", ":END:\n",
         "*", "/", "=", "~", "[[", "]]", "][", "[fn:1]", "http://a.test/x", "| a ", "|-\n", "word ", " :: ", "# ", ": ", "\u200b", "\x1f"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(_SIGNS | st.text(max_size=200))
def test_any_text(source: str) -> None:
    layout = read(source)
    check(layout)
    assert all(1 <= line <= source.count("\n") + 1 for line in lines(layout))
