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


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_brute_force_agrees(seed):
    problem = random_problem(seed)
    best, outcome = brute_force(problem), solve(problem, limit_s=0.15, seed=seed % 1000)
    if best is None:
        assert outcome.status in {Status.INFEASIBLE, Status.UNKNOWN}
        assert outcome.plan is None
        return
    assert outcome.objective == best
    assert outcome.bound <= best
    assert broken_rules(problem, outcome.plan) == ()
    for locked, place in ((problem.locked_slot, outcome.plan.slot), (problem.locked_room, outcome.plan.room)):
        assert locked is None or np.all((locked < 0) | (locked == place))


def test_seed_repeats_and_labels_change_nothing_but_labels():
    problem = random_problem(7)
    first, again = solve(problem, limit_s=0.2, seed=3), solve(problem, limit_s=0.2, seed=3)
    named = replace(problem, courses=[f"课{number}" for number in range(len(problem.courses))])
    renamed = solve(named, limit_s=0.2, seed=3)
    for other in (again, renamed):
        assert first.plan.slot.tolist() == other.plan.slot.tolist()
        assert first.plan.room.tolist() == other.plan.room.tolist()


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
