from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import check, lines, links, shape

from pipeline.parse.plain import read

LONG = (
    "This sentence goes on for long enough to be a paragraph of its own, with a subject, a verb, an object and a few more words at its end."
)


def test_title_heading_and_byline() -> None:
    layout = read(f"Notes from a meeting\n\nIntro comes first here.\n\nScaling things\nAda Love, Engineer, Acme\n{LONG}\n")
    assert shape(layout) == [
        ("heading", "Notes from a meeting"),
        ("paragraph", "Intro comes first here."),
        ("heading", "Scaling things"),
        ("paragraph", "Ada Love, Engineer, Acme"),
        ("paragraph", LONG),
    ]
    assert [block.level for block in layout.blocks] == [1, 0, 2, 0, 0]
    assert lines(layout) == [1, 3, 5, 6, 7]


def test_titles_between_lists_without_blank_lines() -> None:
    layout = read("Notes\nSome words about them all.\n- first\n- second\nNext Talk\n- third: http://a.test/x\n")
    assert shape(layout)[4] == ("heading", "Next Talk")
    assert links(layout) == [("http://a.test/x", "http://a.test/x")]


@pytest.mark.parametrize(
    "line",
    ["Ends like a sentence.", "Photo credit: Somebody", "Acme | 11 May 2018", "As follows:", "https://a.test/", "- an item", "1234 - 99"],
)
def test_lines_that_are_no_headings(line: str) -> None:
    kinds = [kind for kind, _ in shape(read(f"Title\n\n{LONG}\n\n{line}\n\n{LONG}\n"))]
    assert kinds.count("heading") == 1


@pytest.mark.parametrize(
    ("text", "depths", "ordinals"),
    [
        ("- a\n  - b\n- c", [1, 2, 1], [None, None, None]),
        ("  • a\n  • b", [1, 1], [None, None]),
        ("1. a\n2) b\n", [1, 1], [1, 2]),
        ("* a\n\t* b\n\t\t* c\n* d", [1, 2, 3, 1], [None] * 4),
    ],
)
def test_lists(text: str, depths: list[int], ordinals: list[int | None]) -> None:
    items = [block for block in read(text).blocks if block.kind == "list_item"]
    assert [item.level for item in items] == depths
    assert [item.ordinal for item in items] == ordinals


def test_a_year_begins_no_list() -> None:
    assert shape(read("2018 was good. It was.\n2019. was better."))[0] == ("paragraph", "2018 was good. It was.")


def test_numbered_heading() -> None:
    assert ("heading", "Monitoring") in shape(read(f"Title\n\n1. Monitoring\n\n{LONG}\n\n2. Security\n\n{LONG}"))


def test_underlined_headings_and_rules() -> None:
    layout = read(f"Big\n===\n\nSmall one\n---------\n{LONG}\n\n-----\n\n{LONG}")
    assert [(block.kind, block.level) for block in layout.blocks] == [("heading", 1), ("heading", 2), ("paragraph", 0), ("paragraph", 0)]


def test_wrapped_lines_are_joined() -> None:
    wrapped = (
        "the speaker told us about the many small things that go wrong when a\n"
        "machine is asked to do what it was never built for, and then went on to\n"
        "show how the team had found a way around each of them in the course of a\n"
        "long summer, with the help of friends and colleagues from other places\n"
        "who knew more.\n"
    )
    layout = read(f"{wrapped}\n{wrapped}\n- an item that goes on\n  in the next line\n")
    assert [kind for kind, _ in shape(layout)] == ["paragraph", "paragraph", "list_item"]
    assert shape(layout)[2][1] == "an item that goes on in the next line"


def test_unwrapped_lines_stay_apart() -> None:
    assert len(shape(read(f"{LONG}\n{LONG}\n{LONG}"))) == 3


@given(st.text(st.sampled_from("ab. -*1)=\n\t•#:/h") | st.characters(), max_size=300))
def test_any_text(text: str) -> None:
    layout = read(text)
    check(layout)
    assert all(url == anchor for url, anchor in links(layout))
