"""Score an output folder against gold annotations: what of each post was found, what was missed, what is wrong.

Gold files say what a careful reader finds in a post; the tables say what talkmine found. Each gold entry is matched to at
most one row (`match`), each comparison yields outcomes (`entries`, `parts`, `posts`), outcomes add up to figures (`tally`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.posts import judge_post
from pipeline.evaluate.scores import Scores, floors_failed, render, scores_of
from pipeline.evaluate.tables import grounded_share, load_output
from pipeline.evaluate.tally import MEASURES, Figures

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MEASURES", "Figures", "Scores", "evaluate", "floors_failed", "render"]


def evaluate(gold_dir: Path, output_dir: Path) -> Scores:
    """The scores of the tables in `output_dir` against the gold files in `gold_dir`; the other posts count in `grounded` alone."""
    golds = load_gold(gold_dir)
    output = load_output(output_dir)
    found = {gold.file: output.post_for(gold.file) for gold in golds}
    return scores_of(
        {gold.slug: judge_post(gold, found[gold.file]) for gold in golds},
        grounded=grounded_share(output),
        mentions=len(output.mentions),
        missing=tuple(gold.file for gold in golds if found[gold.file].post is None),
    )
