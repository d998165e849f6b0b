"""Headings: cut into title and byline, or left whole. All people and companies are invented."""

from __future__ import annotations

import pytest

from pipeline.segment.headings import split_heading


@pytest.mark.parametrize(
    ("heading", "title", "names"),
    [
        (
            "Who Moved the Pods? - Auditing Clusters - Laura Holt & David Brandt, Norrvik",
            "Who Moved the Pods? - Auditing Clusters",
            ["Laura Holt", "David Brandt"],
        ),
        ("Tracing – Three Years In – Laura Holt, Norrvik", "Tracing – Three Years In", ["Laura Holt"]),
        ("Tracing at the Edge by Laura Holt", "Tracing at the Edge", ["Laura Holt"]),
        ("Tracing at the Edge (Laura Holt, Norrvik)", "Tracing at the Edge", ["Laura Holt"]),
        ("Laura Holt: Tracing at the Edge", "Tracing at the Edge", ["Laura Holt"]),
        ("Laura Holt on tracing at the edge", "tracing at the edge", ["Laura Holt"]),
        ("Tracing at the Edge | Laura Holt", "Tracing at the Edge", ["Laura Holt"]),
    ],
)
def test_headings_are_cut_into_title_and_byline(heading: str, title: str, names: list[str]) -> None:
    split = split_heading(heading)
    assert heading[slice(*split.title)] == title
    assert [heading[slice(*person.name)] for person in split.people] == names


@pytest.mark.parametrize(
    "heading",
    [
        "Kubernetes Day 2: Cluster Operations",
        "Autoscaling Reloaded - Scale on Custom Metrics",
        "Databases, Queues and Caches",
        "What we learned from running Postgres by hand",
        "Day 1",
    ],
)
def test_headings_without_byline_stay_whole(heading: str) -> None:
    split = split_heading(heading)
    assert split.byline is None
    assert heading[slice(*split.title)] == heading
