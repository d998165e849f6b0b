"""The spaCy pipeline: a tokenizer for this domain, the curated lists and the trained recogniser, each a registered factory.

`builtin()` assembles the whole; `nlp.to_disk` and `spacy.load` work on it as on any pipeline. What the lists know is in
`doc.spans["lists"]` (`kb_id_` names the entry: "tool:Kubernetes", with "?" before it where the form is also a common word), what the
recogniser sees in `doc.spans["crf"]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.errors import EnvironmentProblem
from pipeline.extract import tokens
from pipeline.lexicon import lists
from pipeline.text import fold

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.lexicon.lists import Known

# Names that a general tokenizer cuts in two.
_WHOLE = re.compile(
    r"^(?:C\+\+(?:\d\d)?|[CF]#|\.NET|ASP\.NET|[A-Za-z][\w]*\.(?:js|io|py|jl|rs|ai|NET|com|org)|CI/CD|TCP/IP|k8s|k3s|gRPC|I/O|[\w]+::[\w]+|https?://\S+|@\w[\w.\-]*)$",
    re.IGNORECASE,
)
_NO_LIMIT = 10**9
"""spaCy stops at a million characters because its parser would need gigabytes; our components hold little more than the tokens."""
_CACHE_SIZE = 60_000
"""Entries of the tokenizer's cache: with spaCy's 10,000 the words of the lists alone push the posts' words out."""


def _adapt_tokenizer(nlp: Language) -> None:
    tokenizer: Any = nlp.tokenizer  # a Cython class without stubs
    tokenizer.token_match = _WHOLE.match
    tokenizer.url_match = _WHOLE.match
    tokenizer.max_cache_size = _CACHE_SIZE


@Language.factory("talkmine_lists")
class ListMatcher:
    """Marks what the curated lists know. A form that is also a common word matches only as it is spelled there."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self._folded = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        for label, known in (("tool", lists.tools()), ("company", lists.companies())):
            for item in known:
                self._add(nlp, label, item)

    def _add(self, nlp: Language, label: str, item: Known) -> None:
        key = f"{label}:{item.name}"
        exact = [form for form in item.forms if fold(form) in item.doubtful or len(form) <= 2]  # noqa: PLR2004 - "R", "Go"
        folded = [form for form in item.forms if form not in exact]
        if exact:
            self._exact.add(f"?{key}", [nlp.make_doc(form) for form in exact])
        if folded:
            self._folded.add(key, [nlp.make_doc(form) for form in folded])

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc.spans["lists"]`, the longest of overlapping matches first; a doubtful one has a kb_id that begins with "?"."""
        spans = []
        for matcher in (self._folded, self._exact):
            for key, start, end in matcher(doc):
                name = doc.vocab.strings[key]
                label = name.removeprefix("?").split(":", 1)[0]
                spans.append(Span(doc, start, end, label=label, kb_id=name))
        doc.spans["lists"] = sorted(spans, key=lambda span: (span.start, -span.end, span.label_, span.kb_id_))
        return doc


@Language.factory("talkmine_crf", default_config={"path": None})
class NameTagger:
    """The trained recogniser: a linear-chain CRF over shape, context and list features (see `extract/tokens.py`)."""

    def __init__(self, nlp: Language, name: str, path: str | None) -> None:  # noqa: ARG002 (what spaCy hands to a factory)
        import pycrfsuite  # noqa: PLC0415 - not needed where the statistical part is off

        self.name = name
        self._tagger = pycrfsuite.Tagger()
        if path is not None:
            self._tagger.open(path)
        else:
            with as_file(files("pipeline") / "model" / "names.crfsuite") as shipped:
                self._tagger.open(str(shipped))

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc.spans["crf"]` with person, company and tool spans; its attrs hold their scores, the least marginal of their tokens."""
        spans, scores = [], []
        words, listed = [token.text for token in doc], tokens.list_tags(doc)
        for start, end in tokens.sequences(words):
            tags = self._tagger.tag(tokens.features(words[start:end], listed[start:end]))
            for first, last, label in tokens.decode(tags):
                spans.append(Span(doc, start + first, start + last, label=label))
                scores.append(min(self._tagger.marginal(tags[index], index) for index in range(first, last)))
        doc.spans["crf"] = SpanGroup(doc, name="crf", spans=spans, attrs={"scores": scores})
        return doc

    def to_disk(self, path: Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Nothing of its own: the weights are in the package, or where the config's `path` says."""

    def from_disk(self, path: Path, *, exclude: tuple[str, ...] = ()) -> NameTagger:  # noqa: ARG002 (spaCy's signature)
        """See `to_disk`."""
        return self


# A stretch without white space that is longer than any word: an address with its parameters, a line of brackets.
_RUN = re.compile(r"\S{200,}")


def readable(text: str) -> str:
    """The text with overlong runs masked, every offset as before: the tokenizer's time grows with the square of a run's length."""
    return _RUN.sub(lambda match: "x" * len(match.group()), text)


def build(*, statistical: bool = True, weights: str | None = None) -> Language:
    """Our own pipeline on a blank English vocabulary: no download, the same result everywhere. `weights` replaces the shipped CRF."""
    nlp = spacy.blank("en")
    nlp.max_length = _NO_LIMIT
    _adapt_tokenizer(nlp)
    nlp.add_pipe("talkmine_lists")
    if statistical:
        nlp.add_pipe("talkmine_crf", config={"path": weights})
    return nlp


@cache
def builtin(*, statistical: bool = True, weights: str | None = None) -> Language:
    """The same, built once per process."""
    return build(statistical=statistical, weights=weights)


def installed(model: str) -> Language:
    """Another pipeline by name, with our lists behind it; its PERSON and ORG entities stand in for the CRF's.

    Raises:
        EnvironmentProblem: it is not installed.

    """
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise EnvironmentProblem(f"nlp.model: the spaCy pipeline {model!r} is not installed") from error
    nlp.add_pipe("talkmine_lists", last=True)
    return nlp


Read = Callable[[str], Doc]
"""What makes a document of a text: a spaCy pipeline, or a `Forgetful` one."""


class Forgetful:
    """A pipeline that is built anew every so many texts; documents made before stay what they are.

    spaCy's vocabulary keeps every word that it ever saw: without this, memory grows by some 35 KB a post. Building takes about a second.
    (`Language.memory_zone` forgets, too, but the tokenizer does not use its cache inside one: 8 ms a post.)
    """

    def __init__(self, build: Callable[[], Language], every: int = 2_000) -> None:
        self._build, self._every, self._seen = build, every, 0
        self._nlp = build()

    def __call__(self, text: str) -> Doc:
        """The document of a text."""
        if self._seen and self._seen % self._every == 0:
            self._nlp = self._build()
        self._seen += 1
        return self._nlp(text)


_LABELS = {"PERSON": "person", "PER": "person", "ORG": "company", "PRODUCT": "tool"}


def recognised(doc: Doc) -> list[tuple[Span, float]]:
    """The statistical spans of a document with their scores (0..1), whichever pipeline made them; 1 where it gives none."""
    if "crf" in doc.spans:
        return list(zip(doc.spans["crf"], doc.spans["crf"].attrs["scores"], strict=True))
    return [(Span(doc, ent.start, ent.end, label=_LABELS[ent.label_]), 1.0) for ent in doc.ents if ent.label_ in _LABELS]
