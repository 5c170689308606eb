"""Walking times and catchments: by hand, against scipy, and their laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from strategies.networks import LAT, LON, STEP_LAT, STEP_LON, grid, network, networks, places_near
from yizhan.planning.walking.catchment import catchment, catchment_sizes, node_distances, walking_minutes
from yizhan.planning.walking.snapping import Anchors, snap
from yizhan.planning.walking.speeds import ADULT_KMH, ELDERLY_KMH, metres_within, minutes_for

#: Metres a minute.
KMH = 6.0


def at_nodes(graph) -> Anchors:
    """Return a door exactly at every node that has an edge."""
    ends = np.concatenate([graph.u, graph.v])
    edges = np.tile(np.arange(len(graph.u)), 2)
    share = np.repeat([0.0, 1.0], len(graph.u))
    nodes, first = np.unique(ends, return_index=True)
    nothing = np.zeros(len(nodes))
    return Anchors(graph.lon[nodes], graph.lat[nodes], edges[first], share[first], nothing, nothing)


def test_speeds_are_those_of_the_standard():
    assert metres_within(15, speed_kmh=ADULT_KMH) == pytest.approx(1200)
    assert metres_within(15, speed_kmh=ELDERLY_KMH) == pytest.approx(825)
    assert minutes_for(1200, speed_kmh=ADULT_KMH) == pytest.approx(15)


def test_catchment_of_a_line_reaches_both_ways_and_counts_the_way_to_the_street():
    graph = network([(0, 0), (10, 0), (10, 5)], [(0, 1), (1, 2)], lengths=[1000, 500])
    door = snap(graph, LON + 5 * STEP_LON, LAT + STEP_LAT / 2)
    reached = catchment(graph, door, minutes=3, speed_kmh=KMH)
    assert reached.reached_m == pytest.approx(2 * (300 - door.distance_m[0]))
    assert reached.nodes == 0
    assert reached.edge.tolist() == [0]


def test_catchment_passes_through_junctions():
    graph = grid(9)
    door = snap(graph, LON + 4 * STEP_LON, LAT + 4 * STEP_LAT)
    reached = catchment(graph, door, minutes=1.5, speed_kmh=KMH)
    # Four blocks of 100 m, and half a block three ways from each of the four junctions behind them.
    assert reached.reached_m == pytest.approx(1000, abs=2)
    assert reached.nodes == 5


def test_catchment_shorter_than_the_way_to_the_street_is_empty():
    graph = network([(0, 0), (4, 0)], [(0, 1)])
    door = snap(graph, LON, LAT + 2 * STEP_LAT)
    reached = catchment(graph, door, minutes=1, speed_kmh=KMH)
    assert (reached.reached_m, reached.nodes, len(reached.edge)) == (0.0, 0, 0)
    assert [values.tolist() for values in catchment_sizes(graph, door, minutes=1, speed_kmh=KMH)] == [
        [0.0],
        [0],
    ]


def test_catchment_of_a_whole_ring_counts_it_once():
    graph = network([(0, 0), (1, 0), (1, 1), (0, 1)], [(0, 1), (1, 2), (2, 3), (3, 0)])
    reached = catchment(graph, snap(graph, LON + STEP_LON / 3, LAT), minutes=9, speed_kmh=KMH)
    assert reached.reached_m == pytest.approx(graph.length_m.sum())
    assert reached.nodes == 4


def test_walking_minutes_along_one_street_do_not_detour_over_its_ends():
    graph = network([(0, 0), (10, 0)], [(0, 1)], lengths=[1000])
    doors = snap(graph, [LON + 4 * STEP_LON, LON + 6 * STEP_LON], [LAT, LAT])
    table = walking_minutes(graph, doors, doors, speed_kmh=KMH, limit_min=60).dense()
    assert table == pytest.approx(np.array([[0, 2], [2, 0]]), abs=1e-9)


def test_walking_minutes_unreachable_is_infinite():
    graph = network([(0, 0), (1, 0), (5, 5), (6, 5)], [(0, 1), (2, 3)])
    doors = snap(graph, [LON, LON + 5 * STEP_LON], [LAT, LAT + 5 * STEP_LAT], anywhere=True)
    table = walking_minutes(graph, doors, doors, speed_kmh=KMH, limit_min=600).dense()
    assert np.isinf(table).tolist() == [[False, True], [True, False]]


def test_walking_minutes_without_targets():
    graph = grid(3)
    nobody = snap(graph, [], [])
    assert walking_minutes(
        graph, snap(graph, LON, LAT), nobody, speed_kmh=KMH, limit_min=5
    ).dense().shape == (0, 1)
    assert walking_minutes(graph, nobody, nobody, speed_kmh=KMH, limit_min=5).dense().shape == (0, 0)


def test_step_free_catchment_goes_around():
    # A flight of steps joins two streets directly; the way around is long.
    places = [(0, 0), (1, 0), (1, 1), (0, 1), (5, 0), (5, 1)]
    edges = [(0, 1), (1, 2), (2, 3), (1, 4), (4, 5), (5, 2)]
    graph = network(places, edges, steps=[False, True, False, False, False, False])
    with_steps = node_distances(graph, snap(graph, LON, LAT), limit_m=5000)
    level = graph.without_steps()
    without = node_distances(level, snap(level, LON, LAT), limit_m=5000)
    assert with_steps[3] == pytest.approx(300, abs=1)
    assert without[3] == pytest.approx(1100, abs=3)


@given(networks())
@settings(deadline=None)
def test_walking_minutes_agree_with_scipy(graph):
    doors = at_nodes(graph)
    nodes = np.unique(np.concatenate([graph.u, graph.v]))
    found = walking_minutes(graph, doors, doors, speed_kmh=KMH, limit_min=1e6).dense() * 100
    table = np.full((len(graph.lon),) * 2, np.inf)
    np.minimum.at(table, (graph.u, graph.v), np.maximum(graph.length_m, 1e-12))  # scipy: zero is no edge
    table = np.minimum(table, table.T)
    table[np.isinf(table)] = 0
    assert found == pytest.approx(dijkstra(csr_array(table), directed=False)[np.ix_(nodes, nodes)], abs=1e-6)


@given(networks(), places_near(count=4))
@settings(deadline=None)
def test_walking_minutes_are_symmetric_and_keep_the_triangle(graph, places):
    doors = snap(graph, *places)
    table = walking_minutes(graph, doors, doors, speed_kmh=KMH, limit_min=1e6).dense()
    assert table == pytest.approx(table.T, abs=1e-9)
    for middle in range(4):
        assert (table <= table[:, [middle]] + table[[middle], :] + 1e-9).all()


@given(networks(), places_near(count=3), st.floats(0.1, 12))
@settings(deadline=None)
def test_walking_minutes_within_a_limit_are_those_of_all(graph, places, limit):
    doors = snap(graph, *places)
    every = walking_minutes(graph, doors, doors, speed_kmh=KMH, limit_min=1e6).dense()
    near = walking_minutes(graph, doors, doors, speed_kmh=KMH, limit_min=limit).dense()
    assert near == pytest.approx(np.where(every <= limit, every, np.inf), abs=1e-9)


@given(networks(), places_near(count=3), st.floats(0, 12))
@settings(deadline=None)
def test_catchment_sizes_agree_with_catchments_one_by_one(graph, places, minutes):
    doors = snap(graph, *places)
    km, nodes = catchment_sizes(graph, doors, minutes=minutes, speed_kmh=KMH)
    for one in range(3):
        reached = catchment(graph, doors, minutes=minutes, speed_kmh=KMH, one=one)
        assert km[one] * 1000 == pytest.approx(reached.reached_m, abs=1e-6)
        assert nodes[one] == reached.nodes


@given(networks(), places_near(count=1), st.floats(0, 12), st.floats(0, 3), st.floats(0, 3))
@settings(deadline=None)
def test_catchment_grows_with_minutes_and_speed(graph, place, minutes, more, faster):
    door = snap(graph, *place)
    small = catchment(graph, door, minutes=minutes, speed_kmh=KMH)
    large = catchment(graph, door, minutes=minutes + more, speed_kmh=KMH + faster)
    assert large.reached_m >= small.reached_m - 1e-6
    assert large.nodes >= small.nodes
    assert large.reached_m <= graph.component_km[0] * 1000 + 1e-6


@given(networks(), places_near(count=1), st.floats(0, 12))
@settings(deadline=None)
def test_catchment_pieces_do_not_overlap(graph, place, minutes):
    reached = catchment(graph, snap(graph, *place), minutes=minutes, speed_kmh=KMH)
    for edge in np.unique(reached.edge):
        pieces = sorted(
            (begin, end)
            for one, begin, end in zip(reached.edge, reached.begin, reached.end, strict=True)
            if one == edge
        )
        ends = np.array(pieces).ravel()
        assert (np.diff(ends) >= -1e-9).all()
        assert ends[0] >= -1e-12
        assert ends[-1] <= 1 + 1e-12
