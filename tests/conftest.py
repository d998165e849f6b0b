"""What the run-level tests share: the sample posts, one dataset made of them, the program as a process, and views of what it wrote."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    import pyarrow as pa

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

CONTRACT = {
    "posts": "post_id:string source:string url:string title:string authors:list<string> published:date32 language:string event_name:string "
    "event_year:int16 event_city:string recap_score:float32 n_words:int32 content_hash:string text:string",
    "entries": "entry_id:string post_id:string talk_id:string position:int32 kind:string title:string section:string start:int32 end:int32 "
    "body_start:int32 body_end:int32 text:string theme_id:string confidence:float32",
    "speakers": "entry_id:string post_id:string person_id:string position:int32 name:string role:string company:string company_id:string "
    "start:int32 end:int32 method:string confidence:float32",
    "mentions": "post_id:string entry_id:string label:string entity_id:string name:string surface:string start:int32 end:int32 "
    "source_line:int32 method:string confidence:float32",
    "links": "post_id:string entry_id:string position:int32 url:string canonical_url:string domain:string kind:string anchor:string "
    "start:int32 end:int32",
    "people": "person_id:string name:string aliases:list<string> companies:list<string> n_mentions:int32 n_entries:int32 n_posts:int32",
    "companies": "company_id:string name:string aliases:list<string> kind:string homepage:string "
    "n_mentions:int32 n_entries:int32 n_posts:int32",
    "tools": "tool_id:string name:string aliases:list<string> category:string homepage:string repo_url:string known:bool "
    "n_mentions:int32 n_entries:int32 n_posts:int32",
    "talks": "talk_id:string title:string kind:string event_name:string event_year:int16 person_ids:list<string> entry_ids:list<string> "
    "n_posts:int32 video_url:string slides_url:string",
    "themes": "theme_id:string label:string terms:list<struct<term:string,weight:float32>> n_entries:int32 example_entry_ids:list<string>",
    "entry_themes": "entry_id:string theme_id:string weight:float32",
    "rejects": "source:string stage:string reason:string detail:string",
}
"""The columns of the data contract, written down once more: what the program says of itself is held against this."""

KEYS = {
    "posts": ("post_id",),
    "entries": ("post_id", "position"),
    "speakers": ("entry_id", "position"),
    "mentions": ("post_id", "start", "label"),
    "links": ("post_id", "position"),
    "people": ("person_id",),
    "companies": ("company_id",),
    "tools": ("tool_id",),
    "talks": ("talk_id",),
    "themes": ("theme_id",),
    "entry_themes": ("entry_id", "theme_id"),
    "rejects": ("source",),
}

Row = dict[str, Any]


# --- what a dataset holds ------------------------------------------------------------------------------------------------------------


def table(out: Path, name: str) -> pa.Table:
    """One table as any reader of Parquet sees it."""
    return pq.read_table(out / name)


def rows(out: Path, name: str) -> list[Row]:
    """One table as rows."""
    found: list[Row] = table(out, name).to_pylist()
    return found


def run_json(out: Path) -> dict[str, Any]:
    """What the run says of itself."""
    told: dict[str, Any] = json.loads((out / "_run.json").read_text("utf-8"))
    return told


def files(out: Path) -> dict[str, Path]:
    """Every file that a reader of the output folder sees, by its path in there."""
    shown = [place for place in sorted(out.iterdir()) if not place.name.startswith(".")]
    found = [path for place in shown for path in (sorted(place.iterdir()) if place.is_dir() else [place])]
    return {path.relative_to(out).as_posix(): path for path in found}


def hashes(out: Path) -> dict[str, str]:
    """The sha256 of every file of a dataset; of `_run.json` without the times, which are all that may differ between two equal runs."""
    found = {name: path.read_bytes() for name, path in files(out).items()}
    told = run_json(out)
    assert told.pop("times")
    found["_run.json"] = json.dumps(told).encode()
    return {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}


def assert_whole(out: Path) -> None:
    """Every file is there, and is what `_run.json` says."""
    told = {name: file["sha256"] for name, file in run_json(out)["files"].items()}
    there = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files(out).items()}
    assert {"_run.json", "README.md"} == there.keys() - told.keys()
    assert told == {name: there.get(name) for name in told}
    assert set(CONTRACT) == {name.split("/")[0] for name in told} - {"ids.parquet"}


# --- the program -------------------------------------------------------------------------------------------------------------------------


def environment(**more: str) -> dict[str, str]:
    """This environment, in which `-m pipeline` is the package beside these tests whatever else is installed."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **more}


def command(*arguments: str | Path) -> list[str]:
    """`talkmine` with this interpreter."""
    return [sys.executable, "-m", "pipeline", *map(str, arguments)]


def talkmine(*arguments: str | Path, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    environ = environment(**more)
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=environ, cwd=cwd, timeout=120, check=False)


# --- fixtures ----------------------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def repo() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "raw"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"needs the shared posts, and {SHARED} is not there")
    return SHARED


@pytest.fixture(scope="session")
def sample_output(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of the sample posts. Tests read it; what writes takes a copy."""
    # Here, so that a defect in one stage does not keep the tests of the others from being collected.
    from pipeline.config import Settings
    from pipeline.run import run

    out = tmp_path_factory.mktemp("samples") / "output"
    run([samples], out, Settings())
    return out


@pytest.fixture(scope="session")
def by_program(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The program's run over the sample posts, all options at their defaults, and its dataset: a process unlike this one in all it may."""
    folder = tmp_path_factory.mktemp("by_program")
    (folder / "raw").symlink_to(samples)
    done = talkmine("run", "--quiet", cwd=folder, PYTHONHASHSEED="4711", TZ="Pacific/Auckland", LC_ALL="C")
    return done, folder / "output"
