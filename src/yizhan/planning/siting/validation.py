"""Refuses a malformed siting problem, naming the field."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError

if TYPE_CHECKING:
    from yizhan.planning.siting.problem import SitingProblem

_LENGTH = Phrase("应有 {wanted} 项,实有 {found} 项", "{wanted} entries wanted, {found} found")
_SHAPE = Phrase("形状应为 {wanted},实为 {found}", "shape {wanted} wanted, {found} found")
_RANGE = Phrase(
    "第 {index} 项是 {value},应在 {low} 与 {high} 之间", "entry {index} is {value}, outside [{low}, {high}]"
)
_REPEATED = Phrase("标签“{label}”重复", "label '{label}' is repeated")
_UNKNOWN = Phrase("没有名为“{label}”的项", "there is nothing labelled '{label}'")
_EMPTY = Phrase("至少要有一项", "at least one is needed")
_NUMBER = Phrase("{value} 不是可用的数", "{value} cannot be used")
_GOAL = Phrase("目标 {goal} 需要且只需要 {needed}", "goal {goal} needs {needed} and nothing in its place")
_BOTH = Phrase("“{label}”既要保留又不许开设", "'{label}' is both kept and closed")
_TWO_KEPT = Phrase("地点“{label}”有两个必须保留的方案", "site '{label}' has two kept options")
_TIES = Phrase("未知的并列规则“{value}”", "unknown tie rule '{value}'")


def refuse_malformed(problem: "SitingProblem") -> None:
    """Raise `ProblemError` for the first thing wrong with `problem`."""
    _check_labels(problem)
    _check_arrays(problem)
    _check_values(problem)
    _check_choices(problem)
    _check_shares(problem)


def _check_labels(problem: "SitingProblem") -> None:
    for where, labels in (("options", problem.options), ("sites", problem.sites)):
        if not len(labels):
            raise ProblemError(where=where, what=_EMPTY)
        _distinct(where, labels)
    _distinct("neighbourhoods", problem.neighbourhoods)
    _length("site", problem.site, problem.n_options)
    _within("site", problem.site, 0, len(problem.sites) - 1)
    if len(problem.rows):
        _length("rows", problem.rows, problem.n_rows)


def _check_arrays(problem: "SitingProblem") -> None:
    if not problem.n_rows:
        raise ProblemError(where="weight", what=_EMPTY)
    _within("weight", problem.weight, 0.0, math.inf)
    if problem.cost is not None:
        _length("cost", problem.cost, problem.n_options)
        _within("cost", problem.cost, 0.0, math.inf)
    if problem.required is not None:
        _length("required", problem.required, problem.n_rows)
        _within("required", problem.required, 0.0, 1.0)
    if problem.neighbourhood is not None:
        _length("neighbourhood", problem.neighbourhood, problem.n_rows)
        _within("neighbourhood", problem.neighbourhood, -1, len(problem.neighbourhoods) - 1)


def _check_values(problem: "SitingProblem") -> None:
    by_distance = problem.goal == "least_distance"
    needed, other = (problem.distances, problem.gains) if by_distance else (problem.gains, problem.distances)
    where = "distances" if by_distance else "gains"
    if needed is None or other is not None:
        raise ProblemError(where=where, what=_GOAL, goal=str(problem.goal), needed=where)
    shape = (problem.n_rows, problem.n_options)
    if needed.shape != shape:
        raise ProblemError(where=where, what=_SHAPE, wanted=shape, found=needed.shape)
    if problem.distances is not None:
        _within("distances", problem.distances.ravel(), 0.0, math.inf)
        if problem.required is not None or problem.minimum_share:
            raise ProblemError(where="goal", what=_GOAL, goal=str(problem.goal), needed="distances")
    elif problem.gains is not None:
        _within("gains", problem.gains.data, 0.0, 1.0)


def _check_choices(problem: "SitingProblem") -> None:
    if math.isnan(problem.budget) or problem.budget < 0:
        raise ProblemError(where="budget", what=_NUMBER, value=problem.budget)
    for where in ("open_exactly", "open_at_most"):
        number = getattr(problem, where)
        if number is not None and (number < 0 or number != int(number)):
            raise ProblemError(where=where, what=_NUMBER, value=number)
    _known("kept_sites", problem.kept_sites, problem.sites)
    _known("closed_sites", problem.closed_sites, problem.sites)
    _known("kept_options", problem.kept_options, problem.options)
    _known("forbidden_options", problem.forbidden_options, problem.options)
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


def _check_shares(problem: "SitingProblem") -> None:
    _known("minimum_share", problem.minimum_share, problem.neighbourhoods)
    for label, share in problem.minimum_share.items():
        if not 0.0 <= share <= 1.0:
            raise ProblemError(where="minimum_share", what=_RANGE, index=label, value=share, low=0, high=1)
    if problem.minimum_share and problem.neighbourhood is None:
        raise ProblemError(where="neighbourhood", what=_EMPTY)


def _distinct(where: str, labels: Sequence[str]) -> None:
    if len(set(labels)) < len(labels):
        seen: set[str] = set()
        for label in labels:
            if label in seen:
                raise ProblemError(where=where, what=_REPEATED, label=label)
            seen.add(label)


def _length(where: str, entries: Sequence[object] | NDArray[np.generic], wanted: int) -> None:
    if len(entries) != wanted:
        raise ProblemError(where=where, what=_LENGTH, wanted=wanted, found=len(entries))


def _within(where: str, numbers: NDArray[np.generic], low: float, high: float) -> None:
    """Refuse NaN, infinity and what lies outside [low, high]."""
    values = np.asarray(numbers, dtype=np.float64)
    bad = ~(np.isfinite(values) & (values >= low) & (values <= high))
    if bool(bad.any()):
        index = int(np.argmax(bad))
        raise ProblemError(
            where=where, what=_RANGE, index=index, value=float(values[index]), low=low, high=high
        )


def _known(where: str, labels: Iterable[str], known: Sequence[str]) -> None:
    unknown = sorted(set(labels) - set(known))
    if unknown:
        raise ProblemError(where=where, what=_UNKNOWN, label=unknown[0])
