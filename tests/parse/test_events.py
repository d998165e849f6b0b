from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipeline.parse.blocks import LayoutBuilder
from pipeline.parse.events import find_event
from pipeline.parse.residue import residue_of
from pipeline.parse.series import numbered_in, shaped_in, sightings

if TYPE_CHECKING:
    from pipeline.model import Layout

ATTENDED = "Last week I attended it and heard many talks."


def layout(*paragraphs: str) -> Layout:
    builder = LayoutBuilder()
    for line, text in enumerate(paragraphs, start=1):
        builder.open("paragraph", line)
        builder.add(text)
    return builder.layout({})


def event(title: str | None, text: str = ATTENDED, source: str = "post.md", published: date | None = None) -> tuple[str, int | None] | None:
    found = find_event(title, layout(text), (), source, published)
    return (found.name, found.year) if found else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Notes from KubeCon EU 2018", ("KubeCon + CloudNativeCon Europe", 2018)),
        ("Talks at Kubecon/CloudNativeCon 2018 Europe", ("KubeCon + CloudNativeCon Europe", 2018)),
        ("What CloudNativeCon + KubeCon Europe 2017 was", ("KubeCon + CloudNativeCon Europe", 2017)),
        ("Day two of KubeCon 2018 Copenhagen", ("KubeCon + CloudNativeCon Europe", 2018)),
        ("KubeCon + CloudNativeCon North America 2019", ("KubeCon + CloudNativeCon North America", 2019)),
        ("KubeCon San Diego highlights", ("KubeCon + CloudNativeCon North America", None)),
        ("KubeCon NA ’19", ("KubeCon + CloudNativeCon North America", 2019)),
        ("My KubeCon week", ("KubeCon + CloudNativeCon", None)),
    ],
)
def test_the_region_of_kubecon_is_told_by_its_name_or_city(title: str, expected: tuple[str, int | None]) -> None:
    assert event(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ZebraConf 2017 recap", ("ZebraConf", 2017)),
        ("Zebracon ’17: what I learned", ("Zebracon", 2017)),
        ("zebraconf 2017", ("zebraconf", 2017)),
        ("The Striped Animals Conference 2019", ("Striped Animals Conference", 2019)),
        ("Striped Horses 2019 Conference - Day 1", ("Striped Horses Conference", 2019)),
        ("Notes from Zebra Summit London 2024", ("Zebra Summit London", 2024)),
        ("Impressions of Zebra Forward 2024", ("Zebra Forward", 2024)),
        ("Zebra in Savanna, Day 5", ("Zebra in Savanna", None)),
        ("Mein 31C3", ("Chaos Communication Congress", 2014)),
        ("39C3, Tag 2", ("Chaos Communication Congress", 2025)),
    ],
)
def test_unlisted_series_are_known_by_their_shape(title: str, expected: tuple[str, int | None]) -> None:
    assert event(title) == expected


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("How we moved to Zebra", "We wrote a parser. It is fast."),
        ("Zebra 2.0 released", "It is out."),
        ("Review of Striped Animals", "A good book, with many pictures."),
        ("The Falcon and the beacon", "A story."),
        (None, "Nothing happened today."),
    ],
)
def test_posts_about_no_event(title: str | None, text: str) -> None:
    assert event(title, text) is None


def test_the_title_outweighs_the_text() -> None:
    assert event("ZebraConf 2017 recap", f"{ATTENDED} PyCon is bigger; PyCon has more talks than PyCon had.") == ("ZebraConf", 2017)


@pytest.mark.parametrize(
    ("title", "source", "published", "year"),
    [
        ("ZebraConf 2017", "2018-01-02-zebraconf.md", date(2018, 1, 2), 2017),
        ("2017 ZebraConf in review", "post.md", date(2018, 1, 2), 2017),
        ("ZebraConf recap", "zebraconf-2017.md", date(2018, 1, 2), 2017),
        ("ZebraConf recap", "post.md", date(2018, 1, 2), 2018),
        ("ZebraConf recap", "2018-01-02-zebraconf.md", None, 2018),
        ("ZebraConf 17 recap", "post.md", date(2017, 5, 1), 2017),
        ("ZebraConf 9 recap", "post.md", date(2017, 5, 1), 2017),
        ("ZebraConf 21 recap", "post.md", date(2017, 5, 1), 2017),
        ("ZebraConf recap", "post.md", None, None),
    ],
)
def test_the_year(title: str, source: str, published: date | None, year: int | None) -> None:
    found = event(title, ATTENDED, source, published)
    assert found is not None
    assert found[1] == year


def test_a_past_years_mention_does_not_outweigh_the_day_of_publication() -> None:
    for text in ("Unlike ZebraConf 2011, this one had talks.", "I have been at ZebraConf every year since 2016, for the talks."):
        assert event("ZebraConf recap", text, "post.md", date(2017, 5, 1)) == ("ZebraConf", 2017)


def test_the_city_follows_the_name() -> None:
    found = find_event("ZebraConf 2017", layout("ZebraConf was held in London, and I flew in from Berlin."), (), "p.md", None)
    assert found is not None
    assert found.city == "London"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("at ZebraConf and at OggCamp", ["ZebraConf", "OggCamp"]),
        ("the Third Striped Animals Symposium on Zebras", ["Third Striped Animals Symposium on Zebras"]),
        ("Falcon, Beacon and Silicon", []),
        ("the config of conf", []),
        ("a summit of mountains", []),
    ],
)
def test_shapes(text: str, names: list[str]) -> None:
    assert [sighting.name for sighting in shaped_in(text)] == names


@pytest.mark.parametrize(
    ("text", "year"), [("16C3", 1999), ("36c3", 2019), ("37C3", 2023), ("the 31. Chaos Communication Congress", 2014), ("DEF CON 21", 2013)]
)
def test_numbers_that_tell_the_year(text: str, year: int) -> None:
    assert [sighting.year for sighting in numbered_in(text)] == [year]


@pytest.mark.parametrize("text", ["C3", "90C3", "EC3", "x31C3y", "defconfig 21"])
def test_numbers_that_tell_nothing(text: str) -> None:
    assert not list(numbered_in(text))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Zebra 2015 trip report", "Zebra"),
        ("Highlights of Zebra Dance 2013", "Zebra Dance"),
        ("Insights from ZBSpain", "ZBSpain"),
        ("zebra4lib days 1-2", "zebra4lib"),
        ("ZB NY: Friday", "ZB NY"),
        ("What I think of zebras", None),
        ("A Big Title With Many Names Of Things", None),
    ],
)
def test_what_is_left_of_a_title(title: str, name: str | None) -> None:
    assert next((sighting.name for sighting in residue_of(title)), None) == name


def test_a_known_name_hides_the_shape_around_it() -> None:
    assert [sighting.name for sighting in sightings("KubeCon EU")] == ["KubeCon + CloudNativeCon Europe"]


def test_a_broken_link_is_no_obstacle() -> None:
    builder = LayoutBuilder()
    builder.open("paragraph", 1)
    builder.add(ATTENDED)
    builder.link("http://[broken", 0)
    found = find_event("ZebraConf 2017", builder.layout({}), (), "p.md", None)
    assert found is not None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Next steps", "What comes next is a talk. Next we wrote a parser; Next is good."),
        ("Access rules", "The ACL of a file; an ACL on a talk; ACL again."),
        ("Building it", "Build tools were in the talks. We build a lot."),
    ],
)
def test_names_that_are_common_words_are_no_events(title: str, text: str) -> None:
    assert event(title, text) is None
