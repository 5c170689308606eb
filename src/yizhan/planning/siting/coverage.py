"""Covering problems: most people within reach of p sites (MCLP), or everyone with the least cost (LSCP)."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError
from yizhan.planning.siting.p_median import numbered
from yizhan.planning.siting.problem import Goal, SitingProblem

_RADIUS = Phrase("半径 {radius} 应是有限的非负数", "radius {radius} must be finite and at least 0")

#: Relative slack with which neighbours are looked up before the distance itself is compared.
_WIDER = 1e-9


def within_reach(points: NDArray[np.float64], places: NDArray[np.float64], *, radius: float) -> csr_array:
    """
    Return the matrix that is 1 where the planar distance is at most `radius`.

    Parameters
    ----------
    points : (n_rows, 2)
        Where people are; the unit of `radius`.
    places : (n_sites, 2)
        Where sites would be.

    Returns
    -------
    csr_array, (n_rows, n_sites)
        ``sqrt(dx² + dy²) ≤ radius`` as computed by `math.hypot`; the border counts as within.

    Raises
    ------
    ProblemError
        The radius is negative or not finite.

    Examples
    --------
    >>> people, place = np.array([[0.0, 0.0], [9.0, 0.0]]), np.array([[3.0, 4.0]])
    >>> within_reach(people, place, radius=5.0).toarray().tolist()
    [[1.0], [0.0]]
    """
    if not (math.isfinite(radius) and radius >= 0):
        raise ProblemError(where="radius", what=_RADIUS, radius=radius)
    near = cKDTree(points).query_ball_point(places, radius * (1 + _WIDER), return_sorted=True)
    counts = np.fromiter(map(len, near), dtype=np.int64, count=len(places))
    row = (
        np.concatenate([np.asarray(found, dtype=np.int64) for found in near])
        if len(near)
        else np.zeros(0, int)
    )
    site = np.repeat(np.arange(len(places)), counts)
    exact = np.hypot(points[row, 0] - places[site, 0], points[row, 1] - places[site, 1]) <= radius
    row, site = row[exact], site[exact]
    shape = (len(points), len(places))
    return csr_array((np.ones(len(row)), (row, site)), shape=shape)


def most_covered(
    gains: csr_array,
    *,
    open_at_most: int | None = None,
    weight: NDArray[np.float64] | None = None,
    cost: NDArray[np.float64] | None = None,
    budget: float = math.inf,
    sites: Sequence[str] = (),
) -> SitingProblem:
    """
    Return the maximal covering problem: most weight covered by a limited number (or cost) of sites.

    Raises
    ------
    ProblemError
        Shapes do not match, a gain lies outside [0, 1], or a weight or cost is negative.

    References
    ----------
    .. [1] Church and ReVelle (1974), Papers of the Regional Science Association 32, 101-118.
    """
    labels = list(sites) or numbered(gains.shape[1])
    return SitingProblem(
        options=labels,
        sites=labels,
        site=np.arange(gains.shape[1]),
        weight=np.ones(gains.shape[0]) if weight is None else weight,
        gains=gains,
        cost=cost,
        budget=budget,
        open_at_most=open_at_most,
    )


def everyone_covered(
    gains: csr_array,
    *,
    cost: NDArray[np.float64] | None = None,
    budget: float = math.inf,
    sites: Sequence[str] = (),
    required: NDArray[np.float64] | None = None,
) -> SitingProblem:
    """
    Return the set covering location problem: every row covered, at the least cost (or number).

    A row that no site can cover makes it infeasible; `coverable` says which rows can be.

    References
    ----------
    .. [1] Toregas, Swain, ReVelle and Bergman (1971), Operations Research 19(6), 1363-1373.
    """
    labels = list(sites) or numbered(gains.shape[1])
    return SitingProblem(
        options=labels,
        sites=labels,
        site=np.arange(gains.shape[1]),
        weight=np.ones(gains.shape[0]),
        gains=gains,
        cost=cost,
        budget=budget,
        required=np.ones(gains.shape[0]) if required is None else required,
        goal=Goal.LEAST_COST,
    )


def coverable(gains: csr_array) -> NDArray[np.bool_]:
    """Return which rows at least one option serves."""
    return np.diff(gains.indptr) > 0
