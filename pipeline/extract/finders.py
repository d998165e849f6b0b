"""The finders of names: each looks at a post in one way and says what it found and how. Who is right is decided in `mentions`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from pipeline.extract.nlp import recognised
from pipeline.extract.patterns import AT_COMPANY, TOOL_AFTER, TOOL_BEFORE, WORD
from pipeline.lexicon import lists
from pipeline.lexicon.names import POSSESSIVE, never_a_name, person_likeness
from pipeline.model import Label
from pipeline.text import fold, trim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Span

    from pipeline.lexicon.names import Evidence
    from pipeline.model import ParsedPost, Speaker

_LABELS: dict[str, Label] = {label: label for label in get_args(Label)}
# What a finder's word is worth: the share of the names for which it was the surest finder that were right on left-out posts, rounded.
CONFIDENCE = {
    "list+crf": 0.95,
    "byline": 0.85,
    "list": 0.85,
    "short name": 0.8,
    "doubtful+crf": 0.7,
    "given name": 0.6,
    "doubtful": 0.55,
    "repeat": 0.5,
}
# The same for the recogniser alone, by its score: (score from which it holds, share that was right). Below the last it is not believed.
CRF_CONFIDENCE: dict[Label, tuple[tuple[float, float], ...]] = {
    "person": ((0.9, 0.95), (0.7, 0.75), (0.6, 0.55)),
    "company": ((0.9, 0.75), (0.6, 0.35)),
    "tool": ((0.9, 0.85), (0.8, 0.6), (0.5, 0.4)),
}
_EMPLOYER = 0.65
"""What stands beside a speaker's name is a company less surely than the name is one; measured in the same way."""
_REPEATED = frozenset({"byline", "crf", "doubtful+crf", "given name"})
"""Finders that look at one place: what they found there is looked for elsewhere. The lists look everywhere themselves."""
_SHORTEST_REPEAT = 3
"""Letters from which a name is looked for elsewhere in the post: "R" and "Go" are not, nor are initials."""
_SURELY_A_PERSON = 0.9
"""`person_likeness` of a known given name before a surname."""
_LONGEST_NAME = 4
_TITLE_CASE = 0.6
"""Share of capitalised words from which a block is written in title case: there a capital says nothing."""
_TITLE_WORDS = 3
_COMMON = 3
"""A lower-case word that a text uses more often than that is a word, not a name."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: where, what, who says so."""

    start: int
    end: int
    label: Label
    name: str
    method: str
    score: float | None = None
    """How sure the finder is of this one, where it can tell."""

    @property
    def confidence(self) -> float:
        """How sure the finder is, else what its word is worth in general."""
        return CONFIDENCE[self.method] if self.score is None else self.score


def tool_name(surface: str) -> str:
    """The gazetteer's spelling of a tool, else the surface."""
    known = lists.tool_index().get(fold(surface))
    return known.name if known else surface


def company_name(surface: str) -> str:
    """The gazetteer's spelling of a company, else the surface."""
    known = lists.company_index().get(fold(surface))
    return known.name if known else surface


def from_bylines(post: ParsedPost, speakers: Sequence[Speaker], employers: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Speakers, and the companies that stand beside them."""
    for speaker in speakers:
        yield Found(speaker.start, speaker.end, "person", speaker.name, "byline")
    for start, end in employers:
        yield Found(start, end, "company", company_name(post.text[start:end]), "byline", _EMPLOYER)


def from_lists(post: ParsedPost, doc: Doc, evidence: Evidence) -> Iterator[Found]:
    """What the curated lists know. A form that is also a common word needs the recogniser's word or a context."""
    seen = _tags(doc)
    cased = {span.kb_id_.lstrip("?") for span in doc.spans["lists"] if not span.text.islower()}
    titles = _title_cased(post)
    for span in doc.spans["lists"]:
        label, name = _LABELS[span.label_], span.kb_id_.split(":", 1)[1]
        tag = seen[span.start] if len(set(seen[span.start : span.end])) == 1 else "mixed"
        if tag == "person" or _in_url(post.text, span.start_char):
            continue
        plain = span.text.islower() and span.kb_id_ not in cased and not _listed_so(span)
        doubtful = span.kb_id_.startswith("?") or plain
        if tag == label:
            yield _listed(span, label, name, "doubtful+crf" if doubtful else "list+crf")
        elif not doubtful:
            yield _listed(span, label, name, "list")
        elif not titles.holds(span.start_char) and _has_context(post.text, span, evidence, label):
            yield _listed(span, label, name, "doubtful")


def _listed_so(span: Span) -> bool:
    """Whether the list spells a form just as it stands: "k8s", "etcd"."""
    known = (lists.tool_index() if span.label_ == "tool" else lists.company_index()).get(fold(span.text))
    return known is not None and span.text in known.forms


def _listed(span: Span, label: Label, name: str, method: str) -> Found:
    return Found(span.start_char, span.end_char, label, name, method)


def _tags(doc: Doc) -> list[str]:
    """Per token the recogniser's label, "" for none."""
    tags = [""] * len(doc)
    for span, _ in recognised(doc):
        tags[span.start : span.end] = [span.label_] * (span.end - span.start)
    return tags


@dataclass(frozen=True, slots=True)
class _TitleCased:
    """Which blocks are written in title case."""

    starts: list[int]
    cased: list[bool]

    def holds(self, offset: int) -> bool:
        return bool(self.starts) and self.cased[max(0, bisect_right(self.starts, offset) - 1)]


def _title_cased(post: ParsedPost) -> _TitleCased:
    cased = []
    for block in post.blocks:
        words = [word for word in post.text[block.start : block.end].split()[:30] if len(word) > 3]  # noqa: PLR2004 - not "of", "the"
        cased.append(len(words) >= _TITLE_WORDS and sum(word[0].isupper() for word in words) >= _TITLE_CASE * len(words))
    return _TitleCased([block.start for block in post.blocks], cased)


def _has_context(text: str, span: Span, evidence: Evidence, label: Label) -> bool:
    """Context for a name that is also a common word: a capital inside a sentence, not a plain word of the post, or a cue beside it."""
    if span.text.islower() or (span.text.casefold() in evidence.lowercase and not span.text.isupper()):
        return False
    before, after = text[max(0, span.start_char - 24) : span.start_char], text[span.end_char : span.end_char + 24]
    if label == "company":
        return bool(AT_COMPANY.search(before))
    opens_sentence = not before.strip() or before.endswith("\n") or before.rstrip(" ")[-1:] in '.!?:“"'
    return bool(TOOL_BEFORE.search(before) or TOOL_AFTER.match(after)) or not opens_sentence


def from_recogniser(post: ParsedPost, doc: Doc, evidence: Evidence) -> Iterator[Found]:
    """What the trained recogniser sees, tidied; one word alone is a person only as the short form of a full name."""
    for span, score in recognised(doc):
        label = _LABELS[span.label_]
        start, end = _tidy(post.text, span.start_char, span.end_char)
        surface = post.text[start:end]
        share = next((share for least, share in CRF_CONFIDENCE[label] if score >= least), None)
        if share is None or not any(char.isalpha() for char in surface) or never_a_name(surface) or _in_url(post.text, start):
            continue
        if label != "person":
            yield Found(start, end, label, tool_name(surface) if label == "tool" else company_name(surface), "crf", share)
        elif " " in surface and person_likeness(surface, evidence) > 0:
            yield Found(start, end, label, surface, "crf", share)


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = trim(text, start, end, "\"“”'’()[].,:;*_")
    possessive = POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive else end


def _in_url(text: str, start: int) -> bool:
    head = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), text.rfind("(", 0, start)) + 1
    return text.startswith(("http", "www."), head)


def given_name_pairs(post: ParsedPost, evidence: Evidence) -> Iterator[Found]:
    """Capitalised runs of two to four words that begin with a known given name; the longest that is a name."""
    words = list(WORD.finditer(post.text))
    for index, first in enumerate(words[:-1]):
        if not first.group()[0].isupper() or fold(first.group()) not in lists.given_names():
            continue
        for last in reversed(words[index + 1 : index + _LONGEST_NAME]):
            start, end = _tidy(post.text, first.start(), last.end())
            surface = post.text[start:end]
            if "\n" not in surface and person_likeness(surface, evidence) >= _SURELY_A_PERSON:
                yield Found(start, end, "person", surface, "given name")
                break


def repeats(post: ParsedPost, chosen: Sequence[Found]) -> Iterator[Found]:
    """Names that a byline or the recogniser found once, wherever else they stand as they are spelled."""
    common = _common_words(post.text)
    names: dict[str, Found] = {}
    for item in chosen:
        surface = post.text[item.start : item.end]
        if item.method in _REPEATED and len(surface) >= _SHORTEST_REPEAT and surface not in common:
            names.setdefault(surface, item)
    for surface, start, end in _occurrences(post.text, names):
        first = names[surface]
        yield Found(start, end, first.label, first.name, "repeat", min(CONFIDENCE["repeat"], first.confidence))


def short_names(post: ParsedPost, chosen: Sequence[Found]) -> Iterator[Found]:
    """Short forms, "Liz" and "Rice" for Liz Rice: given name or surname of exactly one full name of the post."""
    owners: dict[str, set[str]] = {}
    for item in chosen:
        parts = item.name.split()
        if item.label == "person" and len(parts) > 1:
            for part in {parts[0], parts[-1]}:
                owners.setdefault(part, set()).add(item.name)
    single = {part: min(names) for part, names in owners.items() if len(names) == 1 and _may_be_short(part)}
    for part, start, end in _occurrences(post.text, single):
        yield Found(start, end, "person", single[part], "short name")


def _may_be_short(part: str) -> bool:
    return len(part) >= _SHORTEST_REPEAT and fold(part) not in lists.tool_index()


def _occurrences(text: str, surfaces: Iterable[str]) -> list[tuple[str, int, int]]:
    """Where any of the surfaces stands as a word of its own, outside addresses; the longer of two that begin together."""
    ordered = sorted(surfaces, key=lambda surface: (-len(surface), surface))
    if not ordered:
        return []
    pattern = re.compile(rf"(?<![\w@/])(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
    return [(match.group(), match.start(), match.end()) for match in pattern.finditer(text) if not _in_url(text, match.start())]


def _common_words(text: str) -> frozenset[str]:
    counts = Counter(re.findall(r"\b[a-z]{2,}\b", text))
    return frozenset(word for word, count in counts.items() if count > _COMMON)
