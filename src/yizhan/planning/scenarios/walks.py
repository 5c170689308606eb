"""Walking distances between demand points and sites, once for all speeds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.foundation.datums import metres_per_degree
from yizhan.planning.demand.points import DemandPoints
from yizhan.planning.scenarios.catalogue import Site
from yizhan.planning.walking.catchment import walking_minutes
from yizhan.planning.walking.graph import StreetGraph
from yizhan.planning.walking.snapping import snap

#: Farther than this nobody is expected to walk, m; it bounds the search.
FAR_M = 5000.0
#: So near that it is the same building, or the next door, m.
SAME_BUILDING_M = 40.0
#: One metre a minute, so that minutes are metres.
_METRES_KMH = 0.06


def metres_to_sites(
    graph: StreetGraph, *, sites: Sequence[Site], demand: DemandPoints, far_m: float = FAR_M
) -> NDArray[np.float64]:
    """
    Return metres on foot from every site to every demand point, shape (n_sites, n_points).

    `inf` beyond `far_m`, where there is no way, and for sites and points off the network. Within
    `SAME_BUILDING_M` the straight line counts: nobody goes out to the street and back in.
    """
    doors = snap(graph, [site.lon for site in sites], [site.lat for site in sites])
    homes = snap(graph, demand.lon, demand.lat)
    found = walking_minutes(graph, doors, homes, speed_kmh=_METRES_KMH, limit_min=far_m)
    metres = found.dense().T
    straight = _straight_m(sites, demand)
    near = straight <= SAME_BUILDING_M
    metres[near] = np.minimum(metres[near], straight[near])
    metres[doors.off(), :] = np.inf
    metres[:, homes.off()] = np.inf
    return metres


def _straight_m(sites: Sequence[Site], demand: DemandPoints) -> NDArray[np.float64]:
    across, along = metres_per_degree(float(np.mean(demand.lat)))
    east = (np.array([site.lon for site in sites])[:, None] - demand.lon) * across
    north = (np.array([site.lat for site in sites])[:, None] - demand.lat) * along
    return np.hypot(east, north)


def off_network(graph: StreetGraph, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Return which doors no street of the network comes near to."""
    return snap(graph, lon, lat).off()
