"""The p-median problem: by hand, and the published instances to their known optima."""

import numpy as np
import pytest

from shared import shared
from yizhan.outside.or_library import read_p_median
from yizhan.planning.errors import ProblemError
from yizhan.planning.outcome import Sense, Status
from yizhan.planning.siting import p_median, solve

LINE = np.abs(np.subtract.outer(np.array([0.0, 1.0, 5.0, 6.0, 7.0]), np.array([0.0, 1.0, 5.0, 6.0, 7.0])))


def test_two_medians_of_two_clusters_by_hand():
    outcome = solve(p_median(LINE, p=2))
    assert (outcome.status, outcome.sense, outcome.objective, outcome.bound) == (
        Status.OPTIMAL,
        Sense.MINIMISE,
        3.0,
        3.0,
    )
    assert outcome.plan.opened in {(0, 3), (1, 3)}
    left = outcome.plan.opened[0]
    assert outcome.plan.serving.tolist() == [left, left, 3, 3, 3]
    assert sorted(outcome.plan.gain.tolist()) == [0.0, 0.0, 1.0, 1.0, 1.0]


def test_weight_moves_the_median():
    outcome = solve(p_median(LINE, p=1, weight=np.array([9.0, 0.0, 1.0, 1.0, 1.0])))
    assert outcome.plan.opened == (0,)


def test_all_open_costs_no_distance():
    assert solve(p_median(LINE, p=5)).objective == 0.0


def test_more_medians_than_sites_name_the_number():
    outcome = solve(p_median(LINE, p=6))
    assert outcome.status is Status.INFEASIBLE
    assert [conflict.constraint for conflict in outcome.conflicts] == ["open_exactly"]


def test_infinite_distance_is_malformed():
    with pytest.raises(ProblemError, match="distances"):
        p_median(np.array([[0.0, np.inf]]), p=1)


OPTIMA = (5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445, 2734, 1255)


@pytest.mark.parametrize(("number", "optimum"), list(enumerate(OPTIMA, start=1)))
def test_published_instance_is_proved_to_its_known_optimum(number, optimum):
    read = read_p_median(shared(f"suites/siting/pmed{number}.txt"))
    outcome = solve(p_median(read.distances, p=read.p))
    assert (outcome.status, outcome.objective, outcome.bound) == (Status.OPTIMAL, optimum, optimum)
    nearest = read.distances[:, list(outcome.plan.opened)].min(axis=1)
    assert nearest.sum() == optimum
    assert outcome.seconds < 10.0
