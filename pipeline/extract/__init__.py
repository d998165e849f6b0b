"""Entries to facts: speakers, mentions and links, each with its span, its method and a confidence."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, partial
from typing import TYPE_CHECKING

from pipeline.extract import nlp
from pipeline.extract.links import link_rows
from pipeline.extract.mentions import as_rows, mentions_of
from pipeline.extract.speakers import full_names, known_people, speakers_of
from pipeline.lexicon.names import evidence_of
from pipeline.model import PostRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.config import NlpSettings
    from pipeline.model import Entry, ParsedPost, Speaker


@cache
def reader(settings: NlpSettings) -> nlp.Read:
    """The spaCy pipeline that the settings name; loaded once per process, and bounded in what it remembers."""
    if settings.model == "builtin":
        return nlp.Forgetful(partial(nlp.build, statistical=settings.statistical))
    return nlp.Forgetful(partial(nlp.installed, settings.model))


def entry_locator(entries: Sequence[Entry]) -> Callable[[int], str | None]:
    """A function from an offset to the id of the entry that holds it."""
    starts = [entry.start for entry in entries]

    def locate(offset: int) -> str | None:
        at = bisect_right(starts, offset) - 1
        return entries[at].entry_id if at >= 0 and offset < entries[at].end else None

    return locate


def extract(post: ParsedPost, entries: tuple[Entry, ...], read: nlp.Read) -> PostRecord:
    """Everything that is found in a post whose entries are given."""
    evidence = known_people(post.text, entries, evidence_of(post.text))
    locate = entry_locator(entries)
    speakers: list[Speaker] = []
    employers: list[tuple[int, int]] = []
    doc = read(nlp.readable(post.text))
    people = full_names(post.text, doc, evidence)
    for entry in entries:
        found, companies = speakers_of(post, entry, people, evidence)
        speakers += found
        employers += companies
    mentions = as_rows(post, mentions_of(post, doc, speakers, employers, evidence), locate)
    return PostRecord(post, entries, tuple(speakers), mentions, link_rows(post, locate))
