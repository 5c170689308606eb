"""
Compare bounded catchments with scipy's Dijkstra on the same streets, in one run.

    .venv/bin/python benchmarks/walking/compare.py [EXTRACT.osm.pbf]

Without an extract: a square grid of 224 x 224 junctions about 100 m apart (99,904 edges), which no
contraction helps. Every number is the best of three; both answer "which nodes within 15 minutes". scipy is
given as many sources as it does in a few seconds and is counted per source.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from strategies.networks import grid
from yizhan.outside.osm import read_streets
from yizhan.planning.walking.catchment import catchment_sizes
from yizhan.planning.walking.graph import StreetGraph, build_graph
from yizhan.planning.walking.snapping import Anchors
from yizhan.planning.walking.speeds import ADULT_KMH, metres_within

MINUTES = 15.0
SCIPY_SOURCES = 500


def best_of(times: int, work: Callable[[], object]) -> tuple[float, object]:
    seconds, answer = float("inf"), None
    for _ in range(times):
        begin = time.perf_counter()
        answer = work()
        seconds = min(seconds, time.perf_counter() - begin)
    return seconds, answer


def at_every_node(graph: StreetGraph) -> tuple[np.ndarray, Anchors]:
    """Return every node that has an edge, and a door exactly there."""
    ends = np.concatenate([graph.u, graph.v])
    nodes, first = np.unique(ends, return_index=True)
    edge, share = first % len(graph.u), (first >= len(graph.u)).astype(float)
    nothing = np.zeros(len(nodes))
    return nodes, Anchors(graph.lon[nodes], graph.lat[nodes], edge, share, nothing, nothing)


def graph_of(path: str | None) -> StreetGraph:
    if path is None:
        return grid(224)
    streets = read_streets(path)
    return build_graph(
        streets.lon, streets.lat, u=streets.u, v=streets.v, length_m=np.maximum(streets.length_m, 1e-6)
    )


def shortest_only(graph: StreetGraph) -> csr_array:
    """Return the graph for scipy: it would add up the lengths of edges between the same two nodes."""
    ends = np.sort(np.stack([graph.u, graph.v]), axis=0)
    order = np.lexsort((graph.length_m, ends[1], ends[0]))
    pairs, first = np.unique(ends[:, order], axis=1, return_index=True)
    size = len(graph.lon)
    return csr_array((graph.length_m[order][first], (pairs[0], pairs[1])), shape=(size, size))


def main() -> None:
    graph = graph_of(sys.argv[1] if len(sys.argv) > 1 else None)
    nodes, doors = at_every_node(graph)
    contraction, _ = best_of(1, lambda: graph.chains)
    catchment_sizes(graph, doors, minutes=0.1, speed_kmh=ADULT_KMH)  # compiled before the clock runs
    ours, found = best_of(3, lambda: catchment_sizes(graph, doors, minutes=MINUTES, speed_kmh=ADULT_KMH))

    size = len(graph.lon)
    table = shortest_only(graph)
    chosen = np.linspace(0, len(nodes) - 1, min(SCIPY_SOURCES, len(nodes))).astype(int)
    limit = metres_within(MINUTES, speed_kmh=ADULT_KMH)
    theirs, reached = best_of(
        3,
        lambda: np.isfinite(dijkstra(table, directed=False, indices=nodes[chosen], limit=limit)).sum(axis=1),
    )
    same = (found[1][chosen] == reached).mean()

    per_ours, per_theirs = ours / len(nodes), theirs / len(chosen)
    print(f"nodes {size:,}, edges {len(graph.u):,}, junctions {len(graph.chains.junction_node):,}")
    print(f"contraction        {contraction:8.3f} s (once, compiling included)")
    print(f"all {len(nodes):,} catchments {ours:8.3f} s  {per_ours * 1e6:9.1f} µs a source")
    print(
        f"nodes reached      {found[1].mean():8.1f} on average, {ours / found[1].sum() * 1e9:.0f} ns a node"
    )
    print(f"scipy, {len(chosen):,} of them {theirs:8.3f} s  {per_theirs * 1e6:9.1f} µs a source")
    print(f"ratio              {per_theirs / per_ours:8.0f} x; same node counts for {same:.1%} of sources")


if __name__ == "__main__":
    main()
