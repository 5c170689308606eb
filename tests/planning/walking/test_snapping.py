"""Doors and the street: nearest edge, ties, other components, and far away."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.networks import LAT, LON, STEP_LAT, STEP_LON, network, networks, places_near
from yizhan.foundation.refusals import Refusal
from yizhan.planning.errors import ProblemError
from yizhan.planning.walking.graph import StreetGraph
from yizhan.planning.walking.snapping import require_near, snap


def test_snap_projects_on_the_middle_of_an_edge():
    graph = network([(0, 0), (4, 0)], [(0, 1)])
    door = snap(graph, LON + STEP_LON, LAT + STEP_LAT / 2)
    assert door.share == pytest.approx([0.25])
    assert door.distance_m == pytest.approx([49.9], abs=0.1)
    assert door.street_points(graph) == pytest.approx(np.array([[LON + STEP_LON, LAT]]))


def test_snap_beyond_the_end_is_the_end():
    graph = network([(0, 0), (1, 0)], [(0, 1)])
    assert snap(graph, LON + 3 * STEP_LON, LAT).share.tolist() == [1.0]


def test_snap_ignores_a_street_cut_off_and_says_so():
    graph = network([(0, 0), (5, 0), (0, 2), (1, 2)], [(0, 1), (2, 3)])
    door = snap(graph, LON, LAT + 1.9 * STEP_LAT)
    assert door.edge.tolist() == [0]
    assert door.nearest_m == pytest.approx([10], abs=0.1)
    assert door.cut_off.tolist() == [True]
    assert snap(graph, LON, LAT + 1.9 * STEP_LAT, anywhere=True).edge.tolist() == [1]


def test_require_near_names_the_door_and_its_distance():
    graph = network([(0, 0), (1, 0)], [(0, 1)])
    doors = snap(graph, [LON, LON + 6 * STEP_LON], [LAT, LAT])
    with pytest.raises(Refusal) as refused:
        require_near(doors, ["near", "far"])
    assert refused.value.code == "off_network"
    assert "far (500 m)" in str(refused.value)
    assert "near (" not in str(refused.value)


@pytest.mark.parametrize("lon", [float("nan"), 181.0])
def test_snap_impossible_coordinate_is_refused(lon):
    graph = network([(0, 0), (1, 0)], [(0, 1)])
    with pytest.raises(ProblemError):
        snap(graph, lon, LAT)


def test_snap_on_a_zero_length_edge():
    graph = network([(0, 0), (1, 0), (2, 0)], [(0, 1), (1, 2)], lengths=[0, 100])
    assert snap(graph, LON, LAT).distance_m == pytest.approx([0], abs=1e-6)


@given(networks(), places_near(count=5), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_snap_does_not_depend_on_the_order_of_edges(graph, places, chance):
    order = list(range(len(graph.u)))
    chance.shuffle(order)
    shuffled = StreetGraph(
        graph.lon,
        graph.lat,
        graph.v[order],
        graph.u[order],
        graph.length_m[order],
        graph.steps[order],
        graph.way[order],
    )
    doors, others = snap(graph, *places, anywhere=True), snap(shuffled, *places, anywhere=True)
    assert doors.distance_m == pytest.approx(others.distance_m, abs=1e-9)
    assert doors.street_points(graph) == pytest.approx(others.street_points(shuffled), abs=1e-9)


@given(networks(), places_near(count=3))
@settings(deadline=None)
def test_snap_finds_no_farther_street_than_trying_all(graph, places):
    doors = snap(graph, *places, anywhere=True)
    begin, end = graph.xy[graph.u], graph.xy[graph.v]
    for one, door in enumerate(graph.plane.xy(*places)):
        share = ((door - begin) * (end - begin)).sum(axis=1) / ((end - begin) ** 2).sum(axis=1)
        meeting = begin + np.clip(share, 0, 1)[:, None] * (end - begin)
        assert doors.distance_m[one] == pytest.approx(np.linalg.norm(meeting - door, axis=1).min(), abs=1e-6)
