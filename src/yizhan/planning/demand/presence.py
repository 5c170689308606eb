"""Whole people shared out exactly, and where they are at what time."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.demand.assumptions import Assumptions
from yizhan.planning.demand.points import WINDOWS, Floats
from yizhan.planning.errors import ProblemError

_WEIGHTS = Phrase("权重有负值、无效值，或全为零", "the weights are negative, not finite, or all zero")


def share_out(total: float, weights: ArrayLike) -> NDArray[np.int64]:
    """
    Return `total` people, rounded to whole ones, in proportion to weights; the sum is exact.

    Notes
    -----
    Largest remainder (Hamilton's method): everyone gets the whole part of their share, the people left
    over go to the largest remainders; of equal remainders the first.

    Examples
    --------
    >>> share_out(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    parts = np.asarray(weights, np.float64)
    people = round(total)
    if not people:
        return np.zeros(parts.shape, np.int64)
    whole = float(parts.sum())
    if not np.isfinite(whole) or whole <= 0 or (parts < 0).any():
        raise ProblemError(where="weights", what=_WEIGHTS)
    # Divided first: sums of huge weights times people would overflow.
    exact = parts / whole * people
    shares = np.floor(exact).astype(np.int64)
    left = people - int(shares.sum())
    if left > 0:
        shares[np.argsort(-(exact - shares), kind="stable")[:left]] += 1
    return shares


def present(residents: ArrayLike, workers: ArrayLike, *, assumptions: Assumptions) -> Floats:
    """
    Return the people present in each window, shape (n, 4).

    Residents and workers are counted on their own; someone who lives and works here is counted as both.
    """
    values = assumptions.to_dict()
    home = np.array([values[f"residents_{window}"] for window in WINDOWS])
    work = np.array([values[f"workers_{window}"] for window in WINDOWS])
    people: Floats = np.outer(np.asarray(residents, np.float64), home) + np.outer(
        np.asarray(workers, np.float64), work
    )
    return people
