"""Small posts for tests: a draft in Markdown or plain text, parsed as a file of that kind would be."""

from __future__ import annotations

from hashlib import sha256
from textwrap import dedent
from typing import TYPE_CHECKING

from pipeline.model import ParsedPost, RawPost
from pipeline.parse import parse
from pipeline.segment.candidates import candidates
from pipeline.segment.cues import cues_of
from pipeline.segment.entries import entries_of
from pipeline.text import post_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Entry


def parsed(draft: str, suffix: str = ".md", source: str = "draft") -> ParsedPost:
    """The post of a draft; indentation that all its lines share is no part of it."""
    content = dedent(draft).strip("\n").encode() + b"\n"
    name = source + suffix
    return parse(RawPost(post_id(name), name, suffix, content, sha256(content).hexdigest()))


def blocks(post: ParsedPost) -> list[str]:
    """The text of each block."""
    return [post.text[block.start : block.end] for block in post.blocks]


def starts_at(post: ParsedPost, openings: Iterable[str]) -> tuple[int, ...]:
    """The blocks that begin with these words, each looked for behind the one before; "# " before them asks for a heading."""
    texts, found = blocks(post), []
    rest = iter(range(len(texts)))
    for opening in openings:
        words = opening.removeprefix("# ")
        heads = words != opening
        found.append(next(at for at in rest if texts[at].startswith(words) and (post.blocks[at].kind == "heading" or not heads)))
    return tuple(found)


def cuts(post: ParsedPost) -> dict[tuple[int, ...], str]:
    """Every cut of a post: its starts, and the layout that suggested it."""
    return {cut.starts: cut.name for cut in candidates(cues_of(post))}


def entries(post: ParsedPost, *openings: str) -> tuple[Entry, ...]:
    """The entries that begin at the blocks with these first words."""
    starts = starts_at(post, openings)
    return entries_of(post, cues_of(post), starts, [1.0] * len(starts))


def body(post: ParsedPost, entry: Entry) -> str:
    """The body of an entry."""
    return post.text[entry.body_start : entry.body_end]
