"""Recounts a plan from the problem alone, and says what is wrong with it."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.siting.problem import Goal, SitingPlan, SitingProblem

#: Relative slack granted to sums of floating-point costs and shares.
SLACK = 1e-9


def recount(problem: SitingProblem, opened: Iterable[int]) -> tuple[SitingPlan, float]:
    """
    Return the plan that opens `opened`, and its objective counted from the raw data.

    Nothing but the problem and the opened options is used; no number of any solver enters.

    Parameters
    ----------
    opened
        Indices of options; repeated ones count once.

    Returns
    -------
    SitingPlan, float
        Every row is served by the opened option of greatest gain (least distance), and among equal ones
        by the one with the lowest site and option label.
    """
    chosen = sorted(set(opened))
    if problem.distances is not None:
        gain, serving = _nearest(problem, chosen)
    else:
        gain, serving = _best_gain(problem, chosen)
    cost = math.fsum(problem.costs[chosen].tolist())
    plan = SitingPlan(
        opened=tuple(chosen),
        labels=tuple(problem.options[option] for option in chosen),
        sites=tuple(problem.sites[int(problem.site[option])] for option in chosen),
        gain=gain,
        serving=serving,
        cost=cost,
    )
    weighted = np.asarray(problem.weight, dtype=np.float64) * np.where(np.isfinite(gain), gain, 0.0)
    served = bool(np.all(np.isfinite(gain)))
    total = math.fsum(weighted.tolist()) if served else math.inf
    return plan, cost if problem.goal is Goal.LEAST_COST else total


def faults(problem: SitingProblem, plan: SitingPlan) -> list[str]:
    """
    Return what is wrong with a plan, one sentence each; nothing wrong is an empty list.

    Gains, servers, cost and every constraint are counted anew from the problem.
    """
    true, _ = recount(problem, plan.opened)
    wrong = [
        f"{name} is not what the problem says"
        for name in ("opened", "labels", "sites", "cost")
        if getattr(plan, name) != getattr(true, name)
    ]
    if not np.array_equal(plan.gain, true.gain):
        wrong.append("gain is not what the problem says")
    if not np.array_equal(plan.serving, true.serving):
        wrong.append("serving is not what the problem says")
    return wrong + _broken_choices(problem, true) + _broken_minimums(problem, true)


def _broken_choices(problem: SitingProblem, plan: SitingPlan) -> list[str]:
    """Return the limits on what may be open that `plan` breaks."""
    wrong = []
    sites, options, number = set(plan.sites), set(plan.labels), len(plan.opened)
    if len(sites) < number:
        wrong.append("a site has two open options")
    if plan.cost > problem.budget * (1 + SLACK):
        wrong.append("the budget is exceeded")
    if problem.open_exactly is not None and number != problem.open_exactly:
        wrong.append("the number of open sites is not the number wanted")
    if problem.open_at_most is not None and number > problem.open_at_most:
        wrong.append("too many sites are open")
    if not (problem.kept_sites <= sites and problem.kept_options <= options):
        wrong.append("a kept site or option is not open")
    if problem.closed_sites & sites or problem.forbidden_options & options:
        wrong.append("a closed site or forbidden option is open")
    return wrong


def _broken_minimums(problem: SitingProblem, plan: SitingPlan) -> list[str]:
    """Return the rows and neighbourhoods that gain too little."""
    wrong = []
    if problem.required is not None and bool(np.any(plan.gain < problem.required - SLACK)):
        wrong.append("a row gains less than required")
    for label, (gained, wanted) in sorted(shares(problem, plan.gain).items()):
        if gained < wanted - SLACK * max(1.0, wanted):
            wrong.append(f"neighbourhood {label} gains less than its minimum share")
    return wrong


def shares(problem: SitingProblem, gain: NDArray[np.float64]) -> dict[str, tuple[float, float]]:
    """Return, for each neighbourhood with a minimum share, the weight gained and the weight wanted."""
    counted = {}
    weight = np.asarray(problem.weight, dtype=np.float64)
    for label, share in problem.minimum_share.items():
        inside = np.asarray(problem.neighbourhood) == list(problem.neighbourhoods).index(label)
        wanted = share * math.fsum(weight[inside].tolist())
        counted[label] = (math.fsum((weight[inside] * gain[inside]).tolist()), wanted)
    return counted


def _by_label(problem: SitingProblem, chosen: list[int]) -> list[int]:
    return sorted(
        chosen, key=lambda option: (problem.sites[int(problem.site[option])], problem.options[option])
    )


def _nearest(problem: SitingProblem, chosen: list[int]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    n_rows = problem.n_rows
    if not chosen:
        return np.full(n_rows, np.inf), np.full(n_rows, -1, dtype=np.int64)
    assert problem.distances is not None
    order = np.array(_by_label(problem, chosen), dtype=np.int64)
    among = problem.distances[:, order]
    nearest = np.argmin(among, axis=1)
    return among[np.arange(n_rows), nearest], order[nearest]


def _best_gain(problem: SitingProblem, chosen: list[int]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    assert problem.gains is not None
    gain = np.zeros(problem.n_rows)
    serving = np.full(problem.n_rows, -1, dtype=np.int64)
    if not chosen:
        return gain, serving
    order = _by_label(problem, chosen)
    columns = problem.gains[:, order].tocsc()
    for place, option in enumerate(order):
        start, end = columns.indptr[place], columns.indptr[place + 1]
        rows, values = columns.indices[start:end], columns.data[start:end]
        better = values > gain[rows]
        gain[rows[better]] = values[better]
        serving[rows[better]] = option
    return gain, serving
