"""The p-median problem: open p sites so that the weighted distance to the nearest is least."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.siting.problem import Goal, SitingProblem


def p_median(
    distances: NDArray[np.float64],
    *,
    p: int,
    weight: NDArray[np.float64] | None = None,
    sites: Sequence[str] = (),
    rows: Sequence[str] = (),
) -> SitingProblem:
    """
    Return the p-median problem as a siting problem: one option on each site, goal least distance.

    Parameters
    ----------
    distances : (n_rows, n_sites)
        Finite distances, in any unit; the objective comes out in the same unit x weight.
    p
        How many sites are open, exactly.
    weight : (n_rows,)
        People of each row; nothing given is 1 each.
    sites, rows
        Labels; nothing given numbers them from 0, padded so that they sort as numbers.

    Raises
    ------
    ProblemError
        A distance is negative or not finite, a weight is negative, or the lengths do not match.

    References
    ----------
    .. [1] Hakimi (1964), Operations Research 12(3), 450-459.

    Examples
    --------
    >>> problem = p_median(np.array([[0.0, 3.0], [3.0, 0.0], [5.0, 1.0]]), p=1)
    >>> problem.goal, problem.sites
    (<Goal.LEAST_DISTANCE: 'least_distance'>, ['0', '1'])
    """
    n_rows, n_sites = distances.shape
    labels = list(sites) or numbered(n_sites)
    return SitingProblem(
        options=labels,
        sites=labels,
        site=np.arange(n_sites),
        weight=np.ones(n_rows) if weight is None else weight,
        distances=np.asarray(distances, dtype=np.float64),
        open_exactly=p,
        rows=rows,
        goal=Goal.LEAST_DISTANCE,
    )


def numbered(count: int, *, first: int = 0) -> list[str]:
    """
    Return number labels padded with zeros, so that their order as text is their order as numbers.

    Examples
    --------
    >>> numbered(3, first=9)
    ['09', '10', '11']
    """
    width = len(str(first + count - 1))
    return [f"{number:0{width}d}" for number in range(first, first + count)]
