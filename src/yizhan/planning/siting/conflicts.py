"""Names a smallest set of constraints that cannot hold together."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from yizhan.foundation.clock import Stopwatch
from yizhan.foundation.phrases import Phrase
from yizhan.planning.outcome import Conflict
from yizhan.planning.siting.compact import compact_model
from yizhan.planning.siting.instance import canonical_order
from yizhan.planning.siting.problem import Goal, SitingProblem
from yizhan.planning.solving import Ended, minimise

_BUDGET = Phrase("预算不超过 {budget}", "the budget of at most {budget}")
_EXACTLY = Phrase(
    "恰好开设 {number} 处（可用 {usable} 处）", "exactly {number} open sites ({usable} can open)"
)
_AT_MOST = Phrase("最多开设 {number} 处", "at most {number} open sites")
_KEPT_SITE = Phrase("保留地点“{label}”", "site '{label}' is kept")
_KEPT_OPTION = Phrase("保留方案“{label}”", "option '{label}' is kept")
_CLOSED = Phrase("{number} 处地点关闭", "{number} sites are closed")
_FORBIDDEN = Phrase("{number} 个方案不许开设", "{number} options are forbidden")
_SHARE = Phrase(
    "“{label}”至少覆盖 {share:.1%}（全部开放时 {reachable:.1%}）",
    "at least {share:.1%} of '{label}' ({reachable:.1%} with everything open)",
)
_REQUIRED = Phrase(
    "每一行都要达到所需（全部开放仍达不到的：{unreachable} 行）",
    "every row gains what it requires ({unreachable} rows cannot even with everything open)",
)


@dataclass(frozen=True, slots=True)
class _Group:
    """One constraint that can be taken out on its own."""

    conflict: Conflict
    without: Callable[[SitingProblem], SitingProblem]


def conflicts(problem: SitingProblem, *, limit_s: float, seed: int) -> tuple[Conflict, ...]:
    """
    Return constraints of an infeasible problem, none of which can be spared.

    Takes one constraint out after the other and puts it back where the rest can then hold (a deletion
    filter). Where the time runs out in between, the set may be larger than needed, never too small.
    """
    watch = Stopwatch(limit_s)
    needed = []
    for group in _groups(problem):
        rest = group.without(problem)
        if can_hold(rest, limit_s=watch.left_s, seed=seed) is False:
            problem = rest
        else:
            needed.append(group.conflict)
    return tuple(needed)


def can_hold(problem: SitingProblem, *, limit_s: float, seed: int) -> bool | None:
    """Return whether any plan keeps every constraint; None if the time was over before that was known."""
    if not _choice_can_hold(problem):
        return False
    if problem.required is None and not problem.minimum_share:
        return True
    cheapest = replace(problem, goal=Goal.LEAST_COST, cost=problem.costs, distances=None)
    answer = minimise(compact_model(cheapest, canonical_order(problem)), limit_s=limit_s, seed=seed)
    if answer.ended is Ended.INFEASIBLE:
        return False
    return True if answer.values is not None else None


def _choice_can_hold(problem: SitingProblem) -> bool:
    """Return whether kept sites, closed sites, the number open and the budget leave any choice (exact)."""
    allowed = _allowed(problem)
    costs, site = problem.costs, np.asarray(problem.site)
    kept = np.array([label in problem.kept_options for label in problem.options])
    cheapest = np.full(len(problem.sites), math.inf)
    np.minimum.at(cheapest, site[allowed], costs[allowed])
    if bool(np.any(kept & ~allowed)):
        return False
    cheapest[site[kept]] = costs[kept]
    must = np.array([label in problem.kept_sites for label in problem.sites])
    must[site[kept]] = True
    rest = np.sort(cheapest[~must & np.isfinite(cheapest)])
    fewest = problem.open_exactly or 0
    most = min(_or_infinite(problem.open_at_most), _or_infinite(problem.open_exactly))
    extra = max(0, fewest - int(must.sum()))
    if (
        int(must.sum()) > most
        or fewest > most
        or extra > len(rest)
        or not bool(np.all(np.isfinite(cheapest[must])))
    ):
        return False
    return math.fsum([*cheapest[must].tolist(), *rest[:extra].tolist()]) <= problem.budget * (1 + 1e-12)


def _allowed(problem: SitingProblem) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array(
        [
            label not in problem.forbidden_options and problem.sites[int(site)] not in problem.closed_sites
            for label, site in zip(problem.options, problem.site, strict=True)
        ],
        dtype=np.bool_,
    )


def _or_infinite(number: int | None) -> float:
    return math.inf if number is None else number


def _groups(problem: SitingProblem) -> list[_Group]:
    """Return the constraints in the order they are tried: the first ones are spared if possible."""
    groups = [*_choice_groups(problem), *_kept_groups(problem)]
    if problem.required is not None and bool(np.any(problem.required > 0)):
        unreachable = int(np.count_nonzero(_reachable(problem) < problem.required - 1e-9))
        groups.append(
            _group("required", _REQUIRED, lambda p: replace(p, required=None), unreachable=unreachable)
        )
    for label in sorted(problem.minimum_share):
        share, reachable = problem.minimum_share[label], _reachable_share(problem, label)
        groups.append(
            _group(
                f"minimum_share:{label}",
                _SHARE,
                _without_share(label),
                label=label,
                share=share,
                reachable=reachable,
            )
        )
    if math.isfinite(problem.budget):
        groups.append(
            _group("budget", _BUDGET, lambda p: replace(p, budget=math.inf), budget=f"{problem.budget:g}")
        )
    return groups


def _choice_groups(problem: SitingProblem) -> list[_Group]:
    groups = []
    usable = len(set(np.asarray(problem.site)[_allowed(problem)].tolist()))
    if problem.closed_sites:
        number = len(problem.closed_sites)
        groups.append(
            _group("closed_sites", _CLOSED, lambda p: replace(p, closed_sites=frozenset()), number=number)
        )
    if problem.forbidden_options:
        number = len(problem.forbidden_options)
        groups.append(
            _group(
                "forbidden_options",
                _FORBIDDEN,
                lambda p: replace(p, forbidden_options=frozenset()),
                number=number,
            )
        )
    if problem.open_at_most is not None:
        number = problem.open_at_most
        groups.append(
            _group("open_at_most", _AT_MOST, lambda p: replace(p, open_at_most=None), number=number)
        )
    if problem.open_exactly is not None:
        number = problem.open_exactly
        groups.append(
            _group(
                "open_exactly",
                _EXACTLY,
                lambda p: replace(p, open_exactly=None),
                number=number,
                usable=usable,
            )
        )
    return groups


def _kept_groups(problem: SitingProblem) -> list[_Group]:
    sites = [
        _group(f"kept_sites:{label}", _KEPT_SITE, _without_site(label), label=label)
        for label in sorted(problem.kept_sites)
    ]
    options = [
        _group(f"kept_options:{label}", _KEPT_OPTION, _without_option(label), label=label)
        for label in sorted(problem.kept_options)
    ]
    return sites + options


def _group(
    name: str, phrase: Phrase, without: Callable[[SitingProblem], SitingProblem], **facts: object
) -> _Group:
    return _Group(Conflict(name, phrase, tuple(facts.items())), without)


def _without_site(label: str) -> Callable[[SitingProblem], SitingProblem]:
    return lambda problem: replace(problem, kept_sites=problem.kept_sites - {label})


def _without_option(label: str) -> Callable[[SitingProblem], SitingProblem]:
    return lambda problem: replace(problem, kept_options=problem.kept_options - {label})


def _without_share(label: str) -> Callable[[SitingProblem], SitingProblem]:
    def without(problem: SitingProblem) -> SitingProblem:
        left = {name: share for name, share in problem.minimum_share.items() if name != label}
        return replace(problem, minimum_share=left)

    return without


def _reachable(problem: SitingProblem) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the gain of each row with every allowed option open."""
    assert problem.gains is not None
    within = problem.gains[:, np.flatnonzero(_allowed(problem))]
    best = np.zeros(problem.n_rows)
    np.maximum.at(best, np.repeat(np.arange(problem.n_rows), np.diff(within.indptr)), within.data)
    return best


def _reachable_share(problem: SitingProblem, label: str) -> float:
    inside = np.asarray(problem.neighbourhood) == list(problem.neighbourhoods).index(label)
    weight = np.asarray(problem.weight, dtype=np.float64)[inside]
    total = math.fsum(weight.tolist())
    return math.fsum((weight * _reachable(problem)[inside]).tolist()) / total if total else 1.0
