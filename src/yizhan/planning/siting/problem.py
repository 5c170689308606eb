"""The one siting problem: options, rows, gains, limits; and the plan that answers it."""

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

#: The only tie rule so far; see `SitingProblem.ties`.
LOWEST_LABEL = "lowest_label"


class Goal(enum.StrEnum):
    """What is to be made as large or as small as possible."""

    MOST_GAIN = "most_gain"  # maximise the weighted gain of the rows
    LEAST_COST = "least_cost"  # minimise the cost of what is opened
    LEAST_DISTANCE = "least_distance"  # minimise the weighted distance of the rows


@dataclass(frozen=True, slots=True, eq=False)
class SitingProblem:
    """
    Which options to open, at most one on each site.

    An option is a site at a level with an opening pattern; a row is a demand point in a time window.
    The mathematics stands in docs/methods/siting.md.

    Attributes
    ----------
    options : (n_options,)
        A distinct label for each option.
    sites : (n_sites,)
        A distinct label for each site.
    site : (n_options,)
        Index into `sites`: where each option would be.
    weight : (n_rows,)
        People (or any importance) of each row, ≥ 0.
    gains : (n_rows, n_options), sparse
        What a row gains when the option serves it, in [0, 1]; an absent entry is 0.
        Not given when the goal is `LEAST_DISTANCE`.
    distances : (n_rows, n_options)
        Finite distances ≥ 0, for the goal `LEAST_DISTANCE` only.
    cost : (n_options,)
        Cost of each option, ≥ 0, in the unit of `budget`; nothing given is 0 (1 for `LEAST_COST`).
    budget
        The costs opened may not exceed it.
    open_exactly, open_at_most
        How many sites are open, or at most.
    kept_sites, kept_options
        Labels that must be open: a site with whatever option, or exactly this option.
    closed_sites, forbidden_options
        Labels that may not open.
    neighbourhoods : (n_neighbourhoods,)
        Labels of neighbourhoods.
    neighbourhood : (n_rows,)
        Index into `neighbourhoods`, -1 for none.
    minimum_share
        Neighbourhood label → the least part of its total weight that must be gained, in [0, 1].
    required : (n_rows,)
        The least gain each row must have, in [0, 1]; 0 asks nothing.
    rows : (n_rows,)
        A label for each row; nothing given numbers them from 0.
    goal
        What is optimised.
    ties
        ``lowest_label``: options are searched in ascending order of site label, then option label; a better
        plan is only one that is strictly better, so among equal plans the first met stays; a row gaining
        equally from several opened options counts as served by the one with the lowest label.

    Raises
    ------
    ProblemError
        Anything is out of shape, out of range, repeated or unknown; `where` names the field.
    """

    options: Sequence[str]
    sites: Sequence[str]
    site: NDArray[np.int64]
    weight: NDArray[np.float64]
    gains: csr_array | None = None
    distances: NDArray[np.float64] | None = None
    cost: NDArray[np.float64] | None = None
    budget: float = math.inf
    open_exactly: int | None = None
    open_at_most: int | None = None
    kept_sites: frozenset[str] = frozenset()
    kept_options: frozenset[str] = frozenset()
    closed_sites: frozenset[str] = frozenset()
    forbidden_options: frozenset[str] = frozenset()
    neighbourhoods: Sequence[str] = ()
    neighbourhood: NDArray[np.int64] | None = None
    minimum_share: Mapping[str, float] = field(default_factory=dict)
    required: NDArray[np.float64] | None = None
    rows: Sequence[str] = ()
    goal: Goal = Goal.MOST_GAIN
    ties: str = LOWEST_LABEL

    def __post_init__(self) -> None:
        from yizhan.planning.siting.validation import refuse_malformed  # noqa: PLC0415 - it checks this class

        if self.gains is not None and not self.gains.has_canonical_format:
            gains = self.gains.copy()
            gains.sum_duplicates()
            object.__setattr__(self, "gains", gains)
        refuse_malformed(self)

    @property
    def n_options(self) -> int:
        """How many options there are."""
        return len(self.options)

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.weight)

    @property
    def costs(self) -> NDArray[np.float64]:
        """Cost of each option, defaults filled in."""
        if self.cost is not None:
            return np.asarray(self.cost, dtype=np.float64)
        return np.full(self.n_options, 1.0 if self.goal is Goal.LEAST_COST else 0.0)

    def row_label(self, row: int) -> str:
        """Return the label of a row."""
        return self.rows[row] if len(self.rows) else str(row)


@dataclass(frozen=True, slots=True, eq=False)
class SitingPlan:
    """
    What to open, and whom it serves.

    Attributes
    ----------
    opened
        Indices of the opened options, ascending.
    labels
        Their labels, in the same order.
    sites
        The labels of their sites, in the same order.
    gain : (n_rows,)
        Gain of each row, in [0, 1]; for the goal `LEAST_DISTANCE` its distance.
    serving : (n_rows,)
        The opened option that serves each row, -1 where the gain is 0.
    cost
        Cost of what is opened.
    """

    opened: tuple[int, ...]
    labels: tuple[str, ...]
    sites: tuple[str, ...]
    gain: NDArray[np.float64]
    serving: NDArray[np.int64]
    cost: float
