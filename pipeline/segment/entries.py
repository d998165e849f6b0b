"""From start blocks to entries: header, body, kind, section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from statistics import median
from typing import TYPE_CHECKING

from pipeline.model import Entry, EntryKind
from pipeline.segment.headers import Header, header_of, undecorated
from pipeline.segment.patterns import MERELY_TALKS
from pipeline.text import digest, fold, trim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import ParsedPost
    from pipeline.segment.cues import Cue

_KINDS: tuple[tuple[EntryKind, re.Pattern[str]], ...] = (
    ("lightning", re.compile(r"\blightning\b|\bignite\b|\bquickies?\b|\bblitzvortr", re.IGNORECASE)),
    ("panel", re.compile(r"\bpanel\b|\bpodiumsdiskussion\b|\btable ronde\b|\bfireside\b", re.IGNORECASE)),
    (
        "workshop",
        re.compile(
            r"\bworkshops?\b|\btutorials?\b|\bbofs?\b|\bbirds of a feather\b|\bopen spaces?\b|\bhands[- ]on\b|\bcodelabs?\b|\bsprints?\b",
            re.IGNORECASE,
        ),
    ),
    ("keynote", re.compile(r"\bkeynotes?\b|\bplenary\b", re.IGNORECASE)),
)
_SAID_OF_IT = re.compile(
    r"\b(?:this|the|a|an|was|his|her|their|our) (?:[\w-]+ ){0,2}(lightning|panel|workshop|tutorial|keynote)\b", re.IGNORECASE
)
_TAKEAWAYS = re.compile(
    r"\b(?:takeaways?|take[- ]aways?|trends?|themes?|things (?:i|we) learn\w*|learnings)\b|^\W*(?:top )?\d+ \w+", re.IGNORECASE
)
_MAX_SECTION_WORDS = 9
_MOST = 0.6


def entries_of(post: ParsedPost, cues: Sequence[Cue], starts: Sequence[int], confidences: Sequence[float]) -> tuple[Entry, ...]:
    """The entries that begin at the given blocks, in reading order; a start without a title is left out."""
    headers = [header_of(post.text, cues, start, stop) for start, stop in zip_longest(starts, starts[1:])]
    habits = Habits.of(cues, starts)
    topical = _is_topical(post, cues, starts, headers)
    found: list[Entry] = []
    seen: dict[str, int] = {}
    for number, (start, header) in enumerate(zip(starts, headers, strict=True)):
        title = post.text[slice(*header.title)].replace("\n", " ")
        if not title.strip():
            continue
        end = end_of(cues, starts, number, habits)
        body = trim(post.text, min(header.body_start, end), end)
        section = section_of(cues, starts, start)
        count = seen[fold(title)] = seen.get(fold(title), -1) + 1
        found.append(
            Entry(
                entry_id=f"{post.post_id}-{digest('entry', fold(title), str(count))[:8]}",
                position=len(found),
                kind="topic" if topical else kind_of(cues[start].text, section, post.text[slice(*body)]),
                title=title,
                section=section,
                start=cues[start].block.start,
                end=max(body[1], header.title[1], *(span[1] for span in header.bylines), cues[start].block.start),
                body_start=body[0],
                body_end=body[1],
                bylines=header.bylines,
                confidence=confidences[number],
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Habits:
    """What the entries of a post have in common, as far as it tells where one ends."""

    gapped: bool
    """Text that is no list stands between entries that begin as list items: then it belongs to them."""
    numbered: bool
    """All entries are numbered headings: one without a number is a sub-heading, whatever its rank."""

    @classmethod
    def of(cls, cues: Sequence[Cue], starts: Sequence[int]) -> Habits:
        """Look at the stretches between the starts."""
        between = [(cues[a], cues[a + 1 : b]) for a, b in pairwise(starts)]
        gapped = any(
            start.block.kind == "list_item" and any(cue.block.kind != "list_item" and not cue.is_heading for cue in rest)
            for start, rest in between
        )
        return cls(gapped, len(starts) > 1 and all(cues[start].is_heading for start in starts) and _numbered(cues, starts))


def end_of(cues: Sequence[Cue], starts: Sequence[int], number: int, habits: Habits) -> int:
    """Where the entry that begins at `starts[number]` ends: before the next one, or where its layout closes."""
    start = starts[number]
    stop = starts[number + 1] if number + 1 < len(starts) else len(cues)
    closing = next((cue.index for cue in cues[start + 1 : stop] if _closes(cues[start], cue, habits)), stop)
    return cues[closing - 1].block.end


def _closes(own: Cue, cue: Cue, habits: Habits) -> bool:
    if own.is_heading:
        if habits.numbered and cue.rank == own.rank:
            return cue.is_stop
        return cue.rank <= own.rank or (cue.rank <= 6 and (cue.is_section or cue.is_stop) and cue.rank <= own.rank + 1)  # noqa: PLR2004 - see Cue.rank
    if cue.is_heading:
        return True
    if own.block.kind == "list_item":
        return (cue.block.kind == "list_item" and cue.block.level <= own.block.level) or (
            cue.block.kind != "list_item" and not habits.gapped
        )
    if own.block.kind == "table_row":
        return True
    return cue.is_section and cue.n_words <= _MAX_SECTION_WORDS


def section_of(cues: Sequence[Cue], starts: Sequence[int], start: int) -> str | None:
    """The nearest heading or label line above that groups sessions and is neither an entry nor closed by a heading of its rank."""
    own = cues[start]
    lowest = own.rank
    entries = set(starts)
    for cue in reversed(cues[:start]):
        if cue.is_heading and cue.index in entries and cue.rank < own.rank:
            return None
        if cue.index not in entries and _groups(cues, cue, lowest):
            return _label(cue.text)
        if cue.is_heading:
            lowest = min(lowest, cue.rank)
    return None


def _groups(cues: Sequence[Cue], cue: Cue, lowest: int) -> bool:
    """Whether a block is a label that entries of rank `lowest` and below stand under."""
    if not cue.is_section or cue.n_words > _MAX_SECTION_WORDS or cue.block.kind not in {"heading", "paragraph"}:
        return False
    if MERELY_TALKS.match(cue.text) and not any(c.is_section and c.rank == cue.rank and c.index != cue.index for c in cues):
        return False  # "Talks" alone announces the sessions; beside "Workshops" it is a group of them
    if not cue.is_heading:
        return True
    # Where all headings have one rank (plain text), a label is one that the next heading follows at once.
    below = cues[cue.index + 1] if cue.index + 1 < len(cues) else None
    return cue.rank < lowest or (cue.rank == lowest and below is not None and below.rank == cue.rank)


def _label(text: str) -> str:
    start, end = undecorated(text, *trim(text, 0, len(text), " \n\t:*_#–—-"))
    return text[start:end]


def kind_of(heading: str, section: str | None, body: str) -> EntryKind:
    """By the post's words: the heading's first, then the section's, then how the first sentences speak of it."""
    for text in (heading, section or ""):
        for kind, pattern in _KINDS:
            if pattern.search(text):
                return kind
    if match := _SAID_OF_IT.search(body[:240]):
        word = match.group(1).casefold()
        return next(kind for kind, pattern in _KINDS if pattern.search(word))
    return "talk"


def _is_topical(post: ParsedPost, cues: Sequence[Cue], starts: Sequence[int], headers: Sequence[Header]) -> bool:
    """Whether the entries are takeaways or themes, not sessions: none has a byline or a recording, and the title or the numbers say so."""
    if not starts or any(header.bylines for header in headers) or any(cues[start].has_media for start in starts):
        return False
    if any(cues[start].talk_words for start in starts):
        return False
    announced = bool(_TAKEAWAYS.search(post.meta.title or ""))
    terse = median(len(post.text[slice(*header.title)].split()) for header in headers) <= 2  # noqa: PLR2004 - "Service Mesh"
    return _numbered(cues, starts) or announced or terse


def _numbered(cues: Sequence[Cue], starts: Sequence[int]) -> bool:
    """Whether most entries carry a number."""
    return sum(cues[start].numbered for start in starts) >= _MOST * len(starts)
