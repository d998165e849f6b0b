from __future__ import annotations

import pytest

from pipeline.model import BlockKind, Event, Layout, Metadata
from pipeline.parse.blocks import LayoutBuilder
from pipeline.parse.recap import cues, recap_score


def layout(*blocks: tuple[BlockKind, str], links: tuple[str, ...] = ()) -> Layout:
    builder = LayoutBuilder()
    for line, (kind, text) in enumerate(blocks, start=1):
        builder.open(kind, line, int(kind == "heading"))
        builder.add(text)
    for url in links:
        builder.link(url, builder.here())
    return builder.layout({})


def meta(title: str | None, event: str | None = None) -> Metadata:
    return Metadata(title, (), None, "en", None, Event(event, 2018, None) if event else None)


VIDEO = "https://www.youtube.com/watch?v=a"
TALK = "The speaker gave a talk on parsers; the session was full, and the slides of the keynote are online."
RECAPS = [
    (meta("ZebraConf 2018 recap", "ZebraConf"), layout(("paragraph", "I attended the conference."), ("paragraph", TALK))),
    (
        meta("Three days in a hall", "ZebraConf"),
        layout(("paragraph", "The conference was fun."), ("paragraph", TALK), links=(VIDEO, VIDEO, VIDEO)),
    ),
    (
        meta("Eindrücke von der Zebrakonferenz"),
        layout(("paragraph", "Die Konferenz war gut besucht, und jeder Vortrag war voll. Ein Vortrag handelte von Zebras.")),
    ),
    (
        meta("Retour de la ZebraConf", "ZebraConf"),
        layout(("paragraph", "Une conférence de deux jours. La keynote et les présentations étaient bonnes.")),
    ),
]
OTHERS = [
    (
        meta("How we moved to another database"),
        layout(("paragraph", "We copied the rows at night. It took four hours, and nobody noticed anything at all.")),
    ),
    (
        meta("A review of a book about zebras"),
        layout(("paragraph", "The author knows her animals. The pictures are good, the index is not.")),
    ),
    (meta("Version 2.0 is out"), layout(("heading", "Changes"), ("list_item", "faster"), ("list_item", "smaller"))),
    (meta(None), layout(("paragraph", "Nothing happened."))),
]


@pytest.mark.parametrize(("post", "text"), RECAPS)
def test_recaps(post: Metadata, text: Layout) -> None:
    assert recap_score(text, post) >= 0.5


@pytest.mark.parametrize(("post", "text"), OTHERS)
def test_other_posts(post: Metadata, text: Layout) -> None:
    assert recap_score(text, post) < 0.5


def test_cues_lie_between_absent_and_certain() -> None:
    for post, text in RECAPS + OTHERS:
        assert all(0.0 <= value <= 1.0 for value in cues(text, post).values())


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("On parsers - Martin Muster, Zebraworks", True),
        ("On parsers by Martin Muster", True),
        ("Martin Muster: On parsers", True),
        ("Speaker: someone", True),
        ("On parsers (Martin Muster)", True),
        ("On parsers - a closer look", False),
        ("Getting started", False),
    ],
)
def test_bylines(item: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert bool(cues(layout(("heading", item)), meta(None))["bylines"]) == expected


def test_a_post_without_words_has_a_score() -> None:
    assert 0.0 <= recap_score(layout(), meta(None)) < 0.5
