"""The long set of `make check`: fuzzing, kills at random moments, and memory over many pages. Minutes, not seconds."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import RejectInput
from pipeline.model import RawPost
from pipeline.parse import parse
from pipeline.parse.formats import READERS

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))  # the benchmark's scripts are no package
from pages import write_pages

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

_PIECES = "# ## - * 1. > | <p> </p> <li> <table><tr><td> <!-- --> ``` --- === [a](http://b.example) ** _ :: .. \\ & &amp; by Day"
MARKUP = st.sampled_from([*_PIECES.split(), "\n", "\n\n", "\t"])
FUZZ_EXAMPLES = 20_000
KILLS = 15
FEW, MANY = 300, 1500


@settings(max_examples=FUZZ_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(st.binary(max_size=400), st.lists(MARKUP, max_size=60).map(lambda parts: " ".join(parts).encode())),
    st.sampled_from(sorted(READERS)),
)
def test_no_bytes_bring_the_parser_down(content: bytes, suffix: str) -> None:
    try:
        post = parse(RawPost("0" * 16, f"post{suffix}", suffix, content, sha256(content).hexdigest()))
    except RejectInput:
        return
    for block in post.blocks:
        assert 0 <= block.start < block.end <= len(post.text)
    for link in post.links:
        assert 0 <= link.start <= link.end <= len(post.text)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_pages(folder, MANY, 7)
    return folder


def run(posts: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "pipeline", "run", str(posts), "--out", str(out), "--quiet", "--engine", "local"])


def whole(out: Path) -> None:
    described = json.loads((out / "_run.json").read_text())
    for name, file in described["files"].items():
        assert sha256((out / name).read_bytes()).hexdigest() == file["sha256"], name


def test_kills_at_random_moments(pages: Path, tmp_path: Path) -> None:
    out, few = tmp_path / "out", pages / "000"
    small = tmp_path / "small"
    small.mkdir()
    for path in sorted(few.iterdir())[:60]:
        (small / path.name).write_bytes(path.read_bytes())
    assert run(small, out).wait() == 0
    whole(out)
    rng = random.Random(5)
    for number in range(KILLS):
        changed = sorted(small.iterdir())[number]
        changed.write_bytes(changed.read_bytes() + b"<p>changed</p>")
        process = run(small, out)
        time.sleep(rng.uniform(0.1, 6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        whole(out)
    assert run(small, out).wait() == 0
    whole(out)


def peak_megabytes(posts: Path, out: Path) -> float:
    process = run(posts, out)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024


def test_memory_does_not_grow_with_the_corpus(pages: Path, tmp_path: Path) -> None:
    few = tmp_path / "few"
    write_pages(few, FEW, 7)
    small, large = peak_megabytes(few, tmp_path / "a"), peak_megabytes(pages, tmp_path / "b")
    print(f"{FEW} pages {small:.0f} MB, {MANY} pages {large:.0f} MB")
    assert large <= 1.35 * small
    assert large < 900
