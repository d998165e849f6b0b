"""Tokens as the sequence model sees them: shapes, labels and sequences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import nlp, tokens

LABELS = ("person", "company", "tool")


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("Kubernetes", "Xx"),
        ("gRPC", "xX"),
        ("k8s", "xdx"),
        ("C++", "X+"),
        ("CI/CD", "X/X"),
        ("PostgreSQL", "XxX"),
        ("2023", "d"),
        ("Node.js", "Xx.x"),
        ("’s", "’x"),
        ("Ökostrom", "Xx"),
        ("...", "."),
        ("", ""),
    ],
)
def test_shape(word: str, shape: str) -> None:
    assert tokens.shape(word) == shape


@given(st.text(max_size=60))
def test_shapes_are_short_and_never_repeat_a_kind(word: str) -> None:
    shape = tokens.shape(word)
    assert len(shape) <= min(24, len(word))
    assert all(a != b for a, b in pairwise(shape))


@st.composite
def labelled(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, str]]]:
    """A number of tokens and spans on them that do not overlap; two may touch."""
    spans, at = [], 0
    for gap, size, label in draw(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from(LABELS)), max_size=8)):
        spans.append((at + gap, at + gap + size, label))
        at += gap + size
    return at + draw(st.integers(0, 3)), spans


@given(labelled())
def test_encode_and_decode(case: tuple[int, list[tuple[int, int, str]]]) -> None:
    n_tokens, spans = case
    tags = tokens.encode(n_tokens, spans)
    assert len(tags) == n_tokens
    assert tokens.decode(tags) == spans


@given(st.lists(st.sampled_from(["O", *(f"{begin}-{label}" for begin in "BI" for label in LABELS)]), max_size=30))
def test_any_tags_decode_to_spans_in_order(tags: list[str]) -> None:
    spans = tokens.decode(tags)
    end = 0
    for start, stop, label in spans:
        assert end <= start < stop <= len(tags)
        assert {tag.split("-")[1] for tag in tags[start:stop]} == {label}
        end = stop
    assert sum(stop - start for start, stop, _ in spans) == sum(tag != "O" for tag in tags)


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["B-tool", "I-tool", "O"], [(0, 2, "tool")]),
        (["B-tool", "B-tool"], [(0, 1, "tool"), (1, 2, "tool")]),
        (["O", "I-tool", "I-tool"], [(1, 3, "tool")]),
        (["B-tool", "I-person"], [(0, 1, "tool"), (1, 2, "person")]),
        (["I-tool", "O", "I-tool"], [(0, 1, "tool"), (2, 3, "tool")]),
        ([], []),
    ],
)
def test_an_inside_without_its_begin_begins(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert tokens.decode(tags) == spans


def words_of(text: str) -> list[str]:
    return [token.text for token in nlp.builtin(statistical=False).make_doc(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one two\nthree", [["one", "two"], ["three"]]),
        ("one two\n\nthree\n", [["one", "two"], ["three"]]),
        ("\n\none", [["one"]]),
        ("one", [["one"]]),
        ("one \n two", [["one"], ["two"]]),
        ("", []),
        ("\n", []),
    ],
)
def test_sequences_are_cut_at_line_ends(text: str, found: list[list[str]]) -> None:
    words = words_of(text)
    cut = [[word for word in words[start:end] if word.strip()] for start, end in tokens.sequences(words)]
    assert [sequence for sequence in cut if sequence] == found


def test_a_long_line_is_cut_and_nothing_is_lost() -> None:
    words = ["word"] * (2 * tokens.MAX_SEQUENCE + 10)
    ranges = list(tokens.sequences(words))
    assert all(0 < end - start <= tokens.MAX_SEQUENCE for start, end in ranges)
    assert [index for start, end in ranges for index in range(start, end)] == list(range(len(words)))


@settings(deadline=None)  # the first example may load the pipeline
@given(st.lists(st.sampled_from(["queue", "Kafka", "\n", "\n\n", "C++", ","]), max_size=30).map(" ".join))
def test_sequences_hold_every_token_but_the_line_ends(text: str) -> None:
    words = words_of(text)
    held = [index for start, end in tokens.sequences(words) for index in range(start, end)]
    assert held == [index for index, word in enumerate(words) if "\n" not in word]


def test_features_have_one_list_per_token() -> None:
    words = ["Laura", "runs", "Kafka"]
    found = tokens.features(words, ["", "", "Bt"])
    assert len(found) == len(words)
    assert "l=Bt" in found[2]
    assert "-1:edge" in found[0]
    assert "1:l=Bt" in found[1]
    assert tokens.features([], []) == []


def test_list_tags() -> None:
    doc = nlp.builtin(statistical=False)("They run Docker Swarm and Go")
    tags = tokens.list_tags(doc)
    assert len(tags) == len(doc)
    assert "Bt" in tags[2]
    assert "It" in tags[3]
    assert tags[-1] == "Bt?"
    assert tags[0] == ""
