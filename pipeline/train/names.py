"""Training of the name recogniser: the gold's names of a post, projected onto its text, as sequences for a linear-chain CRF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pycrfsuite

from pipeline.extract import nlp, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from spacy.tokens import Doc

    from pipeline.evaluate.gold import GoldParts
    from pipeline.train.examples import Example

_SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True, "feature.minfreq": 2}
"""c1 and c2 are the usual starting point for named entities; 0.05 to 0.3 for either moves the left-out F1 by less than 0.01."""

Span = tuple[int, int]


def train(examples: Sequence[Example], path: Path) -> None:
    """Fit on the posts and write the weights to `path`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(_SETTINGS)
    pipeline = nlp.builtin(statistical=False)
    for example in examples:
        doc = pipeline(nlp.readable(example.post.text))
        for features, tags in sequences(doc, example):
            trainer.append(features, tags)
    trainer.train(str(path))


def sequences(doc: Doc, example: Example) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Feature lists and BIO tags of every sequence of a post."""
    tags = tokens.encode(len(doc), _token_spans(doc, _gold_spans(doc.text, example)))
    words, listed = [token.text for token in doc], tokens.list_tags(doc)
    for start, end in tokens.sequences(words):
        yield tokens.features(words[start:end], listed[start:end]), tags[start:end]


def _gold_spans(text: str, example: Example) -> dict[Span, str]:
    """Every occurrence of the gold's names, the optional ones too; the longer of two overlapping ones stays."""
    wanted: dict[str, str] = {}
    for parts in (example.gold.outside, *(entry.parts for entry in example.gold.entries)):
        wanted |= {form: label for label, form in _forms(parts)}
    wanted |= dict.fromkeys(_people(example), "person")
    spans: dict[Span, str] = {}
    taken = bytearray(len(text))
    for form in sorted(wanted, key=lambda form: (-len(form), form)):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not any(taken[match.start() : match.end()]):
                spans[match.span()] = wanted[form]
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return spans


def _forms(parts: GoldParts) -> Iterator[tuple[str, str]]:
    for label, groups in (("tool", (*parts.tools_optional, *parts.tools)), ("company", (*parts.companies_optional, *parts.companies))):
        yield from ((label, form) for forms in groups for form in forms)


def _people(example: Example) -> set[str]:
    full = {*example.gold.people, *(speaker.name for entry in example.gold.entries for speaker in entry.parts.speakers)}
    short = {part for name in full for part in (name.split()[0], name.split()[-1]) if len(part) > 2}  # noqa: PLR2004 - no initials
    return full | short


def _token_spans(doc: Doc, spans: dict[Span, str]) -> list[tuple[int, int, str]]:
    found = []
    for (start, end), label in sorted(spans.items()):
        span = doc.char_span(start, end, alignment_mode="strict")
        if span is not None:
            found.append((span.start, span.end, label))
    return found
