"""Where a door meets the street: the nearest point on the nearest edge."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.planning.errors import ProblemError
from yizhan.planning.walking.chains import Floats, Integers
from yizhan.planning.walking.graph import StreetGraph
from yizhan.planning.walking.search import Spots

#: A door farther than this from any street of the network is off the network, m.
OFF_NETWORK_M = 300.0

#: A street this much nearer, m, but cut off from the rest, is worth a word.
_CUT_OFF_M = 25.0

_OFF = Phrase(
    "离最近的街道超过 {limit_m:.0f} 米：{doors}", "more than {limit_m:.0f} m from the nearest street: {doors}"
)
_NOT_DEGREES = Phrase("坐标不是经纬度（度）", "the coordinates are not degrees of longitude and latitude")


@dataclass(frozen=True, slots=True)
class Anchors:
    """
    Doors tied to the street network.

    Attributes
    ----------
    lon, lat
        Shape (k,): the doors, WGS-84 degrees.
    edge, share
        Shape (k,): the edge each is tied to, and where on it: 0 at its `u`, 1 at its `v`.
    distance_m
        Shape (k,): straight metres from door to street; they are walked too.
    nearest_m
        Shape (k,): straight metres to the nearest street of any component.
    """

    lon: Floats
    lat: Floats
    edge: Integers
    share: Floats
    distance_m: Floats
    nearest_m: Floats

    def __len__(self) -> int:
        """How many doors."""
        return len(self.edge)

    @property
    def cut_off(self) -> NDArray[np.bool_]:
        """Shape (k,): doors at a street that is not connected to the network they were tied to."""
        return self.distance_m > self.nearest_m + _CUT_OFF_M

    def off(self, *, limit_m: float = OFF_NETWORK_M) -> NDArray[np.bool_]:
        """Shape (k,): doors farther than `limit_m` from the network."""
        return self.distance_m > limit_m

    def street_points(self, graph: StreetGraph) -> Floats:
        """Return the points on the street, degrees of longitude and latitude, shape (k, 2)."""
        u, v, share = graph.u[self.edge], graph.v[self.edge], self.share
        lon = graph.lon[u] + share * (graph.lon[v] - graph.lon[u])
        lat = graph.lat[u] + share * (graph.lat[v] - graph.lat[u])
        return np.stack([lon, lat], axis=1)


def snap(graph: StreetGraph, lon: ArrayLike, lat: ArrayLike, *, anywhere: bool = False) -> Anchors:
    """
    Tie doors to the nearest point of the nearest edge.

    Parameters
    ----------
    graph
        The streets.
    lon, lat
        Shape (k,) or numbers: WGS-84 degrees.
    anywhere
        Whether to tie to any component; else only to the largest, so that every door can reach every other.

    Returns
    -------
    Anchors
        Independent of the order of edges: of several nearest edges the one met farthest west, then
        farthest south, then the one between the first nodes, is taken.

    Raises
    ------
    ProblemError
        A coordinate is not a finite number of degrees.
    """
    lon, lat = np.atleast_1d(np.asarray(lon, np.float64)), np.atleast_1d(np.asarray(lat, np.float64))
    if not (np.isfinite(lon) & np.isfinite(lat) & (abs(lon) <= 180) & (abs(lat) <= 90)).all():
        raise ProblemError(where="lon, lat", what=_NOT_DEGREES)
    doors = graph.plane.xy(lon, lat)
    points = shapely.points(doors)
    _, nearest_m = graph.edge_tree.query_nearest(points, return_distance=True, all_matches=False)
    if anywhere:
        door, edge = graph.edge_tree.query_nearest(points)
    else:
        door, place = graph.main_tree.query_nearest(points)
        edge = graph.main[place]
    share, meeting = _projected(graph, edge, doors[door])
    first = _first_of_each(graph, door, edge, meeting)
    distance_m = np.linalg.norm(meeting - doors[door], axis=1)
    return Anchors(lon, lat, edge[first], share[first], distance_m[first], nearest_m)


def _projected(graph: StreetGraph, edge: Integers, doors: Floats) -> tuple[Floats, Floats]:
    """Return the nearest point of each edge to its door: its share from u to v, and where it is, m."""
    begin, end = graph.xy[graph.u[edge]], graph.xy[graph.v[edge]]
    span = end - begin
    square = np.maximum((span**2).sum(axis=1), np.finfo(float).tiny)
    share = np.clip(((doors - begin) * span).sum(axis=1) / square, 0.0, 1.0)
    return share, begin + share[:, None] * span


def _first_of_each(graph: StreetGraph, door: Integers, edge: Integers, meeting: Floats) -> Integers:
    """Return one row per door, the first by place and then by end nodes, whatever the order of edges."""
    ends = np.sort(np.stack([graph.u[edge], graph.v[edge]]), axis=0)
    order = np.lexsort((graph.length_m[edge], ends[1], ends[0], meeting[:, 1], meeting[:, 0], door))
    _, first = np.unique(door[order], return_index=True)
    return order[first]


def require_near(anchors: Anchors, labels: Sequence[str], *, limit_m: float = OFF_NETWORK_M) -> None:
    """Refuse (`off_network`) doors farther than `limit_m` from the network, naming each with its distance."""
    off = np.flatnonzero(anchors.off(limit_m=limit_m)).tolist()
    if off:
        doors = ", ".join(f"{labels[one]} ({anchors.distance_m[one]:.0f} m)" for one in off)
        raise Refusal("off_network", _OFF, doors=doors, limit_m=limit_m)


def spots_on(graph: StreetGraph, anchors: Anchors) -> Spots:
    """Return the doors as places along chains."""
    chains, edge = graph.chains, anchors.edge
    along = np.where(chains.edge_forward[edge], anchors.share, 1 - anchors.share) * graph.length_m[edge]
    chain = chains.edge_chain[edge]
    offset = np.clip(chains.edge_start_m[edge] + along, 0.0, chains.length_m[chain])
    return Spots(chain, offset, anchors.distance_m)
