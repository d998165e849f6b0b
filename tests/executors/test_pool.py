from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.acquire.files import find_inputs
from pipeline.config import Settings
from pipeline.errors import EnvironmentProblem
from pipeline.executors import SMALL, choose, dask, engine, local, pool
from pipeline.shard import Shard, make_shards

_FAKE = """
import os, signal, time
from pathlib import Path
from pipeline.model import Metadata, ParsedPost, PostRecord

def analyse(raw, settings, clock):
    text = raw.content.decode()
    if text == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if text.startswith("sleep "):
        (Path(text[6:]) / str(os.getpid())).touch()
        time.sleep(60)
    meta = Metadata(None, (), None, "en", None, None)
    return PostRecord(ParsedPost(raw.post_id, raw.source, raw.content_hash, text, (), (), meta, 0.5), (), (), (), ())
"""

_MAIN = """
import sys
from pathlib import Path
from pipeline.acquire.files import find_inputs
from pipeline.config import Settings
from pipeline.executors import pool
from pipeline.shard import make_shards

if __name__ == "__main__":
    here = Path(sys.argv[1])
    shards = make_shards(find_inputs([here / "in"])[0], here / "out", Settings(), analyse="fake_analyse:analyse")
    try:
        for result in pool.run(shards, 2):
            print(result.prefix, flush=True)
    except KeyboardInterrupt:
        print("interrupted")
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `in/`, `pids/` and a per-post function that worker processes can import."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "fake_analyse.py").write_text(_FAKE)
    (tmp_path / "code" / "main.py").write_text(_MAIN)
    (tmp_path / "pids").mkdir()
    (tmp_path / "in").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "code")
    return tmp_path


def shards(here: Path, texts: list[str]) -> tuple[Shard, ...]:
    for n, text in enumerate(texts):
        (here / "in" / f"{n}.md").write_text(text)
    return make_shards(find_inputs([here / "in"])[0], here / "out", Settings(), analyse="fake_analyse:analyse")


def sleepers(here: Path, count: int) -> list[int]:
    """The worker processes that say that they are at work, once they all do."""
    deadline = time.monotonic() + 20
    while len(found := [path.name for path in (here / "pids").iterdir()]) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return [int(pid) for pid in found]


def is_alive(pid: int) -> bool:
    """Whether the process still runs; a zombie that nobody has collected yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def all_end(pids: list[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(is_alive(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def parts(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*.parquet"))}


def test_workers_make_the_same_parts_as_one_process(here: Path) -> None:
    todo = shards(here, [f"post {n}" for n in range(20)])
    in_pool = sorted(pool.run(todo, 2), key=lambda result: result.prefix)
    made = parts(here / "out")
    again = list(local.run(todo))
    assert [r.prefix for r in in_pool] == [r.prefix for r in again] == [shard.prefix for shard in todo]
    assert all(r.reused for r in again)
    (here / "out").rename(here / "out-of-the-way")
    assert [r.reused for r in local.run(todo)] == [False] * len(todo)
    assert parts(here / "out") == made


def test_no_shards_are_no_trouble() -> None:
    assert list(pool.run((), 2)) == []
    assert list(local.run((), 2)) == []


def test_a_worker_that_is_killed_is_told_in_one_line(here: Path) -> None:
    todo = shards(here, ["die", *(f"post {n}" for n in range(10))])
    with pytest.raises(EnvironmentProblem, match="a worker process ended without a word") as caught:
        list(pool.run(todo, 2))
    assert "\n" not in str(caught.value)


def test_an_error_of_the_set_up_comes_through(here: Path) -> None:
    todo = shards(here, ["post"])
    (here / "out").write_text("in the way")
    with pytest.raises(EnvironmentProblem, match="out is not a folder"):
        list(pool.run(todo, 2))


def test_leaving_the_loop_ends_the_workers(here: Path) -> None:
    by_source = {ref.source: ref for shard in shards(here, ["quick", *[f"sleep {here / 'pids'}"] * 3]) for ref in shard.inputs}
    settings = Settings().model_dump_json()
    todo = [Shard(name, (by_source[name],), str(here / "out"), settings, "fake_analyse:analyse") for name in sorted(by_source)]
    results = pool.run(todo, 2)
    assert next(results).prefix == "0.md"
    pids = sleepers(here, 2)
    began = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5
    assert all_end(pids, 1)


def started(here: Path, *texts: str) -> subprocess.Popen[bytes]:
    """`main.py` at work on posts whose analysis takes a minute, and on these."""
    made = shards(here, [*texts, *[f"sleep {here / 'pids'}"] * (12 if not texts else 1)])
    assert len(made) > 1
    environment = {**os.environ, "PYTHONPATH": str(here / "code")}
    command = [sys.executable, str(here / "code" / "main.py"), str(here)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, start_new_session=True)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_end_of_the_parent_ends_its_workers(here: Path, how: signal.Signals) -> None:
    with started(here) as parent:
        pids = sleepers(here, 2)
        parent.send_signal(how)
        parent.wait(10)
        assert all_end(pids, 5)
    assert parts(here / "out") == {}


@pytest.mark.parametrize("texts", [(), ("quick",)], ids=["all at work", "one idle"])
def test_control_c_ends_all_promptly_and_quietly(here: Path, texts: tuple[str, ...]) -> None:
    with started(here, *texts) as parent:
        pids = sleepers(here, 1 if texts else 2)
        first = parent.stdout.readline() if texts and parent.stdout else b""
        os.killpg(parent.pid, signal.SIGINT)  # as a terminal does: to the workers as well
        said, errors = parent.communicate(timeout=5)
        assert all_end(pids, 1)
    assert (parent.returncode, first.count(b"\n"), said, errors) == (0, len(texts), b"interrupted\n", b"")


def test_choose() -> None:
    assert [choose(1, 10**6), choose(8, SMALL), choose(8, SMALL + 1)] == ["local", "local", "pool"]
    assert engine("pool") is pool.run
    assert engine("local") is local.run


def test_dask_is_optional(here: Path) -> None:
    # A `distributed` that cannot be imported, found before the real one, stands for one that is not there.
    (here / "code" / "distributed.py").write_text("raise ImportError")
    shards(here, ["post"])
    program = (here / "code" / "main.py").read_text().replace("import pool", "import dask").replace("pool.run", "dask.run")
    (here / "code" / "main.py").write_text(program)
    environment = {**os.environ, "PYTHONPATH": str(here / "code")}
    command = [sys.executable, str(here / "code" / "main.py"), str(here)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    said = "EnvironmentProblem: dask.distributed is not installed: pip install 'talkmine[dask]'"
    assert done.stderr.splitlines()[-1].endswith(said)


@pytest.mark.skipif(find_spec("distributed") is None, reason="dask.distributed is not installed")
def test_dask_makes_the_same_parts(here: Path) -> None:
    todo = shards(here, [f"post {n}" for n in range(20)])
    results = sorted(dask.run(todo, 2), key=lambda result: result.prefix)
    assert [r.prefix for r in results] == [shard.prefix for shard in todo]
    assert all(r.reused for r in local.run(todo))


@pytest.mark.skipif(find_spec("distributed") is None, reason="dask.distributed is not installed")
def test_a_dask_scheduler_that_is_not_there(here: Path) -> None:
    from dask import config

    impatient = config.set({"distributed.comm.timeouts.connect": "200ms"})
    with impatient, pytest.raises(EnvironmentProblem, match=r"no dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(dask.run(shards(here, ["post"]), 2, address="tcp://127.0.0.1:9"))
