from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from pipeline.errors import EnvironmentProblem
from pipeline.store import dataset as module
from pipeline.store.dataset import DatasetWriter, InvariantError, current, lock, read_table
from pipeline.store.schemas import TABLES


def value(kind: pa.DataType, n: int) -> Any:  # noqa: ANN401
    if pa.types.is_list(kind):
        return [value(kind.value_type, n + k) for k in range(n % 3)]
    if pa.types.is_struct(kind):
        return {field.name: value(field.type, n) for field in kind}
    if pa.types.is_boolean(kind):
        return n % 2 == 0
    if pa.types.is_date(kind):
        return date.fromordinal(730_000 + n % 10_000)
    if pa.types.is_floating(kind):
        return n / 8
    return f"{n:07}" if pa.types.is_string(kind) else n % 30_000


def rows(name: str, count: int, first: int = 0) -> pa.Table:
    """Sorted rows of any table; every third value that may be null is null."""
    schema = TABLES[name].schema
    numbers = range(first, first + count)
    columns = [[None if f.nullable and n % 3 == 0 else value(f.type, n) for n in numbers] for f in schema]
    return pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def commit(out: Path, count: int = 5, special: dict[str, list[pa.Table]] | None = None) -> Path:
    with lock(out), DatasetWriter(out) as dataset:
        for name in TABLES:
            dataset.write(name, iter((special or {}).get(name, [rows(name, count)])))
        dataset.write_ids(pa.table({"id": ["a", "b"]}))
        dataset.commit({"config": {"x": 1}, "inputs": {"files": count}, "times": {"parse": 0.5}})
    folder = current(out)
    assert folder is not None
    return folder


def datasets(out: Path) -> list[str]:
    return sorted(path.name for path in (out / ".work" / "datasets").iterdir())


# --- reading -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 5])
@pytest.mark.parametrize("name", TABLES)
def test_everybody_reads_a_folder_as_it_is(tmp_path_factory: pytest.TempPathFactory, name: str, count: int) -> None:
    out = shared(tmp_path_factory, count)
    written, schema = rows(name, count), TABLES[name].schema
    assert ds.dataset(out / name).to_table().equals(written)
    assert ds.dataset(out / name).schema.equals(schema, check_metadata=True)
    assert pq.read_table(out / name).equals(written)
    assert pd.read_parquet(out / name).columns.tolist() == schema.names
    assert len(pd.read_parquet(out / name)) == count
    assert read_table(out, name).equals(written)
    read = duckdb.sql(f"SELECT * FROM '{out}/{name}/*.parquet'")  # noqa: S608
    assert read is not None
    assert (read.columns, len(read.fetchall())) == (schema.names, count)


_SHARED: dict[int, Path] = {}


def shared(factory: pytest.TempPathFactory, count: int) -> Path:
    if count not in _SHARED:
        _SHARED[count] = factory.mktemp("dataset")
        commit(_SHARED[count], count)
    return _SHARED[count]


def test_a_resolved_dataset_is_read_the_same_way(tmp_path: Path) -> None:
    folder = commit(tmp_path)
    assert pd.read_parquet(folder / "posts").shape == (5, len(TABLES["posts"].schema))
    assert read_table(folder, "posts", ["title"]).schema.names == ["title"]


def test_run_json_tells_every_file(tmp_path: Path) -> None:
    folder = commit(tmp_path)
    run = json.loads((tmp_path / "_run.json").read_bytes())
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.parquet")}
    assert set(run["files"]) == set(files) == {*(f"{name}/part-00000.parquet" for name in TABLES), "ids.parquet"}
    for name, path in files.items():
        assert run["files"][name] == {"rows": pq.ParquetFile(path).metadata.num_rows, "sha256": module._sha256(path)}  # noqa: SLF001
    assert (run["contract_version"], run["config"], run["inputs"]) == (1, {"x": 1}, {"files": 5})
    assert set(run["times"]) == {"started", "finished", "parse"}
    assert "| [posts](#posts) | 5 |" in (tmp_path / "README.md").read_text()


# --- the same bytes ----------------------------------------------------------------------------------------------------------


def written(out: Path) -> dict[str, bytes]:
    folder = current(out)
    assert folder is not None
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


def test_the_size_of_the_batches_does_not_show(tmp_path: Path) -> None:
    whole = {name: rows(name, 3000) for name in ("posts", "themes", "mentions")}
    commit(tmp_path / "a", special={name: [table] for name, table in whole.items()})
    rng = random.Random(5)
    for out in (tmp_path / "b", tmp_path / "c"):
        cut = {name: cuts(table, rng) for name, table in whole.items()}
        commit(out, special=cut)
        assert written(out) == written(tmp_path / "a")
    assert read_table(tmp_path / "a", "posts").equals(whole["posts"])


def test_pages_do_not_follow_the_batches_either(tmp_path: Path) -> None:
    # A column of more than 1 MB takes several pages in one row group, and the writer looks for their ends chunk by chunk.
    rng = random.Random(6)
    texts = pa.array([rng.randbytes(2000).hex() for _ in range(1200)])
    table = rows("posts", 1200)
    long = table.set_column(table.schema.get_field_index("text"), TABLES["posts"].schema.field("text"), texts)
    commit(tmp_path / "a", special={"posts": [long]})
    commit(tmp_path / "b", special={"posts": cuts(long, rng)})
    assert written(tmp_path / "a") == written(tmp_path / "b")


def cuts(table: pa.Table, rng: random.Random) -> list[pa.Table]:
    places = [0, *sorted(rng.randrange(len(table)) for _ in range(40)), len(table)]
    pieces = [table.slice(a, b - a) for a, b in pairwise(places)]
    return [piece.to_batches()[0] if n % 3 == 0 and len(piece) else piece for n, piece in enumerate(pieces)]


def test_row_groups_and_files_have_a_fixed_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GROUPS_PER_FILE", 2)
    table = rows("posts", 4500)
    folder = commit(tmp_path, special={"posts": [table]})
    files = [pq.ParquetFile(path).metadata for path in sorted((folder / "posts").iterdir())]
    assert [[f.row_group(n).num_rows for n in range(f.num_row_groups)] for f in files] == [[1000, 1000], [1000, 1000], [500]]
    assert read_table(tmp_path, "posts").equals(table)
    exact = commit(tmp_path, special={"posts": [table.slice(0, 2000)]})
    assert len(list((exact / "posts").iterdir())) == 1


def test_wider_types_and_other_column_orders_are_brought_in_line(tmp_path: Path) -> None:
    frame = rows("themes", 5).to_pandas()[["terms", "label", "example_entry_ids", "n_entries", "theme_id"]]
    loose = pa.Table.from_pandas(frame)
    commit(tmp_path / "a", special={"themes": [loose]})
    commit(tmp_path / "b")
    assert written(tmp_path / "a") == written(tmp_path / "b")


# --- promises ----------------------------------------------------------------------------------------------------------------


def refused(out: Path, name: str, *tables: pa.Table) -> str:
    with pytest.raises(InvariantError) as caught, DatasetWriter(out) as dataset:
        dataset.write(name, iter(tables))
    assert datasets(out) == []
    return str(caught.value)


def test_unsorted_rows_are_refused(tmp_path: Path) -> None:
    a, b = rows("mentions", 5), rows("mentions", 5, 5)
    assert "mentions: rows are not sorted by post_id, start, label" in refused(tmp_path, "mentions", b, a)
    assert "not sorted" in refused(tmp_path, "mentions", pa.concat_tables([b, a]))
    same_post = a.set_column(0, TABLES["mentions"].schema.field(0), pa.array(["x"] * 5))
    assert "not sorted" in refused(tmp_path, "mentions", same_post.take([0, 2, 1, 3, 4]))


def test_rows_with_equal_first_keys_are_sorted(tmp_path: Path) -> None:
    table = rows("mentions", 6)
    same_post = table.set_column(0, TABLES["mentions"].schema.field(0), pa.array(["x"] * 6))
    commit(tmp_path, special={"mentions": [same_post.slice(0, 2), same_post.slice(2)]})
    assert len(read_table(tmp_path, "mentions")) == 6


def test_rows_of_another_shape_are_refused(tmp_path: Path) -> None:
    table = rows("rejects", 3)
    assert "missing or unknown columns ['detail']" in refused(tmp_path, "rejects", table.drop_columns(["detail"]))
    assert "missing or unknown columns ['more']" in refused(tmp_path, "rejects", table.append_column("more", pa.array([1, 2, 3])))
    nulled = table.set_column(3, "detail", pa.nulls(3, pa.string()))
    assert "rejects.detail is null" in refused(tmp_path, "rejects", nulled)
    wrong = table.set_column(3, "detail", pa.array([[1], [2], [3]]))
    assert refused(tmp_path, "rejects", wrong).startswith("rejects: ")


def test_a_table_that_was_forgotten(tmp_path: Path) -> None:
    with pytest.raises(InvariantError, match="not written: posts, entries"), DatasetWriter(tmp_path) as dataset:
        dataset.commit({})
    assert current(tmp_path) is None


# --- changing all at once ----------------------------------------------------------------------------------------------------


def test_a_commit_shows_all_at_once_and_keeps_the_one_before(tmp_path: Path) -> None:
    first = commit(tmp_path, 3)
    second = commit(tmp_path, 4)
    assert len(read_table(tmp_path, "posts")) == 4
    assert len(read_table(first, "posts")) == 3
    third = commit(tmp_path, 5)
    assert datasets(tmp_path) == [second.name, third.name]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([".work", "README.md", "_run.json", "ids.parquet", *TABLES])
    assert all(not os.path.isabs(path.readlink()) for path in tmp_path.iterdir() if path.is_symlink())  # noqa: PTH117


def test_a_moved_output_still_reads(tmp_path: Path) -> None:
    commit(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")
    assert len(read_table(tmp_path / "there", "posts")) == 5


def test_nothing_shows_without_commit(tmp_path: Path) -> None:
    before = commit(tmp_path, 3)
    with DatasetWriter(tmp_path) as dataset:
        dataset.write("posts", [rows("posts", 9)])
    with pytest.raises(ZeroDivisionError), DatasetWriter(tmp_path) as dataset:
        dataset.write("posts", (rows("posts", 1 // n) for n in (1, 0)))
    assert current(tmp_path) == before
    assert datasets(tmp_path) == [before.name]


@pytest.mark.parametrize("name", ["posts", "_run.json", "README.md"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(EnvironmentProblem, match=f"{name} is in the way"):
        commit(tmp_path)
    (tmp_path / name).rmdir()
    (tmp_path / name).symlink_to("elsewhere")
    with pytest.raises(EnvironmentProblem, match=f"{name} is in the way"):
        commit(tmp_path)
    assert (tmp_path / name).readlink() == Path("elsewhere")


def test_a_file_named_like_the_output(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(EnvironmentProblem, match="out is not a folder"), lock(tmp_path / "out"):
        pass
    with pytest.raises(EnvironmentProblem, match="cannot be written"), lock(tmp_path / "out" / "deeper"):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to give up root's rights in a child")
def test_an_output_that_may_not_be_written(tmp_path: Path) -> None:
    for folder in (tmp_path, *list(tmp_path.parents)[:-2]):
        folder.chmod(0o755)
    program = (
        "import os, sys; from pathlib import Path; from pipeline.store.dataset import lock\n"
        "from pipeline.errors import EnvironmentProblem\nos.setuid(65534)\n"
        "try:\n with lock(Path(sys.argv[1])): pass\nexcept EnvironmentProblem as e: print(e)"
    )
    (tmp_path / "made" / ".work").mkdir(parents=True)
    for out in (tmp_path / "new", tmp_path / "made"):
        done = subprocess.run([sys.executable, "-c", program, str(out)], capture_output=True, text=True, check=True)
        assert "cannot be written: " in done.stdout
        assert done.stdout.count("\n") == 1


def test_one_run_at_a_time(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from pipeline.store.dataset import lock\n"
        "with lock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentProblem, match="another run is writing to"), lock(tmp_path):
            pass
        holder.kill()
    with lock(tmp_path):
        pass


def test_an_error_of_the_run_is_not_taken_for_one_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), lock(tmp_path):
        (tmp_path / "gone").read_bytes()


_SUPERVISOR = """
import hashlib, json, os, random, signal, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_dataset import rows
from pipeline.store.dataset import DatasetWriter, current, lock
from pipeline.store.schemas import TABLES

out = Path(sys.argv[1])

def write_for_ever(life):
    rng = random.Random(life)
    while True:
        with lock(out), DatasetWriter(out) as dataset:
            for name in TABLES:
                dataset.write(name, [rows(name, rng.randrange(40))])
            dataset.commit({"life": life})

def whole(folder):
    run = json.loads((folder / "_run.json").read_bytes())
    found = {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*.parquet")}
    return found == {path: told["sha256"] for path, told in run["files"].items()} and len(found) == len(TABLES)

def check():
    # A dataset two commits old may be going while it is read; that is the one excuse.
    folder = current(out)
    if folder is None:
        return 0
    try:
        good = whole(folder)
    except (OSError, ValueError):
        good = False
    assert good or int(current(out).name) >= int(folder.name) + 2, folder
    return 1

def forked(work, *arguments):
    pid = os.fork()
    if pid == 0:
        try:
            work(*arguments)
        finally:
            os._exit(1)
    return pid

def read_for_ever():
    while True:
        check()

rng = random.Random(11)
reader = forked(read_for_ever)
checked = 0
for life in range(400):  # 24 lives, and on a busy machine as many more as five commits take
    writer = forked(write_for_ever, life)
    time.sleep(rng.uniform(0.02, 0.25))
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    checked += check()
    if life >= 23 and checked and int(current(out).name) >= 5:
        break
assert os.waitpid(reader, os.WNOHANG) == (0, 0), "the reader met a mix"
os.kill(reader, signal.SIGKILL)
print(checked, current(out).name)
"""


def test_a_kill_at_any_moment_leaves_a_whole_dataset(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SUPERVISOR, str(tmp_path), str(Path(__file__).parent)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    checked, number = done.stdout.split()
    assert int(checked) >= 5
    assert int(number) >= 5
    commit(tmp_path)
    assert len(datasets(tmp_path)) == 2
