"""Training of the segmenter: which cut of a post is best, and which starts of a cut are entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.evaluate.keys import alike, text_key
from pipeline.segment import Segmenter
from pipeline.segment.candidates import Cut, candidates
from pipeline.segment.cues import cues_of
from pipeline.segment.features import PostLayout
from pipeline.segment.forest import Forest
from pipeline.segment.headers import header_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.evaluate.gold import GoldEntry
    from pipeline.model import ParsedPost
    from pipeline.segment.cues import Cue
    from pipeline.train.examples import Example

_TREES = 160
_MIN_LEAF = 3
_FEATURES_PER_SPLIT = 0.4
_GOOD_CUT = 0.3
"""Starts are learned from cuts of at least that F1: worse ones are hardly ever chosen."""
_BODY_LETTERS = 700
_START_LETTERS = 12
"""As in the scorer: first words with fewer letters are too common to tell one body from another."""


@dataclass(frozen=True)
class Labelled:
    """A post with its cuts and, per block that may begin an entry, the gold entry that it begins."""

    layout: PostLayout
    cuts: tuple[Cut, ...]
    gold_of: dict[int, int]
    n_gold: int

    def f1(self, cut: Cut) -> float:
        """Entries F1 of a cut, before any start is dropped."""
        if not cut.starts and not self.n_gold:
            return 1.0
        hits = len({self.gold_of[start] for start in cut.starts if start in self.gold_of})
        return 2 * hits / (len(cut.starts) + self.n_gold) if cut.starts or self.n_gold else 1.0

    def labels(self, cut: Cut) -> list[float]:
        """1 for the first start of each gold entry, else 0."""
        seen: set[int] = set()
        labels = []
        for start in cut.starts:
            gold = self.gold_of.get(start)
            labels.append(float(gold is not None and gold not in seen))
            if gold is not None:
                seen.add(gold)
        return labels


def label(example: Example) -> Labelled:
    """Look at every block that some cut begins an entry at, and find the gold entry that it would be scored as."""
    cues = cues_of(example.post)
    cuts = candidates(cues)
    blocks = sorted({start for cut in cuts for start in cut.starts})
    keys = [_keys(example.post, cues, block) for block in blocks]
    gold_of: dict[int, int] = {}
    for test in (_same_title_and_start, _same_title, _like_title, _same_start):
        for number, entry in enumerate(example.gold.entries):
            for block, (title, body) in zip(blocks, keys, strict=True):
                if block not in gold_of and test(entry, title, body):
                    gold_of[block] = number
    return Labelled(PostLayout(cues, example.post.meta.title or ""), cuts, gold_of, len(example.gold.entries))


def _keys(post: ParsedPost, cues: Sequence[Cue], block: int) -> tuple[str, str]:
    header = header_of(post.text, cues, block)
    return text_key(post.text[slice(*header.title)]), text_key(post.text[header.body_start : header.body_start + _BODY_LETTERS])


def _same_title_and_start(entry: GoldEntry, title: str, body: str) -> bool:
    """Two sessions of one post may have one title ("Morning keynotes"): then the body tells them apart."""
    return _same_title(entry, title, body) and _same_start(entry, title, body)


def _same_title(entry: GoldEntry, title: str, _: str) -> bool:
    return text_key(entry.title) == title


def _like_title(entry: GoldEntry, title: str, _: str) -> bool:
    return alike(text_key(entry.title), title)


def _same_start(entry: GoldEntry, _: str, body: str) -> bool:
    start = text_key(entry.starts_with)
    return len(start) >= _START_LETTERS and start in body[: len(start) + 160]


def train(posts: Sequence[Labelled]) -> Segmenter:
    """Fit both scores. Every post weighs the same, however many cuts or starts it has."""
    cut_rows, cut_goals, cut_weights = [], [], []
    start_rows, start_goals, start_weights = [], [], []
    for post in posts:
        for cut in post.cuts:
            f1 = post.f1(cut)
            cut_rows.append(post.layout.cut_features(cut))
            cut_goals.append(f1)
            cut_weights.append(1 / len(post.cuts))
            if f1 >= _GOOD_CUT and cut.starts:
                start_rows += post.layout.start_features(cut)
                start_goals += post.labels(cut)
                start_weights += [f1 / len(cut.starts)] * len(cut.starts)
    return Segmenter(_fit(cut_rows, cut_goals, cut_weights), _fit(start_rows, start_goals, start_weights))


def _fit(rows: Sequence[Mapping[str, float]], goals: Sequence[float], weights: Sequence[float]) -> Forest:
    from sklearn.ensemble import ExtraTreesRegressor  # noqa: PLC0415 - heavy, and only in training

    names = tuple(rows[0])
    matrix = np.array([[row[name] for name in names] for row in rows], dtype=np.float32)
    model = ExtraTreesRegressor(_TREES, min_samples_leaf=_MIN_LEAF, max_features=_FEATURES_PER_SPLIT, random_state=0, n_jobs=2)
    model.fit(matrix, np.array(goals), sample_weight=np.array(weights))
    return _exported(names, [tree.tree_ for tree in model.estimators_])


def _exported(names: tuple[str, ...], trees: Sequence[Any]) -> Forest:
    offsets = np.cumsum([0, *(tree.node_count for tree in trees)])
    feature = np.concatenate([np.where(tree.feature >= 0, tree.feature, -1) for tree in trees])
    left = np.concatenate([tree.children_left + offset for tree, offset in zip(trees, offsets[:-1], strict=True)])
    right = np.concatenate([tree.children_right + offset for tree, offset in zip(trees, offsets[:-1], strict=True)])
    own = np.arange(offsets[-1])
    return Forest(
        names=names,
        roots=offsets[:-1].astype(np.int32),
        feature=feature.astype(np.int16),
        threshold=np.concatenate([tree.threshold for tree in trees]).astype(np.float32),
        left=np.where(feature >= 0, left, own).astype(np.int32),
        right=np.where(feature >= 0, right, own).astype(np.int32),
        value=np.concatenate([tree.value[:, 0, 0] for tree in trees]).astype(np.float32),
    )
