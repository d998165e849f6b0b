"""All the shared posts in one run. Some of them are blind: they go through as files, and no message here may hold what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import assert_whole, rows

from pipeline.config import Settings
from pipeline.run import RunReport, run

if TYPE_CHECKING:
    from pathlib import Path

SETS = ("seeds", "corpus", "corpus_blind", "corpus_unlabelled", "corpus_negatives")


@pytest.fixture(scope="module")
def everything(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunReport]:
    """The output folder and the report of a run over all sets at once."""
    missing = [name for name in SETS if not (shared / name).is_dir()]
    if missing:
        pytest.skip(f"needs {', '.join(missing)} in {shared}")
    out = tmp_path_factory.mktemp("shared") / "output"
    return out, run([shared / name for name in SETS], out, Settings())


def test_every_post_is_taken(everything: tuple[Path, RunReport]) -> None:
    out, report = everything
    assert report.n_inputs > 100
    assert report.n_rejects == len(rows(out, "rejects")) == 0
    assert report.n_inputs == len(rows(out, "posts"))
    assert_whole(out)


def test_every_offset_gives_back_its_text(everything: tuple[Path, RunReport]) -> None:
    out, _ = everything
    texts = {row["post_id"]: row["text"] for row in rows(out, "posts")}
    mentions, entries = rows(out, "mentions"), rows(out, "entries")
    grounded = sum(texts[row["post_id"]][row["start"] : row["end"]] == row["surface"] for row in mentions)
    bodies = sum(texts[row["post_id"]][row["body_start"] : row["body_end"]] == row["text"] for row in entries)
    assert min(len(mentions), len(entries)) > 500
    assert grounded / len(mentions) == 1.0
    assert bodies / len(entries) == 1.0


def test_a_second_run_does_nothing_anew(everything: tuple[Path, RunReport], shared: Path) -> None:
    out, report = everything
    again = run([shared / name for name in reversed(SETS)], out, Settings())
    assert (again.n_reused, again.n_shards, again.n_inputs) == (report.n_shards, report.n_shards, report.n_inputs)
