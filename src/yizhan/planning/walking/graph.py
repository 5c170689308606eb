"""The street graph: nodes, two-way edges with lengths, components, and its contracted form."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError
from yizhan.planning.walking.chains import Chains, Floats, Integers, contract
from yizhan.planning.walking.plane import Plane

_EMPTY = Phrase("没有街道", "there are no streets")
_SHAPE = Phrase("长度应为 {expected}，实为 {found}", "expected {expected} values, found {found}")
_NOT_FINITE = Phrase("有不是数的值", "some values are not finite numbers")
_NEGATIVE = Phrase("有负的长度", "some lengths are negative")
_NO_NODE = Phrase("引用了不存在的节点", "an edge ends at a node that does not exist")
_SAME_NODE = Phrase("边的两端是同一个节点", "an edge begins and ends at the same node")


@dataclass(frozen=True)
class StreetGraph:
    """
    Streets to walk on, in both directions; build it with `build_graph`.

    Attributes
    ----------
    lon, lat
        Shape (n,): nodes, WGS-84 degrees.
    u, v
        Shape (m,): the nodes at both ends of each edge; several edges may join the same two nodes.
    length_m
        Shape (m,): metres along each edge, zero or more.
    steps
        Shape (m,): whether the edge is a flight of steps.
    way
        Shape (m,): position of the street the edge belongs to, for its name; -1 for none.
    """

    lon: Floats
    lat: Floats
    u: Integers
    v: Integers
    length_m: Floats
    steps: NDArray[np.bool_]
    way: Integers

    @cached_property
    def plane(self) -> Plane:
        """The local plane in metres."""
        return Plane.around(self.lon, self.lat)

    @cached_property
    def xy(self) -> Floats:
        """Nodes in the plane, m, shape (n, 2)."""
        return self.plane.xy(self.lon, self.lat)

    @cached_property
    def chains(self) -> Chains:
        """The contracted graph."""
        return contract(len(self.lon), self.u, self.v, self.length_m)

    @cached_property
    def component(self) -> Integers:
        """Shape (n,): component of each node; 0 is the longest, then by length."""
        nodes = len(self.lon)
        links = coo_array((np.ones(len(self.u)), (self.u, self.v)), shape=(nodes, nodes))
        count, label = connected_components(links, directed=False)
        metres = np.bincount(label[self.u], weights=self.length_m, minlength=count)
        rank = np.empty(count, np.int64)
        rank[np.argsort(-metres, kind="stable")] = np.arange(count)
        return rank[label]

    @cached_property
    def component_km(self) -> Floats:
        """Kilometres of street in each component, longest first; lone nodes are components of 0 km."""
        return np.bincount(self.component[self.u], weights=self.length_m) / 1000

    @property
    def length_km(self) -> float:
        """Kilometres of street."""
        return float(self.length_m.sum()) / 1000

    @property
    def largest_share(self) -> float:
        """Share of the street length that lies in the largest component."""
        return float(self.component_km[0]) / self.length_km if self.length_km else 1.0

    @cached_property
    def edge_tree(self) -> shapely.STRtree:
        """Every edge as a straight line in the plane, for finding the nearest."""
        return shapely.STRtree(shapely.linestrings(self.xy[np.stack([self.u, self.v], axis=1)]))

    @cached_property
    def main(self) -> Integers:
        """Positions of the edges of the largest component."""
        return np.flatnonzero(self.component[self.u] == 0)

    @cached_property
    def main_tree(self) -> shapely.STRtree:
        """As `edge_tree`, the largest component only; positions are those of `main`."""
        return shapely.STRtree(self.edge_tree.geometries[self.main])

    def without_steps(self) -> "StreetGraph":
        """Return the graph for whoever cannot climb steps; nodes keep their positions, edges do not."""
        kept = ~self.steps
        if not kept.any():
            raise ProblemError(where="steps", what=_EMPTY)
        return StreetGraph(
            self.lon,
            self.lat,
            self.u[kept],
            self.v[kept],
            self.length_m[kept],
            self.steps[kept],
            self.way[kept],
        )


def build_graph(
    lon: ArrayLike,
    lat: ArrayLike,
    *,
    u: ArrayLike,
    v: ArrayLike,
    length_m: ArrayLike,
    steps: ArrayLike | None = None,
    way: ArrayLike | None = None,
) -> StreetGraph:
    """
    Return a street graph after checking shapes, numbers and references.

    Parameters
    ----------
    lon, lat
        Shape (n,): nodes, WGS-84 degrees.
    u, v
        Shape (m,): positions of each edge's end nodes; order does not matter, edges are two-way.
    length_m
        Shape (m,): metres, zero or more.
    steps
        Shape (m,): flights of steps; none if absent.
    way
        Shape (m,): position of each edge's street in a list of names; none if absent.

    Raises
    ------
    ProblemError
        Shapes differ, a value is not finite, a length is negative, an end does not exist, an edge joins a
        node to itself, or there is no edge at all.
    """
    graph = StreetGraph(
        np.array(lon, np.float64),
        np.array(lat, np.float64),
        np.array(u, np.int64),
        np.array(v, np.int64),
        np.array(length_m, np.float64),
        np.zeros(np.size(u), bool) if steps is None else np.array(steps, bool),
        np.full(np.size(u), -1, np.int64) if way is None else np.array(way, np.int64),
    )
    _check_shapes(graph)
    _check_values(graph)
    return graph


def _check_shapes(graph: StreetGraph) -> None:
    nodes, edges = len(graph.lon), len(graph.u)
    for name, expected in (("lat", nodes), *((name, edges) for name in ("v", "length_m", "steps", "way"))):
        found = getattr(graph, name).shape
        if found != (expected,):
            raise ProblemError(where=name, what=_SHAPE, expected=expected, found=found)
    if not edges:
        raise ProblemError(where="u", what=_EMPTY)


def _check_values(graph: StreetGraph) -> None:
    for name in ("lon", "lat", "length_m"):
        if not np.isfinite(getattr(graph, name)).all():
            raise ProblemError(where=name, what=_NOT_FINITE)
    if (graph.length_m < 0).any():
        raise ProblemError(where="length_m", what=_NEGATIVE)
    for name in ("u", "v"):
        ends = getattr(graph, name)
        if ends.min() < 0 or ends.max() >= len(graph.lon):
            raise ProblemError(where=name, what=_NO_NODE)
    if (graph.u == graph.v).any():
        raise ProblemError(where="u", what=_SAME_NODE)
