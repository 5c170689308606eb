"""Plans to begin with, and choices of the bound made into plans."""

import math
from collections.abc import Iterator

import numpy as np

from yizhan.planning.siting.annealing import anneal
from yizhan.planning.siting.arrays import FREE, IN, OUT, Flags, Floats, Longs, States
from yizhan.planning.siting.instance import Instance
from yizhan.planning.siting.local_search import BY_COST, BY_VALUE, SWAPS, climb, wander
from yizhan.planning.siting.shrinking import shrink

#: How many times the number of open options a circle holds, and how often it is kicked.
_CIRCLES = ((3, 400), (6, 800), (12, 200))

#: Kicks between two looks at the clock.
_BURST = 20

#: Entries of the rows times kicks worth spending in one circle, about a second of work.
_MOST_WORK = 4_000_000

#: Heat at the start and at the end of annealing, in parts of what closing an option loses on average.
#: The first is hotter, so that it forgets where it began.
_HOTTEST, _HOT, _COLD = 0.05, 0.025, 0.012

#: How often each option is tried at most when a choice is made into a plan.
_PASSES = 20

#: Openings tried in one annealing, and entries of columns read at most: about a second of work.
_TRIALS, _ENTRIES = 500_000, 40_000_000


def first_plans(instance: Instance) -> Iterator[tuple[Flags, float]]:
    """Yield greedy plans improved by swaps: by value, and by value per cost where a budget binds."""
    for moves in (BY_VALUE, BY_COST) if math.isfinite(instance.limits.budget) else (BY_VALUE,):
        chosen = _cheapest(instance)
        if chosen is not None:
            climb(instance.model, chosen, moves)
            yield chosen, float(climb(instance.model, chosen, SWAPS))


def plan_near(instance: Instance, chosen: Flags) -> tuple[Flags, float] | None:
    """Return a plan made from a choice: within the budget, then improved by swaps; None if none was made."""
    chosen = chosen.copy()
    if float(instance.options.cost[chosen].sum()) > instance.limits.budget:
        affordable = _affordable(instance, chosen)
        if affordable is None:
            return None
        chosen = affordable
    if int(chosen.sum()) < instance.limits.fewest:
        return None
    tries = _PASSES * instance.n_options
    return chosen, float(anneal(instance.model, chosen, tries, 0.0, 0.0, math.inf, 0))


def plans_around(
    instance: Instance, opened: Flags, merit: Floats, *, enough: float, seed: int
) -> Iterator[tuple[Flags, float]]:
    """
    Yield better plans found by kicks and swaps among the options of greatest merit only.

    A small circle makes a move cost next to nothing; circles widen, and each starts from the best so far.
    `enough` is a value (offset not included) nothing can exceed.
    """
    size = max(8, int(opened.sum()))
    ranked = np.argsort(-merit, kind="stable")
    for circle, kicks in _CIRCLES:
        state = np.full(instance.n_options, OUT, dtype=np.int8)
        inside = np.union1d(ranked[: circle * size], np.flatnonzero(opened))
        state[inside] = instance.state[inside]
        small, _ = shrink(instance, state, np.zeros(instance.n_rows))
        places = np.flatnonzero(np.isin(instance.original, small.original))
        chosen = opened[places]
        earned = small.offset - instance.offset
        for burst in range(_bursts(small, kicks)):
            value = float(wander(small.model, chosen, _BURST, enough - earned, seed + burst)) + earned
            opened = np.zeros(instance.n_options, dtype=np.bool_)
            opened[places[chosen]] = True
            yield opened, value
            if value >= enough:
                return


def annealed(
    instance: Instance, opened: Flags, state: States, *, first: bool, seed: int
) -> tuple[Flags, float]:
    """
    Return the best plan met while annealing from `opened`.

    `state` may close options that no better plan can hold.
    """
    allowed = np.where(opened & (state == OUT), instance.state, state)
    allowed = np.where(state == IN, instance.state, allowed)  # what must open is open, but for equal plans
    longest = max(1.0, len(instance.rows.value) / max(1, int(np.count_nonzero(allowed == FREE))))
    trials, chosen = int(min(_TRIALS, _ENTRIES / longest)), opened.copy()
    model = instance.model._replace(state=allowed)
    return chosen, float(anneal(model, chosen, trials, _HOTTEST if first else _HOT, _COLD, math.inf, seed))


def _bursts(instance: Instance, kicks: int) -> int:
    """Return how many bursts of kicks an instance of this size is worth."""
    return max(1, min(kicks, _MOST_WORK // max(1, len(instance.rows.value))) // _BURST)


def _cheapest(instance: Instance) -> Flags | None:
    """Return the cheapest choice that keeps what must be kept and opens enough sites; None if none fits."""
    site, cost, kept = instance.options.site, instance.options.cost, instance.limits.kept
    chosen = instance.state == IN
    taken = np.zeros(len(kept), dtype=np.bool_)
    taken[site[chosen]] = True
    for option in np.lexsort((site, cost, ~kept[site])).tolist():
        place = int(site[option])
        needed = bool(kept[place]) or int(taken.sum()) < instance.limits.fewest
        if needed and not taken[place] and instance.state[option] != OUT:
            chosen[option] = taken[place] = True
    fits = float(cost[chosen].sum()) <= instance.limits.budget
    enough = instance.limits.fewest <= int(taken.sum()) <= instance.limits.most
    return chosen if fits and enough and bool(np.all(taken[kept])) else None


def _affordable(instance: Instance, chosen: Flags) -> Flags | None:
    """Return the cheapest choice with as many of `chosen` added, cheap ones first, as the budget bears."""
    start = _cheapest(instance)
    if start is None:
        return None
    site, cost = instance.options.site, instance.options.cost
    added: Longs = np.flatnonzero(chosen & ~start)
    for option in added[np.argsort(cost[added], kind="stable")].tolist():
        alone = not bool(np.any(start & (site == site[option])))
        fits = float(cost[start].sum()) + float(cost[option]) <= instance.limits.budget
        if alone and fits and int(start.sum()) < instance.limits.most:
            start[option] = True
    return start
