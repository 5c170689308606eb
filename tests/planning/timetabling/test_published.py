"""The competition's own instances: every rule is kept within seconds, and the easy ones are solved."""

import numpy as np
import pytest

from shared import shared
from yizhan.foundation.clock import Stopwatch
from yizhan.planning.timetabling import TimetableProblem, broken_rules, curriculum_based, recount, solve
from yizhan.planning.timetabling.arrays import model_of
from yizhan.planning.timetabling.bounds import floor
from yizhan.planning.timetabling.search import Search


def instance(name: str) -> TimetableProblem:
    """Return a published instance; the reader with refusals is tested in tests/outside."""
    text = shared(f"suites/timetabling/{name}.ctt").read_text()
    head, *blocks = text.split("\n\n")
    counts = dict(line.split(": ") for line in head.splitlines() if ": " in line)
    courses, rooms, curricula, away = (
        [line.split() for line in block.splitlines()[1:]] for block in blocks[:4]
    )
    days, periods = int(counts["Days"]), int(counts["Periods_per_day"])
    place = {row[0]: number for number, row in enumerate(courses)}
    available = np.ones((len(courses), days * periods), dtype=bool)
    for course, day, period in away:
        available[place[course], int(day) * periods + int(period)] = False
    groups = np.zeros((len(curricula), len(courses)), dtype=bool)
    for number, row in enumerate(curricula):
        groups[number, [place[course] for course in row[2:]]] = True
    numbers = np.array([[int(cell) for cell in row[2:]] for row in courses])
    return curriculum_based(
        [(row[0], row[1]) for row in courses],
        lectures=numbers[:, 0],
        min_days=numbers[:, 1],
        students=numbers[:, 2],
        rooms=([row[0] for row in rooms], np.array([int(row[1]) for row in rooms])),
        grid=(days, periods),
        curricula=([row[0] for row in curricula], groups),
        available=available,
    )


@pytest.mark.parametrize("name", ["comp01", "comp02", "comp04", "comp05", "comp07", "comp11"])
def test_every_rule_is_kept_within_a_moment(name):
    """So many steps take a fifth of a second; counted in steps, the test does not depend on the machine."""
    problem = instance(name)
    search = Search(model_of(problem), len(problem.rooms), seed=0)
    assert search.untangle(Stopwatch(60), 60) < 60
    timetable = recount(problem, search.best.slot, search.best.room)
    assert broken_rules(problem, timetable) == ()
    assert timetable.objective == search.price


def test_whole_run_keeps_rules_and_bound():
    problem = instance("comp11")
    outcome = solve(problem, limit_s=3)
    assert outcome.plan is not None
    assert broken_rules(problem, outcome.plan) == ()
    assert (
        outcome.bound <= outcome.objective == recount(problem, outcome.plan.slot, outcome.plan.room).objective
    )


def test_bound_of_rooms_alone_proves_the_first_instance():
    """The least price of comp01 is 5, and missing seats and changed rooms account for all of it."""
    assert floor(model_of(instance("comp01")), limit_s=10, seed=0).price == 5
