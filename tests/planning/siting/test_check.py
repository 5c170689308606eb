"""The checker refuses plans that are not what they say."""

from dataclasses import replace

import numpy as np
import pytest

from planning.siting.instances import covering
from yizhan.planning.siting import faults, recount, solve

PROBLEM = replace(covering(60, 10, p=3, overlap=2.0), kept_sites=frozenset({"0"}))


@pytest.mark.parametrize(
    "corrupted",
    [
        lambda plan: replace(plan, gain=plan.gain * 0.5),
        lambda plan: replace(plan, serving=np.roll(plan.serving, 1)),
        lambda plan: replace(plan, opened=plan.opened[:-1]),
        lambda plan: replace(plan, labels=("x", *plan.labels[1:])),
        lambda plan: replace(plan, cost=plan.cost + 1.0),
    ],
)
def test_corrupted_plan_is_refused(corrupted):
    plan = solve(PROBLEM).plan
    assert faults(PROBLEM, plan) == []
    assert faults(PROBLEM, corrupted(plan)) != []


@pytest.mark.parametrize(
    ("opened", "change", "fault"),
    [
        ((0, 1, 2, 3), {}, "too many"),
        ((1, 2), {}, "kept"),
        ((0, 1), {"closed_sites": frozenset({"1"})}, "closed"),
        ((0, 1), {"open_exactly": 3}, "number"),
        ((0, 1), {"cost": np.ones(10), "budget": 1.5}, "budget"),
        ((0,), {"required": np.ones(60)}, "required"),
    ],
)
def test_plan_that_breaks_a_limit_is_refused(opened, change, fault):
    problem = replace(PROBLEM, **change)
    plan, _ = recount(problem, opened)
    assert any(fault in sentence for sentence in faults(problem, plan))
