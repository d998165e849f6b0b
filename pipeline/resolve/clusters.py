"""Disjoint sets: from pairs that are the same to clusters, whatever the order of the pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def connected(size: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Connected components of the graph over 0..size-1: members ascending, components by their first member."""
    parent = list(range(size))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in pairs:
        low, high = sorted((root(a), root(b)))
        parent[high] = low
    groups: dict[int, list[int]] = {}
    for item in range(size):
        groups.setdefault(root(item), []).append(item)
    return [groups[key] for key in sorted(groups)]
