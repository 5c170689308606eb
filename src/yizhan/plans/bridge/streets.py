"""Stored streets become a walking graph: times, ways and catchments."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from yizhan.outside.streets import Streets
from yizhan.places.models import Station
from yizhan.planning.walking.catchment import catchment, walking_minutes
from yizhan.planning.walking.graph import StreetGraph, build_graph
from yizhan.planning.walking.outline import outline
from yizhan.planning.walking.route import route
from yizhan.planning.walking.snapping import snap
from yizhan.planning.walking.speeds import ADULT_KMH, ELDERLY_KMH
from yizhan.plans.models import StreetNetwork
from yizhan.plans.queries import newest_streets, stored_streets

SPEEDS_KMH = {"adult": ADULT_KMH, "elderly": ELDERLY_KMH}
#: Beyond this nobody asks for the way on foot, min.
FAR_MIN = 60.0


@lru_cache(maxsize=4)
def _graph(pk: int, imported_at: dt.datetime) -> StreetGraph:
    return graph_from(stored_streets(StreetNetwork(pk=pk, imported_at=imported_at)))


def graph_from(streets: Streets) -> StreetGraph:
    """Return the walking graph of streets."""
    return build_graph(
        streets.lon,
        streets.lat,
        u=streets.u,
        v=streets.v,
        length_m=streets.length_m,
        steps=streets.steps,
        way=streets.way,
    )


def stored_graph(network: StreetNetwork) -> StreetGraph:
    """Return the walking graph of a network, kept in memory between requests; networks never change."""
    return _graph(network.pk, network.imported_at)


def walking_times(
    *, lon: float, lat: float, stations: Sequence[Station], speed: str = "adult"
) -> dict[int, float]:
    """Return minutes on foot to each station, by its key; the unreachable and the far are left out."""
    network = newest_streets(stations[0].subdistrict) if stations else None
    if network is None:
        return {}
    graph = stored_graph(network)
    start = snap(graph, [lon], [lat])
    if start.off()[0]:
        return {}
    doors = snap(graph, [s.lon for s in stations], [s.lat for s in stations])
    found = walking_minutes(graph, start, doors, speed_kmh=SPEEDS_KMH[speed], limit_min=FAR_MIN)
    off = doors.off()
    return {
        stations[index].pk: float(minutes)
        for index, minutes in zip(found.target, found.minutes, strict=True)
        if not off[index]
    }


def walking_route(*, lon: float, lat: float, station: Station, speed: str = "adult") -> dict[str, Any] | None:
    """Return the way on foot to a station (minutes, metres, coordinates, steps by street), or None."""
    network = newest_streets(station.subdistrict)
    if network is None:
        return None
    streets, graph = stored_streets(network), stored_graph(network)
    doors = snap(graph, [lon, station.lon], [lat, station.lat])
    if doors.off().any():
        return None
    way = route(graph, doors, speed_kmh=SPEEDS_KMH[speed], names=streets.name_zh)
    if way is None or way.minutes > FAR_MIN:
        return None
    english = dict(zip(streets.name_zh, streets.name_en, strict=True))
    return {
        "minutes": way.minutes,
        "metres": way.metres,
        "coordinates": np.round(way.lonlat, 6).tolist(),
        "steps": [
            {
                "name_zh": leg.name,
                "name_en": english.get(leg.name, ""),
                "metres": leg.metres,
                "stairs": leg.steps,
            }
            for leg in way.legs
        ],
    }


def catchment_outlines(
    network: StreetNetwork,
    points: Iterable[tuple[str, float, float]],
    *,
    minutes: float,
    speed: str = "adult",
) -> dict[str, Any]:
    """Return what lies within so many minutes of each point (label, lon, lat), as GeoJSON features."""
    graph = stored_graph(network)
    features = []
    for label, lon, lat in points:
        door = snap(graph, [lon], [lat])
        if door.off()[0]:
            continue
        reached = catchment(graph, door, minutes=minutes, speed_kmh=SPEEDS_KMH[speed])
        features.append(
            {
                "type": "Feature",
                "properties": {"label": label, "minutes": minutes},
                "geometry": outline(graph, reached),
            }
        )
    return {"type": "FeatureCollection", "features": features}
