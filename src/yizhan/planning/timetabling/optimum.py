"""Solves a timetabling problem: conflicts, bound, annealing, recount, and what to say about it."""

import functools
import math
from collections.abc import Callable

import numpy as np

from yizhan.foundation.clock import Stopwatch
from yizhan.planning.errors import SolverError
from yizhan.planning.outcome import Outcome, Sense, Status
from yizhan.planning.timetabling.arrays import model_of
from yizhan.planning.timetabling.bounds import floor
from yizhan.planning.timetabling.conflicts import conflicts, not_together
from yizhan.planning.timetabling.problem import TimetableProblem
from yizhan.planning.timetabling.rules import broken_rules
from yizhan.planning.timetabling.search import Search
from yizhan.planning.timetabling.timetable import Timetable
from yizhan.planning.timetabling.wishes import recount

#: bound, objective (infinite before a timetable is found), seconds
Progress = Callable[[float, float, float], None]

#: Part of the time for the bound, and the most it may take, s.
_BOUND_SHARE, _BOUND_MOST_S = 0.1, 300.0


def solve(
    problem: TimetableProblem,
    *,
    limit_s: float = 60.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Outcome[Timetable]:
    """
    Return the best timetable found, with a bound that proves how good it is.

    Parameters
    ----------
    limit_s
        Wall time allowed, s; kept within about one second. Compiling, once per installation, is not in it.
        The search cools down over this time, so more time gives a better timetable.
    seed
        For the moves. The same problem, limit and seed give the same timetable unless the clock stops the
        search before its steps are done.
    progress
        Called now and then with bound, objective and seconds so far.

    Returns
    -------
    Outcome[Timetable]
        `OPTIMAL` only when the objective, recounted from the raw data, meets the bound. `INFEASIBLE` with
        what proves that no timetable exists. `UNKNOWN` when none was found that keeps every rule.
    """
    warm_up()
    return _solved(problem, Stopwatch(limit_s), seed=seed, progress=progress)


def _solved(
    problem: TimetableProblem, watch: Stopwatch, *, seed: int, progress: Progress | None
) -> Outcome[Timetable]:
    model = model_of(problem)
    named = conflicts(problem, model)
    if named:
        return Outcome(Status.INFEASIBLE, Sense.MINIMISE, None, None, None, watch.seconds, seed, named)
    found = floor(model, limit_s=min(_BOUND_MOST_S, _BOUND_SHARE * watch.limit_s), seed=seed)
    if found.impossible:
        named = (not_together(problem, found.impossible),)
        return Outcome(Status.INFEASIBLE, Sense.MINIMISE, None, None, None, watch.seconds, seed, named)
    bound = found.price
    search = Search(model, len(problem.rooms), seed=seed)
    search.run(watch, enough=bound, tell=_teller(progress, watch, bound))
    return _outcome(problem, search, bound, watch=watch, seed=seed)


def _teller(progress: Progress | None, watch: Stopwatch, bound: int) -> Callable[[int | None], None]:
    def tell(price: int | None) -> None:
        if progress is not None:
            progress(float(bound), math.inf if price is None else float(price), watch.seconds)

    return tell


def _outcome(
    problem: TimetableProblem, search: Search, bound: int, *, watch: Stopwatch, seed: int
) -> Outcome[Timetable]:
    """Recount the best timetable and compare it with the bound."""
    if search.price is None:
        return Outcome(Status.UNKNOWN, Sense.MINIMISE, None, None, float(bound), watch.seconds, seed)
    timetable = recount(problem, search.best.slot.tolist(), search.best.room.tolist())
    wrong = broken_rules(problem, timetable)
    if wrong:
        raise SolverError("; ".join(broken.say("en") for broken in wrong[:5]))
    if timetable.objective != search.price or timetable.objective < bound:
        raise SolverError(f"objective {timetable.objective}, search {search.price}, bound {bound}")
    status = Status.OPTIMAL if timetable.objective == bound else Status.FEASIBLE
    objective = float(timetable.objective)
    return Outcome(status, Sense.MINIMISE, timetable, objective, float(bound), watch.seconds, seed)


@functools.cache
def warm_up() -> None:
    """Compile the kernels on a tiny problem once, so that the first real answer does not wait for it."""
    pair = np.array([0, 1])
    problem = TimetableProblem(
        courses=["a", "b"],
        lessons=["a1", "b1"],
        course=pair,
        slots=["1", "2"],
        day=np.array([0, 0]),
        start_min=np.array([0, 60]),
        end_min=np.array([60, 120]),
        rooms=["x", "y"],
        capacity=np.array([1, 2]),
        students=np.array([2, 2]),
        min_days=np.array([2, 1]),
        curricula=["q"],
        in_curriculum=np.array([[True, True]]),
        slot_price=np.array([[1, 2], [1, 2]]),
    )
    Search(model_of(problem), len(problem.rooms), seed=0).stretch(1.0, steps=10)
