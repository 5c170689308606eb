"""Lagrangian bounds: prices on rows (and on the budget), a choice of options, better prices."""

from typing import NamedTuple

import numpy as np
from numba import njit

from yizhan.planning.siting.arrays import (
    Aim,
    Descent,
    Flags,
    Floats,
    Limits,
    Longs,
    Model,
    Options,
    Rows,
    States,
)

#: How much of the last direction each step keeps.
_MEMORY = 0.7

#: What a step factor is multiplied by after too many failures.
_SHORTER = 0.6


class _Sites(NamedTuple):
    """Per site: its best allowed option (-1: none), the profit of the next best, whether it must be open."""

    best: Longs
    second: Floats
    forced: Flags


class _Choice(NamedTuple):
    """Profit of a choice (-inf: none exists), what one more site displaces, what one that leaves admits."""

    total: float
    entry: float
    leave: float


@njit(cache=True, nogil=True)
def _profits(rows: Rows, price: Floats, profit: Floats) -> None:
    """Add to `profit` what each option earns above the prices of the rows."""
    pointer, column, value = rows
    for i in range(len(pointer) - 1):
        asked = price[i]
        for k in range(pointer[i], pointer[i + 1]):
            if value[k] <= asked:
                break
            profit[column[k]] += value[k] - asked


@njit(cache=True, nogil=True)
def _rank_sites(profit: Floats, state: States, limits: Limits, sites: _Sites) -> None:
    """Find the best and next best option of each site; an option that must be open has no rival."""
    for s in range(len(limits.kept)):
        best, second, fixed = -1, -np.inf, False
        for j in range(limits.site_start[s], limits.site_start[s + 1]):
            if state[j] < 0 or fixed:
                continue
            if state[j] > 0:
                best, second, fixed = j, -np.inf, True
            elif best < 0 or profit[j] > profit[best]:
                second = profit[best] if best >= 0 else second
                best = j
            elif profit[j] > second:
                second = profit[j]
        sites.best[s], sites.second[s], sites.forced[s] = best, second, fixed or limits.kept[s]


@njit(cache=True, nogil=True)
def _choose(profit: Floats, sites: _Sites, limits: Limits, chosen: Flags) -> _Choice:
    """Mark the most profitable choice of sites within the counts; ties go to the lowest index."""
    chosen[:] = False
    total, taken, n_rivals, positive = 0.0, 0, 0, 0
    rivals = np.empty(len(sites.best), dtype=np.int64)
    for s in range(len(sites.best)):
        j = sites.best[s]
        if j < 0 and sites.forced[s]:
            return _Choice(-np.inf, 0.0, 0.0)
        if sites.forced[s]:
            chosen[j] = True
            total += profit[j]
            taken += 1
        elif j >= 0:
            rivals[n_rivals] = j
            n_rivals += 1
            positive += profit[j] > 0.0
    rivals = rivals[:n_rivals]
    needed, room = max(0, limits.fewest - taken), limits.most - taken
    if room < 0 or n_rivals < needed:
        return _Choice(-np.inf, 0.0, 0.0)
    places = min(room, max(positive, needed))
    if places > 0:
        total += _take_largest(profit, rivals, places, chosen)
    weakest, strongest = np.inf, -np.inf
    for j in rivals:
        if chosen[j]:
            weakest = min(weakest, profit[j])
        else:
            strongest = max(strongest, profit[j])
    entry = min(weakest, 0.0) if places < room else weakest
    leave = max(strongest, 0.0) if places > needed else strongest
    return _Choice(total, entry, leave)


@njit(cache=True, nogil=True)
def _take_largest(profit: Floats, rivals: Longs, places: int, chosen: Flags) -> float:
    """Mark the `places` most profitable rivals, the lowest index among equals, and return their sum."""
    numbers = profit[rivals]
    threshold = np.partition(numbers, len(numbers) - places)[len(numbers) - places]
    ties = places
    for number in numbers:
        ties -= number > threshold
    total = 0.0
    for j in rivals:
        if profit[j] == threshold and ties > 0:
            ties -= 1
        elif profit[j] <= threshold:
            continue
        chosen[j] = True
        total += profit[j]
    return total


@njit(cache=True, nogil=True)
def _tighten(  # noqa: PLR0917 - compiled functions take no keywords
    bound: float, choice: _Choice, profit: Floats, sites: _Sites, chosen: Flags, site: Longs, descent: Descent
) -> None:
    """Lower, for every option, the bound on plans with it (`bound_in`) and without it (`bound_out`)."""
    bound_in, bound_out = descent.bound_in, descent.bound_out
    for j in range(len(profit)):
        s = site[j]
        rival = sites.best[s]
        if chosen[j]:
            other = sites.second[s] if sites.forced[s] else max(sites.second[s], choice.leave)
            bound_in[j] = min(bound_in[j], bound)
            bound_out[j] = min(bound_out[j], bound - profit[j] + other)
        else:
            displaced = profit[rival] if rival >= 0 and chosen[rival] else choice.entry
            bound_out[j] = min(bound_out[j], bound)
            bound_in[j] = min(bound_in[j], bound + profit[j] - displaced)


@njit(cache=True, nogil=True)
def _turn(  # noqa: PLR0917 - compiled functions take no keywords
    rows: Rows, price: Floats, chosen: Flags, slope: Floats, memory: float
) -> float:
    """Blend into `slope` 1 - (how often each row is served above its price); return its square."""
    pointer, column, value = rows
    length = 0.0
    for i in range(len(pointer) - 1):
        asked = price[i]
        served = 0
        for k in range(pointer[i], pointer[i + 1]):
            if value[k] <= asked:
                break
            served += chosen[column[k]]
        blended = memory * slope[i] + (1.0 - memory) * (1 - served)
        if asked <= 0.0 and blended > 0.0:
            blended = 0.0
        slope[i] = blended
        length += blended * blended
    return length


@njit(cache=True, nogil=True)
def _turn_charge(  # noqa: PLR0917 - compiled functions take no keywords
    options: Options, chosen: Flags, charge: float, slope: float, unit: float, budget: float
) -> float:
    """Blend the budget left over into the slope of its charge."""
    spent = 0.0
    for j in range(len(chosen)):
        if chosen[j]:
            spent += options.cost[j]
    blended = _MEMORY * slope + (1.0 - _MEMORY) * unit * (budget - spent)
    return 0.0 if charge <= 0.0 and blended > 0.0 else blended


@njit(cache=True, nogil=True)
def _record(current: Floats, charge: float, chosen: Flags, descent: Descent) -> None:
    """Keep the prices and the choice of the best bound."""
    descent.price[:] = current
    descent.charge[0] = charge
    descent.chosen[:] = chosen


@njit(cache=True, nogil=True)
def _shift(rows: Rows, current: Floats, slope: Floats, stride: float) -> None:
    """Move prices against the slope, no lower than 0 and no higher than anyone would pay."""
    for i in range(len(current)):
        current[i] = min(max(0.0, current[i] - stride * slope[i]), rows.value[rows.pointer[i]])


@njit(cache=True, nogil=True)
def charge_unit(model: Model) -> float:
    """Return what a charge of 1 is per unit of cost, so that charges and prices are of one size."""
    budget = model.limits.budget
    if 0.0 < budget < np.inf:
        return (len(model.rows.pointer) - 1 + len(model.state)) / budget
    return 1.0


@njit(cache=True, nogil=True)
def descend(model: Model, descent: Descent, aim: Aim) -> float:
    """
    Improve prices by deflected subgradient steps; return the best bound met (-inf: no choice exists).

    Every bound met is valid, whatever the prices; see docs/methods/siting.md.
    """
    rows, options, limits, control = model.rows, model.options, model.limits, descent.control
    n, m, n_sites = len(rows.pointer) - 1, len(model.state), len(limits.kept)
    limited = limits.budget < np.inf
    unit = charge_unit(model)
    chosen = np.zeros(m, dtype=np.bool_)
    sites = _Sites(np.empty(n_sites, dtype=np.int64), np.empty(n_sites), np.empty(n_sites, dtype=np.bool_))
    current, slope = descent.price.copy(), np.zeros(n)
    charge, charge_slope = descent.charge[0], 0.0
    lowest, fails, memory = np.inf, 0, 0.0
    for _ in range(aim.steps):
        profit = options.base - charge * unit * options.cost
        _profits(rows, current, profit)
        _rank_sites(profit, model.state, limits, sites)
        choice = _choose(profit, sites, limits, chosen)
        if choice.total == -np.inf:
            return -np.inf
        bound = choice.total + current.sum() + (charge * unit * limits.budget if limited else 0.0)
        if bound <= aim.ceiling:  # greater ones carry greater rounding errors than were allowed for
            _tighten(bound, choice, profit, sites, chosen, options.site, descent)
        fails = 0 if bound < lowest - 1e-5 * abs(lowest - aim.target) else fails + 1
        if bound < lowest:
            lowest = bound
            _record(current, charge, chosen, descent)
            if lowest <= aim.stop:
                break
        if fails >= control[1]:
            control[0] *= _SHORTER
            fails, memory = 0, 0.0
            current[:] = descent.price
            charge, charge_slope = descent.charge[0], 0.0
            if control[0] < control[2]:
                break
            continue
        length = _turn(rows, current, chosen, slope, memory)
        if limited:
            charge_slope = _turn_charge(options, chosen, charge, charge_slope, unit, limits.budget)
            length += charge_slope * charge_slope
        memory = _MEMORY
        if length <= 1e-12:
            break
        stride = control[0] * max(bound - aim.target, 1e-7 * abs(bound)) / length
        _shift(rows, current, slope, stride)
        charge = max(0.0, charge - stride * charge_slope)
    return lowest
