"""A forest of regression trees as plain arrays: what `make train` exports and the segmenter walks. No pickle, no sklearn at run time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_DECIMALS = 6
"""Predictions are rounded, so that the last bits of a machine's arithmetic decide nothing."""


@dataclass(frozen=True)
class Forest:
    """All trees in one set of node arrays; a leaf has feature -1 and points to itself."""

    names: tuple[str, ...]
    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]

    def predict(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """The mean of the trees' leaves for each row of named features."""
        if not rows:
            return []
        matrix = np.array([[row[name] for name in self.names] for row in rows], dtype=np.float32)
        at = np.broadcast_to(self.roots, (len(rows), len(self.roots))).copy()
        lines = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[at]
            inner = feature >= 0
            if not inner.any():
                break
            goes_left = matrix[lines, np.maximum(feature, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)
        return [round(float(mean), _DECIMALS) for mean in self.value[at].astype(np.float64).mean(axis=1)]

    def save(self, path: Path) -> None:
        """Write the arrays; the same forest gives the same bytes."""
        names = np.frombuffer(json.dumps(self.names).encode(), dtype=np.uint8)
        np.savez_compressed(
            path,
            names=names,
            roots=self.roots,
            feature=self.feature,
            threshold=self.threshold,
            left=self.left,
            right=self.right,
            value=self.value,
        )


def load(path: Path) -> Forest:
    """Read what `Forest.save` wrote; nothing in the file is executed."""
    with np.load(path, allow_pickle=False) as arrays:
        names = tuple(json.loads(arrays["names"].tobytes()))
        return Forest(names, *(arrays[key] for key in ("roots", "feature", "threshold", "left", "right", "value")))
