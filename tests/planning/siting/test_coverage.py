"""Covering problems by hand: most people, everyone, gradual gains, levels, shares."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from yizhan.planning.errors import ProblemError
from yizhan.planning.outcome import Sense, Status
from yizhan.planning.siting import (
    SitingProblem,
    coverable,
    everyone_covered,
    most_covered,
    solve,
    within_reach,
)

REACH = csr_array(np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1], [0, 0, 1.0]]))


def test_one_site_covers_most_people_by_hand():
    outcome = solve(most_covered(REACH, open_at_most=1))
    assert (outcome.status, outcome.objective, outcome.plan.labels) == (Status.OPTIMAL, 3.0, ("2",))


def test_budget_prefers_two_cheap_sites_to_one_dear_one():
    weight, cost = np.array([2.0, 2.0, 2.0, 1.0, 1.0]), np.array([1.0, 1.0, 3.0])
    outcome = solve(most_covered(REACH, weight=weight, cost=cost, budget=2.0))
    assert (outcome.objective, outcome.plan.opened, outcome.plan.cost) == (6.0, (0, 1), 2.0)


def test_everyone_is_covered_with_the_fewest_sites():
    outcome = solve(everyone_covered(REACH))
    assert (outcome.status, outcome.sense, outcome.objective) == (Status.OPTIMAL, Sense.MINIMISE, 2.0)
    assert outcome.plan.opened == (0, 2)


def test_person_nobody_can_reach_makes_covering_everyone_infeasible():
    gains = csr_array(np.array([[1.0, 0.0], [0.0, 0.0]]))
    outcome = solve(everyone_covered(gains))
    assert [conflict.constraint for conflict in outcome.conflicts] == ["required"]
    assert coverable(gains).tolist() == [True, False]


def test_border_counts_as_within_reach():
    points, places = np.array([[0.3, 0.4], [0.3, 0.4000001]]), np.array([[0.0, 0.0]])
    assert within_reach(points, places, radius=0.5).toarray().tolist() == [[1.0], [0.0]]


@settings(deadline=None)
@given(st.integers(0, 10_000), st.floats(0.0, 1.5))
def test_reach_equals_all_pairs(seed, radius):
    rng = np.random.default_rng(seed)
    points, places = rng.random((20, 2)).round(1), rng.random((7, 2)).round(1)
    pairs = np.hypot(*(points[:, None] - places[None]).transpose(2, 0, 1)) <= radius
    assert np.array_equal(within_reach(points, places, radius=radius).toarray() == 1.0, pairs)


@pytest.mark.parametrize("radius", [-1.0, float("nan"), float("inf")])
def test_impossible_radius_is_malformed(radius):
    with pytest.raises(ProblemError, match="radius"):
        within_reach(np.zeros((1, 2)), np.zeros((1, 2)), radius=radius)


def two_levels(**limits: object) -> SitingProblem:
    """Two sites, each as a point (cost 1, gain ½) or a centre (cost 3, gain 1); 10 people near each."""
    gains = np.array([[0.5, 1.0, 0.0, 0.0], [0.0, 0.0, 0.5, 1.0], [0.5, 1.0, 0.5, 1.0]])
    return SitingProblem(
        options=["east point", "east centre", "west point", "west centre"],
        sites=["east", "west"],
        site=np.array([0, 0, 1, 1]),
        weight=np.array([10.0, 10.0, 4.0]),
        gains=csr_array(gains),
        cost=np.array([1.0, 3.0, 1.0, 3.0]),
        neighbourhoods=["E", "W"],
        neighbourhood=np.array([0, 1, -1]),
        **limits,
    )


def test_one_level_a_site_within_budget():
    outcome = solve(two_levels(budget=4.0))
    assert (outcome.objective, outcome.plan.cost, len(set(outcome.plan.sites))) == (19.0, 4.0, 2)


def test_tie_goes_to_the_lowest_label():
    assert solve(two_levels(open_at_most=1)).plan.labels == ("east centre",)


def test_minimum_share_changes_the_plan():
    assert solve(two_levels(budget=3.0)).objective == 14.0
    shared = solve(two_levels(budget=3.0, minimum_share={"W": 0.5, "E": 0.5}))
    assert (shared.status, shared.objective, shared.plan.labels) == (
        Status.OPTIMAL,
        12.0,
        ("east point", "west point"),
    )


def test_share_beyond_budget_names_both():
    outcome = solve(two_levels(budget=3.0, minimum_share={"W": 1.0, "E": 0.5}))
    assert outcome.status is Status.INFEASIBLE
    assert {conflict.constraint for conflict in outcome.conflicts} == {
        "budget",
        "minimum_share:E",
        "minimum_share:W",
    }


def test_share_out_of_reach_names_only_itself():
    problem = two_levels(budget=3.0, minimum_share={"W": 0.9}, forbidden_options=frozenset({"west centre"}))
    outcome = solve(problem)
    assert {conflict.constraint for conflict in outcome.conflicts} == {"forbidden_options", "minimum_share:W"}
    assert "50.0%" in outcome.conflicts[1].say("en")
    assert outcome.seconds < 5.0  # prices that cannot improve once kept the bound busy to the limit


def test_kept_sites_beyond_budget_name_both():
    outcome = solve(two_levels(budget=1.0, kept_sites=frozenset({"east", "west"})))
    assert {conflict.constraint for conflict in outcome.conflicts} == {
        "budget",
        "kept_sites:east",
        "kept_sites:west",
    }


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"budget": -1.0}, "budget"),
        ({"budget": float("nan")}, "budget"),
        ({"open_at_most": -1}, "open_at_most"),
        ({"kept_sites": frozenset({"north"})}, "kept_sites"),
        ({"kept_sites": frozenset({"east"}), "closed_sites": frozenset({"east"})}, "kept_sites"),
        ({"kept_options": frozenset({"east point", "east centre"})}, "kept_options"),
        ({"minimum_share": {"E": 1.5}}, "minimum_share"),
        ({"minimum_share": {"N": 0.5}}, "minimum_share"),
        ({"required": np.array([0.5])}, "required"),
        ({"ties": "whatever"}, "ties"),
    ],
)
def test_malformed_problem_names_the_field(change, where):
    with pytest.raises(ProblemError) as refused:
        two_levels(**change)
    assert refused.value.where == where
    assert where in refused.value.say("zh")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"weight": np.array([1.0, -1.0])}, "weight"),
        ({"weight": np.array([1.0, np.nan])}, "weight"),
        ({"gains": csr_array(np.array([[1.5], [0.0]]))}, "gains"),
        ({"gains": csr_array(np.ones((3, 1)))}, "gains"),
        ({"options": ["a", "a"], "site": np.array([0, 0])}, "options"),
        ({"site": np.array([1])}, "site"),
        ({"cost": np.array([np.inf])}, "cost"),
    ],
)
def test_malformed_array_names_the_field(change, where):
    sound = {
        "options": ["a"],
        "sites": ["a"],
        "site": np.array([0]),
        "weight": np.ones(2),
        "gains": csr_array(np.ones((2, 1))),
    }
    with pytest.raises(ProblemError) as refused:
        SitingProblem(**{**sound, **change})
    assert refused.value.where == where
