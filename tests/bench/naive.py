#!/usr/bin/env python3
"""The peer: what one would write in an afternoon. BeautifulSoup's text, a spaCy pipeline one document at a time, pandas to Parquet.

usage: naive.py FOLDER [--limit N] [--rules-only]

Prints one JSON line. One process; loading the libraries, building the pipeline and one document to warm it up are not counted. The entity
recogniser is spaCy's default architecture for CPUs with untrained weights: it takes the time that a trained one takes, and what it finds is
not the point here. An entity ruler with 3,000 names of tools and companies stands behind it.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pandas as pd
import spacy
from bs4 import BeautifulSoup
from spacy.pipeline import EntityRuler
from spacy.training import Example
from thinc.api import fix_random_seed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

_DATA = Path(__file__).resolve().parents[2] / "pipeline" / "data"
_PATTERNS = 3_000
_LABELS = ("PERSON", "ORG", "TOOL", "EVENT")


def build(*, rules_only: bool) -> Language:
    """A blank English pipeline with the default entity recogniser (unless only rules are asked for) and an entity ruler."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    if not rules_only:
        recogniser: Any = nlp.add_pipe("ner")
        for label in _LABELS:
            recogniser.add_label(label)
        nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("Ann Holt of Mossbank"), {"entities": [(0, 8, "PERSON"), (12, 20, "ORG")]})])
    ruler = nlp.add_pipe("entity_ruler", config={"overwrite_ents": True})
    assert isinstance(ruler, EntityRuler)
    ruler.add_patterns(_patterns())
    return nlp


def _patterns() -> list[dict[str, str | list[dict[str, Any]]]]:
    found: list[dict[str, str | list[dict[str, Any]]]] = []
    for label, name in (("TOOL", "tools.csv"), ("ORG", "companies.csv")):
        with (_DATA / name).open(encoding="utf-8", newline="") as file:
            found += [{"label": label, "pattern": row["name"]} for row in csv.DictReader(file)]
    return Random(7).sample(found, min(_PATTERNS, len(found)))


def entities(nlp: Language, path: Path) -> Iterator[dict[str, str | int]]:
    """The rows of one page."""
    text = BeautifulSoup(path.read_bytes(), "html.parser").get_text(" ")
    for span in nlp(text).ents:
        yield {"source": path.name, "label": span.label_, "surface": span.text, "start": span.start_char, "end": span.end_char}


def timed(nlp: Language, paths: list[Path]) -> tuple[float, float]:
    """Seconds by the clock and of CPU from the first page to the written table."""
    began, cpu = time.perf_counter(), time.process_time()
    rows = [row for path in paths for row in entities(nlp, path)]
    with tempfile.TemporaryDirectory() as folder:
        pd.DataFrame(rows).to_parquet(Path(folder) / "mentions.parquet")
    return time.perf_counter() - began, time.process_time() - cpu


def main() -> None:
    """Run over a folder and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--rules-only", action="store_true")
    args = parser.parse_args()
    paths = sorted(args.folder.rglob("*.html"))[: args.limit]
    nlp = build(rules_only=args.rules_only)
    timed(nlp, paths[:1])
    seconds, cpu = timed(nlp, paths)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = {"docs": len(paths), "seconds": round(seconds, 3), "docs_per_s": round(len(paths) / seconds, 2), "peak_rss_mb": round(peak)}
    line |= {"docs_per_cpu_s": round(len(paths) / cpu, 2)}
    sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
