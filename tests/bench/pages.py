#!/usr/bin/env python3
"""Blog pages of real size (70-120 KB) around invented conference recaps, for the benchmark.

usage: pages.py OUT N [--seed 7]

Writes OUT/NNN/post-NNNNNN.html, 1,000 files a folder. A page depends on the seed and its number only, so that a larger corpus begins with
the smaller one. Around the article are what blogs have: navigation, cookie notice, sidebar, tag cloud, recent posts, comments with people's
names, scripts, styles, JSON-LD and a footer, under three themes of which one has no landmark elements.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from recaps import Recap, recap
from wording import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

_A_FOLDER = 1_000
_SCRIPT = (
    "!function(w,d){{var q=w.__t{0}||(w.__t{0}=[]);function push(a,b){{return a&&a.length?q.push({{k:a,v:b<{1}}}):d.write('<i>'+b+'</i>')}}"
    "if(q.length<{1}&&w.innerWidth>640){{push(arguments,'m{2}')}}}}(window,document);\n"
)
_STYLE = ".wp-block-{}-{}{{margin:{}px auto;color:#{:06x};background:url(/i/{}.png) no-repeat}}"
# Where the article stands: a theme with landmarks, one with microdata, one of bare divisions.
_THEMES = (
    '<div id="content"><main><article id="post-{n}" class="hentry">{head}<div class="entry">\n{body}</div></article>{after}</main></div>',
    '<div class="wrap"><div class="column" itemscope>{head}<div itemprop="articleBody">\n{body}</div>{after}</div></div>',
    '<div id="container"><div class="left-col">{head}<div class="text">\n{body}</div>{after}</div></div>',
)


def write_pages(folder: Path, count: int, seed: int) -> int:
    """Write that many pages; the sum of their sizes in bytes."""
    total = 0
    for number in range(count):
        path = folder / f"{number // _A_FOLDER:03d}" / f"post-{number:06d}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        total += path.write_bytes(page(seed, number))
    return total


def page(seed: int, number: int) -> bytes:
    """The bytes of one page."""
    told, writer = recap(seed, number), Writer(f"{seed}/{number}/page")
    theme = _THEMES[number // 5 % len(_THEMES)]  # by fives: every theme meets every layout
    main = theme.format(n=number, head=_head_of(told), body=told.html, after=_tags(writer, 30) + _comments(writer))
    body = f"{_navigation(writer)}{_cookies(writer)}{main}{_sidebar(writer)}{_footer(writer)}{_scripts(writer, 60, 140)}"
    head = _head(writer, told, number)
    return f'<!DOCTYPE html>\n<html lang="en-US">{head}\n<body class="single postid-{number}">{body}</body></html>\n'.encode()


def _many(low: int, high: int, make: Callable[[int], str], writer: Writer) -> str:
    return "".join(make(index) for index in range(writer.rng.randrange(low, high)))


def _head(writer: Writer, told: Recap, number: int) -> str:
    title, published = escape(told.heading), f"{told.year}-05-{1 + number % 28:02d}"
    linked = {"@context": "https://schema.org", "@type": "BlogPosting", "headline": told.heading, "datePublished": published}
    linked["author"] = {"@type": "Person", "name": told.author}  # type: ignore[assignment] # JSON-LD nests
    return (
        f'<head><meta charset="utf-8"/><title>{title} | Blog {number}</title><meta property="og:title" content="{title}"/>'
        f'<meta property="article:published_time" content="{published}T09:00:00+00:00"/>'
        f'<link rel="canonical" href="https://blog{number}.example.org/{published}/recap/"/><style>{_styles(writer)}</style>'
        f'<script type="application/ld+json">{json.dumps(linked)}</script>{_scripts(writer, 30, 80)}</head>'
    )


def _styles(writer: Writer) -> str:
    rng = writer.rng
    return _many(120, 230, lambda i: _STYLE.format(writer.slot("noun"), i, i % 9, rng.getrandbits(24), rng.randrange(99)), writer)


def _scripts(writer: Writer, low: int, high: int) -> str:
    rng = writer.rng
    return "<script>" + _many(low, high, lambda i: _SCRIPT.format(i, rng.randrange(99), rng.getrandbits(40)), writer) + "</script>"


def _navigation(writer: Writer) -> str:
    def item(index: int) -> str:
        words = writer.words(2)
        link = f'<a href="/c/{words.replace(" ", "/")}/"><span class="menu-text">{words.title()}</span></a>'
        return f'<li class="menu-item menu-item-{index}">{link}</li>'

    return f'<header id="masthead"><nav><ul id="primary-menu">{_many(30, 55, item, writer)}</ul></nav></header>'


def _cookies(writer: Writer) -> str:
    text = f"<p>We use cookies. {writer.words(40)}</p><button>Accept all</button>"
    return f'<div id="cookie-notice" role="dialog" style="display:none">{text}</div>'


def _head_of(told: Recap) -> str:
    author = f'<span class="byline">By <a rel="author" href="/author/x">{told.author}</a></span>'
    time = f'<time datetime="{told.year}-05-11">May 11, {told.year}</time>'
    return f'<h1 class="entry-title">{escape(told.heading)}</h1><div class="entry-meta">{author} {time}</div>'


def _tags(writer: Writer, count: int) -> str:
    def tag(index: int) -> str:
        word = writer.words(1)
        return f'<a href="/tag/{word}/" class="tag-cloud-link tag-link-{index}" style="font-size: {8 + index % 9}pt;">{word}</a> '

    return f'<div class="tagcloud">{_many(count, 2 * count, tag, writer)}</div>'


def _comments(writer: Writer) -> str:
    return (
        f'<section id="comments"><h2>Comments</h2><ol class="comment-list">{_many(3, 24, partial(_comment, writer), writer)}</ol></section>'
    )


def _comment(writer: Writer, index: int) -> str:
    name, text = writer.person(), writer.words(writer.rng.randrange(12, 60)).capitalize()
    return (
        f'<li class="comment depth-1" id="comment-{index}"><div class="comment-body"><div class="comment-meta"><b class="fn">{name}</b> '
        f'<time datetime="2024-06-{1 + index:02d}T10:00:00+00:00">June {1 + index}</time></div><p>{text}.</p></div></li>'
    )


def _sidebar(writer: Writer) -> str:
    def recent(index: int) -> str:
        words = writer.words(7).capitalize()
        image = f'<img src="/thumbs/{index}.jpg" alt="" loading="lazy"/>'
        return f'<li class="recent-post"><a href="/2024/05/{words.replace(" ", "-")}/">{image}<span>{words}</span></a></li>'

    posts = _many(15, 45, recent, writer)
    widget = f'<section class="widget"><h2>Recent posts</h2><ul>{posts}</ul></section>'
    return f'<aside id="secondary" class="sidebar">{widget}{_tags(writer, 60)}</aside>'


def _footer(writer: Writer) -> str:
    def column(index: int) -> str:
        links = "".join(f'<li><a href="/f/{index}/{row}">{writer.words(3)}</a></li>' for row in range(9))
        return f'<div class="footer-col"><h4>{writer.words(2).title()}</h4><ul>{links}</ul></div>'

    return f'<footer id="colophon">{_many(3, 6, column, writer)}<p>&copy; 2024. All rights reserved.</p></footer>'


def main() -> None:
    """Write the pages that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    size = write_pages(args.out, args.count, args.seed)
    sys.stdout.write(f"{args.count} pages, {size / 1e6:.1f} MB, {size / max(1, args.count) / 1e3:.0f} KB a page\n")


if __name__ == "__main__":
    main()
