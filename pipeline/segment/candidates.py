"""Whole-post candidate cuts: each says "the entries of this post begin at these blocks, because of this layout".

Which one is right for a post is not decided here. A generator that finds nothing yields nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.segment.headers import BYLINE_FLOOR, says_byline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.segment.cues import Cue

BOLD = 7
_SENTENCE = 15
"""Words of a paragraph that can tell of a session: at least a full sentence about what was said."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to cut a post: the blocks at which entries begin, in order."""

    name: str
    """The layout: "heading 3", "list 1 byline", ..."""
    starts: tuple[int, ...]


NOTHING = Cut("nothing", ())


def has_byline(cues: Sequence[Cue], index: int) -> bool:
    """Whether a block names its speakers itself or the line below it does."""
    if cues[index].split.byline:
        return True
    below = cues[index + 1] if index + 1 < len(cues) else None
    return (
        below is not None
        and below.rank >= BOLD
        and below.byline.score >= (0.45 if says_byline(below) else BYLINE_FLOOR)
        and bool(below.byline.people)
    )


def _open(cue: Cue) -> bool:
    return not (cue.is_stop or cue.is_section)


def _groups(cues: Sequence[Cue], index: int) -> bool:
    """A section heading that another heading follows at once."""
    return cues[index].is_section and index + 1 < len(cues) and cues[index + 1].is_heading


def _leaf(cues: Sequence[Cue], index: int) -> bool:
    """A heading with text of its own right below it; a section heading only if its sessions are keynotes told in one block."""
    cue = cues[index]
    below = cues[index + 1] if index + 1 < len(cues) else None
    if below is None or below.is_heading or cue.is_stop:
        return False
    return not cue.is_section or "keynote" in cue.text.casefold()


def _headings(cues: Sequence[Cue]) -> Iterator[Cut]:
    ranks = sorted({cue.rank for cue in cues if cue.is_heading})
    for rank in ranks:
        own = [cue.index for cue in cues if cue.rank == rank]
        yield Cut(f"heading {rank}", tuple(i for i in own if _open(cues[i])))
        yield Cut(f"heading {rank} all", tuple(i for i in own if not (cues[i].is_stop or _groups(cues, i))))
        yield Cut(f"heading {rank} byline", tuple(i for i in own if has_byline(cues, i)))
        yield Cut(f"heading {rank} leaf", tuple(i for i in own if _leaf(cues, i)))
        yield Cut(f"heading {rank} media", tuple(i for i in own if cues[i].has_media or (i + 1 < len(cues) and cues[i + 1].only_links)))
        yield Cut(f"heading {rank} numbered", tuple(i for i in own if cues[i].numbered))
    for upper, lower in pairwise(ranks):
        mixed = tuple(cue.index for cue in cues if cue.rank in {upper, lower} and _leaf(cues, cue.index))
        yield Cut(f"heading {upper}+{lower} leaf", mixed)
    headings = [cue.index for cue in cues if cue.is_heading]
    yield Cut("heading any byline", tuple(i for i in headings if has_byline(cues, i)))
    yield Cut("heading any leaf", tuple(i for i in headings if cues[i].rank > 1 and _leaf(cues, i)))


def _lists(cues: Sequence[Cue]) -> Iterator[Cut]:
    tests: dict[str, Callable[[Cue], bool]] = {
        "": lambda _: True,
        " byline": lambda cue: bool(cue.split.byline) or (cue.lead is not None and cue.talk_words > 0),
        " lead": lambda cue: cue.lead is not None,
        " linked": lambda cue: cue.lead_kind == "link" or cue.has_media,
        " numbered": lambda cue: cue.block.ordinal is not None,
    }
    for depth in sorted({cue.block.level for cue in cues if cue.block.kind == "list_item"}):
        own = [cue for cue in cues if cue.block.kind == "list_item" and cue.block.level == depth]
        for suffix, test in tests.items():
            yield Cut(f"list {depth}{suffix}", tuple(cue.index for cue in own if test(cue)))
    rows = [cue for cue in cues if cue.block.kind == "table_row"]
    yield Cut("table", tuple(cue.index for cue in rows[1:]))
    yield Cut("table linked", tuple(cue.index for cue in rows if cue.has_media))


def _paragraphs(cues: Sequence[Cue]) -> Iterator[Cut]:
    plain = [cue for cue in cues if cue.block.kind in {"paragraph", "quote"} and not (cue.is_heading or cue.is_stop)]
    yield Cut("paragraph lead", tuple(cue.index for cue in plain if cue.lead is not None and not cue.only_links))
    yield Cut("paragraph quote", tuple(cue.index for cue in plain if cue.lead_kind == "quote"))
    yield Cut("paragraph strong", tuple(cue.index for cue in plain if cue.lead_kind == "strong"))
    yield Cut("paragraph link", tuple(cue.index for cue in plain if cue.lead_kind == "link" and not cue.only_links))
    yield Cut("paragraph split", tuple(cue.index for cue in plain if cue.split.byline))
    yield Cut("paragraph media", tuple(cue.index for cue in plain if cue.has_media and not cue.only_links))
    titles = [cue.index for cue in plain if not cue.sentence and cue.byline.score < BYLINE_FLOOR and has_byline(cues, cue.index)]
    yield Cut("line below", tuple(titles))
    prose = [cue for cue in plain if cue.n_words >= _SENTENCE]
    talking = [cue for cue in prose if cue.talk_words]
    yield Cut("paragraph talk", tuple(cue.index for cue in talking))
    yield Cut("paragraph named talk", tuple(cue.index for cue in talking if cue.names_person))
    yield Cut("paragraph titled talk", tuple(cue.index for cue in talking if cue.apart))
    yield Cut("paragraph person", tuple(cue.index for cue in prose if cue.names_person))
    yield Cut("paragraph titled", tuple(cue.index for cue in prose if cue.apart))
    yield Cut("paragraph titled or talk person", tuple(cue.index for cue in prose if cue.apart or (cue.talk_words and cue.names_person)))
    yield Cut("paragraph prose", tuple(cue.index for cue in prose))


def _unions(cuts: dict[str, Cut]) -> Iterator[Cut]:
    """Posts that give some sessions a heading and only list the others."""
    for upper in [name for name in cuts if name.startswith("heading") and name.endswith(("byline", "leaf"))]:
        for lower in ("list 1 byline", "list 1 lead", "paragraph strong", "paragraph split"):
            if lower in cuts and upper in cuts:
                joined = tuple(sorted({*cuts[upper].starts, *cuts[lower].starts}))
                yield Cut(f"{upper} + {lower}", joined)


def _items_below(cues: Sequence[Cue]) -> Iterator[tuple[int, int]]:
    """(section heading, list item) for the items that stand right under a heading such as "Lightning talks"."""
    section: Cue | None = None
    for cue in cues:
        if cue.is_heading:
            section = cue if cue.is_section else None
        elif section is not None and cue.block.kind == "list_item" and cue.block.level == 1:
            yield section.index, cue.index


def _with_items(cuts: dict[str, Cut], cues: Sequence[Cue]) -> Iterator[Cut]:
    """Posts that give most sessions a heading, and those of one section only an item of its list."""
    pairs = list(_items_below(cues))
    if not pairs:
        return
    sections, items = {section for section, _ in pairs}, {item for _, item in pairs}
    for name, cut in cuts.items():
        if name.startswith("heading") and "all" not in name:
            yield Cut(f"{name} + items", tuple(sorted((set(cut.starts) - sections) | items)))


def candidates(cues: Sequence[Cue]) -> tuple[Cut, ...]:
    """Every cut that some layout suggests, each set of starts once (under the name that came first), the empty one first."""
    named: dict[str, Cut] = {}
    for generate in (_headings, _lists, _paragraphs):
        for cut in generate(cues):
            if cut.starts:
                named.setdefault(cut.name, cut)
    for cut in [*_unions(named), *_with_items(named, cues)]:
        named.setdefault(cut.name, cut)
    seen: dict[tuple[int, ...], Cut] = {(): NOTHING}
    for cut in named.values():
        seen.setdefault(cut.starts, cut)
    return tuple(seen.values())
