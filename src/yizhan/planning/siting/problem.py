"""The one siting problem: options, rows, gains, limits; and the plan that answers it."""

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError
from yizhan.planning.siting.validation import (
    RANGE,
    refuse_length,
    refuse_outside,
    refuse_repeated,
    refuse_unknown,
)

#: The only tie rule so far; see `SitingProblem.ties`.
LOWEST_LABEL = "lowest_label"

_SHAPE = Phrase("形状应为 {wanted}，实为 {found}", "shape {wanted} wanted, {found} found")
_EMPTY = Phrase("至少要有一项", "at least one is needed")
_NUMBER = Phrase("{value} 不是可用的数", "{value} cannot be used")
_GOAL = Phrase("目标 {goal} 需要且只需要 {needed}", "goal {goal} needs {needed} and nothing in its place")
_BOTH = Phrase("“{label}”既要保留又不许开设", "'{label}' is both kept and closed")
_TWO_KEPT = Phrase("地点“{label}”有两个必须保留的方案", "site '{label}' has two kept options")
_TIES = Phrase("未知的并列规则“{value}”", "unknown tie rule '{value}'")


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
        if self.gains is not None and not self.gains.has_canonical_format:
            gains = self.gains.copy()
            gains.sum_duplicates()
            object.__setattr__(self, "gains", gains)
        _refuse_malformed(self)

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


def _refuse_malformed(problem: SitingProblem) -> None:
    """Raise `ProblemError` for the first thing wrong with `problem`."""
    _check_labels(problem)
    _check_arrays(problem)
    _check_values(problem)
    _check_choices(problem)
    _check_shares(problem)


def _check_labels(problem: SitingProblem) -> None:
    for where, labels in (("options", problem.options), ("sites", problem.sites)):
        if not len(labels):
            raise ProblemError(where=where, what=_EMPTY)
        refuse_repeated(where, labels)
    refuse_repeated("neighbourhoods", problem.neighbourhoods)
    refuse_length("site", problem.site, problem.n_options)
    refuse_outside("site", problem.site, 0, len(problem.sites) - 1)
    if len(problem.rows):
        refuse_length("rows", problem.rows, problem.n_rows)


def _check_arrays(problem: SitingProblem) -> None:
    if not problem.n_rows:
        raise ProblemError(where="weight", what=_EMPTY)
    refuse_outside("weight", problem.weight, 0.0, math.inf)
    if problem.cost is not None:
        refuse_length("cost", problem.cost, problem.n_options)
        refuse_outside("cost", problem.cost, 0.0, math.inf)
    if problem.required is not None:
        refuse_length("required", problem.required, problem.n_rows)
        refuse_outside("required", problem.required, 0.0, 1.0)
    if problem.neighbourhood is not None:
        refuse_length("neighbourhood", problem.neighbourhood, problem.n_rows)
        refuse_outside("neighbourhood", problem.neighbourhood, -1, len(problem.neighbourhoods) - 1)


def _check_values(problem: SitingProblem) -> None:
    by_distance = problem.goal == "least_distance"
    needed, other = (problem.distances, problem.gains) if by_distance else (problem.gains, problem.distances)
    where = "distances" if by_distance else "gains"
    if needed is None or other is not None:
        raise ProblemError(where=where, what=_GOAL, goal=str(problem.goal), needed=where)
    shape = (problem.n_rows, problem.n_options)
    if needed.shape != shape:
        raise ProblemError(where=where, what=_SHAPE, wanted=shape, found=needed.shape)
    if problem.distances is not None:
        refuse_outside("distances", problem.distances.ravel(), 0.0, math.inf)
        if problem.required is not None or problem.minimum_share:
            raise ProblemError(where="goal", what=_GOAL, goal=str(problem.goal), needed="distances")
    elif problem.gains is not None:
        refuse_outside("gains", problem.gains.data, 0.0, 1.0)


def _check_choices(problem: SitingProblem) -> None:
    if math.isnan(problem.budget) or problem.budget < 0:
        raise ProblemError(where="budget", what=_NUMBER, value=problem.budget)
    for where in ("open_exactly", "open_at_most"):
        number = getattr(problem, where)
        if number is not None and (number < 0 or number != int(number)):
            raise ProblemError(where=where, what=_NUMBER, value=number)
    refuse_unknown("kept_sites", problem.kept_sites, problem.sites)
    refuse_unknown("closed_sites", problem.closed_sites, problem.sites)
    refuse_unknown("kept_options", problem.kept_options, problem.options)
    refuse_unknown("forbidden_options", problem.forbidden_options, problem.options)
    for where in ("sites", "options"):
        refused = problem.closed_sites if where == "sites" else problem.forbidden_options
        kept = problem.kept_sites if where == "sites" else problem.kept_options
        for label in sorted(kept & refused):
            raise ProblemError(where=f"kept_{where}", what=_BOTH, label=label)
    site_of = dict(zip(problem.options, np.asarray(problem.site).tolist(), strict=True))
    taken: set[int] = set()
    for label in sorted(problem.kept_options):
        site = site_of[label]
        if site in taken:
            raise ProblemError(where="kept_options", what=_TWO_KEPT, label=problem.sites[site])
        taken.add(site)
    if problem.ties != "lowest_label":
        raise ProblemError(where="ties", what=_TIES, value=problem.ties)


def _check_shares(problem: SitingProblem) -> None:
    refuse_unknown("minimum_share", problem.minimum_share, problem.neighbourhoods)
    for label, share in problem.minimum_share.items():
        if not 0.0 <= share <= 1.0:
            raise ProblemError(where="minimum_share", what=RANGE, index=label, value=share, low=0, high=1)
    if problem.minimum_share and problem.neighbourhood is None:
        raise ProblemError(where="neighbourhood", what=_EMPTY)
