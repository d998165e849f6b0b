"""Blocks to entries: every layout proposes a cut of the whole post, a learned score chooses one, a second says how sure each entry is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from pipeline.segment import forest
from pipeline.segment.candidates import NOTHING, Cut, candidates
from pipeline.segment.cues import cues_of
from pipeline.segment.entries import entries_of
from pipeline.segment.features import PostLayout

if TYPE_CHECKING:
    from pipeline.model import Entry, ParsedPost
    from pipeline.segment.cues import Cue
    from pipeline.segment.forest import Forest


@dataclass(frozen=True)
class Segmenter:
    """The two learned scores: of a cut (its expected F1), and of one start within it (the chance that it is an entry)."""

    cuts: Forest
    starts: Forest

    def choose(self, layout: PostLayout, cuts: tuple[Cut, ...]) -> Cut:
        """The cut with the highest expected F1; the earlier one of equals."""
        scores = self.cuts.predict([layout.cut_features(cut) for cut in cuts])
        return max(zip(cuts, scores, strict=True), key=lambda pair: pair[1])[0] if cuts else NOTHING

    def starts_of(self, cues: tuple[Cue, ...], title: str) -> tuple[list[int], list[float]]:
        """The blocks at which entries begin, and how surely each is one."""
        layout = PostLayout(cues, title)
        cut = self.choose(layout, candidates(cues))
        # A start's score is its confidence and no more: dropping those below 0.2, 0.3 or 0.4 lost 0.01 to 0.03 of the left-out F1.
        return list(cut.starts), [min(1.0, max(0.0, score)) for score in self.starts.predict(layout.start_features(cut))]


@cache
def shipped() -> Segmenter:
    """The segmenter whose weights come with the package."""
    folder = files("pipeline") / "model"
    with as_file(folder / "cuts.npz") as cuts, as_file(folder / "starts.npz") as starts:
        return Segmenter(forest.load(cuts), forest.load(starts))


def segment(post: ParsedPost, segmenter: Segmenter, *, min_recap_score: float) -> tuple[Entry, ...]:
    """The entries of a post in reading order; none below the recap score from which a post counts as a recap."""
    if post.recap_score < min_recap_score:
        return ()
    cues = cues_of(post)
    starts, confidences = segmenter.starts_of(cues, post.meta.title or "")
    return entries_of(post, cues, starts, confidences)
