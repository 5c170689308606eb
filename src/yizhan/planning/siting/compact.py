"""The whole problem, shares and required gains included, as one compact mixed-integer model."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from yizhan.planning.siting.arrays import Floats, Ints, Longs, Rows
from yizhan.planning.siting.check import shares
from yizhan.planning.siting.merging import merge_rows
from yizhan.planning.siting.problem import Goal, SitingProblem
from yizhan.planning.solving import MixedModel

#: Stands for "no bound" in a row.
_FREE = math.inf

#: Gains read back from weighted values may be off by this much.
_ROUNDING = 1e-12


@dataclass(slots=True)
class _Rows:
    """Rows of the model being written."""

    columns: list[NDArray[np.int64]] = field(default_factory=list)
    values: list[NDArray[np.float64]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, columns: Sequence[int] | Longs, values: object, *, lower: float, upper: float) -> None:
        places = np.asarray(columns, dtype=np.int64)
        self.columns.append(places)
        self.values.append(np.broadcast_to(np.asarray(values, dtype=np.float64), places.shape))
        self.lower.append(lower)
        self.upper.append(upper)

    def matrix(self, n_variables: int) -> csr_array:
        starts = np.concatenate(([0], np.cumsum([len(places) for places in self.columns], dtype=np.int64)))
        columns = np.concatenate([*self.columns, np.zeros(0, dtype=np.int64)])
        values = np.concatenate([*self.values, np.zeros(0)])
        return csr_array((values, columns, starts), shape=(len(self.columns), n_variables))


def compact_model(problem: SitingProblem, order: NDArray[np.int64], *, margin: float = 0.0) -> MixedModel:
    """
    Return the model whose first variables say which options (in `order`) open.

    A merged row with the falling gains g1 > g2 > … has one variable t_k in [0, 1] for each: "served with at
    least g_k", t_k ≤ t_(k-1) + Σ x over the options that give exactly g_k. Its gain is Σ (g_k - g_(k+1)) t_k.
    `margin` raises every minimum share a little, against the tolerance of the engine.
    """
    rows = _Rows()
    _choice_rows(problem, order, rows)
    objective = [problem.costs[order]] if problem.goal is Goal.LEAST_COST else [np.zeros(len(order))]
    if problem.gains is not None:
        objective.append(_gain_rows(problem, order, rows, margin=margin))
    costs = np.concatenate(objective)
    opened, count = _open_bounds(problem, order), len(order)
    return MixedModel(
        objective=costs,
        lower=np.concatenate((opened[0], np.zeros(len(costs) - count))),
        upper=np.concatenate((opened[1], np.ones(len(costs) - count))),
        whole=np.arange(len(costs)) < count,
        rows=rows.matrix(len(costs)),
        row_lower=np.array(rows.lower),
        row_upper=np.array(rows.upper),
    )


def _open_bounds(problem: SitingProblem, order: NDArray[np.int64]) -> tuple[Floats, Floats]:
    lower, upper = np.zeros(len(order)), np.ones(len(order))
    for place, option in enumerate(order.tolist()):
        label, site = problem.options[option], problem.sites[int(problem.site[option])]
        lower[place] = float(label in problem.kept_options)
        upper[place] = float(label not in problem.forbidden_options and site not in problem.closed_sites)
    return lower, upper


def _choice_rows(problem: SitingProblem, order: NDArray[np.int64], rows: _Rows) -> None:
    """Write one option a site, kept sites, the number open and the budget."""
    places = np.arange(len(order))
    sites = np.asarray(problem.site)[order]
    for index, label in enumerate(problem.sites):
        mates = places[sites == index]
        if label in problem.kept_sites:
            rows.add(mates, 1.0, lower=1.0, upper=1.0)
        elif len(mates) > 1:
            rows.add(mates, 1.0, lower=-_FREE, upper=1.0)
    if problem.open_exactly is not None:
        rows.add(places, 1.0, lower=problem.open_exactly, upper=problem.open_exactly)
    if problem.open_at_most is not None:
        rows.add(places, 1.0, lower=-_FREE, upper=problem.open_at_most)
    if math.isfinite(problem.budget):
        scale = max(1.0, float(problem.costs.max()))
        rows.add(places, problem.costs[order] / scale, lower=-_FREE, upper=problem.budget / scale)


def _gain_rows(problem: SitingProblem, order: NDArray[np.int64], rows: _Rows, *, margin: float) -> Floats:
    """Write the rows that serve; return the objective of their variables."""
    pointer, column, gain, weight, neighbourhood, required = _merged(problem, order)
    share_of: dict[int, list[tuple[Longs, Floats]]] = {
        list(problem.neighbourhoods).index(label): [] for label in problem.minimum_share
    }
    objective: list[float] = []
    sign = 0.0 if problem.goal is Goal.LEAST_COST else -1.0
    for row in range(len(pointer) - 1):
        columns, gains = column[pointer[row] : pointer[row + 1]], gain[pointer[row] : pointer[row + 1]]
        if required[row] > 0:
            rows.add(columns[gains >= required[row] - _ROUNDING], 1.0, lower=1.0, upper=_FREE)
        shared = share_of.get(int(neighbourhood[row]))
        if not len(columns) or weight[row] == 0 or (shared is None and sign == 0.0):
            continue
        first = len(order) + len(objective)
        steps = _level_rows(columns, gains, rows, first=first)
        objective.extend((sign * weight[row] * steps).tolist())
        if shared is not None:
            shared.append((np.arange(first, first + len(steps)), weight[row] * steps))
    _share_rows(problem, share_of, rows, margin=margin)
    return np.array(objective)


def _level_rows(columns: Ints, gains: Floats, rows: _Rows, *, first: int) -> Floats:
    """Write t_k ≤ t_(k-1) + Σ x for one row; return the drop of gain below each level."""
    cuts = np.flatnonzero(np.diff(gains)) + 1
    starts = np.concatenate(([0], cuts))
    for level, places in enumerate(np.split(columns, cuts)):
        links = [first + level, *([first + level - 1] if level else []), *places.tolist()]
        rows.add(links, [1.0, *[-1.0] * (len(links) - 1)], lower=-_FREE, upper=0.0)
    levels = gains[starts]
    return levels - np.append(levels[1:], 0.0)


def _share_rows(
    problem: SitingProblem, share_of: dict[int, list[tuple[Longs, Floats]]], rows: _Rows, *, margin: float
) -> None:
    """Write each minimum share as a part of its neighbourhood's total, so that tolerances are relative."""
    wanted = shares(problem, np.zeros(problem.n_rows))
    for index, terms in share_of.items():
        label = problem.neighbourhoods[index]
        least = wanted[label][1]
        total = least / problem.minimum_share[label] if least else 1.0
        places = np.concatenate([places for places, _ in terms] or [np.zeros(0, dtype=np.int64)])
        parts = np.concatenate([parts for _, parts in terms] or [np.zeros(0)])
        rows.add(places, parts / total, lower=least / total + (margin if least else 0.0), upper=_FREE)


def _merged(
    problem: SitingProblem, order: NDArray[np.int64]
) -> tuple[Longs, Ints, Floats, Floats, Longs, Floats]:
    """
    Return rows merged where gains, neighbourhood and required gain are equal.

    Each row is given a first entry of gain 2 on a column that stands for its neighbourhood and required
    gain; so rows that differ there never merge, and the weight of a merged row can be read from it.
    """
    assert problem.gains is not None
    n_rows, n_options = problem.n_rows, problem.n_options
    required = (
        np.zeros(n_rows) if problem.required is None else np.asarray(problem.required, dtype=np.float64)
    )
    place = np.full(n_rows, -1) if problem.neighbourhood is None else np.asarray(problem.neighbourhood)
    demands, demand = np.unique(required, return_inverse=True)
    weight = np.asarray(problem.weight, dtype=np.float64)
    weightless = (weight == 0) & (required > 0)  # nobody is counted there, and yet it must be served
    names = len(problem.neighbourhoods) + 1
    marker = n_options + (demand + len(demands) * weightless) * names + place + 1
    inverse = np.empty(n_options, dtype=np.int64)
    inverse[order] = np.arange(n_options)
    starts = problem.gains.indptr.astype(np.int64)
    column = np.insert(inverse[problem.gains.indices], starts[:-1], marker).astype(np.int32)
    gain = np.insert(problem.gains.data.astype(np.float64), starts[:-1], 2.0)
    carried = np.where(weightless, 1.0, weight)
    merged, _ = merge_rows(Rows(starts + np.arange(n_rows + 1), column, gain), carried)
    pointer, column, value = merged
    head = pointer[:-1]
    total = value[head] / 2.0
    code = column[head] - n_options
    body = np.ones(len(column), dtype=np.bool_)
    body[head] = False
    gains = (value / np.repeat(total, np.diff(pointer)))[body]
    kind = code // names
    return (
        pointer - np.arange(len(pointer)), column[body], gains, np.where(kind < len(demands), total, 0.0),
        (code % names - 1).astype(np.int64), demands[kind % len(demands)],
    )  # fmt: skip
