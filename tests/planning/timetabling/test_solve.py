"""Answers against brute force, locks, seeds, labels; infeasible problems name their conflict."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.timetabling.instances import brute_force, evening, random_problem, small
from yizhan.planning.errors import ProblemError
from yizhan.planning.outcome import Status
from yizhan.planning.timetabling import broken_rules, recount, solve
from yizhan.planning.timetabling.annealing import Mix, anneal
from yizhan.planning.timetabling.arrays import model_of
from yizhan.planning.timetabling.bounds import floor
from yizhan.planning.timetabling.conflicts import conflicts
from yizhan.planning.timetabling.search import Search


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_brute_force_agrees(seed):
    problem = random_problem(seed)
    best, outcome = brute_force(problem), solve(problem, limit_s=0.2, seed=seed % 1000)
    if best is None:
        assert outcome.status in {Status.INFEASIBLE, Status.UNKNOWN}
        assert outcome.plan is None
        return
    assert outcome.objective == best
    assert outcome.bound <= best
    assert broken_rules(problem, outcome.plan) == ()
    for locked, place in ((problem.locked_slot, outcome.plan.slot), (problem.locked_room, outcome.plan.room)):
        assert locked is None or np.all((locked < 0) | (locked == place))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_bound_is_never_above_the_optimum(seed):
    problem = random_problem(seed)
    best, model = brute_force(problem), model_of(problem)
    if best is None:
        return
    found = floor(model, limit_s=0.5, seed=0)
    assert not found.impossible
    assert found.price <= best


def test_courses_that_cannot_be_placed_together_are_named():
    """Three courses, each two and two in a curriculum, for two slots: every pair fits, not all three."""
    problem = small(
        courses=["a", "b", "c"],
        lessons=["a", "b", "c"],
        course=np.array([0, 1, 2]),
        slots=["1", "2"],
        day=np.array([0, 0]),
        start_min=np.array([0, 60]),
        end_min=np.array([60, 120]),
        students=np.array([1, 1, 1]),
        min_days=np.array([1, 1, 1]),
        curricula=["p", "q", "r"],
        in_curriculum=np.array([[True, True, False], [False, True, True], [True, False, True]]),
    )
    outcome = solve(problem, limit_s=5)
    assert outcome.status is Status.INFEASIBLE
    assert outcome.conflicts[0].say("en") == "these courses cannot be placed in their slots together: a, b, c"


def steps(problem, seed: int, stretches: int = 3) -> tuple[list[int], list[int]]:
    """Return the best timetable of a search of so many steps, without a clock."""
    search = Search(model_of(problem), len(problem.rooms), seed=seed)
    for heat in range(stretches, 0, -1):
        anneal(
            search.model,
            search.walk,
            Mix(chains=20, same_room=20, shared_room=20, clash=20),
            float(heat),
            1000,
        )
    return search.best.slot.tolist(), search.best.room.tolist()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 1000))
def test_seed_repeats_and_labels_change_nothing_but_labels(number, seed):
    problem = random_problem(number)
    if conflicts(problem, model_of(problem)):
        return
    renamed = replace(problem, courses=[f"课{number}" for number in range(len(problem.courses))])
    assert steps(problem, seed) == steps(problem, seed) == steps(renamed, seed)


def test_bookshop_is_a_classroom_after_hours():
    outcome = solve(evening(), limit_s=1)
    assert outcome.status is Status.OPTIMAL
    assert recount(evening(), outcome.plan.slot, outcome.plan.room).objective == outcome.objective


@pytest.mark.parametrize(
    ("changes", "constraint", "said"),
    [
        (
            {"allowed_slots": np.array([[True, False, False], [True, True, True]])},
            "course",
            "course a has 2 lessons, but only 1 slots can take them",
        ),
        (
            {"allowed_rooms": np.array([[False, False], [True, True]])},
            "lesson",
            "lesson a1 has no slot and room it may take",
        ),
        (
            {
                "allowed_rooms": np.array([[True, False], [True, True]]),
                "locked_room": np.array([-1, 1, -1]),
            },
            "lesson",
            "lesson a2 is locked where it may not take place",
        ),
        (
            {"locked_slot": np.array([1, -1, 1])},
            "locks",
            "two locks cannot both be kept: mon-2: a1 and b1 clash: the same curriculum q",
        ),
        (
            {"course": np.array([0, 0, 1, 1]), "lessons": ["a1", "a2", "b1", "b2"]},
            "curriculum",
            "curriculum q has 4 lessons, but only 3 slots can take them",
        ),
        (
            {
                "course": np.array([0, 0, 1, 1]),
                "lessons": ["a1", "a2", "b1", "b2"],
                "curricula": [],
                "in_curriculum": None,
                "lecturers": ["Wu"],
                "lecturer": np.array([0, 0]),
            },
            "lecturer",
            "lecturer Wu has 4 lessons, but only 3 slots can take them",
        ),
        (
            {
                "course": np.array([0, 0, 1, 1]),
                "lessons": ["a1", "a2", "b1", "b2"],
                "curricula": [],
                "in_curriculum": None,
                "allowed_rooms": np.array([[True, False], [True, False]]),
            },
            "rooms",
            "there are 4 lessons, but rooms and slots hold 3 of them only",
        ),
    ],
)
def test_infeasible_names_the_conflict(changes, constraint, said):
    outcome = solve(small(**changes), limit_s=1)
    assert outcome.status is Status.INFEASIBLE
    assert (outcome.conflicts[0].constraint, outcome.conflicts[0].say("en")) == (constraint, said)
    assert outcome.conflicts[0].say("zh")


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"courses": ["a", "a"]}, "courses"),
        ({"course": np.array([0, 0, 0])}, "course"),
        ({"course": np.array([0, 0, 2])}, "course"),
        ({"start_min": np.array([0, 30, 0])}, "slots"),
        ({"day": np.array([1, 1, 0])}, "slots"),
        ({"capacity": np.array([1.5, 2.0])}, "capacity"),
        ({"capacity": np.array([-1, 2])}, "capacity"),
        ({"students": np.array([1])}, "students"),
        ({"in_curriculum": np.array([[1, 0]])}, "in_curriculum"),
        ({"locked_slot": np.array([0, 0, 3])}, "locked_slot"),
        ({"lecturer": np.array([0, 0])}, "lecturer"),
        ({"travel_minutes": np.array([[0]])}, "stations"),
        ({"usable": np.ones((1, 2, 3), dtype=bool)}, "kinds"),
    ],
)
def test_malformed_problem_names_the_field(changes, where):
    with pytest.raises(ProblemError) as refused:
        small(**changes)
    assert refused.value.where == where
    assert refused.value.say("zh")
