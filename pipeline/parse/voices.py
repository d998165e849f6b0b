"""Posts that several people write in turn: each section is headed by its writer's name and told in the first person."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.lexicon.names import person_likeness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Block, Layout

_FROM = re.compile(r"^(?:from|by|notes (?:from|by)|von|par|di|por)\s+(?=\S)", re.IGNORECASE)
_HANDLE = re.compile(r"@\w{2,30}")
_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|me|ich|mein\w*|mich|je|moi|mon|ma|io|mio|mia|yo|mi)\b")
_THEY = re.compile(r"\b(?:he|she|his|her|him|hers|they|er|sie|il|elle|lui|lei|él|ella)\b", re.IGNORECASE)
_SURE, _LIKELY = 0.7, 0.5
"""`person_likeness` of a name whose given name is known, and of two capitalised words: among sure names a likely one is believed."""
_MIN_WRITERS = 2
_MIN_SHARE = 0.6
"""Of the headings on the writers' level; "Conclusion" is no one's name."""


def voices_of(layout: Layout) -> tuple[str, ...]:
    """The writers named by headings of one level; empty where the headings name speakers, of whom a post tells in the third person."""
    headings = sorted((b for b in layout.blocks if b.kind == "heading"), key=lambda b: b.level)
    for _, group in groupby(headings, key=lambda b: b.level):
        peers = list(group)
        named = [(name, " ".join(_section(layout, block))) for block in peers if (name := _name(layout, block))]
        if len(named) >= max(_MIN_WRITERS, _MIN_SHARE * len(peers)) and _are_writers(named):
            return tuple(dict.fromkeys(name for name, _ in named))
    return ()


def _name(layout: Layout, heading: Block) -> str | None:
    """The name that a heading consists of: a person's, or after "From" a handle."""
    text = layout.text[heading.start : heading.end].strip(" :")
    name = _FROM.sub("", text)
    is_handle = name != text and _HANDLE.fullmatch(name)
    return name if is_handle or (len(name.split()) > 1 and person_likeness(name) >= _LIKELY) else None


def _section(layout: Layout, heading: Block) -> Iterator[str]:
    """What stands below a heading, down to the next one of its level."""
    for block in layout.blocks:
        if block.start > heading.end:
            if block.kind == "heading" and block.level <= heading.level:
                return
            yield layout.text[block.start : block.end]


def _are_writers(named: list[tuple[str, str]]) -> bool:
    """Whether the sections are told by those who are named: every one says "I", and more often than its heading's name."""
    sure = sum(1 for name, _ in named if name.startswith("@") or person_likeness(name) >= _SURE)
    own = [len(_I.findall(text)) for _, text in named]
    others = sum(len(_THEY.findall(text)) for _, text in named)
    told = all(count > text.count(name.split(maxsplit=1)[0]) for count, (name, text) in zip(own, named, strict=True))
    return sure >= _MIN_WRITERS and told and sum(own) >= others
