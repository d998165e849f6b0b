"""The scorer's notion of sameness: keys, likeness, which row stands for which gold entry, which bodies are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.evaluate.entries import judge_match
from pipeline.evaluate.gold import GoldEntry, GoldParts
from pipeline.evaluate.keys import agrees, alike, event_key, person_key, text_key, url_key
from pipeline.evaluate.match import match_entries
from pipeline.evaluate.tables import EntryRow

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = "x" * 12


def wanted(title: str, first: str | None = None, last: str | None = None) -> GoldEntry:
    return GoldEntry(title, "talk", None, first, last, GoldParts())


def offered(title: str | None, text: str | None = None) -> EntryRow:
    return EntryRow("p", "e", 0, "talk", title, None, text)


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        (text_key, "Caf&eacute; — *C++* & C#", "cafécpluspluscsharp"),
        (text_key, "snake_case", "snakecase"),
        (text_key, None, ""),
        (person_key, "Lucas Käldström", "lucaskaldstrom"),
        (url_key, " HTTPS://www.Example.org/a/ ", "example.org/a"),
        (event_key, "KubeCon + CloudNativeCon EU 2018", "kubeconeurope"),
        (event_key, "KubeCon North America", "kubeconnorthamerica"),
        (event_key, "The DevOps Conference", "devops"),
    ],
)  # fmt: skip
def test_keys(key: Callable[[str | None], str], text: str | None, expected: str) -> None:
    assert key(text) == expected


@pytest.mark.parametrize(
    ("same", "gold", "found", "expected"),
    [
        (alike, "", "", False),
        (alike, "scalingkubernetes", "scalingkubernetess", True),
        (alike, "a" * 12, "a" * 12 + "b" * 8, True),
        (alike, "a" * 12, "a" * 12 + "b" * 9, False),
        (alike, "a" * 11, "a" * 11 + "b" * 7, False),
        (agrees, "", "", True),
        (agrees, "asteris", "asterisllc", True),
        (agrees, "abcd", "abcdefgh", True),
        (agrees, "abcd", "abcdefghi", False),
        (agrees, "abc", "abcdef", False),
    ],
)  # fmt: skip
def test_likeness(same: Callable[[str, str], bool], gold: str, found: str, *, expected: bool) -> None:
    assert same(gold, found) is expected


@pytest.mark.parametrize(
    ("gold", "rows", "pairs"),
    [
        ([wanted("Fast Arrays")], [offered("fast arrays!")], {0: 0}),
        ([wanted("Fast Arrays")], [offered("Slow Lists")], {}),
        ([wanted("Fast Arrays")], [offered("Fast Arrayz"), offered("Fast Arrays")], {0: 1}),
        ([wanted("Fast Arrayz"), wanted("Fast Arrays")], [offered("Fast Arrays")], {1: 0}),
        ([wanted("Fast Arrays"), wanted("Fast Arrays")], [offered("Fast Arrays"), offered("Fast Arrays")], {0: 0, 1: 1}),
        ([wanted("Fast Arrays", LONG)], [offered(None, "y" * 160 + LONG)], {0: 0}),
        ([wanted("Fast Arrays", LONG)], [offered(None, "y" * 161 + LONG)], {}),
        ([wanted("Fast Arrays", LONG[1:])], [offered(None, LONG)], {}),
        ([wanted("Fast Arrays", LONG)], [offered("Other", LONG), offered("Fast Arrays")], {0: 1}),
    ],
)
def test_match(gold: list[GoldEntry], rows: list[EntryRow], pairs: dict[int, int]) -> None:
    assert match_entries(gold, rows) == pairs


@pytest.mark.parametrize(
    ("text", "others", "right"),
    [
        ("alpha" + "omega", [], True),
        ("omega" + "alpha", [], False),
        ("alpha omega" + "x" * 150, [], True),
        ("x" * 300 + "alpha" + "y" * 890 + "omega", [], True),
        ("x" * 301 + "alpha" + "y" * 890 + "omega", [], False),
        ("alpha" + LONG + "omega", [LONG], False),
        ("alpha" + LONG + "omega", [LONG[1:]], True),
        ("alpha" + LONG + "omega", ["z" * 12], True),
    ],
)
def test_body(text: str, others: list[str], *, right: bool) -> None:
    outcomes = judge_match(wanted("T", "alpha", "omega"), offered("T", text), others)
    assert [outcome.hits for outcome in outcomes if outcome.measure == "bodies"] == [int(right)]


def test_first_words_that_two_entries_share_are_no_strangers() -> None:
    outcomes = judge_match(wanted("T", "We all met here again", "omega"), offered("T", "We all met here again, omega"), ["weallmethere"])
    assert [outcome.misses for outcome in outcomes] == [()] * 5
