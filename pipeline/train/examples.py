"""Annotated posts as training examples: a post, its gold, and the group that must not stand on both sides of a fold."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.acquire.files import find_inputs, read
from pipeline.errors import ConfigError
from pipeline.evaluate.gold import GoldPost, load_gold
from pipeline.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pipeline.model import InputRef, ParsedPost

_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated post."""

    ref: InputRef
    post: ParsedPost
    gold: GoldPost
    group: str


def load_examples(posts: Sequence[Path], gold: Sequence[Path], sources: Path | None = None) -> list[Example]:
    """The posts that have gold, in the order of their sources.

    Raises:
        ConfigError: a gold file without its post.

    """
    groups = _groups(sources) if sources else {}
    golds = {item.file: item for folder in gold for item in load_gold(folder)}
    refs, _ = find_inputs(posts)
    found: dict[str, Example] = {}
    for ref in refs:
        file = next((name for name in _tails(ref.path) if name in golds), None)
        if file is not None and file not in found:
            found[file] = Example(ref, parse(read(ref, _MAX_BYTES)), golds[file], groups.get(file, file))
    if missing := sorted(set(golds) - set(found)):
        raise ConfigError(f"no post for the gold of {missing[0]}")
    return [found[file] for file in sorted(found)]


def _tails(path: str) -> tuple[str, str]:
    parts = path.split("/")
    return "/".join(parts[-2:]), parts[-1]


def _groups(sources: Path) -> dict[str, str]:
    """File -> group, from a tab-separated list with a header."""
    with sources.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["group"] for row in csv.DictReader(file, delimiter="\t")}


def folds(examples: Iterable[Example], count: int) -> list[set[str]]:
    """Groups divided into folds of about equal numbers of posts: the largest group first, each into the smallest fold so far."""
    sizes: dict[str, int] = {}
    for example in examples:
        sizes[example.group] = sizes.get(example.group, 0) + 1
    parts: list[set[str]] = [set() for _ in range(count)]
    filled = [0] * count
    for group, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        at = filled.index(min(filled))
        parts[at].add(group)
        filled[at] += size
    return [part for part in parts if part]
