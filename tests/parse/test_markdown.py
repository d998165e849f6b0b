from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import check, inlines, lines, links, shape

from pipeline.errors import RejectInput
from pipeline.parse.frontmatter import split
from pipeline.parse.markdown import read


@pytest.mark.parametrize(
    ("source", "stated"),
    [
        ("---\ntitle: A Day\ndate: 2019-05-23\ntags: [x, y]\n---\n", {"title": "A Day", "date": "2019-05-23", "tags": ["x", "y"]}),
        ("---\nTitle: A\nauthor:\n  name: Ada Love\n  url: http://a.test\n---\n", {"title": "A", "author": "Ada Love"}),
        ("---\nauthors:\n- name: Ada\n- name: Bob\n---\n", {"authors": ["Ada", "Bob"]}),
        ('---\ntitle: Talk: the: broken [one\nauthor: "Ada"\n---\n', {"title": "Talk: the: broken [one", "author": "Ada"}),
        ("---\ndate: 2019-99-99\ntitle: T\n---\n", {"date": "2019-99-99", "title": "T"}),
        ("---\ntitle: T\ntags:\n---\n", {"title": "T"}),
        (
            '+++\ntitle = "T"\ndate = 2019-05-23T10:00:00Z\n[extra]\nauthor = "Ada"\n+++\n',
            {"title": "T", "date": "2019-05-23T10:00:00+00:00", "author": "Ada"},
        ),
        ('{\n "title": "T",\n "draft": false\n}\n', {"title": "T", "draft": "False"}),
        ("Title: T\nDate: 2019-05-23\n\n", {"title": "T", "date": "2019-05-23"}),
    ],
)
def test_front_matter(source: str, stated: dict[str, str | list[str]]) -> None:
    layout = read(f"{source}The text.\n")
    assert layout.stated == stated
    assert shape(layout) == [("paragraph", "The text.")]
    assert lines(layout) == [source.count("\n") + 1]


@pytest.mark.parametrize("source", ["---\n\nA rule first.\n\n---\n", "Question: what then?\n\nText.", "{% raw %}x{% endraw %}", "+++"])
def test_no_front_matter(source: str) -> None:
    assert split(source).stated == {}


def test_blocks() -> None:
    layout = read("# One\n\nwrapped\nlines\n\n> said\n\n1. a\n   - b\n\n   more\n2. c\n\n```\ncode {{ kept }}\n  more\n```\n")
    assert shape(layout) == [
        ("heading", "One"),
        ("paragraph", "wrapped lines"),
        ("quote", "said"),
        ("list_item", "a"),
        ("list_item", "b"),
        ("paragraph", "more"),
        ("list_item", "c"),
        ("code", "code {{ kept }}\nmore"),
    ]
    assert [block.level for block in layout.blocks] == [1, 0, 0, 1, 2, 0, 1, 0]
    assert [block.ordinal for block in layout.blocks] == [None, None, None, 1, None, None, 2, None]
    assert lines(layout) == [1, 3, 6, 8, 9, 11, 12, 14]


def test_inline_markup() -> None:
    layout = read("**Bold** and *em* and `code`, broken  \nhere, ~~gone~~ & &amp;\n")
    assert inlines(layout) == [("strong", "Bold"), ("em", "em"), ("code", "code")]
    assert layout.text == "Bold and em and code, broken\nhere, gone & &"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[a](http://a.test/x)", [("http://a.test/x", "a")]),
        ("[**a**][r]\n\n[r]: http://a.test/x", [("http://a.test/x", "a")]),
        ("<http://a.test/x>", [("http://a.test/x", "http://a.test/x")]),
        ("See http://a.test/_x_y_, now", [("http://a.test/_x_y", "http://a.test/_x_y")]),
        ("**http://a.test/x**", [("http://a.test/x", "http://a.test/x")]),
        ("[![pic](p.png)](http://a.test/x) after", [("http://a.test/x", "")]),
        ("[a]({{ site.url }}/b/)", [("/b/", "a")]),
        ("[a]({% post_url 2019-x %})", []),
        ("[a](#here) [m](mailto:a@b.test)", []),
        ("![pic](http://a.test/p.png)", []),
    ],
)
def test_links(source: str, expected: list[tuple[str, str]]) -> None:
    assert links(read(source)) == expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% include x.html id=1 %}\nText", "Text"),
        ("{{< youtube abc >}}\nText", "Text"),
        ("{{% notice %}}\nKept\n{{% /notice %}}", "Kept"),
        ("# Title {#anchor .x}\n", "Title"),
        ("Text [l](http://a.test){:target='_blank'}\n{: .lead}", "Text l"),
        ("* TOC\n{:toc}\n\nText", "Text"),
        ("import X from 'x'\n\n<Video id='1' />\n\nText <Note>kept</Note>", "Text kept"),
        ("One\n\n<!--more-->\n\nTwo", "One\n\nTwo"),
        ("{{< figure src='x.png' caption='What it shows' >}}", "What it shows"),
        ("Text[^1]\n\n[^1]: Note", "Text\n\nNote"),
        ("importing from 'x' is fine", "importing from 'x' is fine"),
        ("a {b} c", "a {b} c"),
    ],
)
def test_what_generators_add_is_taken_out(source: str, text: str) -> None:
    assert read(source).text == text


@pytest.mark.parametrize(
    ("source", "kind"), [("###Title", "heading"), ("#Two words", "heading"), ("#hashtag", "paragraph"), ("#Word", "paragraph")]
)
def test_headings_without_a_space(source: str, kind: str) -> None:
    assert [kind for kind, _ in shape(read(source))] == [kind]


def test_markdown_directly_below_html() -> None:
    layout = read("one\n\n<div>\n<img src='x'>\n</div>\n[a](http://a.test/)\n\nlast\n")
    assert shape(layout) == [("paragraph", "one"), ("paragraph", "a"), ("paragraph", "last")]
    assert lines(layout) == [1, 6, 8]


def test_raw_html_and_tables() -> None:
    layout = read("a\n\n<p>raw <b>html</b></p>\n\n| x | y |\n|---|---|\n| 1 | [2](http://a.test/) |\n\nTerm\n: Meaning\n")
    assert shape(layout) == [
        ("paragraph", "a"),
        ("paragraph", "raw html"),
        ("table_row", "x | y"),
        ("table_row", "1 | 2"),
        ("paragraph", "Term"),
        ("list_item", "Meaning"),
    ]
    assert lines(layout)[:4] == [1, 3, 5, 7]


_SIGNS = st.lists(
    st.sampled_from(
        ["# ", "\n", "\n\n", "- ", "1. ", "> ", "**", "_", "`", "```\n", "[a](", ")", "http://a.test/b", "<div>",
         "</div>", "<!--", "-->", "|", "---\n",
         "{% x %}", "{{ x }}", "<b>", "a: b\n", "word ", "    ", "\t", "&amp;", "{: .x}", "[^1]", "\u200b", "é"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(_SIGNS | st.text(max_size=200))
def test_any_text(source: str) -> None:
    try:
        layout = read(source)
    except RejectInput:
        return
    check(layout)
    assert all(1 <= line <= source.count("\n") + source.count("\r") + 1 for line in lines(layout))
