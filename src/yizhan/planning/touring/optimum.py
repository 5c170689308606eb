"""Finds the best tour and proves it: by subsets up to twenty stops, by a compact model beyond."""

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.clock import Stopwatch
from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import SolverError
from yizhan.planning.outcome import TOLERANCE, Conflict, Outcome, Sense, Status
from yizhan.planning.solving import Ended
from yizhan.planning.touring.check import ROUNDING, faults, recount
from yizhan.planning.touring.compact import by_compact_model
from yizhan.planning.touring.problem import Minutes, Tour, TourProblem, within
from yizhan.planning.touring.subsets import MOST_STOPS, best_by_subsets

#: Stops among which the first tour of a large problem is sought.
_FIRST = 16

_TOO_SHORT = Phrase(
    "从起点到终点至少要 {needed:.0f} 分钟，只有 {limit:.0f} 分钟",
    "from start to end it takes at least {needed:.0f} minutes, only {limit:.0f} are allowed",
)
_OUT_OF_REACH = Phrase(
    "“{point}”在时间和开放时间内去不了", "'{point}' cannot be visited within the time and its opening hours"
)
_TOGETHER = Phrase("必到的点不能都在限定时间内走完", "the points that must be visited do not fit together")


def solve(problem: TourProblem, *, limit_s: float, seed: int) -> Outcome[Tour]:
    """
    Return the tour of greatest worth; of equal worth the shortest (up to twenty stops).

    Parameters
    ----------
    limit_s
        Seconds allowed; up to twenty stops less than a second is needed, whatever the limit.
    seed
        Taken by the engine beyond twenty stops; the answer below does not depend on it.

    Raises
    ------
    SolverError
        The answer failed our own check.
    """
    watch = Stopwatch(limit_s)
    conflicts, stops = _sieved(problem)
    if conflicts:
        visits, bound, status = None, -np.inf, Status.INFEASIBLE
    elif len(stops) <= MOST_STOPS:
        visits, bound, status = _small(problem, stops)
    else:
        visits, bound, status = _large(problem, stops, watch, seed)
    if status is Status.INFEASIBLE and not conflicts:
        conflicts = (Conflict("needed", _TOGETHER),)
    tour = _checked(problem, visits)
    return Outcome(
        status=status,
        sense=Sense.MAXIMISE,
        plan=tour,
        objective=None if tour is None else tour.worth,
        bound=bound if np.isfinite(bound) else None,
        seconds=watch.seconds,
        seed=seed,
        conflicts=conflicts,
    )


def warm_up() -> None:
    """Compile the kernels."""
    solve(within(1.0 - np.eye(4), np.array([0.0, 0.0, 1.0, 1.0]), limit_min=9.0), limit_s=9.0, seed=0)


def _sieved(problem: TourProblem) -> tuple[tuple[Conflict, ...], NDArray[np.int64]]:
    """Return what makes every tour impossible, and the stops that may be part of one."""
    least, limit = _least_minutes(problem.minutes), problem.limit_min + ROUNDING
    whole = 0.0 if problem.start == problem.end else least[problem.start, problem.end]
    if whole > limit:
        facts = (("needed", whole), ("limit", problem.limit_min))
        return (Conflict("limit_min", _TOO_SHORT, facts),), problem.stops
    arrival = least[problem.start]
    end = np.maximum(arrival, problem.opens_min) + problem.stay_min + least[:, problem.end]
    reached = (np.maximum(arrival, problem.opens_min) <= problem.closes_min + ROUNDING) & (end <= limit)
    lost = [int(p) for p in problem.stops if problem.needed[p] and not reached[p]]
    conflicts = tuple(
        Conflict(f"needed {problem.points[p]}", _OUT_OF_REACH, (("point", problem.points[p]),)) for p in lost
    )
    useful = reached & ((problem.worth > 0) | problem.needed)
    return conflicts, np.array([p for p in problem.stops if useful[p]], dtype=np.int64)


def _least_minutes(minutes: Minutes) -> Minutes:
    """Return the shortest ways over other points (Floyd and Warshall)."""
    least = minutes.copy()
    np.fill_diagonal(least, 0.0)
    for middle in range(len(least)):
        least = np.minimum(least, least[:, middle, None] + least[None, middle, :])
    return least


def _small(problem: TourProblem, stops: NDArray[np.int64]) -> tuple[list[int] | None, float, Status]:
    visits = best_by_subsets(problem, stops)
    if visits is None:
        return None, -np.inf, Status.INFEASIBLE
    return visits, recount(problem, visits).worth, Status.OPTIMAL


def _large(
    problem: TourProblem, stops: NDArray[np.int64], watch: Stopwatch, seed: int
) -> tuple[list[int] | None, float, Status]:
    dearest = stops[np.argsort(-(problem.worth + 1e9 * problem.needed)[stops], kind="stable")]
    first = best_by_subsets(problem, np.sort(dearest[:_FIRST]))
    ended, found, bound = by_compact_model(problem, stops, limit_s=watch.left_s, seed=seed)
    bound = min(bound, float(problem.worth[stops].sum()))
    tours = [recount(problem, visits) for visits in (first, found) if visits is not None]
    sound = [tour for tour in tours if not faults(problem, tour)]
    if not sound:
        return None, bound, Status.INFEASIBLE if ended is Ended.INFEASIBLE else Status.UNKNOWN
    best = max(sound, key=lambda tour: (tour.worth, -tour.minutes))
    proved = best.worth >= bound - TOLERANCE * max(1.0, bound)
    return list(best.visits), bound, Status.OPTIMAL if proved else Status.FEASIBLE


def _checked(problem: TourProblem, visits: list[int] | None) -> Tour | None:
    if visits is None:
        return None
    tour = recount(problem, visits)
    wrong = faults(problem, tour)
    if wrong:
        raise SolverError("; ".join(wrong))
    return tour
