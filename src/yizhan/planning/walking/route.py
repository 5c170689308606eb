"""The way on foot from one door to another, with the streets it follows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yizhan.planning.walking.chains import Chains, Floats
from yizhan.planning.walking.graph import StreetGraph
from yizhan.planning.walking.search import Memory, Net, Spots, fresh, net_of, settle
from yizhan.planning.walking.snapping import Anchors, spots_on
from yizhan.planning.walking.speeds import minutes_for

#: Two points of a line nearer than this, degrees (0.1 mm), are one.
_SAME_DEG = 1e-9


@dataclass(frozen=True, slots=True)
class Leg:
    """Some metres along one street; `name` is "" where the street has none; `steps` if it climbs stairs."""

    name: str
    metres: float
    steps: bool


@dataclass(frozen=True, slots=True)
class Route:
    """
    A way on foot.

    Attributes
    ----------
    lonlat
        Shape (p, 2): the line from door to door, WGS-84 degrees.
    metres, minutes
        How long it is and takes, the straight ends between door and street included.
    legs
        The streets in order; together as long as the way between the two points on the street.
    """

    lonlat: Floats
    metres: float
    minutes: float
    legs: tuple[Leg, ...]


def route(
    graph: StreetGraph,
    doors: Anchors,
    *,
    speed_kmh: float,
    names: Sequence[str] = (),
    one: int = 0,
    other: int = 1,
) -> Route | None:
    """
    Return the shortest way from door `one` to door `other`, None if there is none.

    Parameters
    ----------
    graph
        The streets.
    doors
        Doors tied to that graph by `snap`.
    speed_kmh
        Walking speed, km/h.
    names
        The name of every street (`graph.way` points into it).
    one, other
        Positions in `doors`.
    """
    spots, net = spots_on(graph, doors), net_of(graph.chains)
    memory = fresh(net)
    settle(net, spots, one, np.inf, memory)
    metres, stretches = _stretches(graph.chains, net, spots, memory, ends=(one, other))
    if not np.isfinite(metres):
        return None
    metres += float(doors.distance_m[other])
    pieces = [piece for stretch in stretches for piece in _edges_of(graph, stretch)]
    line = _line(graph, pieces, doors, ends=(one, other))
    return Route(line, metres, minutes_for(metres, speed_kmh=speed_kmh), _legs(graph, pieces, names))


#: A chain, and the metres from its `a` where it is entered and left.
_Stretch = tuple[int, float, float]

#: An edge, and the shares of it, from u to v, where it is entered and left.
_Piece = tuple[int, float, float]


def _stretches(
    chains: Chains, net: Net, spots: Spots, memory: Memory, *, ends: tuple[int, int]
) -> tuple[float, list[_Stretch]]:
    """Return the metres to the street before the second door, and the chains followed, in order."""
    one, other = ends
    (first, last), (begin, end) = spots.chain[[one, other]], spots.offset_m[[one, other]]
    whole = float(chains.length_m[last])
    a, b = int(chains.a[last]), int(chains.b[last])
    direct = abs(begin - end) + spots.access_m[one] if first == last else np.inf
    ways = (direct, memory.dist[a] + end, memory.dist[b] + whole - end)
    best = int(np.argmin(ways))
    if best == 0:
        return float(ways[0]), [(int(first), float(begin), float(end))]
    node = a if best == 1 else b
    found = [(int(last), 0.0 if best == 1 else whole, float(end))]
    while memory.came[node] >= 0:
        place = int(memory.came[node])
        chain, length = int(net.via[place]), float(net.via_m[place])
        before = int(np.searchsorted(net.start, place, side="right")) - 1
        found.append((chain, 0.0, length) if chains.a[chain] == before else (chain, length, 0.0))
        node = before
    to_a = node == chains.a[first] and (node != chains.b[first] or begin * 2 <= chains.length_m[first])
    found.append((int(first), float(begin), 0.0 if to_a else float(chains.length_m[first])))
    return float(ways[best]), found[::-1]


def _edges_of(graph: StreetGraph, stretch: _Stretch) -> list[_Piece]:
    """Return the edges a stretch of a chain follows, in walking order."""
    chain, begin, end = stretch
    low, high = min(begin, end), max(begin, end)
    edges = np.flatnonzero(graph.chains.edge_chain == chain)
    start = graph.chains.edge_start_m[edges]
    stop = start + graph.length_m[edges]
    inside = (np.minimum(stop, high) > np.maximum(start, low)) & (graph.length_m[edges] > 0)
    pieces = []
    for place in np.flatnonzero(inside)[np.argsort(start[inside], kind="stable")].tolist():
        edge, length = int(edges[place]), float(graph.length_m[edges[place]])
        near = (max(float(start[place]), low) - float(start[place])) / length
        far = (min(float(stop[place]), high) - float(start[place])) / length
        if not graph.chains.edge_forward[edge]:
            near, far = 1 - near, 1 - far
        pieces.append((edge, near, far) if begin <= end else (edge, far, near))
    return pieces if begin <= end else pieces[::-1]


def _line(graph: StreetGraph, pieces: list[_Piece], doors: Anchors, *, ends: tuple[int, int]) -> Floats:
    """Return the points of the way, door to door, each only once."""
    nodes = np.stack([graph.lon, graph.lat], axis=1)
    points = [np.array([doors.lon[ends[0]], doors.lat[ends[0]]])]
    points.append(doors.street_points(graph)[ends[0]])
    for edge, begin, end in pieces:
        u, v = nodes[graph.u[edge]], nodes[graph.v[edge]]
        points.extend([u + begin * (v - u), u + end * (v - u)])
    points.append(doors.street_points(graph)[ends[1]])
    points.append(np.array([doors.lon[ends[1]], doors.lat[ends[1]]]))
    line = np.array(points)
    apart = np.abs(np.diff(line, axis=0)).max(axis=1) > _SAME_DEG
    return line[np.concatenate([[True], apart])]


def _legs(graph: StreetGraph, pieces: list[_Piece], names: Sequence[str]) -> tuple[Leg, ...]:
    """Return neighbouring pieces of one street as one leg."""
    legs: list[Leg] = []
    for edge, begin, end in pieces:
        way, climbs = int(graph.way[edge]), bool(graph.steps[edge])
        name = names[way] if 0 <= way < len(names) else ""
        metres = abs(end - begin) * float(graph.length_m[edge])
        if legs and (legs[-1].name, legs[-1].steps) == (name, climbs):
            legs[-1] = Leg(name, legs[-1].metres + metres, climbs)
        else:
            legs.append(Leg(name, metres, climbs))
    return tuple(legs)
