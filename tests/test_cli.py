from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import CONTRACT, command, environment, hashes, talkmine

from pipeline import __version__
from pipeline.cli import main
from pipeline.config import Settings
from pipeline.run import run

COMMANDS = sorted(main.commands)


@pytest.fixture
def few(tmp_path: Path, samples: Path) -> Path:
    """One sample post in a folder of its own."""
    (tmp_path / "few").mkdir()
    shutil.copy(samples / "pycoast-2022.md", tmp_path / "few")
    return tmp_path / "few"


@pytest.fixture(scope="module")
def few_output(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of that post."""
    out = tmp_path_factory.mktemp("few") / "out"
    run([samples / "pycoast-2022.md"], out, Settings())
    return out


@pytest.fixture
def out(few_output: Path, tmp_path: Path) -> Path:
    """A copy of it with its finished part, which a process takes a third of the time to use."""
    return Path(shutil.copytree(few_output, tmp_path / "out", symlinks=True))


def said_once(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """One line on standard error that names the trouble, nothing else."""
    assert (done.returncode, done.stdout) == (code, "")
    assert re.fullmatch(r"talkmine: [^\n]+\n", done.stderr), done.stderr
    assert [word for word in words if word not in done.stderr] == []


# --- help --------------------------------------------------------------------------------------------------------------------------------


def test_the_commands() -> None:
    assert COMMANDS == ["evaluate", "run", "schema", "train"]


@pytest.mark.parametrize("arguments", [(), *[(name,) for name in COMMANDS]], ids=["talkmine", *COMMANDS])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_shows_examples(arguments: tuple[str, ...], option: str) -> None:
    done = talkmine(*arguments, option)
    assert (done.returncode, done.stderr) == (0, "")
    example = re.search(r"Examples?:\n((?: +talkmine [^\n]+\n)+)", done.stdout)
    assert example, done.stdout
    assert all(" ".join(("talkmine", *arguments)) in line for line in example[1].splitlines())


def test_help_names_every_command() -> None:
    shown = talkmine("--help").stdout
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", shown, re.MULTILINE)] == []


def test_help_is_quick() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        subprocess.run(command("--help"), env=environment(), stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - began

    assert statistics.median(seconds() for _ in range(5)) < 0.6  # 0.1 s on a machine at rest


def test_the_command_line_imports_nothing_heavy() -> None:
    code = "import sys, pipeline.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "click" in loaded
    assert not loaded & {"sklearn", "scipy", "numpy", "spacy", "pandas", "pyarrow", "rich", "pydantic", "lxml", "trafilatura"}


def test_version() -> None:
    done = talkmine("--version")
    assert (done.returncode, done.stdout) == (0, f"talkmine, version {__version__}\n")


# --- exit codes ----------------------------------------------------------------------------------------------------------------------


def test_rejects_are_no_failure_unless_strict(few: Path, out: Path) -> None:
    (few / "empty.md").touch()
    relaxed = talkmine("run", few, "--out", out, "--quiet")
    assert (relaxed.returncode, relaxed.stdout, relaxed.stderr) == (0, "", "")
    written = hashes(out)
    strict = talkmine("run", few, "--out", out, "--strict")
    assert (strict.returncode, hashes(out)) == (1, written)
    assert "Traceback" not in strict.stderr
    assert re.search(r"empty\.md +empty +0 bytes, no text", strict.stdout)
    (few / "empty.md").unlink()
    assert talkmine("run", few, "--out", out, "--strict", "--quiet").returncode == 0


def test_a_run_tells_what_it_did(few: Path, out: Path) -> None:
    done = talkmine("run", few, "--out", out)
    assert done.returncode == 0
    assert done.stderr == "1/1 posts" + done.stderr.removeprefix("1/1 posts")
    assert len(done.stderr.splitlines()) == 1
    assert re.search(r"\b1 posts? .*\n(.*\n)*.*1 inputs in [\d.]+ s", done.stdout)


def test_quiet_prints_nothing_and_raw_and_output_are_the_defaults(
    by_program: tuple[subprocess.CompletedProcess[str], Path], sample_output: Path
) -> None:
    done, written = by_program
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert hashes(written) == hashes(sample_output)


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--no-such-option"),
        ("run", "--workers", "0"),
        ("run", "--workers", "two"),
        ("run", "--engine", "abacus"),
        ("run", "--ids", "not-there.parquet"),
        ("no-such-command",),
        ("evaluate", "not-there", "--gold", "not-there"),
        ("train",),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = talkmine(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: ")
    assert re.search(r"^Error: .+\n\Z", done.stderr, re.MULTILINE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("config", "words"),
    [
        (b"[aquire]\nmax_bytes = 1\n", ("aquire",)),
        (b"[acquire]\nmax_byte = 1\n", ("acquire.max_byte",)),
        (b"[acquire]\nmax_bytes = 'many'\n", ("acquire.max_bytes", "integer")),
        (b"[acquire]\nmax_bytes = 0\n", ("acquire.max_bytes", "greater than 0")),
        (b"[segment]\nmin_recap_score = 1.5\n", ("segment.min_recap_score", "less than or equal to 1")),
        (b"acquire = 3\n", ("acquire",)),
        (b"this is no TOML\n", ()),
        (b"\xff\xfe[\x00a\x00", ()),
        (None, ("No such file",)),
    ],
    ids=["unknown section", "unknown key", "wrong type", "too small", "too large", "no section", "no TOML", "no text", "not there"],
)
def test_a_bad_config_is_one_line(few: Path, tmp_path: Path, config: bytes | None, words: tuple[str, ...]) -> None:
    path = tmp_path / "pipeline.toml"
    if config is not None:
        path.write_bytes(config)
    said_once(talkmine("run", few, "--out", tmp_path / "out", "--config", path), 2, str(path), *words)
    assert not (tmp_path / "out").exists()


def test_other_set_ups_that_cannot_work(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said_once(talkmine("run", tmp_path / "nowhere", "--out", out), 2, "nowhere", "no such file or folder")
    (tmp_path / "ids").write_text("no registry")
    said_once(talkmine("run", few, "--out", out, "--ids", tmp_path / "ids"), 2, "not an id registry")
    (tmp_path / "model.toml").write_text('[nlp]\nmodel = "no_such_model"\n')
    said_once(talkmine("run", few, "--out", out, "--config", tmp_path / "model.toml", "--quiet"), 2, "no_such_model")
    said_once(talkmine("schema", "tabels"), 2, "tabels", "rejects")
    assert not (out / "_run.json").exists()


@pytest.mark.parametrize("empty", [True, False], ids=["nothing there", "only rejects"])
def test_nothing_to_read_leaves_the_dataset_before(tmp_path: Path, sample_output: Path, empty: bool) -> None:  # noqa: FBT001
    (tmp_path / "in").mkdir()
    if not empty:
        (tmp_path / "in" / "a.md").touch()
        (tmp_path / "in" / "b.docx").write_bytes(b"PK")
    out = shutil.copytree(sample_output, tmp_path / "out", symlinks=True)
    done = talkmine("run", tmp_path / "in", "--out", out, "--quiet")
    said_once(done, 3, "nothing to read", *([] if empty else ["empty 1", "unknown_suffix 1"]))
    assert hashes(out) == hashes(sample_output)


# --- schema --------------------------------------------------------------------------------------------------------------------------


def columns(shown: str) -> list[tuple[str, str]]:
    """The names and types that `schema` prints, in the contract's way of writing."""
    plain = shown.replace(", null", "").replace(": ", ":").replace(", weight", ",weight")
    found: list[tuple[str, str]] = re.findall(r"^  (\w+) +(\S+) +\S", plain, re.MULTILINE)
    return found


def test_schema_prints_every_column_of_the_contract() -> None:
    done = talkmine("schema")
    assert (done.returncode, done.stderr) == (0, "")
    sections = done.stdout.strip().split("\n\n")
    assert [section.split(" ")[0] for section in sections] == list(CONTRACT)
    for section, expected in zip(sections, CONTRACT.values(), strict=True):
        assert [f"{name}:{kind}" for name, kind in columns(section)] == expected.split()


def test_schema_of_one_table() -> None:
    everything, one = talkmine("schema").stdout, talkmine("schema", "speakers").stdout
    assert one.startswith("speakers (key entry_id, position): ")
    assert one in everything


# --- evaluate --------------------------------------------------------------------------------------------------------------------------


def test_evaluate_prints_a_table(sample_output: Path, repo: Path) -> None:
    gold = repo / "tests" / "gold" / "samples"
    done = talkmine("evaluate", sample_output, "--gold", gold)
    assert (done.returncode, done.stderr) == (0, "")
    head, *lines = done.stdout.splitlines()
    assert head.split()[:3] == ["entries", "titles", "kinds"]
    assert {path.stem for path in gold.glob("*.json")} | {"precision", "recall", "F1"} <= {line.split()[0] for line in lines}
    assert re.search(r"^grounded 1\.0000 of \d+ mentions; 10 posts$", done.stdout, re.MULTILINE)
    assert "no post for" not in done.stdout


@pytest.mark.parametrize(("floor", "code"), [(0.0, 0), (1.01, 1)])
def test_a_figure_below_its_floor_fails(sample_output: Path, repo: Path, tmp_path: Path, floor: float, code: int) -> None:
    (tmp_path / "floors.toml").write_text(f"[samples]\nentries = {floor}\ntools = 0\n")
    arguments = ("--gold", repo / "tests" / "gold" / "samples", "--floors", tmp_path / "floors.toml", "--set", "samples")
    done = talkmine("evaluate", sample_output, *arguments)
    assert done.returncode == code
    said = re.findall(r"below its floor: entries: F1 [\d.]+ is below its floor 1\.0100\n", done.stderr)
    assert (len(said), "".join(said)) == (code, done.stderr)


@pytest.mark.parametrize("floors", ["[other]\nentries = 0\n", "[samples]\nno_such_measure = 0\n", "no TOML"])
def test_bad_floors_are_one_line(sample_output: Path, repo: Path, tmp_path: Path, floors: str) -> None:
    (tmp_path / "floors.toml").write_text(floors)
    arguments = ("--gold", repo / "tests" / "gold" / "samples", "--floors", tmp_path / "floors.toml", "--set", "samples")
    done = talkmine("evaluate", sample_output, *arguments)
    assert done.returncode == 2
    assert re.fullmatch(r"talkmine: [^\n]+\n", done.stderr), done.stderr
