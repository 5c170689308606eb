"""The ground a group walks on: a street graph, or straight lines lengthened where there is none."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.datums import haversine_m
from yizhan.people.models import Subdistrict
from yizhan.planning.errors import ProblemError
from yizhan.planning.walking.catchment import walking_minutes
from yizhan.planning.walking.graph import StreetGraph
from yizhan.planning.walking.route import route
from yizhan.planning.walking.snapping import snap
from yizhan.planning.walking.speeds import minutes_for
from yizhan.plans.bridge.streets import SPEEDS_KMH, stored_graph
from yizhan.plans.models import StreetNetwork
from yizhan.plans.queries import newest_streets, stored_streets

#: Where no street is known, a way is this much longer than the straight line.
DETOUR = 1.3
#: A tour never walks farther than this between two stops, min.
FARTHEST_MIN = 240.0
#: Two points nearer than this are one, m.
SAME_M = 1.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """Streets with names, and the speed; without streets everything is straight."""

    speed_kmh: float
    graph: StreetGraph | None = None
    names_zh: Sequence[str] = ()
    english: dict[str, str] | None = None
    knows_steps: bool = False

    def off(self, points: Sequence[Point]) -> NDArray[np.bool_]:
        """Return which points are too far from any street."""
        if self.graph is None:
            return np.ones(len(points), dtype=np.bool_)
        return snap(self.graph, *_apart(points)).off()

    def leg(self, one: Point, other: Point) -> dict[str, Any]:
        """Return the way from one point to another: metres, minutes, line, streets."""
        if haversine_m(*one, *other) < SAME_M:
            return _straight(one, other, metres=0.0, speed_kmh=self.speed_kmh) | {"straight": False}
        if self.graph is not None:
            doors = snap(self.graph, *_apart([one, other]))
            way = None if doors.off().any() else route(
                self.graph, doors, speed_kmh=self.speed_kmh, names=self.names_zh
            )  # fmt: skip
            if way is not None:
                english = self.english or {}
                return {
                    "metres": way.metres,
                    "minutes": way.minutes,
                    "line": np.round(way.lonlat, 6).tolist(),
                    "streets": [[leg.name, english.get(leg.name, "")] for leg in way.legs if leg.name],
                    "climbs": any(leg.steps for leg in way.legs),
                    "straight": False,
                }
        metres = haversine_m(*one, *other) * DETOUR
        return _straight(one, other, metres=metres, speed_kmh=self.speed_kmh)

    def minutes(self, points: Sequence[Point]) -> NDArray[np.float64]:
        """Return minutes[from, to] between all points; straight where a point is off the streets."""
        table = np.array(
            [[haversine_m(*one, *other) * DETOUR for other in points] for one in points], dtype=np.float64
        )
        table = table * minutes_for(1.0, speed_kmh=self.speed_kmh)
        if self.graph is not None:
            doors = snap(self.graph, *_apart(points))
            walked = walking_minutes(
                self.graph, doors, doors, speed_kmh=self.speed_kmh, limit_min=FARTHEST_MIN
            ).dense().T  # fmt: skip
            on = ~doors.off()
            table = np.where(on[:, None] & on[None, :], walked, table)
        same = np.array([[haversine_m(*one, *other) < SAME_M for other in points] for one in points])
        table[same] = 0.0
        return table


def ground_of(subdistrict: Subdistrict, *, pace: str, step_free: bool = False) -> Ground:
    """Return the newest streets of a sub-district to walk on, without steps where wanted."""
    network, speed = newest_streets(subdistrict), SPEEDS_KMH[pace]
    if network is None:
        return Ground(speed)
    streets, graph = stored_streets(network), stored_graph(network)
    knows_steps = bool(graph.steps.any())
    avoids = step_free and knows_steps
    walked = _step_free(network.pk, network.imported_at) if avoids else graph
    english = dict(zip(streets.name_zh, streets.name_en, strict=True))
    return Ground(speed, walked, streets.name_zh, english, knows_steps)


@lru_cache(maxsize=4)
def _step_free(pk: int, imported_at: dt.datetime) -> StreetGraph | None:
    try:
        return stored_graph(StreetNetwork(pk=pk, imported_at=imported_at)).without_steps()
    except ProblemError:  # nothing but steps
        return None


def _apart(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    return [lon for lon, _ in points], [lat for _, lat in points]


def _straight(one: Point, other: Point, *, metres: float, speed_kmh: float) -> dict[str, Any]:
    return {
        "metres": metres,
        "minutes": minutes_for(metres, speed_kmh=speed_kmh),
        "line": [list(one), list(other)],
        "streets": [],
        "climbs": False,
        "straight": True,
    }
