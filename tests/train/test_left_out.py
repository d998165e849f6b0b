"""The left-out figure over the sample posts, with few folds: it runs, and nothing that a fold is scored on was learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import rows

from pipeline.config import Settings
from pipeline.evaluate import MEASURES, Scores
from pipeline.train import left_out, names
from pipeline.train.examples import Example, load_examples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOLDS = 2


@pytest.fixture(scope="module")
def examples(samples: Path, repo: Path) -> list[Example]:
    return load_examples([samples], [repo / "tests" / "gold" / "samples"])


class Run:
    """One left-out run: what came out, what was told, and from which posts each fold learned."""

    def __init__(self, examples: Sequence[Example], gold: Path, out: Path) -> None:
        self.out = out
        self.told: list[str] = []
        self.learned: list[set[str]] = []
        real = names.train

        def recording(posts: Sequence[Example], path: Path) -> None:
            self.learned.append({example.post.post_id for example in posts})
            real(posts, path)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(left_out, "FOLDS", FOLDS)
            patch.setattr(names, "train", recording)
            patch.setitem(names._SETTINGS, "max_iterations", 15)  # noqa: SLF001 - how well it learns is not the question
            self.scores = left_out.score_left_out(examples, [gold], out, Settings(), self.told.append)


@pytest.fixture(scope="module")
def run(examples: list[Example], repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(examples, repo / "tests" / "gold" / "samples", tmp_path_factory.mktemp("left-out") / "out")


def test_one_score_per_folder_of_gold(run: Run, examples: list[Example]) -> None:
    (scores,) = run.scores
    assert isinstance(scores, Scores)
    assert scores.missing == ()
    assert set(scores.posts) == {example.gold.slug for example in examples}
    assert set(scores.total) == set(MEASURES)
    assert scores.grounded == 1
    assert scores.total["entries"].f1 > 0.3


def test_every_post_once_in_the_dataset(run: Run, examples: list[Example]) -> None:
    assert sorted(row["post_id"] for row in rows(run.out, "posts")) == sorted(example.post.post_id for example in examples)


def test_no_fold_learns_from_its_own_posts(run: Run, examples: list[Example]) -> None:
    every = {example.post.post_id for example in examples}
    held_out = [every - learned for learned in run.learned]
    assert len(held_out) == FOLDS
    assert all(held_out)
    assert sorted(post for part in held_out for post in part) == sorted(every)


def test_it_tells_how_far_it_is(run: Run) -> None:
    assert run.told == ["fold 1 of 2", "fold 2 of 2"]
