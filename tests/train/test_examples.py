"""Annotated posts as examples, and the folds they are divided into."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from drafts import parsed

from pipeline.errors import ConfigError
from pipeline.evaluate.gold import GoldParts, GoldPost
from pipeline.model import InputRef
from pipeline.segment.candidates import NOTHING, Cut
from pipeline.segment.features import PostLayout
from pipeline.train import segmenter
from pipeline.train.examples import Example, folds, load_examples

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = ROOT / "tests" / "gold" / "samples"
EMPTY: dict[str, Any] = {"title": None, "authors": [], "published": None, "event": None, "entries": [], "people": [], "outside": {}}


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    for number in range(4):
        write(tmp_path / "posts", f"{number:03}/recap.md", f"# Recap {number}\n\nIt was good.\n")
    write(tmp_path / "posts", "other.md", "# Another\n\nIt was good, too.\n")
    return tmp_path / "posts"


def annotate(folder: Path, *files: str) -> Path:
    for file in files:
        slug = file.replace("/", "-")
        write(folder, f"{slug}.json", json.dumps({"slug": slug, "file": file} | EMPTY))
    return folder


def example(number: int, group: str) -> Example:
    post = parsed(f"# Recap {number}", source=f"post{number}")
    gold = GoldPost(f"post{number}", f"post{number}.md", None, (), None, None, (), (), GoldParts())
    return Example(InputRef(post.source, post.source, ""), post, gold, group)


def test_posts_with_gold_in_the_order_of_their_names(posts: Path, tmp_path: Path) -> None:
    gold = annotate(tmp_path / "gold", "other.md", "002/recap.md", "000/recap.md")
    found = load_examples([posts], [gold])
    assert [item.gold.file for item in found] == ["000/recap.md", "002/recap.md", "other.md"]
    assert [item.post.meta.title for item in found] == ["Recap 0", "Recap 2", "Another"]
    assert len({item.post.post_id for item in found}) == 3


def test_gold_of_several_folders(posts: Path, tmp_path: Path) -> None:
    found = load_examples([posts], [annotate(tmp_path / "a", "000/recap.md"), annotate(tmp_path / "b", "001/recap.md")])
    assert [item.gold.file for item in found] == ["000/recap.md", "001/recap.md"]


def test_gold_without_its_post(posts: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"009/recap\.md"):
        load_examples([posts], [annotate(tmp_path / "gold", "000/recap.md", "009/recap.md")])


def test_groups_come_from_the_list_and_a_post_without_one_is_its_own(posts: Path, tmp_path: Path) -> None:
    sources = tmp_path / "sources.tsv"
    sources.write_text("file\tgroup\n000/recap.md\tanna\n001/recap.md\tanna\n", "utf-8")
    gold = annotate(tmp_path / "gold", "000/recap.md", "001/recap.md", "002/recap.md")
    assert [item.group for item in load_examples([posts], [gold], sources)] == ["anna", "anna", "002/recap.md"]


@pytest.mark.parametrize("seed", range(8))
def test_folds_never_split_a_group_and_hold_every_post_once(seed: int) -> None:
    rng = random.Random(seed)
    groups = [f"group{rng.randrange(12)}" for _ in range(40)]
    parts = folds([example(number, group) for number, group in enumerate(groups)], 5)
    assert Counter(group for part in parts for group in part) == Counter(set(groups))
    sizes = [sum(group in part for group in groups) for part in parts]
    assert sum(sizes) == len(groups)
    assert max(sizes) - min(sizes) <= max(Counter(groups).values())


def test_folds_do_not_depend_on_the_order_of_the_posts() -> None:
    every = [example(number, f"group{number % 7}") for number in range(20)]
    assert folds(every, 3) == folds(list(reversed(every)), 3)


def test_no_empty_folds() -> None:
    assert folds([example(0, "a"), example(1, "a"), example(2, "b")], 10) == [{"a"}, {"b"}]
    assert folds([], 10) == []


SLUGS = sorted(path.stem for path in SAMPLES.glob("*.json"))


@pytest.fixture(scope="module")
def labels(samples: Path) -> dict[str, segmenter.Labelled]:
    return {item.gold.slug: segmenter.label(item) for item in load_examples([samples], [SAMPLES])}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_entry_of_a_sample_post_begins_at_some_block_of_some_cut(labels: dict[str, segmenter.Labelled], slug: str) -> None:
    found = labels[slug]
    assert set(found.gold_of.values()) == set(range(found.n_gold))
    assert max(found.f1(cut) for cut in found.cuts) >= 0.8


def test_labels_of_a_cut(labels: dict[str, segmenter.Labelled]) -> None:
    found = labels["harbourside-2023"]
    best = max(found.cuts, key=found.f1)
    assert sum(found.labels(best)) == len({found.gold_of[start] for start in best.starts if start in found.gold_of})
    assert found.f1(NOTHING) == 0


def test_a_second_start_of_one_entry_is_no_hit() -> None:
    found = segmenter.Labelled(PostLayout((), ""), (), {1: 0, 4: 0, 6: 1}, 2)
    cut = Cut("list 1", (1, 4, 5, 6))
    assert found.labels(cut) == [1, 0, 0, 1]
    assert found.f1(cut) == pytest.approx(2 * 2 / (4 + 2))


def test_finding_nothing_where_nothing_is_is_right() -> None:
    assert segmenter.Labelled(PostLayout((), ""), (), {}, 0).f1(NOTHING) == 1
