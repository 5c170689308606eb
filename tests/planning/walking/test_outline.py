"""Outlines are valid, wound the right way, hold what was reached and little else."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies.networks import LAT, LON, STEP_LAT, STEP_LON, grid, network, networks, places_near
from yizhan.planning.walking.catchment import catchment
from yizhan.planning.walking.outline import outline
from yizhan.planning.walking.snapping import snap


def drawn(graph, reached, **options):
    return shapely.from_geojson(json.dumps(outline(graph, reached, **options)))


def test_outline_of_a_straight_street_is_as_wide_as_its_margin():
    graph = network([(0, 0), (10, 0)], [(0, 1)], lengths=[1000])
    reached = catchment(graph, snap(graph, LON + 5 * STEP_LON, LAT), minutes=4, speed_kmh=6)
    shape = shapely.transform(
        drawn(graph, reached), lambda points: graph.plane.xy(points[:, 0], points[:, 1])
    )
    west, south, east, north = shape.bounds
    assert (north - south) == pytest.approx(60, abs=3)
    assert (east - west) == pytest.approx(860, abs=3)


def test_outline_fills_blocks():
    graph = grid(5)
    reached = catchment(graph, snap(graph, LON, LAT), minutes=60, speed_kmh=6)
    assert drawn(graph, reached, closing_m=60).interiors[:] == []


def test_outline_of_nothing_is_an_empty_multipolygon():
    graph = network([(0, 0), (4, 0)], [(0, 1)])
    reached = catchment(graph, snap(graph, LON, LAT + 2 * STEP_LAT), minutes=1, speed_kmh=6)
    assert outline(graph, reached) == {"type": "MultiPolygon", "coordinates": []}


@given(networks(), places_near(count=1), st.floats(1, 12))
@settings(deadline=None, max_examples=50)
def test_outline_is_valid_and_holds_every_reached_street(graph, place, minutes):
    reached = catchment(graph, snap(graph, *place), minutes=minutes, speed_kmh=6)
    shape = drawn(graph, reached)
    assert shape.is_valid
    if not len(reached.edge):
        assert shape.is_empty
        return
    assert shape.geom_type in {"Polygon", "MultiPolygon"}
    for part in shapely.get_parts(shape):
        assert part.exterior.is_ccw
        assert not any(ring.is_ccw for ring in part.interiors)
    nodes = np.isfinite(reached.node_m)
    long = graph.length_m > 0
    touched = np.isin(np.arange(len(graph.lon)), np.concatenate([graph.u[long], graph.v[long]]))
    assert shapely.contains_xy(shape, graph.lon[nodes & touched], graph.lat[nodes & touched]).all()
