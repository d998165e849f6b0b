"""The forest that is shipped against the one that was trained: the same predictions, the same bytes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import sklearn.ensemble

from pipeline.segment import forest
from pipeline.segment.candidates import Cut
from pipeline.segment.features import PostLayout
from pipeline.train import segmenter

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.segment import Segmenter

NAMES = ("a", "b", "c", "d", "e")


class RandomLayout(PostLayout):
    """A post whose features are random numbers, of the kinds that real ones have: shares, counts, flags."""

    def __init__(self, seed: int) -> None:
        super().__init__((), "")
        self.rng = random.Random(seed)

    def row(self) -> dict[str, float]:
        rng = self.rng
        return dict(zip(NAMES, (rng.random(), float(rng.randrange(2)), float(rng.randrange(9)), rng.gauss(0, 5), 0.0), strict=True))

    def cut_features(self, cut: Cut) -> dict[str, float]:  # noqa: ARG002 - random whatever the cut
        return self.row()

    def start_features(self, cut: Cut) -> list[dict[str, float]]:
        return [self.row() for _ in cut.starts]


def labelled(seed: int) -> segmenter.Labelled:
    rng = random.Random(seed)
    cuts = tuple(Cut(f"cut {number}", tuple(sorted(rng.sample(range(40), rng.randrange(1, 9))))) for number in range(12))
    gold_of = {block: number for number, block in enumerate(rng.sample(range(40), 20))}
    return segmenter.Labelled(RandomLayout(seed), cuts, gold_of, 6)


@pytest.fixture(scope="module")
def trained() -> tuple[Segmenter, list[Any]]:
    """A segmenter trained on random posts, and the regressors that it was exported from."""
    made: list[Any] = []
    real = sklearn.ensemble.ExtraTreesRegressor

    def recording(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - sklearn has no types
        made.append(real(*args, **kwargs))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sklearn.ensemble, "ExtraTreesRegressor", recording)
        learned = segmenter.train([labelled(seed) for seed in range(12)])
    return learned, made


def rows(seed: int, count: int = 300) -> list[dict[str, float]]:
    layout = RandomLayout(seed)
    return [layout.row() for _ in range(count)]


@pytest.mark.parametrize("which", [0, 1], ids=["cuts", "starts"])
def test_equal_to_sklearn_on_random_rows(trained: tuple[Segmenter, list[Any]], which: int) -> None:
    learned, regressors = trained
    shipped = (learned.cuts, learned.starts)[which]
    asked = rows(99)
    matrix = np.array([[row[name] for name in shipped.names] for row in asked], dtype=np.float32)
    expected = regressors[which].predict(matrix)
    assert np.ptp(expected) > 0.01  # it has learned something that could differ
    assert shipped.predict(asked) == pytest.approx(expected.tolist(), abs=2e-6)


def test_the_order_of_a_rows_features_does_not_matter(trained: tuple[Segmenter, list[Any]]) -> None:
    learned, _ = trained
    asked = rows(7, 20)
    assert learned.cuts.predict([dict(reversed(row.items())) for row in asked]) == learned.cuts.predict(asked)


def test_rows_are_predicted_each_for_itself(trained: tuple[Segmenter, list[Any]]) -> None:
    learned, _ = trained
    asked = rows(8, 20)
    assert learned.cuts.predict(asked) == [learned.cuts.predict([row])[0] for row in asked]
    assert learned.cuts.predict([]) == []


def test_save_and_load(trained: tuple[Segmenter, list[Any]], tmp_path: Path) -> None:
    learned, _ = trained
    learned.starts.save(tmp_path / "starts.npz")
    again = forest.load(tmp_path / "starts.npz")
    assert again.names == learned.starts.names
    assert again.predict(rows(9)) == learned.starts.predict(rows(9))


def test_the_same_bytes_twice(trained: tuple[Segmenter, list[Any]], tmp_path: Path) -> None:
    learned, _ = trained
    learned.cuts.save(tmp_path / "a.npz")
    learned.cuts.save(tmp_path / "b.npz")
    forest.load(tmp_path / "a.npz").save(tmp_path / "c.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes() == (tmp_path / "c.npz").read_bytes()


def test_training_twice_gives_the_same_forest(trained: tuple[Segmenter, list[Any]], tmp_path: Path) -> None:
    learned, _ = trained
    again = segmenter.train([labelled(seed) for seed in range(12)])
    for name, one, two in (("cuts", learned.cuts, again.cuts), ("starts", learned.starts, again.starts)):
        one.save(tmp_path / f"{name}-1.npz")
        two.save(tmp_path / f"{name}-2.npz")
        assert (tmp_path / f"{name}-1.npz").read_bytes() == (tmp_path / f"{name}-2.npz").read_bytes()
