"""From the bytes of a post to its text, blocks, links and metadata: one reader per format, everything after them in common."""

from __future__ import annotations

from pipeline.errors import RejectInput
from pipeline.model import ParsedPost, RawPost
from pipeline.parse.decode import decode
from pipeline.parse.formats import READERS
from pipeline.parse.links import resolve
from pipeline.parse.metadata import describe
from pipeline.parse.recap import recap_score


def parse(raw: RawPost) -> ParsedPost:
    """The post as its reader sees it; `RejectInput` where the bytes are no text, or hold nothing to read."""
    layout = READERS[raw.suffix](decode(raw.content, raw.suffix))
    if not layout.text.strip():
        raise RejectInput("parse", "no_text", "no visible text")
    meta = describe(layout, raw.source)
    links = resolve(layout.links, _base(layout.stated) or meta.url)
    return ParsedPost(raw.post_id, raw.source, raw.content_hash, layout.text, layout.blocks, links, meta, recap_score(layout, meta))


def _base(stated: dict[str, str | list[str]]) -> str | None:
    """Where a page says that its relative links begin."""
    base = stated.get("base")
    return base if isinstance(base, str) and base.startswith(("http://", "https://")) else None
