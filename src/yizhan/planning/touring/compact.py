"""Tours over many points as one mixed-integer model of arcs and times (after Miller, Tucker and Zemlin)."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array

from yizhan.planning.solving import Ended, MixedAnswer, MixedModel, minimise
from yizhan.planning.touring.problem import TourProblem


class _Rows:
    """Rows of a model, collected one at a time."""

    def __init__(self) -> None:
        self.entries: list[tuple[int, int, float]] = []
        self.lower: list[float] = []
        self.upper: list[float] = []

    def add(self, columns: list[tuple[int, float]], *, lower: float, upper: float) -> None:
        """Add lower ≤ Σ factor · variable ≤ upper."""
        row = len(self.lower)
        self.entries += [(row, column, factor) for column, factor in columns]
        self.lower.append(lower)
        self.upper.append(upper)


def by_compact_model(
    problem: TourProblem, stops: NDArray[np.int64], *, limit_s: float, seed: int
) -> tuple[Ended, list[int] | None, float]:
    """
    Return how it ended, the best tour found, and an upper bound of the worth.

    Variables: an arc from place to place (the start is place 0, the end the last), and the minute at which
    each place is left.
    """
    places = np.array([problem.start, *stops.tolist(), problem.end], dtype=np.int64)
    arcs = _arcs(problem, places)
    model = _model(problem, places, arcs)
    answer = minimise(model, limit_s=limit_s, seed=seed)
    tour = None if answer.values is None else _followed(places, arcs, answer)
    return answer.ended, tour, math.inf if answer.ended is Ended.INFEASIBLE else -answer.bound


def _arcs(problem: TourProblem, places: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the arcs that fit into the time by themselves."""
    last = len(places) - 1
    arcs = []
    for one in range(last):
        for other in range(1, last + 1):
            if one == other:
                continue
            step = problem.minutes[places[one], places[other]]
            if step + problem.stay_min[places[one]] <= problem.limit_min:
                arcs.append((one, other))
    return arcs


def _model(problem: TourProblem, places: NDArray[np.int64], arcs: list[tuple[int, int]]) -> MixedModel:
    last, many, rows = len(places) - 1, len(arcs), _Rows()
    limit = problem.limit_min
    outgoing: list[list[tuple[int, float]]] = [[] for _ in places]
    incoming: list[list[tuple[int, float]]] = [[] for _ in places]
    for arc, (one, other) in enumerate(arcs):
        outgoing[one].append((arc, 1.0))
        incoming[other].append((arc, 1.0))
    rows.add(outgoing[0], lower=1, upper=1)
    rows.add(incoming[last], lower=1, upper=1)
    for place in range(1, last):
        less = [(arc, -1.0) for arc, _ in outgoing[place]]
        rows.add(incoming[place] + less, lower=0, upper=0)
        rows.add(outgoing[place], lower=1.0 if problem.needed[places[place]] else 0.0, upper=1)
    for arc, (one, other) in enumerate(arcs):
        # left[other] ≥ left[one] + step + stay[other] where the arc is walked.
        step = problem.minutes[places[one], places[other]]
        stay = problem.stay_min[places[other]]
        slack = 2 * limit
        columns = [(many + other, 1.0), (many + one, -1.0), (arc, -slack)]
        rows.add(columns, lower=float(step + stay) - slack, upper=math.inf)
    worth = np.zeros(many + last + 1)
    for arc, (one, _) in enumerate(arcs):
        worth[arc] = -problem.worth[places[one]]
    table = np.array(rows.entries)
    matrix = coo_array(
        (table[:, 2], (table[:, 0].astype(int), table[:, 1].astype(int))),
        shape=(len(rows.lower), len(worth)),
    )
    earliest = problem.opens_min[places] + problem.stay_min[places]
    latest = np.minimum(limit, problem.closes_min[places] + problem.stay_min[places])
    latest[[0, last]] = limit
    return MixedModel(
        objective=worth,
        lower=np.concatenate([np.zeros(many), np.minimum(earliest, latest)]),
        upper=np.concatenate([np.ones(many), latest]),
        whole=np.concatenate([np.ones(many, dtype=np.bool_), np.zeros(last + 1, dtype=np.bool_)]),
        rows=matrix.tocsr(),
        row_lower=np.array(rows.lower),
        row_upper=np.array(rows.upper),
    )


def _followed(places: NDArray[np.int64], arcs: list[tuple[int, int]], answer: MixedAnswer) -> list[int]:
    """Return the places in the order in which the chosen arcs lead."""
    assert answer.values is not None
    step = {one: other for arc, (one, other) in enumerate(arcs) if answer.values[arc] > 0.5}
    here, tour = 0, [int(places[0])]
    while here in step:
        here = step[here]
        tour.append(int(places[here]))
    return tour
