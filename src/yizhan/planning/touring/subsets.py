"""
All tours at once, by sets of visited points: earliest[set, last] is when the last visit may end.

Leaving earlier never hurts (who comes early waits), so the earliest end is all one needs to know of a set
and its last point (Held and Karp's recursion, with opening hours).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from yizhan.planning.touring.check import ROUNDING
from yizhan.planning.touring.problem import Minutes, TourProblem

#: So many stops take 2^20 · 20 numbers, 168 MB.
MOST_STOPS = 20


class _Times(NamedTuple):
    """
    Minutes among the stops; the last row is the start.

    Attributes
    ----------
    between : (n_stops + 1, n_stops)
        From row to stop.
    to_end : (n_stops + 1,)
        From row to the end.
    stay, opens, closes : (n_stops,)
        Of each stop.
    limit
        For the whole tour.
    """

    between: Minutes
    to_end: Minutes
    stay: Minutes
    opens: Minutes
    closes: Minutes
    limit: float


def best_by_subsets(problem: TourProblem, stops: NDArray[np.int64]) -> list[int] | None:
    """Return the best tour over these stops (of equal worth the shortest), or None where there is none."""
    times = _times(problem, stops)
    ends = _earliest(times)
    needed = sum(1 << place for place, stop in enumerate(stops.tolist()) if problem.needed[stop])
    best, last = _best(ends, times, problem.worth[stops], needed)
    if best < 0:
        return None
    order = _walked_back(ends, times, best, last)
    return [problem.start, *stops[order].tolist(), problem.end]


def _times(problem: TourProblem, stops: NDArray[np.int64]) -> _Times:
    rows = np.append(stops, problem.start)
    return _Times(
        between=np.ascontiguousarray(problem.minutes[np.ix_(rows, stops)]),
        to_end=problem.minutes[rows, problem.end],
        stay=problem.stay_min[stops],
        opens=problem.opens_min[stops],
        closes=problem.closes_min[stops],
        limit=problem.limit_min + ROUNDING,
    )


@njit(cache=True, nogil=True)
def _earliest(times: _Times) -> Minutes:
    count = len(times.stay)
    ends = np.full((1 << count, count + 1), np.inf)
    ends[0, count] = 0.0  # at the start, nothing visited
    for seen in range(1 << count):
        for last in range(count + 1):
            left = ends[seen, last]
            if left > times.limit:
                continue
            for stop in range(count):
                if seen >> stop & 1:
                    continue
                arrival = left + times.between[last, stop]
                if arrival > times.closes[stop] + ROUNDING:
                    continue
                end = max(arrival, times.opens[stop]) + times.stay[stop]
                now = seen | 1 << stop
                if end <= times.limit and end < ends[now, stop]:
                    ends[now, stop] = end
    return ends


@njit(cache=True, nogil=True)
def _best(ends: Minutes, times: _Times, worth: NDArray[np.float64], needed: int) -> tuple[int, int]:
    count = len(worth)
    best, best_last, most, shortest = -1, count, -1.0, np.inf
    for seen in range(1 << count):
        if seen & needed != needed:
            continue
        total = 0.0
        for stop in range(count):
            if seen >> stop & 1:
                total += worth[stop]
        if total < most:
            continue
        for last in range(count + 1):
            whole = ends[seen, last] + times.to_end[last]
            if whole <= times.limit and (total > most or whole < shortest):
                best, best_last, most, shortest = seen, last, total, whole
    return best, best_last


def _walked_back(ends: Minutes, times: _Times, seen: int, last: int) -> list[int]:
    """Return the order of visits behind the best end, looked up from the end to the start."""
    order: list[int] = []
    while seen:
        order.append(last)
        before = seen & ~(1 << last)
        visited = np.maximum(ends[before] + times.between[:, last], times.opens[last]) + times.stay[last]
        last, seen = int(np.argmin(np.abs(visited - ends[seen, last]))), before
    return order[::-1]
