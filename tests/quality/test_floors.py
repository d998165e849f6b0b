"""The sample posts hold their pinned floors; the gate itself fails when a figure falls below one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.evaluate import MEASURES, evaluate, floors_failed
from pipeline.evaluate.floors import load_floors

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.toml"


def test_samples_hold_their_floors(sample_output: Path) -> None:
    scores = evaluate(HERE.parent / "gold" / "samples", sample_output)
    assert scores.grounded == 1.0
    assert floors_failed(scores, load_floors(FLOORS, "samples")) == []


@pytest.mark.parametrize("name", ["samples", "seeds", "dev", "blind"])
def test_every_measure_has_a_floor(name: str) -> None:
    floors = load_floors(FLOORS, name)
    assert set(floors) == set(MEASURES)
    assert all(0 < floor <= 1 for floor in floors.values())


def test_a_figure_below_its_floor_is_told(sample_output: Path) -> None:
    scores = evaluate(HERE.parent / "gold" / "samples", sample_output)
    assert len(floors_failed(scores, {"tools": 1.0})) == 1


def test_a_set_without_floors_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no floors for 'nothing'"):
        load_floors(FLOORS, "nothing")
