from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.errors import EnvironmentProblem
from pipeline.model import Entry, Event, LinkRow, Mention, Metadata, ParsedPost, PostRecord, Reject, Speaker
from pipeline.store.parts import PART_SCHEMAS, PartStore, PartSummary, part_tables
from pipeline.store.schemas import TABLES

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Scaling etcd 🚀 by Zoë\n\nIt was great."


def record(post_id: str, event: Event | None = None) -> PostRecord:
    meta = Metadata("A recap", ("Ann", "Bo"), date(2024, 3, 1), "en", None, event)
    post = ParsedPost(post_id, f"{post_id}.md", "c" * 64, TEXT, (), (), meta, 0.75)
    entry = Entry(f"{post_id}-0", 0, "talk", "Scaling etcd 🚀", None, 0, len(TEXT), 23, len(TEXT), ((15, 21),), 0.9)
    speaker = Speaker(entry.entry_id, 0, "Zoë", None, None, 18, 21, "byline.by", 0.8)
    tool = Mention(entry.entry_id, "tool", "etcd", "etcd", 8, 12, 1, "gazetteer", 1.0)
    person = Mention(entry.entry_id, "person", "Zoë", "Zoë", 18, 21, 1, "byline.by", 0.8)
    link = LinkRow(None, 0, "https://x.io/?utm_source=a", "https://x.io/", "x.io", "other", None, None, None)
    return PostRecord(post, (entry,), (speaker,), (person, tool), (link,), (("etcd", "great"),))


def summary(**counts: int) -> PartSummary:
    return PartSummary({"inputs": 1, "failed": 0, **counts}, {"parse": 0.25})


def write(store: PartStore, key: str, records: list[PostRecord], rejects: list[Reject] | None = None, **counts: int) -> None:
    store.write(key, part_tables(records, rejects or []), summary(**counts))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_local_schemas_are_the_contract_without_corpus_wide_ids() -> None:
    left_out = {name: set(TABLES[name].schema.names) - set(schema.names) for name, schema in PART_SCHEMAS.items()}
    added = {name: set(schema.names) - set(TABLES[name].schema.names) for name, schema in PART_SCHEMAS.items()}
    assert {name: columns for name, columns in added.items() if columns} == {"entries": {"terms"}}
    assert left_out == {
        "posts": set(),
        "entries": {"talk_id", "theme_id"},
        "speakers": {"person_id", "company_id"},
        "mentions": {"entity_id"},
        "links": set(),
        "rejects": set(),
    }


def test_a_record_comes_back_as_rows(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    write(store, "k", [record("b", Event("KubeCon", 2024, "Paris")), record("a")], [Reject("z.pdf", "acquire", "unknown_suffix", ".pdf")])
    posts = store.read_part("k", "posts").to_pylist()
    assert [post["post_id"] for post in posts] == ["a", "b"]
    assert {k: v for k, v in posts[1].items() if k not in {"text", "content_hash"}} == {
        "post_id": "b",
        "source": "b.md",
        "url": None,
        "title": "A recap",
        "authors": ["Ann", "Bo"],
        "published": date(2024, 3, 1),
        "language": "en",
        "event_name": "KubeCon",
        "event_year": 2024,
        "event_city": "Paris",
        "recap_score": 0.75,
        "n_words": 8,
    }
    assert (posts[0]["event_name"], posts[0]["event_year"], posts[0]["event_city"]) == (None, None, None)
    entry = store.read_part("k", "entries").to_pylist()[0]
    assert entry["text"] == "It was great." == TEXT[entry["body_start"] : entry["body_end"]]
    assert (entry["title"], entry["kind"], entry["section"], entry["terms"]) == ("Scaling etcd 🚀", "talk", None, ["etcd", "great"])
    assert store.read_part("k", "rejects").to_pylist() == [
        {"source": "z.pdf", "stage": "acquire", "reason": "unknown_suffix", "detail": ".pdf"}
    ]


def test_spans_come_back_sorted_and_exact(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    write(store, "k", [record("a")])
    mentions = store.read_part("k", "mentions").to_pylist()
    assert [m["surface"] for m in mentions] == ["etcd", "Zoë"]
    assert all(TEXT[m["start"] : m["end"]] == m["surface"] for m in mentions)
    speaker = store.read_part("k", "speakers").to_pylist()[0]
    assert TEXT[speaker["start"] : speaker["end"]] == speaker["name"]
    assert store.read_part("k", "links").to_pylist()[0]["canonical_url"] == "https://x.io/"


def test_an_empty_part_has_every_schema(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    write(store, "k", [])
    for name, schema in PART_SCHEMAS.items():
        table = store.read_part("k", name)
        assert len(table) == 0
        assert table.schema.equals(schema, check_metadata=True)


def test_the_order_of_records_does_not_show(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    write(store, "k1", [record("a"), record("b")])
    write(store, "k2", [record("b"), record("a")])
    for name in PART_SCHEMAS:
        assert (store.folder / "k1" / f"{name}.parquet").read_bytes() == (store.folder / "k2" / f"{name}.parquet").read_bytes()


@pytest.mark.parametrize("changes", [{"title": None}, {"title": "\ud800"}, {"position": 2**40}])
def test_a_value_that_no_column_takes_is_refused(changes: dict[str, object]) -> None:
    good = record("a")
    bad = replace(good, entries=(replace(good.entries[0], **changes),))  # type: ignore[arg-type]
    with pytest.raises((ValueError, pa.ArrowInvalid)):
        part_tables([bad], [])


def test_done_with_its_summary(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    assert not store.is_done("k")
    write(store, "k", [record("a")], posts=1)
    assert store.is_done("k")
    assert store.summary("k") == PartSummary({"inputs": 1, "failed": 0, "posts": 1}, {"parse": 0.25})
    assert names(store.folder) == ["k"]


def test_a_part_that_is_not_whole_is_not_done_and_is_made_again(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    write(store, "k", [record("a")])
    whole = (store.folder / "k" / "posts.parquet").read_bytes()
    (store.folder / "k" / "posts.parquet").write_bytes(b"")
    assert not store.is_done("k")
    write(store, "k", [record("a")])
    assert (store.folder / "k" / "posts.parquet").read_bytes() == whole
    (store.folder / "k" / "_done.json").write_text("{")
    assert not store.is_done("k")
    (store.folder / "k" / "_done.json").unlink()
    assert not store.is_done("k")


def test_a_whole_part_stays_and_a_failed_one_is_replaced(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    write(store, "k", [record("a")], failed=1)
    write(store, "k", [record("a"), record("b")])
    assert len(store.read_part("k", "posts")) == 2
    inode = (store.folder / "k").stat().st_ino
    write(store, "k", [record("a"), record("b")])
    assert (store.folder / "k").stat().st_ino == inode
    assert names(store.folder) == ["k"]


def test_many_that_write_the_same_part_at_once(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    tables = part_tables([record("a")], [])
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.write("k", tables, summary()), range(40)))
    assert store.is_done("k")
    assert names(store.folder) == ["k"]


def test_garbage_is_what_is_not_kept(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    assert store.collect_garbage({"k1"}) == 0
    for key in ("k1", "k2"):
        write(store, key, [record("a")])
    (store.folder / ".k3-half").mkdir()
    assert store.collect_garbage({"k1", "k9"}) == 2
    assert names(store.folder) == ["k1"]


def test_files_are_zstd_and_small_json_beside(tmp_path: Path) -> None:
    store = PartStore(tmp_path)
    write(store, "k", [record("a")])
    assert pq.ParquetFile(store.folder / "k" / "posts.parquet").metadata.row_group(0).column(0).compression == "ZSTD"
    assert set(json.loads((store.folder / "k" / "_done.json").read_bytes())) == {"counts", "seconds", "sizes"}


def test_an_output_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(EnvironmentProblem, match="out is not a folder"):
        write(PartStore(tmp_path / "out"), "k", [])
