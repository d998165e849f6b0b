from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from pipeline.acquire.files import find_inputs
from pipeline.clock import StageClock
from pipeline.config import AcquireSettings, NlpSettings, Settings, ThemeSettings
from pipeline.errors import RejectInput
from pipeline.model import Metadata, ParsedPost, PostRecord, RawPost
from pipeline.shard import Shard, ShardResult, clean, fingerprint, make_shards, prefix_length, process_shard
from pipeline.store.parts import PartStore
from pipeline.text import post_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def analyse(raw: RawPost, settings: Settings, clock: StageClock) -> PostRecord:  # noqa: ARG001
    """Stands for the real stages: a post is its text. Some words in it make trouble."""
    with clock("parse"):
        text = raw.content.decode()
    if text == "refuse":
        raise RejectInput("parse", "binary", "no text\nat all")
    if text == "break":
        raise KeyError(object())
    title = "\ud800" if text == "surrogate" else None
    meta = Metadata(title, (), None, "en", None, None)
    return PostRecord(ParsedPost(raw.post_id, raw.source, raw.content_hash, text, (), (), meta, 0.5), (), (), (), ())


def put(folder: Path, **posts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in posts.items():
        (folder / f"{name}.md").write_text(text)


def shards(tmp_path: Path, settings: Settings | None = None) -> tuple[Shard, ...]:
    return make_shards(find_inputs([tmp_path / "in"])[0], tmp_path / "out", settings or Settings())


def work(todo: Sequence[Shard]) -> list[ShardResult]:
    return [process_shard(shard, analyse) for shard in todo]


def same(again: ShardResult, first: ShardResult) -> bool:
    return again.reused and (again.key, again.counts) == (first.key, first.counts)


def rejects(tmp_path: Path, result: ShardResult) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in PartStore(tmp_path / "out").read_part(result.key, "rejects").to_pylist()]


# --- making shards -----------------------------------------------------------------------------------------------------------


def test_a_shard_holds_what_its_prefix_says(tmp_path: Path) -> None:
    put(tmp_path / "in", **{f"p{n}": "x" for n in range(60)})
    made = shards(tmp_path)
    assert [shard.prefix for shard in made] == sorted({shard.prefix for shard in made})
    assert sum(len(shard.inputs) for shard in made) == 60
    for shard in made:
        ids = [post_id(ref.source) for ref in shard.inputs]
        assert ids == sorted(ids)
        assert all(one.startswith(shard.prefix) for one in ids)


def test_the_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    put(tmp_path / "in", **{f"p{n}": "x" for n in range(30)})
    inputs = list(find_inputs([tmp_path / "in"])[0])
    made = make_shards(inputs, tmp_path, Settings())
    random.Random(3).shuffle(inputs)
    assert make_shards(inputs, tmp_path, Settings()) == made
    assert make_shards([], tmp_path, Settings()) == ()


@pytest.mark.parametrize(("inputs", "length"), [(0, 1), (2_000, 1), (2_001, 2), (40_000, 2), (40_001, 3), (1_000_000, 3)])
def test_prefix_length(inputs: int, length: int) -> None:
    assert prefix_length(inputs) == length


# --- working on them ---------------------------------------------------------------------------------------------------------


def test_a_shard_leaves_a_part_and_is_not_done_twice(tmp_path: Path) -> None:
    put(tmp_path / "in", a="one", b="two", c="three")
    first, second = work(shards(tmp_path)), work(shards(tmp_path))
    assert [(r.prefix, r.key, r.counts) for r in first] == [(r.prefix, r.key, r.counts) for r in second]
    assert [r.reused for r in first + second] == [False] * len(first) + [True] * len(second)
    assert sum(r.counts["posts"] for r in first) == sum(r.counts["inputs"] for r in first) == 3
    assert set(first[0].seconds) == {"acquire", "parse", "store"}
    assert set(second[0].seconds) == {"acquire"}
    texts = [row["text"] for r in first for row in PartStore(tmp_path / "out").read_part(r.key, "posts").to_pylist()]
    assert sorted(texts) == ["one", "three", "two"]


def test_one_bad_post_costs_that_post(tmp_path: Path) -> None:
    put(tmp_path / "in", good="fine", refuse="refuse", breaks="break", surrogate="surrogate", empty="")
    everything = find_inputs([tmp_path / "in"])[0]
    result = process_shard(Shard("", everything, str(tmp_path / "out"), Settings().model_dump_json()), analyse)
    assert result.counts == {"inputs": 5, "failed": 2, "posts": 1, "entries": 0, "speakers": 0, "mentions": 0, "links": 0, "rejects": 4}
    assert rejects(tmp_path, result) == [
        ("breaks.md", "internal", "error", "KeyError: <object object at 0x>"),
        ("empty.md", "acquire", "empty", "0 bytes, no text"),
        ("refuse.md", "parse", "binary", "no text at all"),
        (
            "surrogate.md",
            "internal",
            "error",
            r"UnicodeEncodeError: 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed",
        ),
    ]


def test_a_shard_with_a_failed_post_is_tried_again(tmp_path: Path) -> None:
    put(tmp_path / "in", a="break")
    assert [r.reused for r in work(shards(tmp_path)) + work(shards(tmp_path))] == [False, False]
    healed = [process_shard(shard, lambda raw, settings, clock: analyse(_healed(raw), settings, clock)) for shard in shards(tmp_path)]
    assert healed[0].counts["failed"] == 0
    assert rejects(tmp_path, healed[0]) == []
    assert work(shards(tmp_path))[0].reused


def _healed(raw: RawPost) -> RawPost:
    return RawPost(raw.post_id, raw.source, raw.suffix, b"fine", raw.content_hash)


def test_what_makes_a_part_stale(tmp_path: Path) -> None:
    put(tmp_path / "in", a="one")
    before = work(shards(tmp_path))[0]
    assert work(shards(tmp_path, Settings(themes=ThemeSettings(max_themes=3))))[0].reused
    assert not work(shards(tmp_path, Settings(nlp=NlpSettings(statistical=False))))[0].reused
    assert not work(shards(tmp_path, Settings(acquire=AcquireSettings(max_bytes=2))))[0].reused
    put(tmp_path / "in", a="two")
    after = work(shards(tmp_path))[0]
    assert after.key != before.key
    put(tmp_path / "in", a="one")
    assert same(work(shards(tmp_path))[0], before)


def test_a_new_post_changes_one_shard(tmp_path: Path) -> None:
    put(tmp_path / "in", **{f"p{n}": "x" for n in range(80)})
    work(shards(tmp_path))
    put(tmp_path / "in", new="y")
    again = work(shards(tmp_path))
    assert [r.prefix for r in again if not r.reused] == [post_id("new.md")[:1]]


def test_a_part_is_named_by_what_was_analysed(tmp_path: Path) -> None:
    put(tmp_path / "in", a="one", b="two")
    everything = Shard("", find_inputs([tmp_path / "in"])[0], str(tmp_path / "out"), Settings().model_dump_json())

    def meddling(raw: RawPost, settings: Settings, clock: StageClock) -> PostRecord:
        put(tmp_path / "in", b="changed meanwhile")
        return analyse(raw, settings, clock)

    first = process_shard(everything, meddling)
    assert same(process_shard(everything, analyse), first)


def test_files_that_went_are_rejects(tmp_path: Path) -> None:
    put(tmp_path / "in", a="one")
    todo = shards(tmp_path)
    (tmp_path / "in" / "a.md").unlink()
    result = work(todo)[0]
    assert rejects(tmp_path, result) == [("a.md", "acquire", "unreadable", "it does not exist")]


def test_an_interrupt_is_no_bad_post(tmp_path: Path) -> None:
    put(tmp_path / "in", a="one")

    def interrupted(raw: RawPost, settings: Settings, clock: StageClock) -> PostRecord:  # noqa: ARG001
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        process_shard(shards(tmp_path)[0], interrupted)
    assert not (tmp_path / "out").exists()


# --- small things ------------------------------------------------------------------------------------------------------------


def test_the_fingerprint_follows_sources_and_data(tmp_path: Path) -> None:
    def taken() -> str:
        fingerprint.cache_clear()
        return fingerprint(tmp_path)

    put(tmp_path, a="x = 1")
    first = taken()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(os.urandom(8))
    assert taken() == first
    put(tmp_path, a="x = 2")
    second = taken()
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    assert len({first, second, taken()}) == 3
    fingerprint.cache_clear()


@pytest.mark.parametrize(
    ("detail", "cleaned"),
    [("a\n  b", "a b"), ("at 0x7f3c21>", "at 0x>"), ("\udcff", r"\udcff"), ("é 🚀", "é 🚀"), ("x" * 999, "x" * 300)],
)
def test_clean(detail: str, cleaned: str) -> None:
    assert clean(detail) == cleaned


def test_the_clock_adds_up_also_when_a_stage_raises() -> None:
    clock = StageClock()
    for _ in range(2):
        with pytest.raises(ValueError, match="x"), clock("parse"):
            raise ValueError("x")
    with clock("parse"), clock("inner"):
        pass
    assert set(clock.seconds) == {"parse", "inner"}
    assert clock.seconds["parse"] >= clock.seconds["inner"] >= 0
