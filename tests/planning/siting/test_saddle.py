"""Prices of the linear relaxation: both sides meet, and the upper one never cuts off a plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from planning.siting.instances import brute_force, covering, random_problem
from yizhan.planning.siting import Goal
from yizhan.planning.siting.instance import Instance, canonical
from yizhan.planning.siting.saddle import Saddle, converge, start


def linear_optimum(instance: Instance) -> float:
    """Return the optimum of the linear relaxation of a covering instance with a number open."""
    rows, n, m = instance.rows, instance.n_rows, instance.n_options
    matrix = np.zeros((n + 1, m + n))
    for row in range(n):
        matrix[row, rows.column[rows.pointer[row] : rows.pointer[row + 1]]] = -1.0
        matrix[row, m + row] = 1.0
    matrix[n, :m] = 1.0
    worth = np.concatenate((instance.options.base, rows.value[rows.pointer[:-1]]))
    limits = np.append(np.zeros(n), instance.limits.most)
    return -linprog(-worth, A_ub=matrix, b_ub=limits, bounds=(0, 1)).fun


def converged(instance: Instance, steps: int) -> Saddle:
    """Return the saddle after `steps` steps from prices of 0."""
    saddle = start(instance.model, np.zeros(instance.n_rows), 0.0)
    converge(instance.model, saddle, steps, 0.0)
    return saddle


@pytest.mark.parametrize(("p", "overlap", "seed"), [(5, 6.0, 0), (12, 9.0, 1), (20, 5.0, 2)])
def test_both_sides_meet_at_linear_optimum(p, overlap, seed):
    instance = canonical(covering(600, 60, p=p, overlap=overlap, seed=seed))
    best, saddle = linear_optimum(instance), converged(instance, 3000)
    assert saddle.bound[0] == pytest.approx(best, rel=2e-4)
    assert saddle.bound[1] == pytest.approx(best, rel=2e-4)
    assert saddle.bound[1] <= best * (1 + 1e-9) <= saddle.bound[0] * (1 + 2e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(20, 200))
def test_bound_holds_under_any_limits_however_early_it_stops(seed, steps):
    problem = random_problem(seed, goal=Goal.MOST_GAIN)
    best, instance = brute_force(problem), canonical(problem)
    if best is not None:
        assert converged(instance, steps).bound[0] + instance.offset >= best - 1e-9 * max(1.0, best)
