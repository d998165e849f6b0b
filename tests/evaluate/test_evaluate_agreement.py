"""Agreement with the independent scorer in ../shared: on outputs spoilt at random, every figure must be the same."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.evaluate import MEASURES, Figures, Scores, evaluate

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ORACLE = SHARED / "eval" / "score.py"
DEV_SAMPLE = 14

pytestmark = pytest.mark.skipif(not ORACLE.exists(), reason="needs ../shared")

Row = dict[str, Any]
FILLER = "and then the room talked about it for quite some time "
KINDS = ["keynote", "talk", "panel", "lightning", "workshop", "topic"]


class Spoiler:
    """Turns gold into tables with mistakes: each kind of mistake is made with the probability `rate`."""

    def __init__(self, seed: int, rate: float) -> None:
        self.rng = Random(seed)
        self.rate = rate
        self.tables: dict[str, list[Row]] = {name: [] for name in ("posts", "entries", "speakers", "mentions", "links")}

    def chance(self) -> bool:
        return self.rng.random() < self.rate

    def spoilt(self, text: str | None) -> str | None:
        """The text, or some misreading of it."""
        if not text or not self.chance():
            return text
        cut = self.rng.randrange(len(text) + 1)
        readings = [
            None, "", text.upper(), text[:cut], text[cut:], text[: len(text) * 3 // 4], text + ", Inc.", f"“{text}” — {FILLER[:cut]}",
            text[:cut] + "x" + text[cut + 1 :], text.replace(" ", "-"), f"Keynote: {text}", "C# and C++", "Müller",
        ]  # fmt: skip
        return self.rng.choice(readings)

    def post(self, gold: Row) -> None:
        post_id = gold["slug"]
        if self.rng.random() < self.rate / 3:
            return
        event = gold["event"] or {}
        self.tables["posts"].append({
            "post_id": post_id,
            "source": self.rng.choice([f"in/{gold['file']}", gold["file"]]),
            "title": self.spoilt(gold["title"]),
            "authors": [name for name in gold["authors"] if not self.chance()],
            "published": None if self.chance() else self.spoilt(gold["published"]),
            "event_name": self.spoilt(self.rng.choice([event.get("name"), *event.get("aliases", [])])),
            "event_year": 2020 if self.chance() else event.get("year"),
            "text": "",
        })  # fmt: skip
        entries = gold["entries"]
        ids = [f"{post_id}-{number}" for number in range(len(entries))]
        for number in range(len(entries)):
            if not self.chance():
                self.entry(post_id, ids, number, entries)
        self.parts(post_id, None, gold["outside"])
        for name in gold["people"]:
            if not self.chance():
                self.mention(post_id, self.stray(None, ids), "person", [name])

    def entry(self, post_id: str, ids: list[str], number: int, entries: list[Row]) -> None:
        entry, other = entries[number], self.rng.choice(entries)
        row = {
            "post_id": post_id,
            "entry_id": ids[number],
            "position": self.rng.choice([number, None, 0]) if self.chance() else number,
            "kind": self.rng.choice(KINDS) if self.chance() else entry["kind"],
            "title": self.spoilt(entry["title"]),
            "section": self.spoilt(other["section"] if self.chance() else entry["section"]),
            "text": self.body(entry, other),
        }
        self.tables["entries"].append(row)
        if self.rng.random() < self.rate / 2:
            again = self.rng.choice([row["entry_id"], f"{post_id}-again-{number}"])
            self.tables["entries"].append({**row, "entry_id": again})
            self.mention(post_id, f"{post_id}-again-{number}", "tool", ["Helm"])
        entry_id = self.stray(ids[number], ids)
        for speaker in entry["speakers"]:
            if not self.chance():
                self.speaker(post_id, entry_id, speaker)
        self.parts(post_id, entry_id, entry)

    def body(self, entry: Row, other: Row) -> str | None:
        """The gold's first and last words around some filler, sometimes with another entry's, sometimes cut."""
        words = [entry["starts_with"] or "", FILLER, entry["ends_with"] or ""] if entry["starts_with"] else []
        if self.chance():
            words.insert(self.rng.randrange(len(words) + 1), FILLER * self.rng.choice([1, 2, 3, 4, 8]))
        if self.chance():
            words.insert(self.rng.randrange(len(words) + 1), other["starts_with"] or "")
        text = " ".join(words)
        return self.spoilt(text) if self.rng.random() < self.rate / 2 else text

    def speaker(self, post_id: str, entry_id: str | None, speaker: Row) -> None:
        name = self.spoilt(speaker["name"])
        role, company = self.spoilt(speaker["role"]), self.spoilt(speaker["company"])
        row = {"post_id": post_id, "entry_id": entry_id, "name": name, "role": role, "company": company}
        self.tables["speakers"].append(row)

    def parts(self, post_id: str, entry_id: str | None, gold: Row) -> None:
        for label, key in (("tool", "tools"), ("company", "companies")):
            for forms in [*gold[key], *gold[f"{key}_optional"], *([["Quux Net"]] if self.chance() else [])]:
                if not self.chance():
                    self.mention(post_id, entry_id, "person" if self.rng.random() < self.rate / 5 else label, forms)
        for url in gold["urls"]:
            variants = [url, url.replace("http://", "https://"), url + "/", url.upper(), "https://else.example/", None]
            url_as = self.rng.choice(variants) if self.chance() else url
            self.tables["links"].append({"post_id": post_id, "entry_id": entry_id, "url": url_as})

    def mention(self, post_id: str, entry_id: str | None, label: str, forms: list[str]) -> None:
        """A mention with its surface added to the post's text, now and then with wrong offsets."""
        surface, name = self.rng.choice(forms), self.rng.choice([*forms, None, ""])
        post = self.tables["posts"][-1]
        start = len(post["text"]) + self.chance()
        post["text"] += surface + " "
        if self.chance():
            surface = self.spoilt(surface) or surface[:3]
        row = {"post_id": post_id, "entry_id": entry_id, "label": label, "name": name, "surface": surface}
        self.tables["mentions"].append({**row, "start": start, "end": start + len(surface)})

    def stray(self, entry_id: str | None, ids: list[str]) -> str | None:
        """The id, or rarely another's, one that no entry has, or none."""
        return self.rng.choice([None, "no-entry", *ids]) if self.rng.random() < self.rate / 4 else entry_id

    def write(self, folder: Path) -> None:
        for name, rows in self.tables.items():
            (folder / name).mkdir(parents=True)
            pq.write_table(pa.Table.from_pylist(rows), folder / name / "part-0.parquet")


def oracle(gold: Path, output: Path, report: Path) -> tuple[Row, Counter[str]]:
    """The independent scorer's figures, and its misses counted by post and measure."""
    command = [sys.executable, "-B", str(ORACLE), str(gold), str(output), "--json", str(report), "--misses"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    misses = printed[: printed.index("\n" + " " * 17)]
    return json.loads(report.read_text()), counted(misses.splitlines())


def counted(misses: list[str] | tuple[str, ...]) -> Counter[str]:
    """Misses by post and by the first measure that the line names."""
    return Counter(f"{line.split(': ')[0]} {next(m for m in MEASURES if f': {m}: ' in line)}" for line in misses)


def as_json(scores: Scores) -> Row:
    """Our scores in the shape of the independent scorer's report."""
    total = {measure: {**plain(figures), "macro": figures.macro} for measure, figures in scores.total.items()}
    posts = {slug: {measure: plain(figures) for measure, figures in post.items()} for slug, post in scores.posts.items()}
    return {"total": total, "grounded": scores.grounded, "posts": posts}


def plain(figures: Figures) -> Row:
    return {"p": figures.precision, "r": figures.recall, "f1": figures.f1, "gold": figures.gold}


def gold_sample(folder: Path, rng: Random) -> list[Row]:
    """A folder with some of the shared gold files; their content."""
    folder.mkdir()
    dev = rng.sample(sorted((SHARED / "gold" / "dev").glob("*.json")), DEV_SAMPLE)
    paths = [*dev, *(SHARED / "gold" / "seeds").glob("*.json")]
    for path in paths:
        shutil.copyfile(path, folder / path.name)
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


@pytest.mark.parametrize(("seed", "rate"), [(1, 0.0), (2, 0.05), (3, 0.15), (4, 0.3), (5, 0.5), (6, 0.7)])
def test_same_figures_as_the_shared_scorer(tmp_path: Path, seed: int, rate: float) -> None:
    spoiler = Spoiler(seed, rate)
    for gold in gold_sample(tmp_path / "gold", spoiler.rng):
        spoiler.post(gold)
    spoiler.write(tmp_path / "output")
    expected, misses = oracle(tmp_path / "gold", tmp_path / "output", tmp_path / "report.json")
    scores = evaluate(tmp_path / "gold", tmp_path / "output")
    assert as_json(scores) == expected
    assert counted(scores.misses) == misses
