"""The battery every solver must stand; here for siting."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.siting.instances import brute_force, covering, has_plan, keeping, problems
from yizhan.planning.outcome import Sense, Status
from yizhan.planning.siting import Goal, SitingProblem, faults, most_covered, recount, solve

FEW = settings(max_examples=40, deadline=None)


def reordered(problem: SitingProblem, seed: int) -> SitingProblem:
    """Return the same problem with sites, options and rows in another order, labels attached."""
    rng = np.random.default_rng(seed)
    options, sites = rng.permutation(problem.n_options), rng.permutation(len(problem.sites))
    rows = rng.permutation(problem.n_rows)
    place = np.argsort(sites)

    def taken(array, index):
        return None if array is None else array[index]

    return replace(
        problem,
        options=[problem.options[option] for option in options],
        sites=[problem.sites[site] for site in sites],
        site=place[np.asarray(problem.site)[options]],
        weight=problem.weight[rows],
        gains=None if problem.gains is None else problem.gains[rows][:, options],
        distances=None if problem.distances is None else problem.distances[rows][:, options],
        cost=taken(problem.cost, options),
        neighbourhood=taken(problem.neighbourhood, rows),
        required=taken(problem.required, rows),
    )


@FEW
@given(problems())
def test_optimum_equals_brute_force(problem):
    outcome, best = solve(problem), brute_force(problem)
    if best is None:
        assert (outcome.status, outcome.plan) == (Status.INFEASIBLE, None)
    else:
        assert outcome.status is Status.OPTIMAL
        assert outcome.objective == pytest.approx(best, rel=1e-9, abs=1e-12)


@FEW
@given(problems())
def test_plan_is_accepted_and_recounted_by_checker(problem):
    outcome = solve(problem)
    if outcome.plan is not None:
        assert faults(problem, outcome.plan) == []
        assert recount(problem, outcome.plan.opened)[1] == outcome.objective


@settings(max_examples=100, deadline=None)
@given(problems())
def test_named_conflict_is_infeasible_and_none_of_it_can_be_spared(problem):
    outcome = solve(problem)
    if outcome.status is not Status.INFEASIBLE:
        assert outcome.conflicts == ()
        return
    assert all(conflict.say(language) for conflict in outcome.conflicts for language in ("zh", "en"))
    names = {conflict.constraint for conflict in outcome.conflicts}
    assert not has_plan(keeping(problem, names))
    for name in names:
        assert has_plan(keeping(problem, names - {name}))


@FEW
@given(problems(), st.integers(0, 99))
def test_reordering_changes_nothing_but_order(problem, seed):
    before, after = solve(problem), solve(reordered(problem, seed))
    assert before.status is after.status
    assert before.objective == pytest.approx(after.objective) if before.plan else after.plan is None
    if before.plan is not None and after.plan is not None:
        assert set(before.plan.labels) == set(after.plan.labels)


@FEW
@given(problems(Goal.MOST_GAIN), st.floats(0.0, 0.02))
def test_bound_is_on_right_side_however_early_it_stops(problem, limit):
    outcome, best = solve(problem, limit_s=limit), brute_force(problem)
    if best is not None and outcome.bound is not None:
        assert outcome.bound >= best - 1e-9 * max(1.0, best)
        assert outcome.objective is None or outcome.objective <= outcome.bound


@FEW
@given(st.integers(0, 999))
def test_one_more_site_never_hurts(seed):
    problem = covering(30, 8, p=3, overlap=2.0, seed=seed)
    fewer = most_covered(problem.gains[:, :7], open_at_most=3, weight=problem.weight)
    assert solve(problem).objective >= solve(fewer).objective


@FEW
@given(problems())
def test_doubling_weights_doubles_objective(problem):
    once, twice = solve(problem), solve(replace(problem, weight=2 * problem.weight))
    assert once.status is twice.status
    if once.plan is not None:
        factor = 1 if problem.goal is Goal.LEAST_COST else 2
        assert twice.objective == pytest.approx(factor * once.objective, rel=1e-9, abs=1e-12)


def test_same_seed_gives_same_plan_in_processes_with_other_hash_seeds():
    script = (
        "from planning.siting.instances import covering, random_problem\n"
        "from yizhan.planning.siting import solve\n"
        "made = [covering(400, 60, p=6, overlap=8.0), *map(random_problem, range(12))]\n"
        "print([(o.objective, o.bound, o.plan and o.plan.labels) for o in map(solve, made)])\n"
    )
    answers = set()
    for hash_seed in ("1", "2"):
        environment = {
            **os.environ,
            "PYTHONHASHSEED": hash_seed,
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path]),
        }
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        answers.add(done.stdout)
    assert len(answers) == 1


def test_limit_is_kept_and_bound_still_holds():
    problem = covering(20_000, 500, p=40, overlap=12.0, seed=3)
    outcome = solve(problem, limit_s=1.0)
    assert outcome.status is Status.FEASIBLE
    assert outcome.seconds < 2.5
    assert outcome.objective < outcome.bound
    assert outcome.gap < 0.5


def test_progress_tells_bounds_that_close_in():
    told: list[tuple[float, float, float]] = []
    outcome = solve(covering(2000, 100, p=10, overlap=8.0), progress=lambda *values: told.append(values))
    assert outcome.sense is Sense.MAXIMISE
    assert told[-1][0] == outcome.bound
    assert all(bound >= objective for bound, objective, _ in told)
    assert [bound for bound, _, _ in told] == sorted((bound for bound, _, _ in told), reverse=True)
