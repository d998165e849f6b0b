"""Disjoint sets against an independent oracle."""

from __future__ import annotations

import random

import networkx as nx
import pytest

from pipeline.resolve.clusters import connected


@pytest.mark.parametrize("seed", range(20))
def test_equal_to_networkx_on_random_graphs(seed: int) -> None:
    rng = random.Random(seed)
    size = rng.randrange(1, 60)
    pairs = [(rng.randrange(size), rng.randrange(size)) for _ in range(rng.randrange(80))]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(pairs)
    expected = sorted(sorted(component) for component in nx.connected_components(graph))
    assert connected(size, pairs) == expected


def test_order_of_pairs_does_not_matter() -> None:
    pairs = [(0, 1), (3, 4), (1, 3)]
    assert connected(6, pairs) == connected(6, [(b, a) for a, b in reversed(pairs)]) == [[0, 1, 3, 4], [2], [5]]
