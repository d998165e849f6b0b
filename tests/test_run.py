from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
import uuid
import warnings
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import duckdb
import pytest
from conftest import CONTRACT, KEYS, assert_whole, command, environment, hashes, rows, run_json, table

from pipeline.config import AcquireSettings, Settings
from pipeline.errors import ConfigError, NothingToRead
from pipeline.run import run
from pipeline.store.schemas import type_name
from pipeline.text import post_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conftest import Row

    from pipeline.executors import Engine


def posts_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name != "README.md")


@pytest.fixture
def raw(samples: Path, tmp_path: Path) -> Path:
    """A copy of the sample posts, to be changed."""
    return Path(shutil.copytree(samples, tmp_path / "raw"))


@pytest.fixture
def out(sample_output: Path, tmp_path: Path) -> Path:
    """A copy of the samples' dataset with its finished parts, to be replaced."""
    return Path(shutil.copytree(sample_output, tmp_path / "out", symlinks=True))


# --- the same input gives the same bytes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "workers", "engine"), [(1, 1, None), (2, 1, None), (3, 2, "pool")])
def test_order_and_workers_do_not_show(
    raw: Path, tmp_path: Path, sample_output: Path, seed: int, workers: int, engine: Engine | None
) -> None:
    roots = posts_in(raw)
    random.Random(seed).shuffle(roots)
    report = run(roots, tmp_path / "fresh", Settings(), workers=workers, engine=engine)
    assert (report.n_inputs, report.n_rejects, report.n_reused) == (len(roots), 0, 0)
    assert hashes(tmp_path / "fresh") == hashes(sample_output)


def test_the_hash_seed_and_the_process_do_not_show(by_program: tuple[subprocess.CompletedProcess[str], Path], sample_output: Path) -> None:
    done, fresh = by_program
    assert done.returncode == 0, done.stderr
    assert hashes(fresh) == hashes(sample_output)


def test_the_dataset_is_whole(sample_output: Path) -> None:
    assert_whole(sample_output)
    assert run_json(sample_output)["rows"] == {name: len(table(sample_output, name)) for name in CONTRACT}


def test_nothing_changed_means_nothing_done(samples: Path, out: Path, sample_output: Path) -> None:
    began = time.perf_counter()
    report = run([samples], out, Settings())
    assert report.n_reused == report.n_shards > 1
    assert report.seconds <= time.perf_counter() - began
    assert hashes(out) == hashes(sample_output)
    assert run_json(out)["times"]["parts_reused"] == report.n_reused


def test_a_run_tells_when_it_began_and_when_it_was_done(samples: Path, out: Path) -> None:
    shards: list[datetime] = []

    def progress(*_: int) -> None:
        if not shards:
            shards.append(datetime.now(UTC))
            time.sleep(1.1)  # times are told in whole seconds

    began = datetime.now(UTC).replace(microsecond=0)
    run([samples], out, Settings(), progress=progress)
    started, finished = (datetime.fromisoformat(run_json(out)["times"][name]) for name in ("started", "finished"))
    assert began <= started <= shards[0]
    assert started < finished <= datetime.now(UTC)


def test_a_setting_of_the_corpus_wide_steps_keeps_the_parts(samples: Path, out: Path) -> None:
    settings = Settings.model_validate({"themes": {"max_themes": 1}})
    report = run([samples], out, settings)
    assert report.n_reused == report.n_shards
    assert len(rows(out, "themes")) <= 1
    assert not run([samples], out, Settings.model_validate({"segment": {"min_recap_score": 0.4}})).n_reused


# --- one post more, less, or other -----------------------------------------------------------------------------------------------


def ids_by_place(out: Path, but: Iterable[str] = ()) -> dict[str, list[tuple[str, ...]]]:
    """Every id that a post's rows hold, with its place in the post; without those posts."""
    left_out = {post_id(name) for name in but}
    columns = {
        "posts": ("post_id", "source"),
        "entries": ("post_id", "position", "entry_id", "talk_id"),
        "speakers": ("post_id", "entry_id", "position", "person_id", "company_id"),
        "mentions": ("post_id", "start", "label", "entry_id", "entity_id"),
        "links": ("post_id", "position", "entry_id"),
    }
    return {
        name: [tuple(str(row[column]) for column in wanted) for row in rows(out, name) if row["post_id"] not in left_out]
        for name, wanted in columns.items()
    }


def shards_of(names: Iterable[str]) -> set[str]:
    return {post_id(name)[0] for name in names}


def test_a_post_more(raw: Path, out: Path, sample_output: Path) -> None:
    # It tells of the same talks, names the same people, and makes another spelling of one of them the commonest.
    told = (raw / "harbourside-2023.md").read_text("utf-8")
    speaker = Counter(row["name"] for row in rows(out, "speakers") if row["post_id"] == post_id("harbourside-2023.md")).most_common(1)[0][0]
    shouted = speaker.replace(speaker.split()[-1], speaker.split()[-1].upper())
    (raw / "more.md").write_text(
        told.replace(speaker, shouted) + f"\n\nThanks to {shouted}, {shouted}, {shouted} and {shouted}.\n", "utf-8"
    )
    report = run([raw], out, Settings())
    assert report.n_shards == len(shards_of(path.name for path in posts_in(raw)))
    assert report.n_shards - report.n_reused == 1
    assert ids_by_place(out, ["more.md"]) == ids_by_place(sample_output)
    assert any(talk["n_posts"] > 1 for talk in rows(out, "talks"))
    assert_whole(out)


@pytest.mark.parametrize("alone", [True, False], ids=["alone in its shard", "in company"])
@pytest.mark.parametrize("what", ["edited", "removed"])
def test_a_post_edited_or_removed(raw: Path, out: Path, sample_output: Path, what: str, alone: bool) -> None:  # noqa: FBT001
    names = [path.name for path in posts_in(raw)]
    shards = Counter(post_id(name)[0] for name in names)
    name = next(name for name in names if (shards[post_id(name)[0]] == 1) == alone)
    if what == "removed":
        (raw / name).unlink()
    else:
        # White space at the end of a source changes its hash and nothing that a reader sees.
        (raw / name).write_bytes((raw / name).read_bytes() + b"\n\n")
    report = run([raw], out, Settings())
    assert report.n_shards == len(shards) - (what == "removed" and alone)
    assert report.n_shards - report.n_reused == (0 if what == "removed" and alone else 1)
    assert ids_by_place(out, [name]) == ids_by_place(sample_output, [name])
    if what == "edited":
        assert ids_by_place(out) == ids_by_place(sample_output)
    else:
        assert post_id(name) not in {row["post_id"] for row in rows(out, "posts")}
    assert_whole(out)


def test_what_comes_back_gets_its_old_ids(raw: Path, out: Path, sample_output: Path) -> None:
    gone = posts_in(raw)[::2]
    for path in gone:
        path.rename(raw.parent / path.name)
    run([raw], out, Settings())
    for path in gone:
        (raw.parent / path.name).rename(path)
    run([raw], out, Settings())
    assert ids_by_place(out) == ids_by_place(sample_output)


def test_a_fresh_folder_goes_on_with_the_ids_of_another(raw: Path, out: Path, tmp_path: Path) -> None:
    (raw / "another.md").write_bytes((raw / "pycoast-2022.md").read_bytes())
    run([raw], tmp_path / "fresh", Settings(), ids=out / "ids.parquet")
    run([raw], out, Settings())
    assert hashes(tmp_path / "fresh") == hashes(out)


def test_a_registry_that_is_none_is_told_before_the_work(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "ids").write_text("nothing of the kind")
    with pytest.raises(ConfigError, match="not an id registry"):
        run([samples], tmp_path / "out", Settings(), ids=tmp_path / "ids", progress=lambda *_: pytest.fail("worked on posts"))


# --- a run that is killed ------------------------------------------------------------------------------------------------------------


_COPIES = 5


@pytest.fixture(scope="module")
def many(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough posts for a run to take seconds: the samples several times, each time with another word for the year."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(_COPIES):
        for path in posts_in(samples):
            (folder / f"{number}-{path.name}").write_bytes(path.read_bytes().replace(b"20", f"2{number}".encode()))
    return folder


@pytest.fixture(scope="module")
def undisturbed(many: Path, sample_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run over them makes of a folder that holds the samples' dataset, if nobody kills it."""
    out = Path(shutil.copytree(sample_output, tmp_path_factory.mktemp("undisturbed") / "out", symlinks=True))
    run([many], out, Settings())
    return out


def finished(out: Path) -> set[str]:
    """The parts that are in place."""
    return {path.parent.name for path in (out / ".work" / "parts").glob("[!.]*/_done.json")}


def marked(mark: str) -> list[int]:
    """The processes that carry the mark in their environment: the program that was started with it, and all that it started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            alive = (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
            if alive and mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def has_more_parts(out: Path, old: set[str], count: int) -> Callable[[], bool]:
    return lambda: len(finished(out) - old) >= count


def killed(many: Path, out: Path, engine: str, ready: Callable[[], bool], delay: float) -> None:
    """Run until `ready` and some moments longer, then SIGKILL; no process is left of it."""
    mark = uuid.uuid4().hex
    arguments = ("run", many, "--out", out, "--engine", engine, "--workers", "2", "--quiet")
    with subprocess.Popen(command(*arguments), env=environment(TALKMINE_TEST=mark), stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not ready() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert process.returncode == -signal.SIGKILL, f"it had ended: {process.communicate()[1].decode()}"
    deadline = time.monotonic() + 5
    while (left := marked(mark)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert left == []


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for left-over processes in /proc")
@pytest.mark.parametrize(("engine", "steps"), [("local", (0, 1, 3)), ("pool", (0, 4))])
def test_a_killed_run_leaves_the_dataset_before_and_the_next_goes_on(
    many: Path, undisturbed: Path, out: Path, sample_output: Path, engine: Engine, steps: tuple[int, ...]
) -> None:
    rng = random.Random(f"kill {engine}")
    before, old = hashes(sample_output), finished(out)
    there = 0
    for more in steps:  # parts that it adds before it is killed; 0: at any moment of the start
        killed(many, out, engine, has_more_parts(out, old, there + more), rng.uniform(0, 0.05 if more else 0.6))
        assert len(finished(out) - old) >= there + more
        there = len(finished(out) - old)
        assert hashes(out) == before
        assert_whole(out)
    report = run([many], out, Settings())
    assert 4 <= there == report.n_reused < report.n_shards
    assert hashes(out) == hashes(undisturbed)
    assert finished(out) == finished(undisturbed)
    assert [path.name for path in (out / ".work" / "parts").iterdir() if path.name.startswith(".")] == []


def test_a_kill_in_the_corpus_wide_step_leaves_one_whole_dataset(many: Path, undisturbed: Path, out: Path, sample_output: Path) -> None:
    shutil.copytree(undisturbed / ".work" / "parts", out / ".work" / "parts", dirs_exist_ok=True)
    before, after = hashes(sample_output), hashes(undisturbed)
    datasets, current = out / ".work" / "datasets", (out / ".work" / "current").readlink().name
    rng = random.Random("kill late")
    killed(many, out, "local", lambda: False if not datasets.exists() else len(list(datasets.iterdir())) > 1, 0)
    assert_whole(out)
    assert hashes(out) in (before, after)
    if hashes(out) == before:
        assert (out / ".work" / "current").readlink().name == current
        killed(many, out, "local", lambda: True, rng.uniform(0.5, 1))
        assert hashes(out) == before
    report = run([many], out, Settings())
    assert report.n_reused == report.n_shards
    assert hashes(out) == after


def test_no_library_warns_the_user(many: Path, undisturbed: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(undisturbed, tmp_path / "out", symlinks=True))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run([many], again, Settings())
    assert [str(warning.message) for warning in caught] == []


# --- wrong input -----------------------------------------------------------------------------------------------------------------------

_NOISE = random.Random(5)

CONTENTS: dict[str, tuple[bytes, str]] = {
    "nothing.md": (b"", "acquire empty"),
    "blank.txt": (b" \n\t\r\n" * 50, "acquire empty"),
    "no-break spaces.md": ("\u00a0\u200b\n".encode() * 9, "parse empty"),
    "no words.html": (b"<!doctype html><html><body><!-- nothing --><p> </p></body></html>", "parse no_text"),
    "picture.md": (b"\x89PNG\r\n\x1a\n" + _NOISE.randbytes(3_000), "parse binary"),
    "nul.txt": (b"A talk\x00 about NULs.\n" * 20, "parse binary"),
    "random.html": (_NOISE.randbytes(20_000), "parse binary"),
    "random-high.txt": (bytes(_NOISE.randrange(128, 256) for _ in range(20_000)), "parse encoding"),
    "report.docx": (b"PK\x03\x04", "acquire unknown_suffix"),
    "no suffix": (b"A talk.", "acquire unknown_suffix"),
    "crawl.warc.gz": (b"\x1f\x8b", "acquire unsupported_format"),
    "nested.html": (b"<div>" * 100_000 + b"A talk." + b"</div>" * 100_000, "parse too_complex"),
}
"""Files that are not taken, each with stage and reason."""

_FRENCH = "The café was full. Señor Müller gave the keynote à la carte; it was très bien."

ODD: dict[str, tuple[bytes, str]] = {
    # Declared as UTF-8, but Latin-1.
    "declared.html": (f'<meta charset="utf-8"><article><p>{_FRENCH}</p></article>'.encode("latin-1"), "café"),
    "utf-16.txt": ("The café was full, the talks were good.".encode("utf-16"), "café"),
    "mac.md": (b"# A day of talks\r\rThe room was full.\r", "full"),
    "front matter.md": (b"---\ntitle: " + b"[" * 20_000 + b"\n---\nThe talks were good.\n", "good"),
    "brackets.md": (b"[" * 500 + b" the talks were good", "good"),
}
"""Files that look wrong, but have words that can be read."""

LINKS = {
    "leaves.md": "acquire link_leaves_root",
    "loop.md": "acquire unreadable",
    "to-loop.md": "acquire unreadable",
    "broken.md": "acquire unreadable",
    "pipe.md": "acquire unreadable",
    "upwards.md": "acquire unreadable",
    "huge.txt": "acquire too_large",
}
"""What else is in the folder and is no file that could be taken."""


class Hostile(NamedTuple):
    folder: Path
    out: Path
    rejects: dict[str, str]
    texts: dict[str, str]


@pytest.fixture(scope="module")
def hostile(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """One run over everything that is wrong, and two sample posts."""
    place = tmp_path_factory.mktemp("hostile")
    folder = place / "in"
    folder.mkdir()
    for name in ("pycoast-2022.md", "signalfest-2024.html"):
        shutil.copy(samples / name, folder)
    for name, (content, _) in (CONTENTS | ODD).items():
        (folder / name).write_bytes(content)
    (place / "outside.md").write_text("A post that is none of ours.")
    (folder / "leaves.md").symlink_to("../outside.md")
    (folder / "loop.md").symlink_to("to-loop.md")
    (folder / "to-loop.md").symlink_to("loop.md")
    (folder / "broken.md").symlink_to("gone.md")
    (folder / "upwards.md").symlink_to(".")
    os.mkfifo(folder / "pipe.md")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    (folder / "folder.md").mkdir()
    (folder / "folder.md" / "inside.md").write_text("A post about talks.")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("A post about other talks.")
    run([folder], place / "out", Settings())
    rejects = {row["source"]: f"{row['stage']} {row['reason']}" for row in rows(place / "out", "rejects")}
    texts = {row["source"]: row["text"] for row in rows(place / "out", "posts")}
    return Hostile(folder, place / "out", rejects, texts)


@pytest.mark.parametrize(("name", "reason"), [*((name, reason) for name, (_, reason) in CONTENTS.items()), *LINKS.items()])
def test_wrong_input_is_a_row_with_a_reason(hostile: Hostile, name: str, reason: str) -> None:
    assert hostile.rejects.get(name) == reason
    assert name not in hostile.texts


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, (_, word) in ODD.items()])
def test_odd_input_is_read(hostile: Hostile, name: str, word: str) -> None:
    assert word in hostile.texts.get(name, hostile.rejects.get(name, ""))


def test_the_other_posts_are_there_all_the_same(hostile: Hostile, sample_output: Path) -> None:
    names = {"pycoast-2022.md", "signalfest-2024.html"}
    assert hostile.rejects.keys() == CONTENTS.keys() | LINKS.keys()
    assert hostile.texts.keys() == names | ODD.keys() | {"folder.md/inside.md", r"caf\xe9.md"}
    ids = {post_id(name) for name in names}

    def theirs(out: Path) -> list[Row]:
        return [row | {"theme_id": None} for row in rows(out, "entries") if row["post_id"] in ids]

    assert theirs(hostile.out) == theirs(sample_output)
    assert run_json(hostile.out)["inputs"]["taken"] == len(hostile.texts)
    assert run_json(hostile.out)["inputs"]["rejected"] == dict(sorted(Counter(r.split()[1] for r in hostile.rejects.values()).items()))
    assert_whole(hostile.out)


def test_wrong_input_is_not_looked_at_twice(hostile: Hostile) -> None:
    before = hashes(hostile.out)
    report = run([hostile.folder], hostile.out, Settings())
    assert report.n_reused == report.n_shards
    assert hashes(hostile.out) == before


@pytest.mark.parametrize("suffix", [".txt", ".org", ".html"])
def test_five_megabytes_of_brackets(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"brackets{suffix}").write_bytes(b"[" * 5_000_000)
    (tmp_path / "in" / "good.md").write_text("A post about talks.")
    began = time.monotonic()
    run([tmp_path / "in"], tmp_path / "out", Settings())
    assert time.monotonic() - began < 30
    assert "good.md" in {row["source"] for row in rows(tmp_path / "out", "posts")}
    assert [row for row in rows(tmp_path / "out", "rejects") if row["stage"] == "internal"] == []


@pytest.mark.parametrize("character", ["[", '"'])
def test_a_long_run_of_punctuation_is_no_trap(tmp_path: Path, character: str) -> None:
    # Twice as long must not take four times as long: at this length that would be 10 s and more.
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "run.txt").write_text(character * 12_000 + " the talks were good\n")
    began = time.monotonic()
    run([tmp_path / "in"], tmp_path / "out", Settings())
    assert time.monotonic() - began < 5


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(raw: Path, tmp_path: Path) -> None:
    (raw / "pycoast-2022.md").chmod(0)
    run([raw], tmp_path / "out", Settings())
    assert [(row["source"], row["reason"]) for row in rows(tmp_path / "out", "rejects")] == [("pycoast-2022.md", "unreadable")]


def test_the_limit_of_size_is_a_setting(raw: Path, out: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in posts_in(raw)}
    limit = sorted(sizes.values())[3]
    run([raw], out, Settings(acquire=AcquireSettings(max_bytes=limit)))
    rejects = {row["source"]: (row["stage"], row["reason"]) for row in rows(out, "rejects")}
    assert rejects == {name: ("acquire", "too_large") for name, size in sizes.items() if size > limit}
    assert {row["source"] for row in rows(out, "posts")} == sizes.keys() - rejects.keys()


def test_nothing_but_rejects_keeps_the_dataset_before(tmp_path: Path, out: Path, sample_output: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").touch()
    with pytest.raises(NothingToRead, match=r"rejected: empty 1"):
        run([tmp_path / "in"], out, Settings())
    assert hashes(out) == hashes(sample_output)


# --- what the tables promise one another ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["samples", "samples told several times", "one post without entries"])
def dataset(request: pytest.FixtureRequest, sample_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "samples":
        return sample_output
    if request.param == "samples told several times":
        return Path(request.getfixturevalue("undisturbed"))
    place = tmp_path_factory.mktemp("negative")
    (place / "in").mkdir()
    (place / "in" / "bread.txt").write_text("Bread\n\nFlour, water and salt; let it rest for a night, then bake it.\n")
    run([place / "in"], place / "out", Settings())
    assert {name: len(table(place / "out", name)) for name in ("posts", "entries", "rejects")} == {"posts": 1, "entries": 0, "rejects": 0}
    return place / "out"


_VIEWS = """
    CREATE VIEW entities AS
        SELECT 'person' AS label, person_id AS id, name, n_mentions, n_entries, n_posts FROM people
        UNION ALL SELECT 'company', company_id, name, n_mentions, n_entries, n_posts FROM companies
        UNION ALL SELECT 'tool', tool_id, name, n_mentions, n_entries, n_posts FROM tools;
    CREATE VIEW seen AS
        SELECT label, entity_id AS id, post_id, entry_id, 1 AS mentions FROM mentions
        UNION ALL SELECT 'person', person_id, post_id, entry_id, 0 FROM speakers
        UNION ALL SELECT 'company', company_id, post_id, entry_id, 0 FROM speakers WHERE company_id IS NOT NULL;
"""


def query(dataset: Path, sql: str) -> list[tuple[object, ...]]:
    """DuckDB over the tables, each as a view of its name; and over `entities` and where they are `seen`."""
    with duckdb.connect() as connection:
        for name in CONTRACT:
            connection.execute(f"CREATE VIEW {name} AS FROM '{dataset}/{name}/*.parquet'")
        connection.execute(_VIEWS)
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("name", CONTRACT)
def test_every_file_has_the_schema_of_the_contract(dataset: Path, name: str) -> None:
    parts = sorted((dataset / name).iterdir())
    assert [path.name for path in parts] == ["part-00000.parquet"]
    columns = [f"{field.name}:{type_name(field.type)}".replace(": ", ":").replace(", ", ",") for field in table(dataset, name).schema]
    assert columns == CONTRACT[name].split()


@pytest.mark.parametrize(("name", "key"), KEYS.items(), ids=list(KEYS))
def test_keys_are_unique_and_sorted(dataset: Path, name: str, key: tuple[str, ...]) -> None:
    keys = [tuple(row[column] for column in key) for row in rows(dataset, name)]
    assert keys == sorted(set(keys))


REFERENCES = {
    **{f"{name}.post_id": "posts.post_id" for name in ("entries", "speakers", "mentions", "links")},
    **{f"{name}.entry_id": "entries.entry_id" for name in ("speakers", "mentions", "links", "entry_themes")},
    "entries.talk_id": "talks.talk_id",
    "entries.theme_id": "themes.theme_id",
    "entry_themes.theme_id": "themes.theme_id",
    "speakers.person_id": "people.person_id",
    "speakers.company_id": "companies.company_id",
    "talks.entry_ids": "entries.entry_id",
    "talks.person_ids": "people.person_id",
    "people.companies": "companies.company_id",
    "themes.example_entry_ids": "entries.entry_id",
}


def values(dataset: Path, column: str) -> set[str]:
    """What stands in a column, lists taken apart."""
    name, _, field = column.partition(".")
    cells = [row[field] for row in rows(dataset, name) if row[field] is not None]
    return {value for cell in cells for value in (cell if isinstance(cell, list) else [cell])}


@pytest.mark.parametrize(("column", "target"), REFERENCES.items(), ids=list(REFERENCES))
def test_every_id_names_a_row(dataset: Path, column: str, target: str) -> None:
    assert values(dataset, column) - values(dataset, target) == set()


def test_every_mention_names_an_entity_of_its_label(dataset: Path) -> None:
    strays = """
        SELECT m.* FROM mentions m LEFT JOIN entities e ON (m.label, m.entity_id) = (e.label, e.id) WHERE e.name IS DISTINCT FROM m.name
    """
    assert query(dataset, strays) == []


def test_entities_are_counted_over_mentions_and_speakers(dataset: Path) -> None:
    told = query(dataset, "SELECT label, id, n_mentions, n_entries, n_posts FROM entities ORDER BY ALL")
    counted = "SELECT label, id, sum(mentions), count(DISTINCT entry_id), count(DISTINCT post_id) FROM seen GROUP BY ALL ORDER BY ALL"
    assert told == query(dataset, counted)


SAME = {
    "talks hold their entries": (
        "SELECT talk_id, list_sort(entry_ids), n_posts FROM talks ORDER BY talk_id",
        "SELECT talk_id, list(entry_id ORDER BY entry_id), count(DISTINCT post_id) FROM entries GROUP BY talk_id ORDER BY talk_id",
    ),
    "talks name their speakers": (
        "SELECT talk_id, list_sort(person_ids) FROM talks WHERE len(person_ids) > 0 ORDER BY talk_id",
        """SELECT talk_id, list_sort(list(DISTINCT person_id)) FROM speakers JOIN entries USING (entry_id)
           GROUP BY talk_id ORDER BY talk_id""",
    ),
    "people stand beside companies": (
        "SELECT person_id, unnest(companies) AS company FROM people ORDER BY ALL",
        "SELECT DISTINCT person_id, company_id FROM speakers WHERE company_id IS NOT NULL ORDER BY ALL",
    ),
    "themes count their entries": (
        "SELECT theme_id, n_entries FROM themes ORDER BY theme_id",
        "SELECT theme_id, count(*) FROM entries WHERE theme_id IS NOT NULL GROUP BY theme_id ORDER BY theme_id",
    ),
    "an entry's theme is its strongest": (
        """SELECT entry_id, weight FROM entry_themes JOIN entries USING (entry_id, theme_id) ORDER BY entry_id""",
        """SELECT entry_id, max(weight) FROM entry_themes JOIN entries e USING (entry_id)
           WHERE e.theme_id IS NOT NULL GROUP BY entry_id ORDER BY entry_id""",
    ),
    "posts count their words": (
        "SELECT post_id, n_words FROM posts ORDER BY ALL",
        r"SELECT post_id, len(regexp_extract_all(text, '[^\s\p{Z}\x{85}\x{1c}-\x{1f}]+')) FROM posts ORDER BY ALL",
    ),
}


@pytest.mark.parametrize("what", SAME)
def test_tables_agree(dataset: Path, what: str) -> None:
    first, second = SAME[what]
    assert query(dataset, first) == query(dataset, second)


def test_offsets_give_back_their_text(dataset: Path) -> None:
    texts = {row["post_id"]: row["text"] for row in rows(dataset, "posts")}

    def wrong(name: str, column: str, start: str = "start", end: str = "end") -> list[Row]:
        return [
            row
            for row in rows(dataset, name)
            if row[start] is not None and not (0 <= row[start] <= row[end] and texts[row["post_id"]][row[start] : row[end]] == row[column])
        ]

    assert wrong("mentions", "surface") == []
    assert wrong("speakers", "name") == []
    assert wrong("entries", "text", "body_start", "body_end") == []
    assert all(0 <= row["start"] <= row["body_start"] <= row["body_end"] <= row["end"] for row in rows(dataset, "entries"))
    assert [row for row in wrong("links", "anchor") if row["anchor"] is not None] == []


@pytest.mark.parametrize("name", ["mentions", "speakers", "links"])
def test_what_stands_in_an_entry_lies_in_it(dataset: Path, name: str) -> None:
    spans = {row["entry_id"]: (row["start"], row["end"]) for row in rows(dataset, "entries")}
    inside = [
        (*spans[row["entry_id"]], row["start"], row["end"]) for row in rows(dataset, name) if row["entry_id"] and row["start"] is not None
    ]
    assert [place for place in inside if not place[0] <= place[2] <= place[3] <= place[1]] == []


def test_entries_follow_one_another(dataset: Path) -> None:
    overlaps = "SELECT a.entry_id FROM entries a JOIN entries b USING (post_id) WHERE b.position = a.position + 1 AND b.start < a.end"
    assert query(dataset, overlaps) == []
    assert query(dataset, "SELECT post_id FROM entries GROUP BY post_id HAVING max(position) + 1 <> count(*) OR min(position) <> 0") == []
