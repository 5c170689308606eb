"""Annealing: the value it keeps by small changes is the value of its plan, within every limit."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.siting.instances import brute_force, covering, random_problem
from yizhan.planning.siting import Goal, faults, recount
from yizhan.planning.siting.annealing import anneal
from yizhan.planning.siting.instance import canonical
from yizhan.planning.siting.starting import annealed, first_plans


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.05, 1.0]))
def test_annealed_plan_keeps_limits_and_is_worth_what_it_says(seed, hot):
    problem = random_problem(seed, goal=Goal.MOST_GAIN)
    if problem.minimum_share or problem.required is not None or brute_force(problem) is None:
        return
    instance = canonical(problem)
    for chosen, before in first_plans(instance):
        value = anneal(instance.model, chosen, 500, hot, 0.2 * hot, math.inf, seed % 100)
        plan, objective = recount(problem, np.sort(instance.original[chosen]).tolist())
        assert faults(problem, plan) == []
        assert value + instance.offset == pytest.approx(objective, rel=1e-9, abs=1e-12)
        assert value >= before - 1e-9 * max(1.0, abs(before))


def test_annealing_finds_what_swaps_miss():
    instance = canonical(covering(4000, 200, p=20, overlap=9.0, seed=1))
    ((chosen, before),) = first_plans(instance)
    _, after = annealed(instance, chosen, instance.state, first=True, seed=0)
    assert after > before
