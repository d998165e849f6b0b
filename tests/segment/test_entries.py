"""Entries for given starts: titles, bylines, bodies, kinds, sections and ids."""

from __future__ import annotations

import pytest
from drafts import blocks, body, cuts, entries, parsed, starts_at
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import RejectInput
from pipeline.segment.cues import cues_of
from pipeline.segment.entries import entries_of
from pipeline.segment.headers import header_of

BODY = "Somebody took a queue apart on stage and put it together with one part fewer."


def header(markdown: str) -> tuple[str, list[str]]:
    """Title and bylines of the header that the second block begins."""
    post = parsed(f"# Recap\n\n{markdown}\n\n{BODY}")
    found = header_of(post.text, cues_of(post), 1)
    return post.text[slice(*found.title)], [post.text[slice(*span)] for span in found.bylines]


# --- headers -----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("## Queues Without Tears", "Queues Without Tears"),
        ("## Keynote: Queues Without Tears", "Queues Without Tears"),
        ("## Opening keynote - Queues Without Tears", "Queues Without Tears"),
        ("## Lightning talk 2: Queues Without Tears", "Queues Without Tears"),
        ("## 3. Queues Without Tears", "Queues Without Tears"),
        ("## 3) Queues Without Tears", "Queues Without Tears"),
        ("## #3. Queues Without Tears", "Queues Without Tears"),
        ("## 10:30 - 11:00 Queues Without Tears", "Queues Without Tears"),
        ("## 🐦 Queues Without Tears", "Queues Without Tears"),
        ("## “Queues Without Tears”", "Queues Without Tears"),
        ('## 2. "Queues Without Tears"', "Queues Without Tears"),
        ("## 🎤 Keynote: “Queues Without Tears”", "Queues Without Tears"),
        ("## Queues Without Tears:", "Queues Without Tears"),
        ("## _Queues Without Tears_", "Queues Without Tears"),
        ("**Queues Without Tears**", "Queues Without Tears"),
        ("## 09:00 — Queues Without Tears", "Queues Without Tears"),
        ("## Queues Without Tears (Keynote)", "Queues Without Tears"),
        ("## Queues Without Tears 🎉", "Queues Without Tears"),
        ("## [Talk] Queues Without Tears", "Queues Without Tears"),
        ("## Day 1 - Keynote: Queues Without Tears", "Queues Without Tears"),
        ("## 9am: Queues Without Tears", "Queues Without Tears"),
        # near misses
        ("## From Zero to Hero with Kafka Streams", "From Zero to Hero with Kafka Streams"),
        ("## Designed by Committee", "Designed by Committee"),
        ("## Fear, Loathing, Kubernetes", "Fear, Loathing, Kubernetes"),
        ("## Beyond Pods: Grace Hopper and the Compiler", "Beyond Pods: Grace Hopper and the Compiler"),
        ("## “Queues” and “Caches”", "“Queues” and “Caches”"),
        ("## “Queues” Without Tears", "“Queues” Without Tears"),
        ("## 3 Queues Without Tears", "3 Queues Without Tears"),
        ("## Talking Queues", "Talking Queues"),
        ("## Queues Without Tears?", "Queues Without Tears?"),
        ("## C++: Queues Without Tears", "C++: Queues Without Tears"),
        ("## Queues - Caches - Tears", "Queues - Caches - Tears"),
    ],
)
def test_titles_are_bare(heading: str, title: str) -> None:
    assert header(heading) == (title, [])


@pytest.mark.parametrize(
    ("markdown", "bylines"),
    [
        ("## Queues Without Tears - Laura Holt, Norrvik", ["Laura Holt, Norrvik"]),
        ("## Queues Without Tears – Laura Holt & David Brandt, Norrvik", ["Laura Holt & David Brandt, Norrvik"]),
        ("## Queues Without Tears by Laura Holt", ["Laura Holt"]),
        ("## Keynote: Queues Without Tears by Laura Holt", ["Laura Holt"]),
        ("## Laura Holt: Queues Without Tears", ["Laura Holt"]),
        ("## Queues Without Tears\n\n*Laura Holt, Norrvik*", ["Laura Holt, Norrvik"]),
        ("## Queues Without Tears\n\nSpeaker: Laura Holt", ["Speaker: Laura Holt"]),
        ("## Queues Without Tears\n\n[Video](https://youtu.be/a)\n\n*Laura Holt, Norrvik*", ["Laura Holt, Norrvik"]),
        ("**Queues Without Tears**\n\nLaura Holt, Norrvik", ["Laura Holt, Norrvik"]),
    ],
)
def test_bylines_stand_apart_from_the_title(markdown: str, bylines: list[str]) -> None:
    assert header(markdown) == ("Queues Without Tears", bylines)


@pytest.mark.parametrize("line", ["(Laura Holt, Norrvik)", "(Laura Holt)"])
def test_a_byline_in_brackets_below(line: str) -> None:
    assert [text.strip("()") for text in header(f"## Queues Without Tears\n\n{line}")[1]] == [line.strip("()")]


@pytest.mark.parametrize(
    "markdown",
    [
        "**Queues Without Tears** by Laura Holt: a queue was taken apart and put together again with one part fewer.",
        "- Queues Without Tears - Laura Holt",
        "- [Queues Without Tears](https://gannet.example/1), Laura Holt",
        '- "Queues Without Tears" by Laura Holt',
        "- Queues Without Tears (Laura Holt)",
        "- Queues Without Tears: Laura Holt",
        "- Laura Holt: Queues Without Tears",
        "- [Queues Without Tears - Laura Holt](https://youtu.be/a)",
        "- 10:30 Queues Without Tears (Laura Holt)",
        "**Queues Without Tears**, Laura Holt. She took it apart, and it was good.",
        "**Queues Without Tears** (Laura Holt). She took it apart, and it was good.",
        "“Queues Without Tears” (Laura Holt) – she took it apart, and it was good.",
        "Queues Without Tears by Laura Holt – she took it apart, and it was good.",
        "[Queues Without Tears](https://youtu.be/a) - Laura Holt: she took it apart, and it was good.",
        "- Laura Holt - Queues Without Tears",
        "- **Laura Holt**: Queues Without Tears",
    ],
)
def test_bylines_in_one_block(markdown: str) -> None:
    title, bylines = header(markdown)
    assert title == "Queues Without Tears"
    assert [text.strip(" )") for text in bylines] == ["Laura Holt"]


def test_a_link_behind_the_byline_of_a_list_item_is_no_body() -> None:
    post = parsed("# Recap\n\n- “Queues Without Tears” – Laura Holt, Norrvik – [video](https://youtu.be/a)\n- “Caches” – David Brandt")
    first, _ = entries(post, "“Queues", "“Caches")
    assert body(post, first) == ""


def test_the_body_begins_behind_byline_and_links() -> None:
    post = parsed(
        f"""
        # Recap

        ## Queues Without Tears

        *Laura Holt, Norrvik*

        [Slides](https://gannet.example/1.pdf) | [Video](https://youtu.be/a)

        {BODY}
        """
    )
    (entry,) = entries(post, "Queues")
    assert body(post, entry) == BODY
    assert entry.start == post.text.index("Queues")


def test_a_sentence_below_a_title_is_no_byline() -> None:
    post = parsed("# Recap\n\n## Queues Without Tears\n\nLaura Holt took a queue apart and put it together again.")
    (entry,) = entries(post, "Queues")
    assert entry.bylines == ()
    assert body(post, entry) == "Laura Holt took a queue apart and put it together again."


# --- where a body ends -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "openings", "bodies"),
    [
        ("## A a\n\none\n\n## B b\n\ntwo", ["A a", "B b"], ["one", "two"]),
        ("### A a\n\none\n\n## Something else\n\ntwo", ["A a"], ["one"]),
        ("### A a\n\none\n\n### Something else\n\ntwo", ["A a"], ["one"]),
        ("## A a\n\none\n\n### Detail\n\ntwo", ["A a"], ["one\n\nDetail\n\ntwo"]),
        ("## A a\n\none\n\n### Food\n\ntwo", ["A a"], ["one"]),
        ("## A a\n\none\n\n### Day 2\n\n## B b\n\ntwo", ["A a", "B b"], ["one", "two"]),
        ("**A a**\n\none\n\n**B b**\n\ntwo\n\n## Food\n\nthree", ["A a", "B b"], ["one", "two"]),
        ("**A a** one one\n\n**B b** two two\n\n## Food\n\nthree", ["A a", "B b"], ["one one", "two two"]),
        ("**A a** one one\n\nmore\n\n**B b** two two", ["A a", "B b"], ["one one\n\nmore", "two two"]),
        ("## A a\n\n## B b\n\ntwo", ["A a", "B b"], ["", "two"]),
    ],
    ids=[
        "next entry",
        "higher heading",
        "heading of the same rank",
        "sub-heading stays",
        "heading of what is no session",
        "heading of a day",
        "real heading ends bold ones",
        "heading ends a paragraph",
        "paragraphs belong to the one that opens with a title",
        "nothing",
    ],
)
def test_where_a_body_ends(markdown: str, openings: list[str], bodies: list[str]) -> None:
    post = parsed(f"# Recap of it all\n\n{markdown}")
    assert [body(post, entry) for entry in entries(post, *openings)] == bodies


def test_a_list_of_entries_ends_with_the_list() -> None:
    post = parsed("# Recap of it all\n\n- **A a**: one one\n- **B b**: two two\n    - more\n\nThat was all.")
    assert [body(post, entry) for entry in entries(post, "A a", "B b")] == ["one one", "two two\nmore"]


def test_what_stands_between_the_items_of_a_gapped_list_belongs_to_them() -> None:
    post = parsed(
        """
        # Recap of it all

        1. Queues

        Somebody took a queue apart on stage.

        A second paragraph about it.

        2. Caches

        They lie.
        """
    )
    bodies = [body(post, entry) for entry in entries(post, "Queues", "Caches")]
    assert bodies == ["Somebody took a queue apart on stage.\n\nA second paragraph about it.", "They lie."]


def test_sub_headings_stay_in_numbered_takeaways_though_they_have_the_same_rank() -> None:
    post = parsed(
        """
        # Recap of it all

        ## 1. Queues are back

        one

        ## A detail

        two

        ## 2. Nobody trusts caches

        three

        ## Conclusion

        four
        """
    )
    bodies = [body(post, entry) for entry in entries(post, "1. Queues", "2. Nobody")]
    assert bodies == ["one\n\nA detail\n\ntwo", "three"]


def test_rows_of_a_table_have_no_body_of_prose() -> None:
    post = parsed("# Recap\n\n| Title | Speaker |\n|---|---|\n| Queues | Laura Holt |\n| Caches | David Brandt |\n\nThat was all.")
    found = entries(post, "Queues", "Caches")
    assert [(entry.title, body(post, entry)) for entry in found] == [("Queues", ""), ("Caches", "")]
    assert [[post.text[slice(*span)] for span in entry.bylines] for entry in found] == [["Laura Holt"], ["David Brandt"]]


# --- kinds -------------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("Keynote: Queues Without Tears", BODY, "keynote"),
        ("Morning keynotes", BODY, "keynote"),
        ("Panel: Who Gets the Pager?", BODY, "panel"),
        ("Lightning talk: Five Minutes of DNS", BODY, "lightning"),
        ("Workshop: Build Your Own Queue", BODY, "workshop"),
        ("Tutorial: Build Your Own Queue", BODY, "workshop"),
        ("Queues Without Tears", "This panel had five people on it, and one of them was awake.", "panel"),
        ("Queues Without Tears", "The opening keynote took a queue apart.", "keynote"),
        # near misses
        ("Queues Without Tears Revisited", BODY, "talk"),
        ("Solar Panels and Databases Revisited", BODY, "talk"),
        ("Queues Without Tears Revisited", "We missed all workshops for it.", "talk"),
    ],
)
def test_kinds_by_heading_and_first_words(heading: str, text: str, kind: str) -> None:
    (entry,) = entries(parsed(f"# What I saw\n\n## {heading}\n\n{text}"), heading)
    assert entry.kind == kind


def test_kinds_by_section() -> None:
    post = parsed("# Seen\n\n## Lightning talks\n\n### Five Minutes of DNS\n\nDNS.\n\n## Workshops\n\n### Build Your Own Queue\n\nFun.")
    assert [entry.kind for entry in entries(post, "Five", "Build")] == ["lightning", "workshop"]


@pytest.mark.parametrize(
    ("title", "headings", "kind"),
    [
        ("Three takeaways from Gannet Conf", ["Queues are back again", "Nobody trusts caches", "Backups are culture"], "topic"),
        ("What I saw", ["1. Queues are back again", "2. Nobody trusts caches", "3. Backups are culture"], "topic"),
        ("What I saw", ["Service Mesh", "Databases", "Chaos"], "topic"),
        ("What I saw", ["Queues are back again", "Nobody trusts the caches", "Backups are culture"], "talk"),
        ("Three takeaways from Gannet Conf", ["Queues - Laura Holt", "Caches - David Brandt", "Backups - Miriam Sand"], "talk"),
        ("What I saw", ["1. Queues by Laura Holt", "2. Caches by David Brandt", "3. Backups by Miriam Sand"], "talk"),
    ],
)
def test_takeaways_are_topics_and_sessions_are_not(title: str, headings: list[str], kind: str) -> None:
    post = parsed("\n\n".join([f"# {title}", *(f"## {heading}\n\n{BODY}" for heading in headings)]))
    assert {entry.kind for entry in entries(post, *headings)} == {kind}


def test_sessions_with_times_are_no_takeaways() -> None:
    headings = ["09:00 Queues are back again", "10:30 Nobody trusts the caches", "11:15 Backups are culture"]
    post = parsed("\n\n".join(["# What I saw", *(f"## {heading}\n\n{BODY}" for heading in headings)]))
    assert {entry.kind for entry in entries(post, *headings)} == {"talk"}


# --- sections ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "openings", "sections"),
    [
        (
            "## Day 1\n\n### Queues\n\na\n\n### Caches\n\nb\n\n## Day 2\n\n### Backups\n\nc",
            ["Queues", "Caches", "Backups"],
            ["Day 1", "Day 1", "Day 2"],
        ),
        (
            "## Day 1\n\n### Morning keynotes\n\n#### Queues\n\na\n\n## Day 2\n\n### Caches\n\nb",
            ["Queues", "Caches"],
            ["Morning keynotes", "Day 2"],
        ),
        ("## Day 1: Tuesday:\n\n### Queues\n\na", ["Queues"], ["Day 1: Tuesday"]),
        ("## 🎉 Day 1\n\n### Queues\n\na", ["Queues"], ["Day 1"]),
        ("On Friday:\n\n- **Queues**: aa aa\n- **Caches**: bb bb", ["Queues", "Caches"], ["On Friday", "On Friday"]),
        ("## Security\n\n### Queues\n\na\n\n## My faves\n\n### Caches\n\nb", ["Queues", "Caches"], [None, None]),
        ("## Day 1\n\n### Queues\n\na\n\n## Other things\n\n### Caches\n\nb", ["Queues", "Caches"], ["Day 1", None]),
        ("## Queues\n\na\n\n## Day 2\n\n### Caches\n\nb", ["Queues", "Caches"], [None, "Day 2"]),
        ("## Morning keynotes\n\na\n\n### Queues\n\nb", ["Morning", "Queues"], [None, None]),
    ],
    ids=[
        "days",
        "nearest",
        "final colon",
        "emoji",
        "label line",
        "own themes",
        "closed by a heading",
        "day after",
        "an entry is no section",
    ],
)
def test_sections(markdown: str, openings: list[str], sections: list[str | None]) -> None:
    post = parsed(f"# Recap of it all\n\n{markdown}")
    assert [entry.section for entry in entries(post, *openings)] == sections


def test_days_at_the_level_of_the_sessions() -> None:
    post = parsed(f"Recap of it all\n\nDay 1\n\nQueues\n\n{BODY}\n\nCaches\n\n{BODY}\n\nDay 2\n\nBackups\n\n{BODY}\n", ".txt")
    assert [entry.section for entry in entries(post, "Queues", "Caches", "Backups")] == ["Day 1", "Day 1", "Day 2"]


@pytest.mark.parametrize("heading", ["The talks", "What I saw", "Sessions", "Talks"])
def test_a_heading_that_merely_announces_is_no_section(heading: str) -> None:
    post = parsed(f"# Recap of it all\n\n## {heading}\n\n### Queues\n\n{BODY}\n\n### Caches\n\n{BODY}")
    assert [entry.section for entry in entries(post, "Queues", "Caches")] == [None, None]


def test_talks_counts_beside_keynotes() -> None:
    post = parsed(f"# Recap of it all\n\n## Keynotes\n\n### Queues\n\n{BODY}\n\n## Talks\n\n### Caches\n\n{BODY}")
    assert [entry.section for entry in entries(post, "Queues", "Caches")] == ["Keynotes", "Talks"]


# --- ids, positions, spans ---------------------------------------------------------------------------------------------------------------


def test_two_entries_of_one_title_get_different_ids() -> None:
    post = parsed(f"# Recap\n\n## Morning keynotes\n\n{BODY}\n\n## Morning Keynotes\n\n{BODY}")
    first, second = entries(post, "Morning keynotes", "Morning Keynotes")
    assert first.entry_id != second.entry_id


def test_ids_do_not_depend_on_position() -> None:
    tail = f"## Queues\n\n{BODY}\n\n## Caches\n\n{BODY}"
    before = entries(parsed(f"# Recap\n\n{tail}"), "Queues", "Caches")
    after = entries(parsed(f"# Recap\n\n## Backups\n\n{BODY}\n\n{tail}"), "Backups", "Queues", "Caches")
    assert [entry.entry_id for entry in before] == [entry.entry_id for entry in after[1:]]
    assert [entry.position for entry in after] == [0, 1, 2]


def test_ids_differ_between_posts() -> None:
    draft = f"# Recap\n\n## Queues\n\n{BODY}"
    (one,) = entries(parsed(draft, source="one"), "Queues")
    (two,) = entries(parsed(draft, source="two"), "Queues")
    assert one.entry_id != two.entry_id
    assert one.entry_id.startswith(parsed(draft, source="one").post_id)


POST = f"""
# Recap of it all

## Day 1

### Keynote: Queues Without Tears - Laura Holt, Norrvik

{BODY}

### A Cache Is a Promise

*David Brandt, Ostwind*

[Slides](https://gannet.example/1.pdf)

## Day 2

- **Backups** by Miriam Sand: a sad story
- [Pagers](https://youtu.be/a), Peter Lund

Final words.
"""


def test_spans_of_any_cut_are_in_order_and_inside_the_post() -> None:
    post = parsed(POST)
    cues = cues_of(post)
    for starts in cuts(post):
        found = entries_of(post, cues, starts, [0.5] * len(starts))
        assert [entry.position for entry in found] == list(range(len(found)))
        assert len({entry.entry_id for entry in found}) == len(found)
        end = 0
        for entry in found:
            assert end <= entry.start <= entry.body_start <= entry.body_end <= entry.end <= len(post.text)
            assert all(entry.start <= low < high <= entry.end for low, high in entry.bylines)
            assert entry.title in post.text.replace("\n", " ")
            assert body(post, entry) == body(post, entry).strip()
            end = entry.end


@pytest.mark.parametrize("markdown", ["- **Backups** by Miriam Sand: a sad story", "- Backups and Other Tales (Miriam Sand)"])
def test_bylines_are_bare(markdown: str) -> None:
    post = parsed(f"# Recap of it all\n\n{markdown}")
    (entry,) = entries(post, "Backups")
    assert [post.text[slice(*span)] for span in entry.bylines] == ["Miriam Sand"]


_PIECES = st.lists(
    st.sampled_from(
        [
            "# Notes\n\n",
            "## Day 1\n\n",
            "## Queues - Laura Holt, Norrvik\n\n",
            "### ",
            "*Laura Holt*\n\n",
            "- ",
            "- **Queues** by Laura Holt: it\n",
            "1. Caches\n\n",
            "    - nested\n",
            "Laura Holt (Norrvik) talked. ",
            "“A Title” by David Brandt. ",
            "\n\n",
            "\n",
            "**Bold**\n\n",
            "[Slides](https://gannet.example/a.pdf) ",
            "| a | b |\n|---|---|\n| Queues | Laura Holt |\n",
            "> quote\n\n",
            "```\ncode\n```\n\n",
            "***",
            "(",
            ")",
            ": ",
            "“",
            "”",
            "Keynote: ",
            "🎉 ",
            "by ",
            "@laura ",
            "10:30 ",
            "<br>",
            "&nbsp;",
        ]
    ),
    min_size=1,
    max_size=24,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(_PIECES, st.sampled_from([".md", ".txt"]))
def test_any_cut_of_any_post(draft: str, suffix: str) -> None:
    try:
        post = parsed(draft, suffix)
    except RejectInput:
        return
    cues = cues_of(post)
    for starts in cuts(post):
        for entry in entries_of(post, cues, starts, [0.5] * len(starts)):
            assert entry.start <= entry.body_start <= entry.body_end <= entry.end <= len(post.text)
            assert all(entry.start <= low < high <= entry.end for low, high in entry.bylines)
            assert not any(low < entry.body_end and high > entry.body_start for low, high in entry.bylines)
            assert entry.title.strip()
            assert entry.title in post.text.replace("\n", " ")


def test_a_header_ends_where_the_next_entry_begins() -> None:
    post = parsed(f"# Recap of it all\n\n## In the morning\n\n- Queues - Laura Holt\n\n{BODY}")
    first, second = entries(post, "In the", "Queues")
    assert first.end <= second.start


def test_a_start_without_a_title_is_left_out() -> None:
    post = parsed(f"# Recap\n\n## ***\n\n{BODY}\n\n## Queues\n\n{BODY}")
    cues = cues_of(post)
    every = tuple(range(1, len(blocks(post))))
    assert all(entry.title.strip() for entry in entries_of(post, cues, every, [1.0] * len(every)))


def test_confidences_are_handed_through() -> None:
    post = parsed(POST)
    starts = starts_at(post, ["Keynote", "A Cache"])
    assert [entry.confidence for entry in entries_of(post, cues_of(post), starts, [0.25, 0.75])] == [0.25, 0.75]


def test_no_starts_no_entries() -> None:
    post = parsed(POST)
    assert entries_of(post, cues_of(post), (), ()) == ()
