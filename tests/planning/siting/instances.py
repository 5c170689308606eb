"""Small siting problems of every kind, and their optimum by trying everything."""

import itertools
import math
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from scipy.sparse import csr_array

from yizhan.planning.siting import Goal, SitingProblem, faults, recount


def brute_force(problem: SitingProblem) -> float | None:
    """Return the best objective of all subsets of options; None if none is feasible."""
    best, sign = None, 1.0 if problem.goal is Goal.MOST_GAIN else -1.0
    for size in range(problem.n_options + 1):
        for opened in itertools.combinations(range(problem.n_options), size):
            plan, objective = recount(problem, opened)
            if not math.isfinite(objective) or faults(problem, plan):
                continue
            if best is None or sign * objective > sign * best:
                best = objective
    return best


def has_plan(problem: SitingProblem) -> bool:
    """Return whether any subset of options breaks no constraint, whatever it is worth."""
    subsets = itertools.product((False, True), repeat=problem.n_options)
    return any(not faults(problem, recount(problem, np.flatnonzero(subset))[0]) for subset in subsets)


def keeping(problem: SitingProblem, names: set[str]) -> SitingProblem:
    """Return the problem with only the constraints named."""

    def labels(field: str, present: object) -> frozenset[str]:
        return frozenset(label for label in present if f"{field}:{label}" in names)

    return replace(
        problem,
        budget=problem.budget if "budget" in names else math.inf,
        open_exactly=problem.open_exactly if "open_exactly" in names else None,
        open_at_most=problem.open_at_most if "open_at_most" in names else None,
        required=problem.required if "required" in names else None,
        closed_sites=problem.closed_sites if "closed_sites" in names else frozenset(),
        forbidden_options=problem.forbidden_options if "forbidden_options" in names else frozenset(),
        kept_sites=labels("kept_sites", problem.kept_sites),
        kept_options=labels("kept_options", problem.kept_options),
        minimum_share={
            label: share
            for label, share in problem.minimum_share.items()
            if f"minimum_share:{label}" in names
        },
    )


def random_problem(seed: int, *, goal: Goal | None = None) -> SitingProblem:
    """Return a problem of up to 8 x 8 with any mixture of constraints."""
    rng = np.random.default_rng(seed)
    goal = goal or Goal(rng.choice(["most_gain", "least_cost", "least_distance"], p=[0.6, 0.2, 0.2]))
    n_rows, n_options = rng.integers(1, 9, 2)
    n_sites = int(rng.integers(1, n_options + 1))
    weight = rng.integers(0, 5, n_rows).astype(float) if rng.random() < 0.6 else rng.random(n_rows)
    return SitingProblem(
        options=[f"o{number}" for number in range(n_options)],
        sites=[f"s{number}" for number in range(n_sites)],
        site=np.concatenate((np.arange(n_sites), rng.integers(0, n_sites, n_options - n_sites))),
        weight=weight,
        goal=goal,
        **_values(rng, goal, (n_rows, n_options)),
        **_choices(rng, n_sites, n_options, goal=goal),
    )


def _values(rng, goal: Goal, shape: tuple[int, int]) -> dict[str, object]:
    if goal is Goal.LEAST_DISTANCE:
        return {
            "distances": rng.integers(0, 20, shape).astype(float) if rng.random() < 0.5 else rng.random(shape)
        }
    gains = rng.random(shape) * (rng.random(shape) < 0.5)
    kind = rng.random()
    values: dict[str, object] = {}
    gains = np.ceil(gains) if kind < 0.5 else np.ceil(gains * 4) / 4 if kind < 0.75 else gains
    if rng.random() < 0.5:
        shares = {"A": float(rng.random() * 0.8)} | (
            {"B": float(rng.random() * 0.6)} if rng.random() < 0.5 else {}
        )
        values = {
            "neighbourhoods": ["A", "B"],
            "neighbourhood": rng.integers(-1, 2, shape[0]),
            "minimum_share": shares,
        }
    if rng.random() < 0.3 or (goal is Goal.LEAST_COST and rng.random() < 0.5):
        values["required"] = np.where(rng.random(shape[0]) < 0.4, rng.random(shape[0]), 0.0)
    return {"gains": csr_array(gains), **values}


def _choices(rng, n_sites: int, n_options: int, *, goal: Goal) -> dict[str, object]:
    picks = {
        name: rng.random() for name in ("cost", "budget", "exactly", "most", "kept", "closed", "option", "no")
    }
    site, option = f"s{rng.integers(n_sites)}", f"o{rng.integers(n_options)}"
    other_site, other_option = f"s{rng.integers(n_sites)}", f"o{rng.integers(n_options)}"
    chosen: dict[str, object] = {}
    if picks["cost"] < 0.7:
        chosen["cost"] = (
            rng.integers(0, 10, n_options).astype(float) if picks["cost"] < 0.5 else rng.random(n_options)
        )
    if picks["budget"] < 0.5:
        chosen["budget"] = float(rng.random() * n_options * (3.0 if picks["cost"] < 0.5 else 0.6))
    if picks["exactly"] < 0.3 or goal is Goal.LEAST_DISTANCE:
        chosen["open_exactly"] = int(rng.integers(1 if goal is Goal.LEAST_DISTANCE else 0, n_sites + 1))
    if picks["most"] < 0.3:
        chosen["open_at_most"] = int(rng.integers(0, n_sites + 2))
    if picks["kept"] < 0.3:
        chosen["kept_sites"] = frozenset([site])
    if picks["closed"] < 0.2 and (other_site != site or picks["kept"] >= 0.3):
        chosen["closed_sites"] = frozenset([other_site])
    if picks["option"] < 0.2:
        chosen["kept_options"] = frozenset([option])
    if picks["no"] < 0.2 and (other_option != option or picks["option"] >= 0.2):
        chosen["forbidden_options"] = frozenset([other_option])
    return chosen


def problems(goal: Goal | None = None) -> st.SearchStrategy[SitingProblem]:
    """Return a strategy of small problems."""
    return st.integers(0, 2**32 - 1).map(lambda seed: random_problem(seed, goal=goal))


def covering(n_rows: int, n_sites: int, *, p: int, overlap: float, seed: int = 0) -> SitingProblem:
    """Return a maximal covering problem of random points; about `overlap` sites reach a point."""
    from yizhan.planning.siting import most_covered, within_reach

    rng = np.random.default_rng(seed)
    radius = math.sqrt(overlap / (n_sites * math.pi))
    gains = within_reach(rng.random((n_rows, 2)), rng.random((n_sites, 2)), radius=radius)
    return most_covered(gains, open_at_most=p, weight=rng.integers(1, 100, n_rows).astype(float))
