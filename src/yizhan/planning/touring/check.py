"""Recounts a tour from the problem alone: when each point is reached, what is broken, what it is worth."""

from collections.abc import Sequence
from itertools import pairwise

from yizhan.planning.touring.problem import Tour, TourProblem

#: Minutes by which rounding may move a time.
ROUNDING = 1e-9


def recount(problem: TourProblem, visits: Sequence[int]) -> Tour:
    """Walk the points in this order, waiting where one comes early; limits are checked by `faults`."""
    clock, arrivals = 0.0, [0.0]
    for before, here in pairwise(visits):
        clock = max(clock, float(problem.opens_min[before])) + float(problem.stay_min[before])
        clock += float(problem.minutes[before, here])
        arrivals.append(clock)
    worth = sum(float(problem.worth[visit]) for visit in set(visits[1:-1]))
    return Tour(tuple(int(visit) for visit in visits), tuple(arrivals), worth)


def faults(problem: TourProblem, tour: Tour) -> list[str]:
    """Return everything wrong with a tour, in English for the log; nothing is an empty list."""
    again = recount(problem, tour.visits)
    wrong = []
    if (tour.visits[0], tour.visits[-1]) != (problem.start, problem.end):
        wrong.append("it does not lead from the start to the end")
    inner = tour.visits[1:-1]
    if len(set(inner)) != len(inner) or {problem.start, problem.end} & set(inner):
        wrong.append("a point is visited twice")
    if again.minutes > problem.limit_min + ROUNDING:
        wrong.append(f"it takes {again.minutes} of {problem.limit_min} minutes")
    late = [
        problem.points[visit]
        for visit, arrival in zip(inner, again.arrive_min[1:-1], strict=True)
        if arrival > problem.closes_min[visit] + ROUNDING
    ]
    wrong += [f"{point} is closed on arrival" for point in late]
    missed = {int(p) for p in problem.needed.nonzero()[0]} - set(tour.visits)
    wrong += [f"{problem.points[point]} is not visited" for point in sorted(missed)]
    if abs(again.worth - tour.worth) > ROUNDING:
        wrong.append(f"it is worth {again.worth}, not {tour.worth}")
    return wrong
