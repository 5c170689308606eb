"""The way on foot: as long as the distance says, unbroken, street by street."""

import numpy as np
import pytest
from hypothesis import given, settings

from strategies.networks import LAT, LON, STEP_LAT, STEP_LON, network, networks, places_near
from yizhan.planning.walking.catchment import walking_minutes
from yizhan.planning.walking.route import Leg, route
from yizhan.planning.walking.snapping import snap

KMH = 6.0


def test_route_names_its_streets_in_order():
    graph = network([(0, 0), (2, 0), (4, 0), (4, 3)], [(1, 0), (1, 2), (3, 2)], steps=[False, False, True])
    doors = snap(graph, [LON + STEP_LON, LON + 4 * STEP_LON], [LAT - STEP_LAT / 2, LAT + 2 * STEP_LAT])
    way = route(graph, doors, speed_kmh=KMH, names=["东大名路", "东大名路", ""])
    assert way is not None
    assert [(leg.name, round(leg.metres), leg.steps) for leg in way.legs] == [
        ("东大名路", 300, False),
        ("", 200, True),
    ]
    assert way.metres == pytest.approx(550, abs=1)
    assert way.minutes == pytest.approx(5.5, abs=0.01)
    assert len(way.lonlat) == 5


def test_route_between_components_is_none():
    graph = network([(0, 0), (1, 0), (5, 5), (6, 5)], [(0, 1), (2, 3)])
    doors = snap(graph, [LON, LON + 5 * STEP_LON], [LAT, LAT + 5 * STEP_LAT], anywhere=True)
    assert route(graph, doors, speed_kmh=KMH) is None


def test_route_to_the_same_door_stays():
    graph = network([(0, 0), (1, 0)], [(0, 1)])
    doors = snap(graph, [LON, LON], [LAT, LAT])
    way = route(graph, doors, speed_kmh=KMH)
    assert way is not None
    assert (way.metres, way.legs, len(way.lonlat)) == (0.0, (), 1)


def test_route_from_a_loop_leaves_by_the_nearer_end():
    graph = network([(0, 0), (1, 0), (1, 1), (0, 1), (-2, 0)], [(0, 1), (1, 2), (2, 3), (3, 0), (0, 4)])
    doors = snap(graph, [LON, LON - 2 * STEP_LON], [LAT + STEP_LAT / 2, LAT])
    way = route(graph, doors, speed_kmh=KMH, names=["1", "2", "3", "4", "5"])
    assert way is not None
    assert [leg.name for leg in way.legs] == ["4", "5"]


@given(networks(), places_near(count=2))
@settings(deadline=None)
def test_route_is_as_long_as_the_walking_time_and_as_its_legs(graph, places):
    doors = snap(graph, *places)
    expected = walking_minutes(graph, doors, doors, speed_kmh=KMH, limit_min=1e6).dense()[1, 0]
    way = route(graph, doors, speed_kmh=KMH, names=[str(one) for one in range(len(graph.u))])
    assert way is not None
    assert way.minutes == pytest.approx(expected, abs=1e-9)
    assert sum(leg.metres for leg in way.legs) + doors.distance_m.sum() == pytest.approx(way.metres, abs=1e-6)
    assert all(isinstance(leg, Leg) and leg.metres > 0 for leg in way.legs)


@given(networks(), places_near(count=2))
@settings(deadline=None)
def test_route_is_an_unbroken_line_between_the_doors(graph, places):
    doors = snap(graph, *places)
    # Where edges are as long as they look, a broken line would be longer or shorter than the way.
    length = np.linalg.norm(graph.xy[graph.u] - graph.xy[graph.v], axis=1)
    straight = type(graph)(graph.lon, graph.lat, graph.u, graph.v, length, graph.steps, graph.way)
    doors = snap(straight, *places)
    way = route(straight, doors, speed_kmh=KMH)
    assert way is not None
    points = straight.plane.xy(way.lonlat[:, 0], way.lonlat[:, 1])
    assert np.linalg.norm(np.diff(points, axis=0), axis=1).sum() == pytest.approx(way.metres, abs=1e-3)
    assert way.lonlat[0] == pytest.approx([doors.lon[0], doors.lat[0]], abs=1e-8)
    assert way.lonlat[-1] == pytest.approx([doors.lon[1], doors.lat[1]], abs=1e-8)
