"""Tokens as the sequence model sees them: features, label encoding (BIO), and the cutting of a document into sequences."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.lexicon import lists
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

MAX_SEQUENCE = 400
"""Longest stretch of tokens that is tagged at once; a longer one is cut there (Viterbi is linear, but features are held in memory)."""


_OFFSETS = (-2, -1, 1, 2)
_REMEMBERED = 10_000
"""Words whose features are remembered: the common ones of any post; a full cache takes some 30 MB."""


def sequences(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Token ranges between line ends: a block is one sequence, for nothing reaches over its edge."""
    start = 0
    for index, word in enumerate(words):
        ends = "\n" in word
        if ends or index - start >= MAX_SEQUENCE:
            if index > start:
                yield start, index
            start = index + ends
    if start < len(words):
        yield start, len(words)


def shape(word: str) -> str:
    """Runs of a kind written once: "Kubernetes" -> "Xx", "gRPC" -> "xX", "k8s" -> "xdx", "C++" -> "X+"."""
    out: list[str] = []
    for char in word[:24]:
        kind = "X" if char.isupper() else "x" if char.isalpha() else "d" if char.isdigit() else char
        if not out or out[-1] != kind:
            out.append(kind)
    return "".join(out)


def list_tags(doc: Doc) -> list[str]:
    """Per token of the document what the curated lists say of it: "Bt" begins a tool, "Ic?" continues a doubtful company."""
    tags = [""] * len(doc)
    for span in doc.spans["lists"]:
        doubt = "?" if span.kb_id_.startswith("?") else ""
        for index in range(span.start, span.end):
            tags[index] += f"{'B' if index == span.start else 'I'}{span.label_[0]}{doubt}"
    return tags


def features(words: Sequence[str], listed: Sequence[str]) -> list[list[str]]:
    """Feature strings per token of a sequence: what a token says of itself, and what its neighbours say of themselves."""
    pairs = list(zip(words, listed, strict=True))
    low = [word.casefold() for word in words]
    last = len(pairs) - 1
    found = []
    for index, pair in enumerate(pairs):
        row = ["bias", *_own(*pair)]
        for offset in _OFFSETS:
            near = index + offset
            row += _seen_from(*pairs[near], offset) if 0 <= near <= last else [f"{offset}:edge"]
        if 0 < index < last:
            row.append(f"around={low[index - 1]}|{low[index + 1]}")
        found.append(row)
    return found


@lru_cache(maxsize=_REMEMBERED)
def _own(word: str, listed: str) -> tuple[str, ...]:
    """What a token says of itself: word, shape, affixes, and what the lists say of it."""
    low, folded = word.casefold(), fold(word)
    found = [f"w={low}", f"s={shape(word)}", f"p3={low[:3]}", f"x3={low[-3:]}", f"x2={low[-2:]}"]
    if listed:
        found.append(f"l={listed}")
    if folded in lists.given_names():
        found.append("given")
    if folded in lists.doubtful_given_names():
        found.append("given?")
    if folded in lists.role_words():
        found.append("role")
    return tuple(found)


@lru_cache(maxsize=4 * _REMEMBERED)
def _seen_from(word: str, listed: str, offset: int) -> tuple[str, ...]:
    """A neighbour's features: all of the next token's, word and shape of the one after."""
    own = _own(word, listed)
    return tuple(f"{offset}:{feature}" for feature in (own if abs(offset) == 1 else own[:2]))


def encode(n_tokens: int, spans: Sequence[tuple[int, int, str]]) -> list[str]:
    """BIO tags for non-overlapping token spans."""
    tags = ["O"] * n_tokens
    for start, end, label in spans:
        tags[start] = f"B-{label}"
        tags[start + 1 : end] = [f"I-{label}"] * (end - start - 1)
    return tags


def decode(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Token spans of BIO tags; an I without its B begins a span."""
    spans: list[tuple[int, int, str]] = []
    for index, tag in enumerate(tags):
        if tag == "O":
            continue
        begin, label = tag.split("-", 1)
        if begin == "I" and spans and spans[-1][1] == index and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], index + 1, label)
        else:
            spans.append((index, index + 1, label))
    return spans
