"""Every occurrence of a person, company or tool in a post, by the vote of lists, the recogniser, bylines and the post itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.nlp import recognised
from pipeline.lexicon import lists
from pipeline.lexicon.names import person_likeness
from pipeline.model import Mention
from pipeline.text import fold, trim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from spacy.tokens import Doc

    from pipeline.lexicon.names import Evidence
    from pipeline.model import Label, ParsedPost, Speaker

_WORD = re.compile(r"\w+(?:[’'.\-&+#/]\w+)*[+#]*")
_POSSESSIVE = re.compile(r"[’'`]s?$")
# "written in Go", "using Flask": a word before a doubtful name that makes it a tool.
_TOOL_CUE = re.compile(
    r"\b(?:in|using|use|uses|used|with|on|via|like|called|named|from|to|and|of|for|run|running|install|deploy|than|vs\.?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_TOOL_AFTER = re.compile(
    r"^\s*(?:\d+(?:\.\d+)+|cli|api|sdk|operator|client|server|cluster|project|library|framework|language|code|programs?|developers?|charts?|community)\b",
    re.IGNORECASE,
)


_SURELY_A_PERSON = 0.9
"""`person_likeness` of a known given name before a surname."""


_SHORTEST_REPEAT = 3
"""Letters from which a name is looked for elsewhere in the post: "R" and "Go" are not, nor are initials."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: where, what, who says so and how surely."""

    start: int
    end: int
    label: Label
    name: str
    method: str
    confidence: float


# What a finder's word is worth, from the precision each had on left-out posts when it was alone; ties are broken by length, then position.
_CONFIDENCE = {
    "byline": 0.97,
    "list": 0.9,
    "list+crf": 0.97,
    "crf": 0.7,
    "doubtful+crf": 0.85,
    "doubtful": 0.6,
    "given name": 0.75,
    "short name": 0.8,
    "repeat": 0.75,
}


def mentions_of(
    post: ParsedPost,
    doc: Doc,
    speakers: Sequence[Speaker],
    employers: Sequence[tuple[int, int]],
    evidence: Evidence,
    entry_at: Callable[[int], str | None],
) -> tuple[Mention, ...]:
    """All mentions, none overlapping, ordered by start. `employers` are the spans of companies that bylines give."""
    found = [Found(s.start, s.end, "person", s.name, "byline", _CONFIDENCE["byline"]) for s in speakers]
    found += [
        Found(start, end, "company", _company_name(post.text[start:end]), "byline", _CONFIDENCE["byline"]) for start, end in employers
    ]
    found += _from_lists_and_tagger(post, doc, evidence)
    found += _given_name_pairs(post, evidence)
    chosen = _without_overlaps(found)
    chosen = _without_overlaps([*chosen, *_repeats(post, chosen), *_short_names(post, chosen)])
    code = [(block.start, block.end) for block in post.blocks if block.kind == "code"]
    starts = [block.start for block in post.blocks]
    return tuple(
        Mention(
            entry_id=entry_at(item.start),
            label=item.label,
            name=item.name,
            surface=post.text[item.start : item.end],
            start=item.start,
            end=item.end,
            source_line=post.blocks[bisect_right(starts, item.start) - 1].source_line,
            method=item.method,
            confidence=item.confidence,
        )
        for item in chosen
        if not any(start <= item.start < end for start, end in code)
    )


def _company_name(surface: str) -> str:
    known = lists.company_index().get(fold(surface))
    return known.name if known else surface


def _tool_name(surface: str) -> str:
    known = lists.tool_index().get(fold(surface))
    return known.name if known else surface


def _from_lists_and_tagger(post: ParsedPost, doc: Doc, evidence: Evidence) -> list[Found]:
    tagged: dict[tuple[int, int], str] = {}
    for span in recognised(doc):
        start, end = _tidy(post.text, span.start_char, span.end_char)
        if end > start:
            tagged[start, end] = span.label_
    inside = sorted(tagged)
    found: list[Found] = []
    for span in doc.spans["lists"]:
        start, end = span.start_char, span.end_char
        label: Label = "tool" if span.label_ == "tool" else "company"
        doubtful, name = span.kb_id_.startswith("?"), span.kb_id_.split(":", 1)[1]
        seen = tagged.get((start, end)) or next(
            (tagged[a, b] for a, b in inside if a <= start and end <= b and (a, b) != (start, end)), None
        )
        if seen == "person" or _in_url(post.text, start):
            continue
        if doubtful and seen != label and not _believed(post.text, start, end, evidence, label):
            continue
        method = ("doubtful+crf" if doubtful else "list+crf") if seen == label else ("doubtful" if doubtful else "list")
        found.append(Found(start, end, label, name, method, _CONFIDENCE[method]))
    for (start, end), tag in tagged.items():
        found += _tagged(post, start, end, tag, evidence)
    return found


def _tagged(post: ParsedPost, start: int, end: int, tag: str, evidence: Evidence) -> list[Found]:
    surface = post.text[start:end]
    if _in_url(post.text, start) or not re.search(r"[^\W\d_]", surface):
        return []
    if tag == "person":
        # One word alone is a person only as the short form of a full name, which `_short_names` decides.
        return (
            [Found(start, end, "person", surface, "crf", _CONFIDENCE["crf"])]
            if len(surface.split()) > 1 and person_likeness(surface, evidence) > 0
            else []
        )
    label: Label = "tool" if tag == "tool" else "company"
    name = _tool_name(surface) if label == "tool" else _company_name(surface)
    return [Found(start, end, label, name, "crf", _CONFIDENCE["crf"])]


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    start, end = trim(text, start, end, "\"“”'’()[].,:;*_")
    if match := _POSSESSIVE.search(text[start:end]):
        end = start + match.start()
    return start, end


def _in_url(text: str, start: int) -> bool:
    head = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), text.rfind("(", 0, start)) + 1
    return text.startswith(("http", "www."), head)


def _believed(text: str, start: int, end: int, evidence: Evidence, label: Label) -> bool:
    """Context for a name that is also a common word: capital inside a sentence, not used as a plain word by the post, a cue beside it."""
    surface = text[start:end]
    if surface.casefold() in evidence.lowercase and surface != surface.upper():
        return False
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    at_sentence_start = not before.strip() or before.rstrip().endswith((".", "!", "?", ":", "“", '"')) or before.endswith("\n")
    cue = (
        bool(_TOOL_CUE.search(before) or _TOOL_AFTER.match(after))
        if label == "tool"
        else bool(re.search(r"\b(?:at|from|of|by)\s+$", before))
    )
    return cue or not at_sentence_start


def _given_name_pairs(post: ParsedPost, evidence: Evidence) -> list[Found]:
    """Capitalised pairs and triples that begin with a known given name."""
    words = list(_WORD.finditer(post.text))
    found = []
    for index, match in enumerate(words[:-1]):
        if not match.group()[0].isupper() or fold(match.group()) not in lists.given_names():
            continue
        for size in (4, 3, 2):
            last = words[min(index + size, len(words)) - 1]
            surface = post.text[match.start() : last.end()]
            if (
                last.start() > match.start()
                and "\n" not in surface
                and re.fullmatch(r"[\w’'.\-]+(?: [\w’'.\-]+)+", surface)
                and person_likeness(surface, evidence) >= _SURELY_A_PERSON
            ):
                start, end = _tidy(post.text, match.start(), last.end())
                found.append(Found(start, end, "person", post.text[start:end], "given name", _CONFIDENCE["given name"]))
                break
    return found


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    """The most certain first, then the longest, then the first; whatever overlaps a chosen one goes."""
    taken: list[Found] = []
    bounds: list[int] = []
    for item in sorted(found, key=lambda f: (-_weight(f), f.start, f.label, f.name, f.method)):
        at = bisect_right(bounds, item.start)
        free = (at == 0 or taken[at - 1].end <= item.start) and (at == len(taken) or taken[at].start >= item.end)
        if free and item.end > item.start:
            taken.insert(at, item)
            bounds.insert(at, item.start)
    return taken


def _weight(item: Found) -> float:
    return item.confidence + 0.1 * min(4, len(_WORD.findall(item.name)) if item.label != "person" else 2)


def _repeats(post: ParsedPost, chosen: Sequence[Found]) -> list[Found]:
    """Names that a byline or the recogniser found once, wherever else they stand as they are spelled."""
    common = _common_words(post.text)
    names: dict[str, Found] = {}
    for item in chosen:
        surface = post.text[item.start : item.end]
        plain = surface.islower() and surface in common
        if item.method in {"byline", "crf", "doubtful+crf"} and len(surface) >= _SHORTEST_REPEAT and not plain:
            names.setdefault(surface, item)
    return [
        Found(start, end, names[surface].label, names[surface].name, "repeat", _CONFIDENCE["repeat"])
        for surface, start, end in _occurrences(post.text, names)
    ]


def _occurrences(text: str, surfaces: Iterable[str]) -> list[tuple[str, int, int]]:
    """Where any of the surfaces stands as a word of its own, outside addresses; the longer of two that begin together."""
    ordered = sorted(surfaces, key=lambda surface: (-len(surface), surface))
    if not ordered:
        return []
    pattern = re.compile(rf"(?<![\w@/])(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
    return [(match.group(), match.start(), match.end()) for match in pattern.finditer(text) if not _in_url(text, match.start())]


def _common_words(text: str) -> frozenset[str]:
    """Lower-case words that a text uses more than three times: too common to be a name."""
    counts = Counter(re.findall(r"\b[a-z]{2,}\b", text))
    return frozenset(word for word, count in counts.items() if count > 3)  # noqa: PLR2004 - see above


def _short_names(post: ParsedPost, chosen: Sequence[Found]) -> list[Found]:
    """Short forms, "Liz" and "Rice" for Liz Rice: given name or surname of exactly one full name of the post."""
    owners: dict[str, set[str]] = {}
    for item in chosen:
        parts = item.name.split()
        if item.label == "person" and len(parts) > 1:
            for part in {parts[0], parts[-1]}:
                owners.setdefault(part, set()).add(item.name)
    single = {
        part: min(names)
        for part, names in owners.items()
        if len(names) == 1 and len(part) >= _SHORTEST_REPEAT and fold(part) not in lists.tool_index()
    }
    return [
        Found(start, end, "person", single[part], "short name", _CONFIDENCE["short name"])
        for part, start, end in _occurrences(post.text, single)
    ]
