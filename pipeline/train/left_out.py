"""The left-out figure: for each fold of groups everything learned is refitted on the other posts, and the fold's posts are run with it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from pipeline.analyse import Models, analyse
from pipeline.evaluate import evaluate
from pipeline.extract import nlp
from pipeline.run import publish
from pipeline.shard import Shard, process_shard
from pipeline.store.dataset import lock
from pipeline.train import names, segmenter
from pipeline.train.examples import Example, folds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.config import Settings
    from pipeline.evaluate import Scores
    from pipeline.shard import ShardResult

FOLDS = 10


def score_left_out(
    examples: Sequence[Example], gold: Sequence[Path], out: Path, settings: Settings, tell: Callable[[str], None]
) -> list[Scores]:
    """Run every post with models that never saw its group, write one dataset of all, and score it against each folder of gold."""
    shutil.rmtree(out, ignore_errors=True)
    labelled = {example.post.post_id: segmenter.label(example) for example in examples}
    results: list[ShardResult] = []
    with lock(out):
        for number, groups in enumerate(folds(examples, FOLDS), 1):
            tell(f"fold {number} of {FOLDS}")
            learned = [example for example in examples if example.group not in groups]
            models = _fitted(learned, [labelled[example.post.post_id] for example in learned], out / f"fold-{number}.crfsuite")
            held_out = [example for example in examples if example.group in groups]
            results += [process_shard(_shard(example, out, settings), partial(analyse, models=models)) for example in held_out]
        publish(out, sorted(results, key=lambda result: result.prefix), [], settings, {}, datetime.now(UTC))
    return [evaluate(folder, out) for folder in gold]


def _fitted(learned: Sequence[Example], labelled: Sequence[segmenter.Labelled], weights: Path) -> Models:
    names.train(learned, weights)
    return Models(segmenter.train(labelled), nlp.builtin(statistical=True, weights=str(weights)))


def _shard(example: Example, out: Path, settings: Settings) -> Shard:
    """A shard of its own for every post: those of one fold are no range of post ids."""
    return Shard(example.post.post_id, (example.ref,), str(out), settings.model_dump_json())
