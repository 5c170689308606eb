"""Streets between junctions: the graph contracted to what a search must visit."""

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Chains:
    """
    The contracted graph: junctions, and chains of edges between them.

    A junction is a node whose number of edge ends is not two, or one node of a ring that has no other.
    Every edge lies on exactly one chain, every other node inside exactly one. Distances between any two
    points of the network stay exactly what they were.

    Attributes
    ----------
    a, b, length_m
        Shape (c,): the junctions at both ends of each chain (the same one for a loop), and its metres.
    edge_chain, edge_start_m, edge_forward
        Shape (m,): the chain of each edge, the metres from the chain's `a` to the edge's nearer end, and
        whether that nearer end is the edge's `u`.
    node_junction
        Shape (n,): position among junctions, -1 for a node inside a chain.
    node_chain, node_offset_m
        Shape (n,): for a node inside a chain, that chain and the metres from its `a`; else -1 and 0.
    junction_node
        Shape (j,): the node of each junction.
    start, neighbour, via
        The junctions' chains in compressed rows: junction i's are start[i]:start[i + 1]; `neighbour` is
        the junction at the other end, `via` the chain. A loop stands twice.
    """

    a: Integers
    b: Integers
    length_m: Floats
    edge_chain: Integers
    edge_start_m: Floats
    edge_forward: NDArray[np.bool_]
    node_junction: Integers
    node_chain: Integers
    node_offset_m: Floats
    junction_node: Integers
    start: Integers
    neighbour: Integers
    via: Integers


def adjacency(nodes: int, u: Integers, v: Integers) -> tuple[Integers, Integers, Integers]:
    """Return start, neighbour and edge of every node in compressed rows, each row in the order of edges."""
    edges = len(u)
    ends = np.concatenate([u, v])
    order = np.argsort(ends, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(ends, minlength=nodes))])
    return start, np.concatenate([v, u])[order], np.tile(np.arange(edges), 2)[order]


def contract(nodes: int, u: Integers, v: Integers, length_m: Floats) -> Chains:
    """Return the chains of a graph; deterministic, in the order of nodes and edges."""
    start, neighbour, edge = adjacency(nodes, u, v)
    a, b, chain_m, chain, start_m, forward, junction, node_chain, offset_m = _walk_chains(
        start, neighbour, edge, u, length_m
    )
    junction_node = np.flatnonzero(junction)
    position = np.full(nodes, -1, np.int64)
    position[junction_node] = np.arange(len(junction_node))
    a, b = position[a], position[b]
    return Chains(
        a, b, chain_m, chain, start_m, forward, position, node_chain, offset_m, junction_node,
        *adjacency(len(junction_node), a, b),
    )  # fmt: skip


@numba.njit(cache=True)
def _walk_chains(  # noqa: PLR0917 - one compiled loop; compiled functions take no keywords
    start: Integers, neighbour: Integers, edge: Integers, u: Integers, length_m: Floats
) -> tuple[Any, ...]:
    nodes, edges = len(start) - 1, len(length_m)
    junction = np.zeros(nodes, np.bool_)
    a, b, chain_m = np.empty(edges, np.int64), np.empty(edges, np.int64), np.empty(edges)
    edge_chain, edge_start, edge_forward = np.full(edges, -1), np.zeros(edges), np.zeros(edges, np.bool_)
    node_chain, node_offset = np.full(nodes, -1), np.zeros(nodes)
    for node in range(nodes):
        junction[node] = start[node + 1] - start[node] != 2
    chains = 0
    # First from every true junction; what is left then are rings, entered at their first node.
    for rings in (False, True):
        for node in range(nodes):
            if not rings and not junction[node]:
                continue
            for first in range(start[node], start[node + 1]):
                if edge_chain[edge[first]] >= 0:
                    continue
                junction[node] = True
                here, place, metres = node, first, 0.0
                while True:
                    one = edge[place]
                    edge_chain[one], edge_start[one], edge_forward[one] = chains, metres, u[one] == here
                    metres += length_m[one]
                    here = neighbour[place]
                    if junction[here]:
                        break
                    node_chain[here], node_offset[here] = chains, metres
                    place = start[here] + (edge[start[here]] == one)
                a[chains], b[chains], chain_m[chains] = node, here, metres
                chains += 1
    return (
        a[:chains], b[:chains], chain_m[:chains], edge_chain, edge_start, edge_forward,
        junction, node_chain, node_offset,
    )  # fmt: skip
