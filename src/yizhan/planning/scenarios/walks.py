"""Walking distances between demand points and sites, once for all speeds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.planning.demand.points import DemandPoints
from yizhan.planning.scenarios.catalogue import Site
from yizhan.planning.walking.catchment import walking_minutes
from yizhan.planning.walking.graph import StreetGraph
from yizhan.planning.walking.snapping import snap

#: Farther than this nobody is expected to walk, m; it bounds the search.
FAR_M = 5000.0
#: One metre a minute, so that minutes are metres.
_METRES_KMH = 0.06


def metres_to_sites(
    graph: StreetGraph, *, sites: Sequence[Site], demand: DemandPoints, far_m: float = FAR_M
) -> NDArray[np.float64]:
    """
    Return metres on foot from every site to every demand point, shape (n_sites, n_points).

    `inf` beyond `far_m`, where there is no way, and for sites and points off the network.
    """
    doors = snap(graph, [site.lon for site in sites], [site.lat for site in sites])
    homes = snap(graph, demand.lon, demand.lat)
    found = walking_minutes(graph, doors, homes, speed_kmh=_METRES_KMH, limit_min=far_m)
    metres = found.dense().T
    metres[doors.off(), :] = np.inf
    metres[:, homes.off()] = np.inf
    return metres


def off_network(graph: StreetGraph, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Return which doors no street of the network comes near to."""
    return snap(graph, lon, lat).off()
