"""Street networks to test on: random ones, a grid, a line."""

import numpy as np
from hypothesis import strategies as st

from yizhan.planning.walking.graph import StreetGraph, build_graph

LON, LAT = 121.49, 31.25
#: Degrees of about a hundred metres.
STEP_LON, STEP_LAT = 0.00105, 0.0009


def network(places, edges, *, lengths=None, steps=None) -> StreetGraph:
    """Return a graph on grid places (column, row), by default as long as the straight lines."""
    columns, rows = np.array(places, float).reshape(-1, 2).T
    u, v = np.array(edges, int).reshape(-1, 2).T
    lon, lat = LON + STEP_LON * columns, LAT + STEP_LAT * rows
    if lengths is None:
        lengths = np.hypot((columns[u] - columns[v]) * 100.08, (rows[u] - rows[v]) * 99.79)
    return build_graph(lon, lat, u=u, v=v, length_m=lengths, steps=steps, way=np.arange(len(u)))


def grid(side: int) -> StreetGraph:
    """Return a square grid of streets, about a hundred metres apart."""
    places = [(column, row) for row in range(side) for column in range(side)]
    across = [(row * side + one, row * side + one + 1) for row in range(side) for one in range(side - 1)]
    along = [(row * side + one, row * side + one + side) for row in range(side - 1) for one in range(side)]
    return network(places, across + along)


@st.composite
def networks(draw, *, most=14):
    """Return a random graph: several components, dead ends, rings, double and zero-length edges."""
    count = draw(st.integers(2, most))
    cell = st.tuples(st.integers(0, 12), st.integers(0, 12))
    places = draw(st.lists(cell, min_size=count, max_size=count, unique=True))
    node = st.integers(0, count - 1)
    ends = st.tuples(node, node).filter(lambda pair: pair[0] != pair[1])
    edges = draw(st.lists(ends, min_size=1, max_size=2 * count))
    metres = st.one_of(st.just(0.0), st.floats(1, 400))
    lengths = draw(st.lists(metres, min_size=len(edges), max_size=len(edges)))
    if not any(lengths):
        lengths[0] = 50.0
    return network(places, edges, lengths=lengths)


@st.composite
def places_near(draw, *, count):
    """Return that many longitudes and latitudes in the window of the networks."""
    number = st.floats(-1, 13)
    columns = draw(st.lists(number, min_size=count, max_size=count))
    rows = draw(st.lists(number, min_size=count, max_size=count))
    return LON + STEP_LON * np.array(columns), LAT + STEP_LAT * np.array(rows)
