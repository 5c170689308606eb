"""The canonical instance the search works on: sorted options, merged rows, values instead of gains."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.siting.arrays import IN, OUT, Columns, Limits, Model, Options, Rows, States
from yizhan.planning.siting.merging import merge_rows
from yizhan.planning.siting.problem import Goal, SitingProblem

#: Units tried when looking for one that divides every value.
_UNITS = (1.0, 2.0, 4.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0, 10000.0)


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """
    Maximise `offset` + Σ base x + Σ_i max_j value_ij x_j over the options allowed.

    Options stand in ascending order of site label, then option label; sites likewise.

    Attributes
    ----------
    rows, columns
        The values, both ways round.
    options, limits
        What holds for each option, and for all of them.
    original : (n_options,)
        Index of each option in the problem.
    state : (n_options,)
        FREE, IN (must be open) or OUT (may not open).
    grain
        Every value is a multiple of it; 0 when no such unit was found.
    offset
        Value gained whatever else is chosen.
    """

    rows: Rows
    columns: Columns
    options: Options
    limits: Limits
    original: NDArray[np.int64]
    state: States
    grain: float
    offset: float = 0.0

    @property
    def model(self) -> Model:
        """What the kernels work on."""
        return Model(self.rows, self.columns, self.options, self.limits, self.state)

    @property
    def n_rows(self) -> int:
        """How many merged rows remain."""
        return len(self.rows.pointer) - 1

    @property
    def n_options(self) -> int:
        """How many options there are, fixed ones included."""
        return len(self.state)


def canonical(problem: SitingProblem) -> Instance:
    """Return the canonical instance of a problem; minimum shares and required gains are not part of it."""
    order, site, site_order = _option_order(problem)
    inverse = np.empty(len(order), dtype=np.int64)
    inverse[order] = np.arange(len(order))
    rows, offset = _values(problem, inverse)
    rows, base = without_singles(rows, n_options=len(order))
    return Instance(
        rows=rows,
        columns=by_columns(rows, n_columns=len(order)),
        options=Options(base, problem.costs[order], site),
        limits=_limits(problem, site, site_order),
        original=order,
        state=_states(problem, order),
        grain=common_unit(np.concatenate((rows.value, base))),
        offset=offset,
    )


def _limits(problem: SitingProblem, site: NDArray[np.int64], site_order: list[int]) -> Limits:
    n_sites = len(problem.sites)
    most = n_sites if problem.open_at_most is None else problem.open_at_most
    most = most if problem.open_exactly is None else min(most, problem.open_exactly)
    unlimited = math.fsum(problem.costs.tolist()) <= problem.budget
    return Limits(
        site_start=np.searchsorted(site, np.arange(n_sites + 1)).astype(np.int64),
        kept=np.array([problem.sites[index] in problem.kept_sites for index in site_order], dtype=np.bool_),
        fewest=problem.open_exactly or 0,
        most=min(most, n_sites),
        budget=math.inf if unlimited else problem.budget * (1 + 1e-12),
    )


def _option_order(problem: SitingProblem) -> tuple[NDArray[np.int64], NDArray[np.int64], list[int]]:
    """Return the canonical order of options, their canonical sites, and the canonical order of sites."""
    site_order = sorted(range(len(problem.sites)), key=lambda index: problem.sites[index])
    place = np.empty(len(site_order), dtype=np.int64)
    place[site_order] = np.arange(len(site_order))
    sites = place[np.asarray(problem.site, dtype=np.int64)]
    listed = sorted(range(problem.n_options), key=lambda index: (int(sites[index]), problem.options[index]))
    order = np.array(listed, dtype=np.int64)
    return order, sites[order], site_order


def _values(problem: SitingProblem, inverse: NDArray[np.int64]) -> tuple[Rows, float]:
    """Return merged rows of values (weight x gain, or weight x distance saved) and the offset."""
    weight = np.asarray(problem.weight, dtype=np.float64)
    if problem.distances is not None:
        farthest = problem.distances.max(axis=1)
        saved = farthest[:, None] - problem.distances[:, np.argsort(inverse)]
        row, column = np.nonzero(saved > 0)
        pointer = np.searchsorted(row, np.arange(problem.n_rows + 1)).astype(np.int64)
        entries = saved[row, column]
        offset = -math.fsum((weight * farthest).tolist())
    else:
        assert problem.gains is not None
        pointer = problem.gains.indptr.astype(np.int64)
        column, entries, offset = inverse[problem.gains.indices], problem.gains.data, 0.0
    rows, _ = merge_rows(Rows(pointer, column.astype(np.int32), entries.astype(np.float64)), weight)
    return rows, offset


def without_singles(rows: Rows, *, n_options: int) -> tuple[Rows, NDArray[np.float64]]:
    """Take rows that one option alone can serve out of the rows and into that option's base value."""
    length = np.diff(rows.pointer)
    single = rows.pointer[:-1][length == 1]
    base = np.bincount(rows.column[single], weights=rows.value[single], minlength=n_options)
    staying = length > 1
    entry = np.repeat(staying, length)
    pointer = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(length[staying])))
    return Rows(pointer, rows.column[entry], rows.value[entry]), base.astype(np.float64)


def by_columns(rows: Rows, *, n_columns: int) -> Columns:
    """Return compressed rows as compressed columns."""
    order = np.argsort(rows.column, kind="stable")
    row = np.repeat(np.arange(len(rows.pointer) - 1, dtype=np.int32), np.diff(rows.pointer))
    ends = np.cumsum(np.bincount(rows.column, minlength=n_columns))
    return Columns(np.concatenate((np.zeros(1, dtype=np.int64), ends)), row[order], rows.value[order])


def canonical_order(problem: SitingProblem) -> NDArray[np.int64]:
    """Return the options in ascending order of site label, then option label."""
    return _option_order(problem)[0]


def _states(problem: SitingProblem, order: NDArray[np.int64]) -> NDArray[np.int8]:
    state = np.zeros(len(order), dtype=np.int8)
    for place, option in enumerate(order.tolist()):
        label, site = problem.options[option], problem.sites[int(problem.site[option])]
        if label in problem.forbidden_options or site in problem.closed_sites:
            state[place] = OUT
        elif label in problem.kept_options:
            state[place] = IN
    return state


def common_unit(values: NDArray[np.float64]) -> float:
    """
    Return a unit of which every value is a multiple, up to rounding; 0 when none of a short list is.

    Examples
    --------
    >>> common_unit(np.array([4.0, 6.0])), common_unit(np.array([0.5, 2.0]))
    (2.0, 0.5)
    >>> common_unit(np.array([0.1234567]))
    0.0
    """
    for parts in _UNITS:
        scaled = values * parts
        whole = np.rint(scaled)
        if scaled.size and float(np.abs(scaled).max()) > 2.0**50:
            return 0.0
        if bool(np.all(np.abs(scaled - whole) <= 1e-12 * np.maximum(1.0, np.abs(scaled)))):
            divisor = int(np.gcd.reduce(whole.astype(np.int64))) if whole.size else 1
            return max(1, divisor) / parts
    return 0.0


def goal_sign(problem: SitingProblem) -> float:
    """Return +1 where the instance counts the objective itself, -1 where it counts its negative."""
    return -1.0 if problem.goal is Goal.LEAST_DISTANCE else 1.0
