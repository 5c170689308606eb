"""Catchments: what lies within so many minutes on foot."""

from dataclasses import dataclass

import numpy as np

from yizhan.planning.walking.chains import Floats, Integers
from yizhan.planning.walking.graph import StreetGraph
from yizhan.planning.walking.search import fresh, net_of, pairs, rows_along, settle, sizes
from yizhan.planning.walking.snapping import Anchors, spots_on
from yizhan.planning.walking.speeds import metres_within, minutes_for


@dataclass(frozen=True, slots=True)
class WalkingMinutes:
    """
    Minutes on foot from sources to the targets within the limit, in compressed rows by source.

    Attributes
    ----------
    start
        Shape (sources + 1,): source j's targets are start[j]:start[j + 1].
    target
        Shape (pairs,): position of the target, ascending within a row.
    minutes
        Shape (pairs,): minutes on foot, door to door.
    targets
        How many targets there are.
    """

    start: Integers
    target: Integers
    minutes: Floats
    targets: int

    def dense(self) -> Floats:
        """Return minutes[target, source], infinite beyond the limit."""
        sources = len(self.start) - 1
        table = np.full((self.targets, sources), np.inf)
        table[self.target, np.repeat(np.arange(sources), np.diff(self.start))] = self.minutes
        return table


@dataclass(frozen=True, slots=True)
class Catchment:
    """
    The streets within so many minutes of one door.

    Attributes
    ----------
    edge, begin, end
        Shape (p,): reached pieces of edges, from share `begin` to share `end` of the way from u to v.
    node_m
        Shape (n,): metres on foot from the door to every node; infinite where it was not reached.
    reached_m
        Metres of street reached.
    """

    edge: Integers
    begin: Floats
    end: Floats
    node_m: Floats
    reached_m: float

    @property
    def nodes(self) -> int:
        """How many nodes were reached."""
        return int(np.isfinite(self.node_m).sum())


def walking_minutes(
    graph: StreetGraph, sources: Anchors, targets: Anchors, *, speed_kmh: float, limit_min: float
) -> WalkingMinutes:
    """
    Return the walking time from every source to every target within a limit.

    Parameters
    ----------
    graph
        The streets.
    sources, targets
        Doors tied to that graph by `snap`. The straight way between door and street is walked too.
    speed_kmh
        Walking speed, km/h.
    limit_min
        Farther targets are left out, min.

    Notes
    -----
    One bounded search (Dijkstra 1959) per source on the contracted graph; a target inside a chain is
    reached from the nearer of its ends, or straight along the chain when the source lies on it too.
    """
    limit_m = metres_within(limit_min, speed_kmh=speed_kmh)
    ends = spots_on(graph, targets)
    along = rows_along(len(graph.chains.a), ends.chain, ends.offset_m)
    start, target, metres = pairs(net_of(graph.chains), spots_on(graph, sources), ends, along, limit_m)
    row = np.repeat(np.arange(len(sources)), np.diff(start))
    order = np.lexsort((target, row))
    minutes = metres[order] * minutes_for(1.0, speed_kmh=speed_kmh)
    return WalkingMinutes(start, target[order], minutes, len(targets))


def catchment_sizes(
    graph: StreetGraph, sources: Anchors, *, minutes: float, speed_kmh: float
) -> tuple[Floats, Integers]:
    """
    Return how much each door reaches: kilometres of street and number of nodes, shape (k,) each.

    The same numbers as `catchment` gives one by one, for thousands of doors in a second.
    """
    chains = graph.chains
    inner = np.flatnonzero(chains.node_chain >= 0)
    inside = rows_along(len(chains.a), chains.node_chain[inner], chains.node_offset_m[inner])
    limit_m = metres_within(minutes, speed_kmh=speed_kmh)
    metres, nodes = sizes(net_of(chains), spots_on(graph, sources), inside, limit_m)
    return metres / 1000, nodes


def catchment(
    graph: StreetGraph, anchors: Anchors, *, minutes: float, speed_kmh: float, one: int = 0
) -> Catchment:
    """
    Return the streets within so many minutes of door `one` of `anchors`, edges reached in part included.

    Notes
    -----
    An edge of length L between nodes at distances d and e is walked from both ends: limit - d and
    limit - e metres of it are reached. On the door's own edge the walk begins in the middle.
    """
    limit_m = metres_within(minutes, speed_kmh=speed_kmh)
    node_m = node_distances(graph, anchors, limit_m=limit_m, one=one)
    ahead = np.clip(limit_m - node_m[graph.u], 0.0, graph.length_m)
    behind = np.clip(limit_m - node_m[graph.v], 0.0, graph.length_m)
    whole = ahead + behind >= graph.length_m
    ahead, behind = np.where(whole, graph.length_m, ahead), np.where(whole, 0.0, behind)
    home, free = int(anchors.edge[one]), limit_m - float(anchors.distance_m[one])
    low = high = 0.0
    if free > 0 and not whole[home]:
        length = float(graph.length_m[home])
        middle = float(anchors.share[one]) * length
        low, high = max(0.0, middle - free), min(length, middle + free)
        ahead[home], behind[home] = min(ahead[home], low), min(behind[home], length - high)
    edge, begin, end = _pieces(graph.length_m, ahead, behind, home=(home, low, high))
    return Catchment(edge, begin, end, node_m, float(((end - begin) * graph.length_m[edge]).sum()))


def _pieces(
    length: Floats, ahead: Floats, behind: Floats, *, home: tuple[int, float, float]
) -> tuple[Integers, Floats, Floats]:
    """Return edges and shares of what was reached: ahead from u, behind from v, and on the home edge."""
    every = np.arange(len(length))
    edge = np.concatenate([every, every, [home[0]]])
    begin = np.concatenate([np.zeros(len(length)), length - behind, [home[1]]])
    end = np.concatenate([ahead, length, [home[2]]])
    some = end > begin
    whole = length[edge[some]]
    return edge[some], begin[some] / whole, end[some] / whole


def node_distances(graph: StreetGraph, anchors: Anchors, *, limit_m: float, one: int = 0) -> Floats:
    """Return metres on foot from door `one` to every node, shape (n,); infinite beyond `limit_m`."""
    chains, spots = graph.chains, spots_on(graph, anchors)
    memory = fresh(net_of(chains))
    settle(net_of(chains), spots, one, limit_m, memory)
    metres = np.empty(len(graph.lon))
    metres[chains.junction_node] = memory.dist
    inner = np.flatnonzero(chains.node_chain >= 0)
    chain, offset = chains.node_chain[inner], chains.node_offset_m[inner]
    from_a = memory.dist[chains.a[chain]] + offset
    from_b = memory.dist[chains.b[chain]] + chains.length_m[chain] - offset
    metres[inner] = np.minimum(from_a, from_b)
    own = inner[chain == spots.chain[one]]
    straight = np.abs(chains.node_offset_m[own] - spots.offset_m[one]) + spots.access_m[one]
    metres[own] = np.minimum(metres[own], straight)
    return np.where(metres <= limit_m, metres, np.inf)
