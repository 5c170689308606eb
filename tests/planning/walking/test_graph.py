"""Graph building, components and contraction."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from strategies.networks import grid, network, networks
from yizhan.planning.errors import ProblemError
from yizhan.planning.walking.graph import build_graph


def arguments(**changed):
    return {"lon": [0, 1, 2], "lat": [0, 0, 0], "u": [0, 1], "v": [1, 2], "length_m": [5, 6]} | changed


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"lat": [0, 0]}, "lat"),
        ({"length_m": [5]}, "length_m"),
        ({"length_m": [5, -1]}, "length_m"),
        ({"length_m": [5, float("nan")]}, "length_m"),
        ({"lon": [0, float("inf"), 2]}, "lon"),
        ({"v": [1, 3]}, "v"),
        ({"u": [0, -1]}, "u"),
        ({"u": [0, 2]}, "u"),
        ({"u": [], "v": [], "length_m": []}, "u"),
    ],
)
def test_build_graph_malformed_names_the_field(changed, where):
    with pytest.raises(ProblemError) as refused:
        build_graph(**arguments(**changed))
    assert refused.value.where == where
    assert refused.value.say("zh") != refused.value.say("en")


def test_components_longest_first_and_lone_node_counted():
    graph = network(
        [(0, 0), (1, 0), (5, 5), (6, 5), (7, 5), (9, 9)], [(0, 1), (2, 3), (3, 4)], lengths=[10, 20, 30]
    )
    assert graph.component.tolist() == [1, 1, 0, 0, 0, 2]
    assert graph.component_km.tolist() == [0.05, 0.01]
    assert graph.largest_share == pytest.approx(50 / 60)


def test_chains_of_a_line_are_one():
    graph = network([(0, 0), (1, 0), (2, 0), (3, 0)], [(1, 0), (1, 2), (3, 2)])
    chains = graph.chains
    assert chains.junction_node.tolist() == [0, 3]
    assert chains.length_m == pytest.approx([graph.length_m.sum()])
    assert chains.edge_forward.tolist() == [False, True, False]


def test_chains_of_a_ring_have_one_junction():
    graph = network([(0, 0), (1, 0), (1, 1)], [(0, 1), (1, 2), (2, 0)])
    assert graph.chains.junction_node.tolist() == [0]
    assert graph.chains.a.tolist() == graph.chains.b.tolist() == [0]


def test_chains_of_two_parallel_edges():
    graph = network([(0, 0), (1, 0)], [(0, 1), (0, 1)], lengths=[10, 20])
    assert graph.chains.length_m.tolist() == [30]


def test_without_steps_keeps_nodes_and_drops_flights():
    graph = network([(0, 0), (1, 0), (2, 0)], [(0, 1), (1, 2)], steps=[False, True])
    assert graph.without_steps().u.tolist() == [0]
    assert len(graph.without_steps().lon) == 3


def test_without_steps_where_there_is_nothing_else_is_refused():
    graph = network([(0, 0), (1, 0)], [(0, 1)], steps=[True])
    with pytest.raises(ProblemError):
        graph.without_steps()


def all_pairs(u, v, metres, nodes):
    """Return shortest paths by scipy; it takes zeros for absent edges, so they are made tiny."""
    table = np.full((nodes, nodes), np.inf)
    np.minimum.at(table, (u, v), np.maximum(metres, 1e-12))
    table = np.minimum(table, table.T)
    table[np.isinf(table)] = 0
    return dijkstra(csr_array(table), directed=False)


@given(networks())
@settings(deadline=None)
def test_contraction_keeps_every_distance_and_metre(graph):
    chains = graph.chains
    assert (chains.edge_chain >= 0).all()
    assert ((chains.node_junction >= 0) != (chains.node_chain >= 0)).all()
    assert chains.length_m.sum() == pytest.approx(graph.length_m.sum())
    whole = all_pairs(graph.u, graph.v, graph.length_m, len(graph.lon))
    junctions = chains.junction_node
    proper = chains.a != chains.b
    small = all_pairs(chains.a[proper], chains.b[proper], chains.length_m[proper], len(junctions))
    assert small == pytest.approx(whole[np.ix_(junctions, junctions)], abs=1e-6)


def test_grid_has_no_chain_to_contract_but_its_corners():
    assert len(grid(6).chains.junction_node) == 32
