"""How long somebody walks from station to station, in whole minutes."""

import datetime as dt
import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.datums import haversine_m
from yizhan.places.models import Station
from yizhan.planning.walking.catchment import walking_minutes
from yizhan.planning.walking.snapping import snap
from yizhan.planning.walking.speeds import ADULT_KMH, minutes_for
from yizhan.plans.bridge.streets import stored_graph
from yizhan.plans.models import StreetNetwork
from yizhan.plans.queries import newest_streets

#: Longer ways are walked along the straight line and a detour: nobody walks them anyhow, min.
_FAR_MIN = 90.0
#: A way on foot is so much longer than the straight line, where there are no streets to tell.
DETOUR = 1.3

_Point = tuple[float, float]


def minutes_between(stations: Sequence[Station]) -> NDArray[np.int64]:
    """Return minutes on foot between stations, rounded up: along the streets, where they are known."""
    points = tuple((station.lon, station.lat) for station in stations)
    network = newest_streets(stations[0].subdistrict) if stations else None
    if network is None:
        return _straight(points)
    return _walked(network.pk, network.imported_at, points)


@lru_cache(maxsize=16)
def _walked(pk: int, imported_at: dt.datetime, points: tuple[_Point, ...]) -> NDArray[np.int64]:
    graph = stored_graph(StreetNetwork(pk=pk, imported_at=imported_at))
    doors = snap(graph, [lon for lon, _ in points], [lat for _, lat in points])
    found = walking_minutes(graph, doors, doors, speed_kmh=ADULT_KMH, limit_min=_FAR_MIN)
    minutes, off = _straight(points), doors.off()
    row = np.repeat(np.arange(len(points)), np.diff(found.start))
    for one, other, walked in zip(row.tolist(), found.target.tolist(), found.minutes.tolist(), strict=True):
        if one != other and not off[one] and not off[other]:
            minutes[one, other] = math.ceil(walked)
    minutes.setflags(write=False)
    return minutes


def _straight(points: Sequence[_Point]) -> NDArray[np.int64]:
    minutes = [
        [math.ceil(minutes_for(DETOUR * haversine_m(*one, *other), speed_kmh=ADULT_KMH)) for other in points]
        for one in points
    ]
    return np.array(minutes, dtype=np.int64).reshape(len(points), len(points))
