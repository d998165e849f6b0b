from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import check, inlines, lines, links, shape

from pipeline.errors import RejectInput
from pipeline.parse.html import read
from pipeline.parse.noise import _is_noise_name

TEXT = "The speaker showed how a small team runs a large system, and what they would do otherwise today. " * 4


def page(article: str, *, head: str = "", before: str = "", after: str = "") -> str:
    return f"<html lang=en><head>{head}</head><body>{before}\n<article>\n{article}\n<p>{TEXT}</p></article>{after}</body></html>"


def body(html: str) -> list[tuple[str, str]]:
    return shape(read(page(html)))[:-1]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one<br>two</p>", [("paragraph", "one\ntwo")]),
        ("<p>one<br><br>two</p>", [("paragraph", "one"), ("paragraph", "two")]),
        ("<div>loose<p>p</p>more</div>", [("paragraph", "loose"), ("paragraph", "p"), ("paragraph", "more")]),
        ("<ul><li><p>a</p><p>b</p></li></ul>", [("list_item", "a"), ("paragraph", "b")]),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", [("list_item", "a"), ("list_item", "b"), ("paragraph", "c")]),
        ("<ul><li><h3>T</h3>text</li></ul>", [("heading", "T"), ("paragraph", "text")]),
        ("<blockquote><p>q</p><footer>who</footer></blockquote>", [("quote", "q"), ("quote", "who")]),
        ("<pre><code>a\n  b\n\nc</code></pre>", [("code", "a\nb\nc")]),
        ("<figure><img alt=no><figcaption>cap</figcaption></figure>", [("caption", "cap")]),
        ("<dl><dt>t</dt><dd>d</dd></dl>", [("paragraph", "t"), ("list_item", "d")]),
        ("<details><summary>s</summary>inner</details>", [("paragraph", "s"), ("paragraph", "inner")]),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td><p>1</p></td><td>2<br>3</td></tr></table>",
            [("table_row", "a | b"), ("table_row", "1 | 2 3")],
        ),
        ("<table><tr><td><p>only</p><p>one</p></td></tr></table>", [("paragraph", "only"), ("paragraph", "one")]),
        ("<table><tr><td><h2>H</h2>x</td><td>y</td></tr></table>", [("heading", "H"), ("paragraph", "x"), ("paragraph", "y")]),
        ("<b>bold<p>on</p></b>", [("paragraph", "bold"), ("paragraph", "on")]),
        ("<p>a<script>x()</script><span style='display: none'>y</span><i hidden>z</i></p>", [("paragraph", "a")]),
        ("<h2>Title<a class=headerlink href='#t'>¶</a></h2>", [("heading", "Title")]),
        ("<p>🎉 caf&eacute;&nbsp;x</p>", [("paragraph", "🎉 café x")]),
    ],
)
def test_walk(html: str, expected: list[tuple[str, str]]) -> None:
    assert body(html) == expected


def test_levels_and_ordinals() -> None:
    layout = read(page("<h3>h</h3><ol start=3><li>a<ul><li>b</li></ul></li><li>c</li><li value=9>d</li></ol>"))
    assert [(block.level, block.ordinal) for block in layout.blocks[:-1]] == [(3, None), (1, 3), (2, None), (1, 4), (1, 9)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href=http://a.test/>x</a>", [("http://a.test/", "x")]),
        ("<a href='/rel'> x </a>y", [("/rel", "x")]),
        ("<p>t</p><a href=http://a.test/><img src=p></a>", [("http://a.test/", "")]),
        ("<a href=http://a.test/><h3>x</h3><p>y</p></a>", [("http://a.test/", "x")]),
        ("see http://a.test/x.", [("http://a.test/x", "http://a.test/x")]),
        ("<a href=http://a.test/>http://b.test/</a>", [("http://a.test/", "http://b.test/")]),
        ("<a href='#x'>x</a><a href='mailto:x@y.test'>m</a><a href='javascript:x()'>j</a><a>n</a>", []),
        ("<pre>curl http://a.test/</pre>", []),
    ],
)
def test_links(html: str, expected: list[tuple[str, str]]) -> None:
    assert links(read(page(html))) == expected


def test_inlines() -> None:
    layout = read(page("<p><b>a <i>b</i></b> <cite>c</cite> <code>d</code></p><table><tr><td>e</td><td>f</td></tr></table>"))
    assert inlines(layout) == [("strong", "a b"), ("em", "b"), ("em", "c"), ("code", "d"), ("cell", "e"), ("cell", "f")]


_NOISE = [
    "<nav>noise</nav>", "<aside>noise</aside>", "<footer>noise</footer>", "<form>noise</form>", "<div role=navigation>noise</div>",
    "<div class='share-buttons'>noise</div>", "<div class=relatedPosts>noise</div>", "<section id=comments>noise</section>",
    "<div class='post-tags'>noise</div>", "<div class=sr-only>noise</div>", "<div class='newsletter-box'>noise</div>",
    "<iframe>noise</iframe>",
    "<button>noise</button>", "<div aria-hidden=true>noise</div>", "<noscript>noise</noscript>", "<ul class=breadcrumb><li>noise</li></ul>",
]  # fmt: skip


@pytest.mark.parametrize("noise", _NOISE)
def test_noise_is_dropped(noise: str) -> None:
    assert body(f"<p>kept</p>{noise}") == [("paragraph", "kept")]


@pytest.mark.parametrize(
    "html",
    [
        "<h2 id=comments>kept</h2>",
        "<p class='tag-comments'>kept</p>",
        "<div class='wp-block-group has-share-color'>kept</div>",
        "<div id=sharing-data-at-scale>kept</div>",
        "<div class=shareholder>kept</div>",
    ],
)
def test_near_misses_of_noise_are_kept(html: str) -> None:
    assert [text for _, text in body(html)] == ["kept"]


@pytest.mark.parametrize(
    ("name", "noise"), [("comments", True), ("relatedPosts", True), ("share-bar", True), ("post", False), ("heading", False)]
)
def test_names_of_classes(name: str, *, noise: bool) -> None:
    assert _is_noise_name(name) is noise


@pytest.mark.parametrize(
    "html",
    [
        "<div class=entry-content><p>{0}</p></div><div id=sidebar><p>side</p></div>",
        "<main><p>{0}</p></main><p>side</p>",
        "<div><div><p>{0}</p><p>{0}</p></div></div><div class=sidebar><ul><li><a href=/x>side</a></li></ul></div>",
        "<article class=teaser>side</article><article><p>{0}</p></article>",
        "<div itemprop=articleBody><p>{0}</p></div><section id=comments><article><p>side</p></article></section>",
        "<p>{0}</p>",
    ],
)
def test_the_article_is_found(html: str) -> None:
    layout = read(f"<body>{html.format(TEXT)}</body>")
    assert TEXT.strip() in layout.text
    assert "side" not in layout.text


def test_equal_parts_are_all_taken() -> None:
    layout = read(f"<body><div><article><p>first {TEXT}</p></article><article><p>second {TEXT}</p></article></div></body>")
    assert [text.split()[0] for _, text in shape(layout)] == ["first", "second"]


def test_the_posts_own_heading_comes_first() -> None:
    head = "<head><title>A Day Out | Site Name</title></head><body><header><h1>Site Name</h1></header><h1>A Day Out</h1>"
    layout = read(f"{head}<article><p>{TEXT}</p></article>")
    assert shape(layout)[0] == ("heading", "A Day Out")
    assert layout.blocks[0].level == 1
    assert len(layout.blocks) == 2


def test_a_heading_within_the_article_is_not_doubled() -> None:
    layout = read(page("<h1>A Day Out</h1>", head="<title>A Day Out</title>"))
    assert [kind for kind, _ in shape(layout)] == ["heading", "paragraph"]


def test_stated() -> None:
    head = """<title>T | S</title><meta property=og:title content=T><meta property=og:site_name content=S><meta name=author content=Ada>
    <meta property=article:published_time content=2019-05-23><link rel=canonical href=http://a.test/p><base href=http://a.test/>
    <meta name=keywords content="x, y"><script type="application/ld+json">{"@graph": [{"@type": "BlogPosting", "headline": "T",
    "author": [{"name": "Bob"}]}]}</script>"""
    stated = read(page("", head=head)).stated
    expected = {
        "title": "T",
        "site": "S",
        "author": ["Ada", "Bob"],
        "date": "2019-05-23",
        "url": "http://a.test/p",
        "base": "http://a.test/",
        "lang": "en",
    }
    assert {key: stated.get(key) for key in expected} == expected


def test_front_matter_of_a_template() -> None:
    layout = read(f"---\ntitle: A Day\n---\n{{% include x %}}\n<p>{TEXT}</p>")
    assert layout.stated["title"] == "A Day"
    assert shape(layout) == [("paragraph", TEXT.strip())]
    assert lines(layout) == [5]


@pytest.mark.parametrize("linked_data", ["{", "[[[[" * 5000, '{"@graph": {}}', "null", '{"@type": ["Article"], "headline": 3}'])
def test_broken_linked_data_states_nothing(linked_data: str) -> None:
    assert "author" not in read(page("", head=f'<script type="application/ld+json">{linked_data}</script>')).stated


def test_source_lines() -> None:
    assert lines(read("<body>\n<article>\n\n<h2>Some heading</h2>\n<p>words <b>here</b></p>\n<p>\nlast one " + TEXT)) == [4, 5, 7]


def test_source_line_of_a_paragraph_that_begins_with_a_picture() -> None:
    assert lines(read(f"<body>\n<p>first one</p>\n\n<p><a href=x><img src=y></a>second one</p>\n<p>{TEXT}</p>")) == [2, 4, 5]


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li"])
def test_too_deep(tag: str) -> None:
    with pytest.raises(RejectInput, match="too_complex"):
        read(f"<{tag}>" * 30_000 + TEXT)


@pytest.mark.parametrize(
    "piece", ["<p>word <b>bold</b> http://a.test/x</p>\n", "word ", "<br>", "<a href=x>y</a> ", "&eacute; <p>", "<td>x"]
)
def test_long_pages_take_linear_time(piece: str) -> None:
    start = time.perf_counter()
    check(read(f"<body><article><p>{TEXT}</p>{piece * (1_000_000 // len(piece))}</article>"))
    assert time.perf_counter() - start < 20


_SIGNS = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=http://a.test/>", "</a>", "<ul>", "<li>", "</ul>",
         "<ol start=x>", "<table>", "<tr>", "<td>",
         "</table>", "<h2>", "</h2>", "<br>", "<pre>", "</pre>", "<blockquote>", "<dl><dt>", "<dd>", "<!--line:7-->",
         "<![CDATA[x]]>", "http://b.test/x. ",
         "word ", " ", "\n", "&nbsp;", "<article>", "</article>", "<img>", "<script>", "<form>", "<main>",
         "<figure><figcaption>", "\u200b", "<"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(_SIGNS | st.text(max_size=200))
def test_any_text(source: str) -> None:
    layout = read(source)
    check(layout)
    assert all(1 <= line <= source.count("\n") + 1 for line in lines(layout))
