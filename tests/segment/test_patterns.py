"""What headings, labels and header lines look like, and what only begins like one."""

from __future__ import annotations

import pytest

from pipeline.segment.patterns import LINK_LABEL, NUMBERED, PREFIX, SECTION, STOP


@pytest.mark.parametrize(
    "text",
    [
        "Day 2",
        "Day two",
        "🎉 Day 1",
        "Day 2 – Tuesday",
        "Day 0: Co-located events",
        "Conference day 1",
        "Tag 3",
        "Jour 1",
        "Giorno 2",
        "Monday",
        "On Friday",
        "Thursday, 12 May",
        "Mittwoch",
        "mercredi 4 mai",
        "First day",
        "2nd morning",
        "Keynotes",
        "Keynotes:",
        "Morning keynotes",
        "Opening Keynote",
        "Afternoon sessions",
        "Lightning talks",
        "Birds of a feather",
        "Vorträge",
        "Track A",
        "Track A: Infrastructure",
        "Room 3",
        "Session 4",
        "The second day",
    ],
)
def test_labels_of_sections(text: str) -> None:
    assert SECTION.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kubernetes Day 2: Upgrades without tears",
        "Why keynotes matter",
        "Keynote: The Boring Cloud",
        "Workshop: Build a compiler in a lunch break",
        "A day in the life of a pager",
        "Days of our queues",
        "Daylight saving time in databases",
        "Mondays are hard",
        "Session replay at scale",
        "First principles of caching",
        "Partitioning Kafka by hand",
        "Part of the problem",
        "Room for improvement",
        "Panels of experts are not always right",
        "Tagging two million photos",
        "Party",
        "Track record",
        "Stage fright",
        "Last day of Python 2",
        "Sunday roast: cooking with Ansible",
    ],
)
def test_titles_that_are_no_labels(text: str) -> None:
    assert not SECTION.match(text)


def test_what_follows_a_numbered_day_is_not_looked_at() -> None:
    """A day's heading often goes on ("Day 2 – Tuesday"), so a title that begins with one is taken for a label, too."""
    assert SECTION.match("Day 2 operations for tired people")


@pytest.mark.parametrize(
    "text",
    [
        "Introduction",
        "Intro",
        "TL;DR",
        "Summary",
        "Conclusions",
        "Fazit",
        "Wrap-up",
        "Final thoughts",
        "A few final words",
        "Overall impressions",
        "My takeaways",
        "Lessons learned",
        "Party",
        "The party",
        "The boat party",
        "After party",
        "Evening reception",
        "The conference dinner",
        "Food and drinks",
        "Travel",
        "Getting there",
        "The venue",
        "Our booth",
        "Social events",
        "The hallway track",
        "Thanks!",
        "What's next?",
        "Next year",
        "Further reading",
        "Slides",
        "Schedule",
    ],
)
def test_headings_of_what_is_no_session(text: str) -> None:
    assert STOP.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "Third-party modules",
        "Party lines in Postgres: a history",
        "Introducing Flink",
        "Foodie APIs",
        "Thanksgiving traffic",
        "Linkerd in production",
        "Shared nothing",
        "About time: clocks and what they do to you",
        "Networking in Kubernetes: from packets to pods",
        "Next.js in anger",
        "Noteworthy databases",
        "Update your clusters without fear or downtime today",
        "Summary statistics at scale",
        "Introduction to Rust",
        "Abstract syntax trees",
        "Link rot",
        "People analytics",
        "Contact tracing",
    ],
)
def test_titles_that_only_begin_like_one(text: str) -> None:
    assert not STOP.match(text)


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("Keynote: The Boring Cloud", "Keynote: "),
        ("Opening keynote: The Boring Cloud", "Opening keynote: "),
        ("Day 1 Keynote: The Boring Cloud", "Day 1 Keynote: "),
        ("Talk: Queues", "Talk: "),
        ("Talk - Queues", "Talk - "),
        ("Workshop – Queues", "Workshop – "),
        ("Lightning talk 3: Queues", "Lightning talk 3: "),
        ("Session #4: Queues", "Session #4: "),
        ("Vortrag: Warteschlangen", "Vortrag: "),
        ("3. Queues", "3. "),
        ("#3. Queues", "#3. "),
        ("3) Queues", "3) "),
        ("10:30 Queues", "10:30 "),
        ("10:30 - 11:00 Queues", "10:30 - 11:00 "),
        ("10.30am – 11.15am: Queues", "10.30am – 11.15am: "),
    ],
)
def test_prefixes_of_titles(text: str, prefix: str) -> None:
    found = PREFIX.match(text)
    assert found
    assert found.group() == prefix


@pytest.mark.parametrize(
    "text",
    [
        "Keynotes I liked",
        "Talking to computers",
        "Talk is cheap: show me the queue",
        "Talk-driven development",
        "Panel beating for beginners",
        "Session-based tests",
        "3 ways to fail",
        "3D printing",
        "10x engineers",
        "1.5 million rows",
        "24 hours of logs",
        "2023: a year of outages",
    ],
)
def test_titles_without_a_prefix(text: str) -> None:
    assert not PREFIX.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "Slides",
        "Slides | Video",
        "Slides & Video",
        "Slides and code",
        "[Slides] [Video]",
        "▶ Video",
        "Watch the video",
        "View slides here",
        "My slides",
        "Video on YouTube",
        "Paper (PDF)",
        "Folien",
        "GitHub",
    ],
)
def test_labels_of_links(text: str) -> None:
    assert LINK_LABEL.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "Slides are overrated",
        "Slideshow engines",
        "Video killed the radio star",
        "Code review at scale",
        "Linked data",
        "Papers, please",
        "Notes on notes",
        "Recording rules in Prometheus",
    ],
)
def test_titles_that_only_begin_like_a_label(text: str) -> None:
    assert not LINK_LABEL.match(text)


@pytest.mark.parametrize("text", ["1. Queues", "1) Queues", "(2) Queues", "#1: Queues", "12 - Queues", "7 – Queues", "1️⃣ Queues"])
def test_numbers_before_titles(text: str) -> None:
    assert NUMBERED.match(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023 was long",
        "2020: The year of queues",
        "3 ways to fail",
        "10x engineers",
        "3D printing",
        "24/7 operations",
        "Number 1: Queues",
        "1.5 million rows",
        "10:30 Opening",
        "1:1s for managers",
        "5-minute databases",
    ],
)
def test_titles_that_begin_with_a_number(text: str) -> None:
    assert not NUMBERED.match(text)
