"""Tours: published optima, brute force, opening hours, what must be visited, and what is impossible."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared import shared
from yizhan.outside.op_library import read_orienteering
from yizhan.planning.errors import ProblemError
from yizhan.planning.outcome import Status
from yizhan.planning.touring import TourProblem, faults, optimum, recount, solve, within

PROVED = {15: 120, 20: 200, 23: 210, 25: 230, 27: 230, 30: 265, 32: 300, 35: 320, 38: 360, 40: 395, 45: 450}


def answer(problem):
    return solve(problem, limit_s=20, seed=0)


@pytest.mark.parametrize(("budget", "optimum"), PROVED.items())
def test_published_instances_are_proved(budget, optimum):
    read = read_orienteering(
        shared(f"suites/tours/Tsiligirides_2/tsiligirides_problem_2_budget_{budget}.txt")
    )
    found = answer(within(read.distances, read.worth, limit_min=read.limit))
    assert (found.status, found.objective, found.bound) == (Status.OPTIMAL, optimum, optimum)
    assert found.plan.minutes <= budget


def line(*places, limit=10.0, **fields):
    """Points on a line at whole minutes; the first is start and end."""
    at = np.array([0.0, *places])
    count = len(at)
    values = {
        "points": [f"p{place:g}" if index else "start" for index, place in enumerate(at)],
        "start": 0,
        "end": 0,
        "worth": np.array([0.0] + [1.0] * (count - 1)),
        "minutes": np.abs(at[:, None] - at[None, :]),
        "stay_min": np.zeros(count),
        "opens_min": np.zeros(count),
        "closes_min": np.full(count, np.inf),
        "limit_min": limit,
        "needed": np.zeros(count, dtype=bool),
    }
    return TourProblem(**values | fields)


def test_a_round_tour_takes_what_fits_and_of_equal_worth_the_shortest():
    found = answer(line(1, 2, 3, 9, limit=7))
    assert found.plan.visits in {(0, 1, 2, 3, 0), (0, 3, 2, 1, 0)}
    assert found.plan.minutes == 6
    assert answer(line(3, -4, limit=8)).plan.minutes == 6


def test_a_visit_takes_time_and_begins_within_its_hours():
    closes = np.array([np.inf, 1.5, np.inf])
    opens = np.array([0.0, 0.0, 6.0])
    found = answer(line(2, 4, stay_min=np.array([0, 0, 1.0]), opens_min=opens, closes_min=closes, limit=11))
    assert found.plan.visits == (0, 2, 0)
    assert found.plan.arrive_min == (0.0, 4.0, 11.0)
    nothing = answer(line(2, 4, opens_min=opens, closes_min=closes, limit=9))
    assert (nothing.plan.visits, nothing.objective) == ((0, 0), 0.0)


def test_what_must_be_visited_is_visited_though_dearer_stops_are_lost():
    needed = np.array([False, False, False, True])
    problem = line(1, 2, -4, needed=needed, limit=8)
    assert answer(problem).plan.visits == (0, 3, 0)


def test_what_is_impossible_is_named():
    apart = line(3, end=1, worth=np.zeros(2), limit=2)
    far = line(1, 9, needed=np.array([False, False, True]), limit=10)
    both = line(4, -4, needed=np.array([False, True, True]), limit=10)
    for problem, constraint in ((apart, "limit_min"), (far, "needed p9"), (both, "needed")):
        found = answer(problem)
        assert (found.status, found.plan) == (Status.INFEASIBLE, None)
        assert [conflict.constraint for conflict in found.conflicts] == [constraint]
        assert found.conflicts[0].say("zh")
        assert found.conflicts[0].say("en")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"worth": np.array([0.0, -1.0])}, "worth"),
        ({"worth": np.array([1.0, 1.0])}, "worth"),
        ({"worth": np.array([0.0, np.nan])}, "worth"),
        ({"minutes": np.array([[0.0, np.nan], [1.0, 0.0]])}, "minutes"),
        ({"minutes": np.zeros((2, 3))}, "minutes"),
        ({"minutes": np.ones((2, 2))}, "minutes"),
        ({"points": ["a", "a"]}, "points"),
        ({"opens_min": np.array([0.0, 5.0]), "closes_min": np.array([9.0, 4.0])}, "closes_min"),
        ({"start": 2}, "start"),
        ({"limit": -1.0}, "limit_min"),
    ],
)
def test_malformed_problems_are_refused_by_field(fields, where):
    with pytest.raises(ProblemError) as refusal:
        line(1, **fields)
    assert refusal.value.where == where
    assert "{" not in refusal.value.say("zh") + refusal.value.say("en")


@st.composite
def problems(draw, *, most=5):
    count = draw(st.integers(2, most + 2))
    numbers = st.integers(0, 9)
    minutes = draw(
        st.lists(st.lists(numbers, min_size=count, max_size=count), min_size=count, max_size=count)
    )
    end = draw(st.sampled_from([0, 1]))
    inner = np.ones(count)
    inner[[0, end]] = 0

    def column(values):
        return np.array(draw(st.lists(values, min_size=count, max_size=count)), dtype=float) * inner

    opens = column(st.integers(0, 6))
    open_for = np.array(draw(st.lists(st.integers(0, 30), min_size=count, max_size=count)), dtype=float)
    return TourProblem(
        points=[f"p{number}" for number in range(count)],
        start=0,
        end=end,
        worth=column(numbers),
        minutes=np.array(minutes, dtype=float) * (1 - np.eye(count)),
        stay_min=column(st.integers(0, 3)),
        opens_min=opens,
        closes_min=opens + open_for,
        limit_min=float(draw(st.integers(0, 30))),
        needed=np.array(draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))) * inner > 4,
    )


def brute_force(problem):
    """Every order of every set of stops, checked by the checker."""
    best = None
    for size in range(len(problem.stops) + 1):
        for order in itertools.permutations(problem.stops.tolist(), size):
            tour = recount(problem, (problem.start, *order, problem.end))
            if not faults(problem, tour) and (best is None or tour.worth > best):
                best = tour.worth
    return best


@given(problems())
@settings(max_examples=60, deadline=None)
def test_brute_force_agrees(problem):
    found = answer(problem)
    assert found.objective == brute_force(problem)
    assert (found.status is Status.INFEASIBLE) == (found.objective is None)


@given(problems(most=4), st.randoms())
@settings(max_examples=25, deadline=None)
def test_the_compact_model_agrees_and_its_bound_holds(problem, chance):
    """Beyond twenty stops the same problems would go through the compact model."""
    exact = answer(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "MOST_STOPS", -1)
        patch.setattr(optimum, "_FIRST", chance.randint(0, 3))
        compact = answer(problem)
    assert compact.objective == exact.objective
    if exact.bound is not None:
        assert compact.bound >= exact.bound - 1e-6


@given(problems())
@settings(max_examples=30, deadline=None)
def test_more_time_never_hurts_and_weights_scale(problem):
    def changed(**fields):
        names = TourProblem.__dataclass_fields__
        return TourProblem(**{name: getattr(problem, name) for name in names} | fields)

    objective = answer(problem).objective
    if objective is not None:
        assert answer(changed(limit_min=problem.limit_min + 5)).objective >= objective
    assert answer(changed(worth=2 * problem.worth)).objective == (
        None if objective is None else 2 * objective
    )


def test_thirty_stops_are_solved_with_a_bound():
    chance = np.random.default_rng(7)
    at = chance.uniform(0, 10, (32, 2))
    distances = np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))
    worth = chance.integers(1, 9, 32).astype(float)
    worth[:2] = 0
    found = solve(within(distances, worth, limit_min=16.0), limit_s=3, seed=0)
    assert found.plan.worth <= found.bound
    assert found.plan.worth > 0
