"""What each block says about itself, one small post per cue."""

from __future__ import annotations

import pytest
from drafts import parsed

from pipeline.segment.cues import Cue, LeadKind, cues_of


def cue(markdown: str, index: int = -1) -> Cue:
    """The cue of one block, by default the last."""
    return cues_of(parsed(markdown))[index]


def first_block(markdown: str) -> Cue:
    return cue(markdown, 0)


def test_one_cue_per_block_in_order() -> None:
    post = parsed("# A\n\ntext\n\n- item\n- item\n\n> quote")
    cues = cues_of(post)
    assert [found.index for found in cues] == list(range(len(post.blocks)))
    assert [found.text for found in cues] == [post.text[block.start : block.end] for block in post.blocks]


@pytest.mark.parametrize(
    ("markdown", "rank"),
    [
        ("# Queues", 1),
        ("### Queues", 3),
        ("**Queues Without Tears**", 7),
        ("**Queues Without Tears:**", 7),
        ("**Queues** Without Tears, and what else she said", 8),
        ("Queues Without Tears", 8),
        ("- **Queues Without Tears**", 8),
        ("> **Queues Without Tears**", 8),
        ("**" + "word " * 40 + "end**", 8),
    ],
)
def test_rank(markdown: str, rank: int) -> None:
    assert cue(markdown).rank == rank
    assert cue(markdown).is_heading == (rank < 8)


@pytest.mark.parametrize(
    ("markdown", "kind", "lead"),
    [
        ("“Queues Without Tears” by Laura took a queue apart.", "quote", "Queues Without Tears"),
        ('"Queues Without Tears" by Laura took a queue apart.', "quote", "Queues Without Tears"),
        ("«Files sans larmes» par Laura était très drôle.", "quote", "Files sans larmes"),
        ('**"Queues Without Tears"** by Laura took a queue apart.', "quote", "Queues Without Tears"),
        ("**Queues Without Tears:** Laura took a queue apart.", "strong", "Queues Without Tears"),
        ("**Queues Without Tears** – Laura took a queue apart.", "strong", "Queues Without Tears"),
        ("*Queues Without Tears* by Laura took a queue apart.", "em", "Queues Without Tears"),
        ("[Queues Without Tears](https://gannet.example/1) by Laura took a queue apart.", "link", "Queues Without Tears"),
        ("- [Queues Without Tears](https://gannet.example/1)", "link", "Queues Without Tears"),
        ("[**Queues Without Tears**](https://gannet.example/1) by Laura", "strong", "Queues Without Tears"),
        # near misses
        ("Laura took a queue apart in “Queues Without Tears” on stage.", "none", None),
        ("Laura gave **Queues Without Tears** on the second day.", "none", None),
        ("See [the programme](https://gannet.example/1) for all of them.", "none", None),
        ("https://gannet.example/1 is where the programme is.", "none", None),
        ("Laura’s queue isn’t what it was.", "none", None),
    ],
)
def test_what_stands_set_apart_at_the_beginning(markdown: str, kind: LeadKind, lead: str | None) -> None:
    found = cue(markdown)
    assert found.lead_kind == kind
    assert (found.text[slice(*found.lead)] if found.lead else None) == lead


@pytest.mark.parametrize(
    ("markdown", "only"),
    [
        ("[Slides](https://gannet.example/1.pdf)", True),
        ("[Slides](https://gannet.example/1.pdf) | [Video](https://youtube.com/watch?v=a)", True),
        ("Slides: https://gannet.example/1.pdf", True),
        ("([Queues Without Tears](https://gannet.example/1))", True),
        ("Slides", False),
        ("[Slides](https://gannet.example/1.pdf) are worth a look, above all the ninth", False),
        ("Laura showed [her code](https://gannet.example/1)", False),
    ],
)
def test_a_line_of_links(markdown: str, only: bool) -> None:  # noqa: FBT001 - an expectation
    assert cue(markdown).only_links is only


@pytest.mark.parametrize(
    ("url", "media"),
    [
        ("https://youtu.be/abc", True),
        ("https://www.youtube.com/watch?v=abc", True),
        ("https://speakerdeck.com/laura/queues", True),
        ("https://gannet2023.sched.com/event/1", True),
        ("https://gannet.example/talks/queues", True),
        ("https://gannet.example/queues.pdf", True),
        ("https://laura.example/", False),
        ("https://github.com/laura/queues", False),
    ],
)
def test_links_to_recordings_and_slides(url: str, media: bool) -> None:  # noqa: FBT001 - an expectation
    assert cue(f"- [Queues]({url})").has_media is media


@pytest.mark.parametrize(
    ("markdown", "sentence"),
    [
        ("She took a queue apart on the stage.", True),
        ("She took a queue apart on the stage!)", True),
        ("Getting ready.", False),
        ("Queues Without Tears and What Comes After Them", False),
        ("Why do we have so many queues?", False),
    ],
)
def test_sentences(markdown: str, sentence: bool) -> None:  # noqa: FBT001 - an expectation
    assert cue(markdown).sentence is sentence


@pytest.mark.parametrize(
    ("markdown", "numbered"),
    [("3. Queues", True), ("## 3. Queues", True), ("**3) Queues**", True), ("- Queues", False), ("## 3 queues", False)],
)
def test_numbers(markdown: str, numbered: bool) -> None:  # noqa: FBT001 - an expectation
    assert cue(markdown).numbered is numbered


def test_days_and_what_is_no_session() -> None:
    cues = cues_of(parsed("# Notes\n\n## Day 1\n\n### Kubernetes Day 2: Upgrades\n\n## Food\n\n## Third-party modules"))
    assert [found.is_section for found in cues] == [False, True, False, False, False]
    assert [found.is_stop for found in cues] == [True, False, False, True, False]  # "Notes" alone says nothing of a session


def test_a_long_paragraph_is_neither_label_nor_stop() -> None:
    found = cue("Monday was long, and " + "so was the queue in front of the coffee, " * 4 + "but then it got better.")
    assert not found.is_section
    assert found.split.byline is None


def test_a_heading_is_cut_into_title_and_byline() -> None:
    found = cue("## Queues Without Tears - Laura Holt, Norrvik")
    assert found.text[slice(*found.split.title)] == "Queues Without Tears"
    assert found.split.byline is not None
    assert found.text[slice(*found.split.byline)] == "Laura Holt, Norrvik"


def test_the_line_below_is_read_as_a_byline() -> None:
    found = cue("## Queues Without Tears\n\nLaura Holt, Norrvik")
    assert found.byline.score >= 0.6
    assert [found.text[slice(*person.name)] for person in found.byline.people] == ["Laura Holt"]
    assert found.split.byline is None


def test_a_name_in_a_clear_byline_makes_a_less_clear_one_believable() -> None:
    alone = "# Recap\n\n## A Cache Is a Promise - Xyrel Quendt"
    both = "# Recap\n\n## Queues Without Tears - Laura Holt & Xyrel Quendt, Norrvik\n\n## A Cache Is a Promise - Xyrel Quendt"
    assert cue(both).split.score >= cue(alone).split.score
    assert cue(both).split.byline is not None


@pytest.mark.parametrize(
    ("text", "count"),
    [("The keynote was a talk.", 2), ("She presented a demo.", 2), ("We walked and stalked.", 0), ("Der Vortrag war gut.", 1)],
)
def test_words_about_sessions(text: str, count: int) -> None:
    assert cue(text).talk_words == count
