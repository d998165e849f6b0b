"""Bylines: text in, people out. All people and companies are invented; what matters is the shape."""

from __future__ import annotations

import pytest

from pipeline.lexicon import bylines
from pipeline.lexicon.names import Evidence


def read(text: str, evidence: Evidence | None = None) -> list[tuple[str, str | None, str | None]]:
    byline = bylines.parse(text, evidence or Evidence())
    return [tuple(None if span is None else text[slice(*span)] for span in (p.name, p.role, p.company)) for p in byline.people]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Laura Holt, Norrvik", [("Laura Holt", None, "Norrvik")]),
        ("Laura Holt (Norrvik)", [("Laura Holt", None, "Norrvik")]),
        ("Laura Holt from Norrvik", [("Laura Holt", None, "Norrvik")]),
        ("Laura Holt, Software Engineer, Norrvik", [("Laura Holt", "Software Engineer", "Norrvik")]),
        ("Laura Holt, Software Engineer at Norrvik", [("Laura Holt", "Software Engineer", "Norrvik")]),
        ("Laura Holt - Software Engineer @ Norrvik", [("Laura Holt", "Software Engineer", "Norrvik")]),
        ("Laura Holt, CTO of Norrvik", [("Laura Holt", "CTO", "Norrvik")]),
        ("Laura Holt & David Brandt, Norrvik", [("Laura Holt", None, "Norrvik"), ("David Brandt", None, "Norrvik")]),
        ("Laura Holt, Norrvik & David Brandt, Ostwind", [("Laura Holt", None, "Norrvik"), ("David Brandt", None, "Ostwind")]),
        ("Laura Holt (Norrvik), David Brandt (Ostwind)", [("Laura Holt", None, "Norrvik"), ("David Brandt", None, "Ostwind")]),
        (
            "Laura Holt, Engineer, Norrvik; David Brandt, CTO, Ostwind",
            [("Laura Holt", "Engineer", "Norrvik"), ("David Brandt", "CTO", "Ostwind")],
        ),
        ("Laura Holt, Norrvik, LLC", [("Laura Holt", None, "Norrvik, LLC")]),
        ("Laura Holt, Norrvik Data Inc.", [("Laura Holt", None, "Norrvik Data Inc.")]),
        (
            "Laura Holt, Product Manager, Data Platform and Co-Founder of Fjordbase, Norrvik",
            [("Laura Holt", "Product Manager, Data Platform and Co-Founder of Fjordbase", "Norrvik")],
        ),
        (
            "Laura Holt, Director of Engineering, Storage & Networks, Norrvik",
            [("Laura Holt", "Director of Engineering, Storage & Networks", "Norrvik")],
        ),
        ("Laura Holt, High School Student, Independent Maintainer", [("Laura Holt", "High School Student, Independent Maintainer", None)]),
        ("by Laura Holt", [("Laura Holt", None, None)]),
        ("Speaker: Laura Holt", [("Laura Holt", None, None)]),
        ("Laura van den Holt and Zoë O’Brandt-Åsen", [("Laura van den Holt", None, None), ("Zoë O’Brandt-Åsen", None, None)]),
        ("Dr. Laura Holt (she/her), Norrvik", [("Laura Holt", None, "Norrvik")]),
        ("CTO of Norrvik, Laura Holt", [("Laura Holt", "CTO", "Norrvik")]),
    ],
)
def test_people_roles_and_companies(text: str, people: list[tuple[str, str | None, str | None]]) -> None:
    assert read(text) == people
    assert bylines.parse(text).score >= 0.6


@pytest.mark.parametrize(
    "text",
    [
        "Laura showed how the scheduler works and why it fails so often under load.",
        "Scale on Custom Metrics",
        "Lessons from the Field",
        "Slides",
        "Kubernetes, Prometheus & Istio",
        "In the afternoon we went to see the harbour with Laura.",
        "",
    ],
)
def test_what_is_no_byline_scores_low(text: str) -> None:
    assert bylines.parse(text).score < 0.6


def test_a_name_that_a_clear_byline_prints_is_believed_elsewhere() -> None:
    unknown = "Xqzw Vrrgh"
    assert bylines.parse(unknown, Evidence(people=frozenset({"xqzw vrrgh"}))).score > bylines.parse(unknown).score
