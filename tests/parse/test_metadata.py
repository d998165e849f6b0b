from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipeline.parse.authors import authors_of, byline_names, signature_names, split_names
from pipeline.parse.blocks import LayoutBuilder
from pipeline.parse.dates import first_date, stated_date
from pipeline.parse.language import language_of
from pipeline.parse.metadata import describe, tags_of, url_of
from pipeline.parse.published import published_on
from pipeline.parse.titles import title_of

if TYPE_CHECKING:
    from pipeline.model import BlockKind, Layout

PROSE = (
    "We spent three days in a big hall, and what follows is what I kept from the talks that I could see, "
    "one paragraph for each of them, in no order."
)


def layout(*blocks: tuple[BlockKind, str], **stated: str | list[str]) -> Layout:
    """A layout whose headings are of level 1, the later ones of level 2."""
    builder = LayoutBuilder()
    level = 0
    for line, (kind, text) in enumerate(blocks, start=1):
        level = min(2, level + 1) if kind == "heading" else level
        builder.open(kind, line, level if kind == "heading" else 0)
        for number, part in enumerate(text.split("\n")):
            if number:
                builder.line_break()
            builder.add(part)
        builder.close()
    return builder.layout({key.replace("__", ":"): value for key, value in stated.items()})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-05-11", date(2018, 5, 11)),
        ("2018-05-11T23:00:00-01:00", date(2018, 5, 11)),
        ("2018/5/1", date(2018, 5, 1)),
        ("11 May 2018", date(2018, 5, 11)),
        ("11th of May, 2018", date(2018, 5, 11)),
        ("May 11th, 2018", date(2018, 5, 11)),
        ("Nov 20 2012", date(2012, 11, 20)),
        ("11. Mai 2018", date(2018, 5, 11)),
        ("11.05.2018", date(2018, 5, 11)),
        ("1er juin 2018", date(2018, 6, 1)),
        ("11 de mayo de 2018", date(2018, 5, 11)),
        ("3 settembre 2018", date(2018, 9, 3)),
        ("05/11/2018", date(2018, 5, 11)),
        ("25/11/2018", date(2018, 11, 25)),
        ("2018-05", date(2018, 5, 1)),
        ("May 2018", date(2018, 5, 1)),
        ("1526025600", date(2018, 5, 11)),
        # near misses
        ("true", None),
        ("2018", None),
        ("31 February 2018", None),
        ("version 10.05.20183", None),
        ("", None),
    ],
)
def test_stated_dates(text: str, expected: date | None) -> None:
    assert stated_date(text) == expected


@pytest.mark.parametrize("text", ["2-4 May 2018", "2nd to 4th May 2018", "2. und 3. Mai 2018", "May 2-4, 2018"])
def test_the_days_of_an_event_are_no_day_of_publication(text: str) -> None:
    assert first_date(text) is None


@pytest.mark.parametrize(
    ("stated", "blocks", "expected"),
    [
        ({"title": "Three days at ZebraConf"}, [("paragraph", PROSE)], "Three days at ZebraConf"),
        ({"og__title": "My week", "title": "My week | Jane's site"}, [("heading", "My week")], "My week"),
        ({"title": "My week at ZebraConf | Jane's site", "page_title": "x"}, [("paragraph", PROSE)], "My week at ZebraConf"),
        ({"title": "Jane Doe - My week", "site": "Jane Doe", "page_title": "x"}, [("paragraph", PROSE)], "My week"),
        ({"title": "Jane writes: My week", "page_title": "x"}, [("heading", "My week")], "My week"),
        ({"title": "Blog"}, [("heading", "My week")], "My week"),
        ({}, [("heading", "My week"), ("paragraph", PROSE), ("heading", "Monday")], "My week"),
        ({}, [("heading", "Archive for June, 2016"), ("heading", "June 9 3 My week of talks")], "My week of talks"),
        # near misses
        ({"title": "ZebraConf - day one"}, [("paragraph", PROSE)], "ZebraConf - day one"),
        ({"title": "ZebraConf - Day one"}, [("heading", "Day one"), ("paragraph", PROSE)], "ZebraConf - Day one"),
        ({"title": "ZebraConf | Day one"}, [("paragraph", PROSE)], "ZebraConf | Day one"),
        ({}, [("paragraph", PROSE)], None),
    ],
)
def test_titles(stated: dict[str, str], blocks: list[tuple[BlockKind, str]], expected: str | None) -> None:
    assert title_of(layout(*blocks, **stated)) == expected


def test_a_first_heading_among_equals_is_a_section() -> None:
    builder = LayoutBuilder()
    for line, text in enumerate(("Opening words", "A closer look"), start=1):
        builder.open("heading", line, 1)
        builder.add(text)
    assert title_of(builder.layout({})) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane Doe", ["Jane Doe"]),
        ("Jane Doe, John Roe & Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
        ("Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe <jane@example.org>", ["Jane Doe"]),
        ("by Jane Doe", ["Jane Doe"]),
        ("Jane Doe on behalf of the Zebra team", ["Jane Doe"]),
        ("@janed", ["@janed"]),
        ("Anderson Sandler", ["Anderson Sandler"]),
        ("https://example.org/jane", []),
        ("jane@example.org", []),
        ("", []),
    ],
)
def test_split_names(text: str, expected: list[str]) -> None:
    assert list(split_names(text)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Jane Doe", ["Jane Doe"]),
        ("by: Jane (@janed), John (@jr) and Ann", ["Jane", "John", "Ann"]),
        ("Posted by jdoe on May 11, 2018", ["jdoe"]),
        ("Posted on May 11, 2018 by Jane Doe", ["Jane Doe"]),
        ("Author: Jane Doe", ["Jane Doe"]),
        ("Written by Jane Doe | 5 min read", ["Jane Doe"]),
        ("Zebraworks | 11 May 2018", ["Zebraworks"]),
        ("Von Anna Muster", ["Anna Muster"]),
        # near misses
        ("11 May 2018", []),
        ("Copenhagen, 11 May 2018", []),
        ("By the way, it rained all week", []),
        ("The talks I liked", []),
        ("Organised by many hands", []),
    ],
)
def test_bylines(line: str, expected: list[str]) -> None:
    assert list(byline_names(line)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("/Martin & Peter", ["Martin", "Peter"]),
        ("– Martin", ["Martin"]),
        ("report by: Martin Muster, Peter Muster", ["Martin Muster", "Peter Muster"]),
        ("See you next year!", []),
        ("- Kubernetes", []),
    ],
)
def test_signatures(line: str, expected: list[str]) -> None:
    assert list(signature_names(line)) == expected


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (layout(("paragraph", PROSE), author="janed"), ("janed",)),
        (layout(("paragraph", PROSE), authors=["Jane Doe", "John Roe"]), ("Jane Doe", "John Roe")),
        (layout(("heading", "My week"), ("paragraph", "By Jane Doe"), ("paragraph", PROSE)), ("Jane Doe",)),
        (layout(("paragraph", PROSE), ("paragraph", "report by: Jane Doe"), author="admin"), ("Jane Doe",)),
        # near misses: a talk's byline, a sentence's end
        (layout(("heading", "My week"), ("heading", "A talk"), ("paragraph", "By Jane Doe"), ("paragraph", PROSE)), ()),
        (layout(("heading", "My week"), ("list_item", "By: Jane Doe"), ("paragraph", PROSE)), ()),
        (layout(("paragraph", PROSE), author="admin"), ()),
    ],
)
def test_authors(post: Layout, expected: tuple[str, ...]) -> None:
    assert authors_of(post, "My week") == expected


def test_sections_told_in_the_first_person_are_signed_by_their_headings() -> None:
    told = layout(("heading", "Our week"), ("heading", "David Muster"), ("paragraph", "I saw it. I liked it, and my feet hurt."))
    both = layout(*[("heading", "Our week"), *[(k, t) for n in ("David", "Martin") for k, t in _voice(n, "I liked my seat.")]])
    speakers = layout(
        *[("heading", "Our week"), *[(k, t) for n in ("David", "Martin") for k, t in _voice(n, f"{n} told how he works. I sat there.")]]
    )
    assert authors_of(told, "Our week") == ()
    assert authors_of(both, "Our week") == ("David Muster", "Martin Muster")
    assert authors_of(speakers, "Our week") == ()


def _voice(name: str, text: str) -> list[tuple[BlockKind, str]]:
    return [("heading", f"{name} Muster"), ("paragraph", text)]


@pytest.mark.parametrize(
    ("post", "expected"),
    [
        (layout(("paragraph", PROSE), date="2018-05-11"), date(2018, 5, 11)),
        (layout(("paragraph", PROSE), published="true", created_at="2018-05-11"), date(2018, 5, 11)),
        (layout(("paragraph", PROSE), url="https://example.org/2018/05/11/my-week/"), date(2018, 5, 11)),
        (layout(("heading", "My week"), ("paragraph", "Posted on May 11, 2018"), ("paragraph", PROSE)), date(2018, 5, 11)),
        (layout(("heading", "My week"), ("paragraph", "Jane Doe | 11 May 2018"), ("paragraph", PROSE)), date(2018, 5, 11)),
        (layout(("heading", "My week"), ("heading", "3rd Mar 2011"), ("paragraph", PROSE)), date(2011, 3, 3)),
        (layout(("paragraph", "Archive for June, 2016"), ("heading", "June 9 3 My week"), ("paragraph", PROSE)), date(2016, 6, 9)),
        # near misses: days of the event, days in the text
        (layout(("heading", "My week"), ("paragraph", "Copenhagen, 2-4 May 2018"), ("paragraph", PROSE)), None),
        (layout(("heading", "My week"), ("heading", "Friday - 8/10/2020"), ("paragraph", PROSE)), None),
        (layout(("heading", "My week"), ("heading", "Day 2 - 05/11/2014"), ("paragraph", PROSE)), None),
        (layout(("paragraph", f"On 4 May 2018 it began. {PROSE}")), None),
        (layout(("paragraph", PROSE), url="https://example.org/2018/05/"), None),
        (layout(("paragraph", PROSE), modified="2019-01-01"), None),
    ],
)
def test_published(post: Layout, expected: date | None) -> None:
    assert published_on(post, "My week") == expected


def test_a_periodical_prints_its_day_in_its_title() -> None:
    assert published_on(layout(("paragraph", PROSE)), "Zebra news, issue 7 of 2016-06-09") == date(2016, 6, 9)
    assert published_on(layout(("paragraph", PROSE)), "What happened on 2016-06-09") is None


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        (PROSE * 2, {"lang": "fr"}, "en"),
        (
            "Nous avons passé trois jours dans une grande salle, et voici ce que nous avons retenu des conférences. " * 3,
            {"lang": "en"},
            "fr",
        ),
        ("Drei Tage in einer großen Halle, und hier steht, was ich von den Vorträgen behalten habe. " * 3, {}, "de"),
        ("Links", {"lang": "it-IT"}, "it"),
        ("Links", {"lang": "unknown!"}, "en"),
        ("Links", {}, "en"),
    ],
)
def test_language(text: str, stated: dict[str, str], expected: str) -> None:
    assert language_of(layout(("paragraph", text), **stated)) == expected


def test_the_address_is_taken_only_in_full() -> None:
    assert url_of({"url": "/2018/05/my-week/"}) is None
    assert url_of({"url": "my-week", "og:url": "https://example.org/my-week"}) == "https://example.org/my-week"


def test_tags_in_either_form() -> None:
    assert tags_of({"tags": ["a", "b"], "category": "c, d"}) == ("a", "b", "c", "d")


def test_the_day_in_a_file_name_is_no_day_of_publication() -> None:
    meta = describe(layout(("heading", "Notes from ZebraConf"), ("paragraph", PROSE)), "_posts/2018-05-21-zebraconf.md")
    assert meta.published is None
    assert meta.event is not None
    assert (meta.event.name, meta.event.year) == ("ZebraConf", 2018)
