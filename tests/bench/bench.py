#!/usr/bin/env python3
"""Posts per second, memory and time per stage of `talkmine run`, beside a naive peer in the same minutes on the same pages.

usage: bench.py [--pages 200] [--naive-pages 40] [--rounds 3] [--large 2000]

Pages are generated once (pages.py) under build/bench. Peer and talkmine take turns, each pinned to the same single core with one thread per
library; the figures are medians over the rounds. Writes build/bench/result.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from statistics import median
from typing import Any

from measure import ROOT, measured
from pages import write_pages

HERE, BUILD = Path(__file__).resolve().parent, ROOT / "build" / "bench"
SEED = 7
SMALL = 8
"""Pages of the run that is subtracted: it has all of the fixed costs (start, imports, models) and hardly any work."""
PER_POST = ("acquire", "parse", "segment", "extract", "terms", "store")
PER_CORPUS = ("resolve and themes", "write")
NOTES = """\
What is counted
  talkmine   `talkmine run` as a process of its own, into a fresh folder: reading, parsing, segmenting, extracting, resolving,
             themes, all tables. posts/s and "corpus-wide" are without the load: the time of a run over {small} pages is subtracted,
             so that start, imports and models fall out and everything else stays in. "whole process" subtracts nothing.
  naive      BeautifulSoup (html.parser) get_text, spaCy's default CPU entity recogniser (untrained weights) and an entity ruler
             with 3,000 names, a document at a time, pandas to one Parquet file. It finds no entries, speakers, links, talks or
             themes. Its clock starts after loading and a warm-up page. "rules only" is the same without the recogniser.
  CPU time   of the process and its workers (wait4). On a busy machine trust it and not the clock: subtracting one disturbed run from
             another makes any nonsense, such as stages below zero or two workers that are eight times as fast as one.
  memory     resident peak of the largest process (wait4).
  stages     wall-clock time that the run states itself (_run.json), the small run's subtracted likewise.
  rounds     medians of {rounds} for the first row and for naive; the other rows are single runs.
  machine    {machine}; load average before: {load}
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of talkmine."""

    pages: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    stages: dict[str, float]
    entries: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Runs of one kind, large and small, boiled down to medians."""

    posts_per_s: float
    """Without what a small run takes, too."""
    per_cpu_s: float
    """Posts per second of CPU time, likewise: what to compare where other work disturbs the clock."""
    whole_per_s: float
    load_seconds: float
    peak_mb: float
    stage_ms: dict[str, float]
    """Milliseconds per post by stage."""
    corpus_share: float
    """Of the time without the load, what the corpus-wide steps take."""


def pages(count: int) -> Path:
    """The folder with that many pages; made unless there."""
    folder = BUILD / f"pages-{SEED}-{generator()}-{count}"
    if not folder.exists():
        _say(f"generating {count} pages")
        part = folder.with_suffix(".part")
        rmtree(part, ignore_errors=True)
        write_pages(part, count, SEED)
        part.rename(folder)
    return folder


@cache
def generator() -> str:
    """A hash of what makes the pages: another generator, other folders."""
    sources = [*(HERE / name for name in ("pages.py", "recaps.py", "wording.py", "words.txt")), ROOT / "pipeline" / "data" / "tools.csv"]
    return sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:10]


def naive(count: int, *options: str) -> dict[str, float]:
    """The peer over that many pages: its JSON line."""
    _say(f"naive, {count} pages {' '.join(options)}")
    spent = measured([str(HERE / "naive.py"), str(pages(count)), *options], cores=1)
    result: dict[str, float] = json.loads(spent.output)
    return result


def talkmine(count: int, *, workers: int = 1, statistical: bool = True) -> Run:
    """Talkmine over that many pages, into a fresh folder."""
    _say(f"talkmine, {count} pages, {workers} worker(s){'' if statistical else ', without the recogniser'}")
    source, out, config = pages(count), BUILD / "out", BUILD / "config.toml"
    rmtree(out, ignore_errors=True)
    config.write_text(f"[nlp]\nstatistical = {str(statistical).lower()}\n", "utf-8")
    how = ["--workers", str(workers), "--engine", "pool" if workers > 1 else "local", "--config", str(config), "--quiet"]
    spent = measured(["-m", "pipeline", "run", str(source), "--out", str(out), *how], cores=workers)
    told = json.loads((out / "_run.json").read_text("utf-8"))
    if told["inputs"]["rejected"]:
        sys.exit(f"not every page was taken, so the figures would mean nothing: {told['inputs']['rejected']}")
    return Run(count, spent.seconds, spent.cpu_seconds, spent.peak_mb, told["times"]["seconds"], told["rows"]["entries"])


def rate(small: list[Run], large: list[Run]) -> Rate:
    """What a post takes when the fixed costs, which both kinds of run have, are subtracted."""
    more = large[0].pages - small[0].pages
    base, full = _seconds(small), _seconds(large)
    per_post = max(full - base, 1e-9) / more
    stage_ms = {stage: round(1000 * (_stage(large, stage) - _stage(small, stage)) / more, 2) for stage in PER_POST + PER_CORPUS}
    return Rate(
        posts_per_s=round(1 / per_post, 2),
        per_cpu_s=round(more / max(_cpu(large) - _cpu(small), 1e-9), 2),
        whole_per_s=round(large[0].pages / full, 2),
        load_seconds=round(base - small[0].pages * per_post, 2),
        peak_mb=round(median(run.peak_mb for run in large)),
        stage_ms=stage_ms,
        corpus_share=round(sum(stage_ms[stage] for stage in PER_CORPUS) / (1000 * per_post), 3),
    )


def _seconds(runs: list[Run]) -> float:
    return median(run.seconds for run in runs)


def _cpu(runs: list[Run]) -> float:
    return median(run.cpu_seconds for run in runs)


def _stage(runs: list[Run], stage: str) -> float:
    return median(run.stages.get(stage, 0.0) for run in runs)


def bench(args: argparse.Namespace) -> dict[str, Any]:
    """All runs in their order, and what follows from them."""
    load = os.getloadavg()
    peer, small, main = [], [], []
    for _ in range(args.rounds):
        peer.append(naive(args.naive_pages))
        small.append(talkmine(SMALL))
        main.append(talkmine(args.pages))
    rules = naive(args.naive_pages, "--rules-only")
    plain = rate([talkmine(SMALL, statistical=False)], [talkmine(args.pages, statistical=False)])
    small_two, two = talkmine(SMALL, workers=2), talkmine(args.pages, workers=2)
    large = talkmine(args.large, workers=2) if args.large else None
    return {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "load_average": [round(value, 2) for value in load],
        "pages": args.pages,
        "page_kb": round(sum(path.stat().st_size for path in pages(args.pages).rglob("*.html")) / args.pages / 1000, 1),
        "entries": main[0].entries,
        "naive": _middle(peer),
        "naive_rules_only": rules,
        "talkmine": _plain(rate(small, main)),
        "talkmine_not_statistical": _plain(plain),
        "two_workers": _plain(rate([small_two], [two])),
        "large": _plain(rate([small_two], [large])) | {"pages": large.pages, "seconds": round(large.seconds, 1)} if large else None,
        "runs": {"naive": peer, "small": [_plain(run) for run in small], "main": [_plain(run) for run in main]},
    }


def _middle(lines: list[dict[str, float]]) -> dict[str, float]:
    return {name: median(line[name] for line in lines) for name in lines[0]}


def _plain(record: Run | Rate) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def render(result: dict[str, Any]) -> str:
    """The result as a page of text."""
    kinds = [
        ("talkmine", "talkmine, 1 worker"),
        ("talkmine_not_statistical", "  without the recogniser"),
        ("two_workers", "talkmine, 2 workers"),
    ]
    lines = [f"{result['pages']} pages of {result['page_kb']} KB, all of them taken, {result['entries']} entries", "", _HEAD]
    lines += [_row(name, result[key]) for key, name in kinds]
    if result["large"]:
        lines.append(_row(f"  {result['large']['pages']} pages", result["large"]))
    lines += [
        _naive_row("naive", result["naive"]),
        _naive_row("  rules only", result["naive_rules_only"]),
        "",
        *_ratios(result),
        "",
        *_stages(result),
    ]
    load = ", ".join(str(value) for value in result["load_average"])
    return "\n".join(lines) + "\n\n" + NOTES.format(small=SMALL, rounds=len(result["runs"]["main"]), machine=result["machine"], load=load)


_HEAD = f"{'':<28}{'posts/s':>9}{'per CPU s':>11}{'whole process':>15}{'load s':>8}{'peak MB':>9}{'corpus-wide':>13}"


def _row(name: str, kind: dict[str, Any]) -> str:
    return (
        f"{name:<28}{kind['posts_per_s']:>9.1f}{kind['per_cpu_s']:>11.1f}{kind['whole_per_s']:>15.1f}{kind['load_seconds']:>8.1f}{kind['peak_mb']:>9.0f}"
        f"{kind['corpus_share']:>13.0%}"
    )


def _naive_row(name: str, line: dict[str, float]) -> str:
    return f"{name:<28}{line['docs_per_s']:>9.1f}{line['docs_per_cpu_s']:>11.1f}{'':>23}{line['peak_rss_mb']:>9.0f}"


def _ratios(result: dict[str, Any]) -> list[str]:
    ours, plain, two = (result[key]["posts_per_s"] for key in ("talkmine", "talkmine_not_statistical", "two_workers"))
    peer, rules = result["naive"]["docs_per_s"], result["naive_rules_only"]["docs_per_s"]
    cpu = result["talkmine"]["per_cpu_s"] / result["naive"]["docs_per_cpu_s"]
    lines = [
        f"talkmine : naive, one core each             {ours / peer:6.2f}",
        f"  by CPU time                               {cpu:6.2f}",
        f"  without either's recogniser               {plain / rules:6.2f}",
        f"  without talkmine's recogniser only        {plain / peer:6.2f}",
        f"two workers : one                           {two / ours:6.2f}",
    ]
    if result["large"]:
        label = f"memory at {result['large']['pages']} pages : at {result['pages']}"
        lines.append(f"{label:<44}{result['large']['peak_mb'] / result['two_workers']['peak_mb']:6.2f}")
    return lines


def _stages(result: dict[str, Any]) -> list[str]:
    ours, plain = result["talkmine"]["stage_ms"], result["talkmine_not_statistical"]["stage_ms"]
    rows = [f"{stage:<28}{ours[stage]:>9.1f}{plain[stage]:>25.1f}" for stage in PER_POST + PER_CORPUS]
    return [f"{'ms per post by stage':<28}{'talkmine':>9}{'without the recogniser':>25}", *rows]


def _say(text: str) -> None:
    sys.stderr.write(f"bench: {text}\n")


def main() -> None:
    """Run the benchmark, print its table, write its file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200, help="pages for talkmine")
    parser.add_argument("--naive-pages", type=int, default=40, help="pages for the peer")
    parser.add_argument("--rounds", type=int, default=3, help="times that the two take turns")
    parser.add_argument("--large", type=int, default=2000, help="pages of the run, on two workers, that shows memory; 0 for none")
    args = parser.parse_args()
    BUILD.mkdir(parents=True, exist_ok=True)
    result = bench(args)
    (BUILD / "result.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    sys.stdout.write(render(result))


if __name__ == "__main__":
    main()
