"""The header of an entry: which part of its first blocks is title, which is byline, where the body begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.lexicon import bylines
from pipeline.lexicon.names import SURELY_A_PERSON, person_likeness
from pipeline.segment.headings import split_heading
from pipeline.segment.patterns import (
    AFTER_LEAD,
    LINK_LABEL,
    NAMED_SESSION,
    OWNED_SESSION,
    PICTOGRAPH_AFTER,
    PICTOGRAPH_BEFORE,
    PREFIX,
    SAYS_BYLINE,
    SENTENCE_END,
)
from pipeline.text import sentences_end, trim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lexicon.bylines import Span
    from pipeline.segment.cues import Cue

_REMARK_WORDS = 6
_SENTENCES = 2
"""In so many sentences at its beginning a paragraph names the session that it is about."""
_LONGEST_PHRASE = 240
"""Code points in which a list item or paragraph can hold title and byline."""
BYLINE_FLOOR = 0.6
"""A block below a title is its byline from this score on; between a sentence (under 0.4) and a clear byline (over 0.8)."""
_LINE_FLOOR = 0.45
"""Same, where the layout itself says "byline": a line in italics, or one that begins with "By" or "Speaker:"."""


@dataclass(frozen=True, slots=True)
class Header:
    """Absolute spans of an entry's header."""

    title: Span
    bylines: tuple[Span, ...]
    body_start: int
    """Where the body begins; the end of the header when it has none."""


def clean_title(text: str, start: int, end: int) -> Span:
    """A title's range without list numbers, "Keynote:", times, emoji and decoration."""
    for _ in range(3):
        before = (start, end)
        start, end = trim(text, start, end, " \t\n*_|,;–—-")
        start, end = undecorated(text, start, end)
        if match := PREFIX.match(text[start:end]):
            start += match.end()
        start, end = _unquoted(text, start, end)
        if (start, end) == before:
            break
    return (start, end) if end > start else (start, start)


def undecorated(text: str, start: int, end: int) -> Span:
    """Without emoji and rules at either end."""
    if match := PICTOGRAPH_BEFORE.match(text, start, end):
        start = match.end()
    if match := PICTOGRAPH_AFTER.search(text, start, end):
        end = match.start()
    return start, max(start, end)


def _unquoted(text: str, start: int, end: int) -> Span:
    value = text[start:end]
    pairs = {"“": "”", '"': '"', "«": "»", "„": "“", "‘": "’", "'": "'"}
    if len(value) > 2 and pairs.get(value[0]) == value[-1] and not any(mark in value[1:-1] for mark in (value[0], value[-1])):  # noqa: PLR2004 - the two quote marks
        return trim(text, start + 1, end - 1)
    return start, end


def header_of(text: str, cues: Sequence[Cue], index: int, stop: int | None = None) -> Header:
    """Read the header that begins with block `index`: in one block (list item, paragraph) or over several (heading, byline, links).

    `stop` is the block at which the next entry begins: a header does not reach into it.
    """
    cues = cues[:stop]
    cue = cues[index]
    if cue.block.kind == "table_row":
        return _row(text, cue)
    if cue.is_heading or _is_line(cue) or (cue.split.byline and not cue.sentence):
        return _stacked(text, cues, index)
    return _inline(text, cues, index)


def _row(text: str, cue: Cue) -> Header:
    """A table's row: the cell that reads as a byline, the first other one with words is the title, the longest of the rest the remark."""
    cells = [(inline.start, inline.end) for inline in cue.block.inlines if inline.kind == "cell" and inline.end > inline.start]
    scored = [(bylines.parse(text[slice(*cell)]).score, cell) for cell in cells]
    named = [cell for score, cell in scored if score >= BYLINE_FLOOR][:1]
    rest = [cell for cell in cells if cell not in named and any(char.isalpha() for char in text[slice(*cell)])]
    if not rest:
        return Header(clean_title(text, cue.block.start, cue.block.end), (), cue.block.end)
    title = next((cell for cell in rest if " " in text[slice(*cell)].strip()), rest[0])
    remark = max((cell for cell in rest if cell > title), key=lambda cell: cell[1] - cell[0], default=None)
    long = remark is not None and len(text[slice(*remark)].split()) >= _REMARK_WORDS
    return Header(clean_title(text, *title), tuple(named), remark[0] if remark and long else cue.block.end)


def _is_line(cue: Cue) -> bool:
    """A short block without a sentence: a title line, with or without its byline."""
    return not cue.sentence and cue.n_words <= 26 and (cue.lead is None or cue.lead[1] >= 0.5 * len(cue.text))  # noqa: PLR2004 - a long title


def _stacked(text: str, cues: Sequence[Cue], index: int) -> Header:
    cue, base = cues[index], cues[index].block.start
    split = cue.split
    spans: list[Span] = [(base + split.byline[0], base + split.byline[1])] if split.byline else []
    title = (base + split.title[0], base + split.title[1])
    last = index
    for follower in _followers(cues, index):
        floor = _LINE_FLOOR if says_byline(follower) else BYLINE_FLOOR
        if not spans and follower.byline.people and follower.byline.score >= floor and not follower.sentence:
            spans.append((follower.block.start, follower.block.end))
        elif not follower.only_links:
            break
        last = follower.index
    body = cues[last + 1].block.start if last + 1 < len(cues) else len(text)
    return Header(clean_title(text, *title), tuple(spans), body)


def _followers(cues: Sequence[Cue], index: int) -> list[Cue]:
    own = cues[index]
    found = []
    for cue in cues[index + 1 : index + 4]:
        nested = own.block.kind == "list_item" and (cue.block.kind != "list_item" or cue.block.level <= own.block.level)
        if cue.rank <= 6 or nested:  # noqa: PLR2004 - a real heading ends the header
            break
        found.append(cue)
    return found


def says_byline(cue: Cue) -> bool:
    """A line that is all italic, or begins like a byline."""
    italic = sum(inline.end - inline.start for inline in cue.block.inlines if inline.kind == "em") >= 0.7 * len(cue.text)
    return italic or bool(SAYS_BYLINE.match(cue.text))


def _inline(text: str, cues: Sequence[Cue], index: int) -> Header:
    """A header at the beginning of a longer block; the title is what stands set apart, or what comes before the first colon or dash."""
    cue, base = cues[index], cues[index].block.start
    if cue.lead is None or person_likeness(cue.text[slice(*cue.lead)]) >= SURELY_A_PERSON:
        return _first_phrase(text, cue) or _in_prose(text, cue)
    title = clean_title(text, base + cue.lead[0], base + cue.lead[1])
    rest_start = base + cue.lead[1]
    opened = AFTER_LEAD.match(text[rest_start : cue.block.end])
    after = rest_start + (opened.end() if opened else 0)
    end = _phrase_end(text, after, cue.block.end)
    byline = bylines.parse(text[after:end]) if end > after else bylines.NO_BYLINE
    if byline.people and byline.score >= BYLINE_FLOOR:
        return Header(title, (trim(text, after, end, "()[]*_"),), _skip(text, end, cue.block.end))
    split = split_heading(text[title[0] : title[1]]) if title[1] > title[0] else None
    if split and split.byline:
        byline_span = (title[0] + split.byline[0], title[0] + split.byline[1])
        return Header(
            (title[0] + split.title[0], title[0] + split.title[1]),
            (byline_span,),
            _skip(text, rest_start, cue.block.end),
        )
    return Header(title, (), _skip(text, rest_start, cue.block.end))


def _phrase_end(text: str, start: int, end: int) -> int:
    match = SENTENCE_END.search(text, start, end)
    return match.start() + (1 if match and text[match.start()] == ")" else 0) if match else end


def _skip(text: str, start: int, end: int) -> int:
    """Where the remark begins; the end if nothing is left but the labels of links."""
    if LINK_LABEL.match(text[start:end]):
        return end
    while start < end and (text[start].isspace() or text[start] in '.:;,–—-)"”»*_'):
        start += 1
    return start


def _first_phrase(text: str, cue: Cue) -> Header | None:
    """What comes before the first colon, dash or full stop, if it holds a byline.

    Where the title is set apart inside that phrase, the phrase is a sentence about the session and belongs to the body.
    """
    base = cue.block.start
    for match in SENTENCE_END.finditer(text, base, min(cue.block.end, base + _LONGEST_PHRASE)):
        split = split_heading(text[base : match.start() + (text[match.start()] == ")")])
        if split.byline is None:
            continue
        byline = (base + split.byline[0], base + split.byline[1])
        apart = [span for span in cue.apart if split.title[0] <= span[0] and span[1] <= split.title[1]]
        if apart:
            return Header(clean_title(text, base + apart[-1][0], base + apart[-1][1]), (byline,), base)
        title = clean_title(text, base + split.title[0], base + split.title[1])
        return Header(title, (byline,), _skip(text, match.end(), cue.block.end))
    return None


def _in_prose(text: str, cue: Cue) -> Header:
    """A title inside a sentence: what is set apart in the first sentences, else the shortest phrase that names the session."""
    base = cue.block.start
    limit = sentences_end(text, base, cue.block.end, _SENTENCES)
    for start, end in cue.apart:
        if base + end <= limit and person_likeness(cue.text[start:end]) < SURELY_A_PERSON:
            return Header(clean_title(text, base + start, base + end), (), base)
    for pattern in (OWNED_SESSION, NAMED_SESSION):
        if match := pattern.search(text, base, limit):
            return Header(match.span(1), (), base)
    return Header(clean_title(text, base, _phrase_end(text, base, cue.block.end)), (), base)
