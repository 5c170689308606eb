"""Solves a siting problem: the search, the compact model, the recount, and what to say about it."""

import functools
import math
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from yizhan.foundation.clock import Stopwatch
from yizhan.planning.errors import SolverError
from yizhan.planning.outcome import TOLERANCE, Outcome, Sense, Status, relative_gap
from yizhan.planning.siting.arrays import IN
from yizhan.planning.siting.check import faults, recount
from yizhan.planning.siting.compact import compact_model
from yizhan.planning.siting.conflicts import can_hold, conflicts
from yizhan.planning.siting.instance import Instance, canonical, canonical_order, common_unit, goal_sign
from yizhan.planning.siting.local_search import BY_VALUE, climb, wander
from yizhan.planning.siting.problem import Goal, SitingPlan, SitingProblem
from yizhan.planning.siting.saddle import converge, start
from yizhan.planning.siting.search import Search, prove
from yizhan.planning.siting.shrinking import shrink
from yizhan.planning.siting.starting import annealed
from yizhan.planning.solving import Ended, MixedAnswer, minimise

#: bound, objective, seconds
Progress = Callable[[float, float, float], None]

#: Relative difference up to which the engine of the compact model counts as exact.
_ENGINE = 1e-7

#: How much a minimum share is raised when the engine used up its tolerance.
_MARGIN = 1e-7


def solve(
    problem: SitingProblem,
    *,
    limit_s: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Outcome[SitingPlan]:
    """
    Return the best plan of a siting problem, with a bound that proves how good it is.

    Parameters
    ----------
    limit_s
        Wall time allowed, s; kept within about one second. Compiling, once per installation, is not in it.
    seed
        For the kicks of the local search and the engine of the compact model. The same problem and seed
        give the same plan unless the time limit stops the search; the order of sites, options and rows
        changes nothing.
    progress
        Called now and then with bound, objective and seconds so far.

    Returns
    -------
    Outcome[SitingPlan]
        `OPTIMAL` only when the objective, recounted from the raw data, meets the bound. `INFEASIBLE` with
        conflicts named. `UNKNOWN` when the time was over before any plan was found.

    Raises
    ------
    SolverError
        An engine broke, or its plan failed the recount.

    References
    ----------
    .. [1] docs/methods/siting.md
    .. [2] Cordeau, Furini and Ljubić (2019), European Journal of Operational Research 275(3), 882-896.
    """
    warm_up()
    watch = Stopwatch(limit_s)
    sense = Sense.MAXIMISE if problem.goal is Goal.MOST_GAIN else Sense.MINIMISE
    asks_minimums = bool(problem.minimum_share) or problem.required is not None
    if can_hold(_without_minimums(problem), limit_s=limit_s, seed=seed) is False:
        return _infeasible(problem, sense, watch, seed)
    if problem.goal is Goal.LEAST_COST:
        return _by_model(problem, watch, seed=seed, bound=0.0, progress=progress)
    search = _searched(canonical(problem), problem, watch, seed=seed, progress=progress)
    if search.opened is None:
        raise SolverError("the search found no plan where one exists")
    bound = goal_sign(problem) * search.bound
    if asks_minimums:
        plan, _ = recount(problem, search.opened)
        if faults(problem, plan):
            return _by_model(problem, watch, seed=seed, bound=bound, progress=progress)
    return _outcome(problem, search.opened, bound, watch=watch, seed=seed)


@functools.cache
def warm_up() -> None:
    """Compile every kernel, once, so that no person's time limit pays for it."""
    from yizhan.planning.siting.p_median import p_median  # noqa: PLC0415 - not needed otherwise

    rng = np.random.default_rng(0)
    places = rng.random((30, 2))
    distances = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    instance = canonical(p_median(distances, p=4))
    chosen = instance.state > 0
    climb(instance.model, chosen, BY_VALUE)
    wander(instance.model, chosen, 1, math.inf, 0)
    state = instance.state.copy()
    state[0] = IN
    shrink(instance, state, np.zeros(instance.n_rows))
    annealed(instance, chosen, instance.state, first=True, seed=0)
    converge(instance.model, start(instance.model, np.zeros(instance.n_rows), 0.0), 20, 0.0)
    prove(Search(instance, Stopwatch(1.0)))


def _without_minimums(problem: SitingProblem) -> SitingProblem:
    return replace(problem, required=None, minimum_share={})


def _searched(
    instance: Instance, problem: SitingProblem, watch: Stopwatch, *, seed: int, progress: Progress | None
) -> Search:
    """Run the search; shares of the time are kept for the compact model where minimums are asked."""
    sign = goal_sign(problem)
    asks = bool(problem.minimum_share) or problem.required is not None
    limit = Stopwatch(watch.left_s * (0.3 if asks else 1.0))

    def report(bound: float, objective: float, _: float) -> None:
        if progress is not None and math.isfinite(bound) and math.isfinite(objective):
            progress(sign * bound, sign * objective, watch.seconds)

    search = Search(instance, limit, report, seed=seed)
    prove(search)
    return search


def _by_model(
    problem: SitingProblem, watch: Stopwatch, *, seed: int, bound: float, progress: Progress | None
) -> Outcome[SitingPlan]:
    """Solve by the compact model; `bound` is one known already."""
    order = canonical_order(problem)
    sense = Sense.MAXIMISE if problem.goal is Goal.MOST_GAIN else Sense.MINIMISE
    answer = minimise(compact_model(problem, order), limit_s=watch.left_s, seed=seed)
    if answer.ended is Ended.INFEASIBLE:
        return _infeasible(problem, sense, watch, seed)
    bound = _tighter(problem, bound, answer)
    opened = _opened(answer, order)
    if opened is not None and faults(problem, recount(problem, opened)[0]):
        answer = minimise(compact_model(problem, order, margin=_MARGIN), limit_s=watch.left_s, seed=seed)
        opened = _opened(answer, order)
        if opened is not None and faults(problem, recount(problem, opened)[0]):
            raise SolverError("the engine's plan breaks a constraint")
    if opened is None:
        return Outcome(Status.UNKNOWN, sense, None, None, bound, watch.seconds, seed)
    outcome = _outcome(problem, opened, bound, watch=watch, seed=seed)
    if progress is not None and outcome.objective is not None and outcome.bound is not None:
        progress(outcome.bound, outcome.objective, watch.seconds)
    return outcome


def _opened(answer: MixedAnswer, order: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[int] | None:
    if answer.values is None:
        return None
    return [int(option) for option in order[answer.values[: len(order)] > 0.5]]


def _tighter(problem: SitingProblem, bound: float, answer: MixedAnswer) -> float:
    """Return the better of two bounds, the engine's made safe against its tolerances."""
    found = answer.bound - _ENGINE * abs(answer.bound)  # of a minimisation
    if problem.goal is Goal.MOST_GAIN:
        return min(bound, -found) if math.isfinite(found) else bound
    unit = common_unit(problem.costs)
    if unit and math.isfinite(found):
        found = math.ceil(found / unit - 1e-6) * unit
    return max(bound, found)


def _outcome(
    problem: SitingProblem, opened: Iterable[int], bound: float, *, watch: Stopwatch, seed: int
) -> Outcome[SitingPlan]:
    """Recount the plan and compare it with the bound."""
    plan, objective = recount(problem, opened)
    wrong = faults(problem, plan)
    if wrong:
        raise SolverError("; ".join(wrong))
    maximise = problem.goal is Goal.MOST_GAIN
    behind = bound - objective if maximise else objective - bound
    if behind < -_ENGINE * max(1.0, abs(objective)):
        raise SolverError(f"objective {objective} is beyond the bound {bound}")
    if behind <= _snap(problem) * max(1.0, abs(objective)):
        bound = objective
    met = relative_gap(objective, bound) == 0.0
    sense = Sense.MAXIMISE if maximise else Sense.MINIMISE
    status = Status.OPTIMAL if met else Status.FEASIBLE
    return Outcome(status, sense, plan, objective, bound, watch.seconds, seed)


def _snap(problem: SitingProblem) -> float:
    """Return the relative difference that is rounding: the search's own, or that of the engine."""
    by_engine = problem.goal is Goal.LEAST_COST or bool(problem.minimum_share) or problem.required is not None
    return 2 * _ENGINE if by_engine else TOLERANCE


def _infeasible(problem: SitingProblem, sense: Sense, watch: Stopwatch, seed: int) -> Outcome[SitingPlan]:
    named = conflicts(problem, limit_s=max(1.0, watch.left_s), seed=seed)
    return Outcome(Status.INFEASIBLE, sense, None, None, None, watch.seconds, seed, named)
