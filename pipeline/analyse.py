"""The way of one post: bytes to record. Pure but for the models, which are loaded once per process."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.extract import extract, reader
from pipeline.parse import parse
from pipeline.segment import Segmenter, segment, shipped
from pipeline.themes import terms_of

if TYPE_CHECKING:
    from pipeline.clock import StageClock
    from pipeline.config import Settings
    from pipeline.extract.nlp import Read
    from pipeline.model import PostRecord, RawPost


@dataclass(frozen=True)
class Models:
    """What the per-post stages need beside the post: the learned segmentation and the spaCy pipeline."""

    segmenter: Segmenter
    read: Read


def models_for(settings: Settings) -> Models:
    """The models that the settings name; loaded once per process."""
    return Models(shipped(), reader(settings.nlp))


def analyse(raw: RawPost, settings: Settings, clock: StageClock, models: Models | None = None) -> PostRecord:
    """Parse, segment, extract.

    Raises:
        RejectInput: the post cannot be taken; its stage and reason say why.

    """
    with clock("parse"):
        post = parse(raw)
    with clock("load"):
        models = models or models_for(settings)
    with clock("segment"):
        entries = segment(post, models.segmenter, min_recap_score=settings.segment.min_recap_score)
    with clock("extract"):
        record = extract(post, entries, models.read)
    with clock("terms"):
        return replace(record, terms=tuple(terms_of(post, entry, record.mentions) for entry in entries))
