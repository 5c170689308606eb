"""Prices of the linear relaxation: primal-dual steps on prices and openings at once, with restarts."""

from typing import NamedTuple

import numpy as np
from numba import njit

from yizhan.planning.siting.arrays import Flags, Floats, Limits, Model, Rows

#: Steps between two looks at how far apart the two sides are.
_CHECK = 20

#: A restart: when the distance fell to this part since the last, when it fell a little and rises again,
#: or when this part of all steps was made since the last.
_FELL, _FELL_A_LITTLE, _LONG = 0.3, 0.7, 0.4

#: Greatest change of the weight at a restart.
_SWING = 2.0

#: A row looks at so many times its even part of the options when steps are scaled; others rarely serve it.
_RIVALS = 4.0

#: Weight of price steps to begin with; found best on covering and p-median instances of several sizes.
_FIRST_WEIGHT = 3.0

#: Bisections when openings are scaled to the number allowed; more than the digits of a double.
_HALVINGS = 60


class Saddle(NamedTuple):
    """
    Where the two sides stand.

    `price` of rows, `rent` of sites (only where options share a site or it must be open), `charge[0]` of the
    budget; `opening` between 0 and 1 of each option; `weight[0]`: how much longer steps of prices are;
    `bound[0]`, `bound[1]`: the best value of each side, rounding not allowed for.
    """

    price: Floats
    rent: Floats
    charge: Floats
    opening: Floats
    weight: Floats
    bound: Floats


class _Steps(NamedTuple):
    """Length of the steps of prices, rents, charge and openings, and the least and greatest opening."""

    price: Floats
    rent: Floats
    charge: float
    opening: Floats
    least: Floats
    greatest: Floats
    shared: Flags


@njit(cache=True, nogil=True)
def _earn(model: Model, now: Saddle, profit: Floats) -> None:
    """Set `profit` to what each option earns above price, rent and charge."""
    pointer, column, value = model.rows
    options = model.options
    for j in range(len(profit)):
        profit[j] = options.base[j] - now.rent[options.site[j]]
        if now.charge[0] > 0.0:
            profit[j] -= now.charge[0] * options.cost[j]
    for i in range(len(pointer) - 1):
        asked = now.price[i]
        for k in range(pointer[i], pointer[i + 1]):
            if value[k] <= asked:
                break
            profit[column[k]] += value[k] - asked


@njit(cache=True, nogil=True)
def _scaled(model: Model) -> _Steps:
    """Return steps short enough for any scale of rows and columns (Pock and Chambolle 2011)."""
    (pointer, column, value), options, limits = model.rows, model.options, model.limits
    n, m, n_sites = len(pointer) - 1, len(model.state), len(limits.kept)
    price, worth = np.empty(n), np.maximum(np.abs(options.base), 1e-9)
    rivals = int(_RIVALS * m / max(1, limits.most)) + 1
    for i in range(n):
        begin, end = pointer[i], min(pointer[i + 1], pointer[i] + rivals)
        width = value[begin] - (value[end] if end < pointer[i + 1] else 0.0)
        width = max(width, 1e-3 * value[begin])
        price[i] = width / (end - begin)
        for k in range(begin, end):
            worth[column[k]] += width
    size, most, shared = np.zeros(n_sites), np.zeros(n_sites), limits.kept.copy()
    for j in range(m):
        if model.state[j] >= 0:
            size[options.site[j]] += 1.0
            most[options.site[j]] = max(most[options.site[j]], worth[j])
    opening, rent = np.empty(m), np.zeros(n_sites)
    for s in range(n_sites):
        shared[s] = shared[s] or size[s] > 1.0
        rent[s] = most[s] / max(1.0, size[s]) if shared[s] else 0.0
    spent = options.cost.sum()
    rate = worth.sum() / spent if limits.budget < np.inf and spent > 0.0 else 0.0
    for j in range(m):
        s = options.site[j]
        opening[j] = 1.0 / (worth[j] + (most[s] if shared[s] else 0.0) + rate * options.cost[j])
    charge = rate / spent if rate > 0.0 else 0.0
    return _Steps(
        price,
        rent,
        charge,
        opening,
        (model.state > 0).astype(np.float64),
        (model.state >= 0).astype(np.float64),
        shared,
    )


@njit(cache=True, nogil=True)
def _settle(wish: Floats, steps: _Steps, limits: Limits, opening: Floats) -> None:
    """Set `opening` to the nearest of `wish`, in the measure of the steps, that keeps bounds and counts."""
    total = 0.0
    for j in range(len(wish)):
        opening[j] = min(max(wish[j], steps.least[j]), steps.greatest[j])
        total += opening[j]
    if limits.fewest <= total <= limits.most:
        return
    wanted = limits.most if total > limits.most else limits.fewest
    low, high = 0.0, 0.0
    for j in range(len(wish)):
        high = max(high, (wish[j] - steps.least[j]) / steps.opening[j])
        low = min(low, (wish[j] - steps.greatest[j]) / steps.opening[j])
    for _ in range(_HALVINGS):
        middle, total = 0.5 * (low + high), 0.0
        for j in range(len(wish)):
            total += min(max(wish[j] - middle * steps.opening[j], steps.least[j]), steps.greatest[j])
        low, high = (middle, high) if total > wanted else (low, middle)
    for j in range(len(wish)):
        opening[j] = min(max(wish[j] - high * steps.opening[j], steps.least[j]), steps.greatest[j])


@njit(cache=True, nogil=True)
def _price_rows(  # noqa: PLR0917 - compiled functions take no keywords
    rows: Rows, steps: Floats, opening: Floats, weight: float, price: Floats
) -> None:
    """Move each price to where it minimises price + profits of openings + (change)² / (2 step)."""
    pointer, column, value = rows
    for i in range(len(price)):
        step, start = steps[i] * weight, price[i]
        k, end = pointer[i], pointer[i + 1]
        served, next_price = 0.0, start - step
        while k < end and value[k] > next_price:
            level = value[k]
            while k < end and value[k] == level:
                served += opening[column[k]]
                k += 1
            next_price = start - step * (1.0 - served)
            if next_price >= level:
                next_price = level
                break
        price[i] = min(max(next_price, 0.0), value[pointer[i]])


@njit(cache=True, nogil=True)
def _price_limits(model: Model, steps: _Steps, now: Saddle) -> None:
    """Move rents and charge towards what their limits are broken by."""
    options, limits, weight = model.options, model.limits, now.weight[0]
    if steps.charge > 0.0:
        left = limits.budget - (options.cost * now.opening).sum()
        now.charge[0] = max(0.0, now.charge[0] - weight * steps.charge * left)
    for s in range(len(limits.kept)):
        if not steps.shared[s]:
            continue
        left = 1.0
        for j in range(limits.site_start[s], limits.site_start[s + 1]):
            left -= now.opening[j]
        now.rent[s] -= weight * steps.rent[s] * left
        if not limits.kept[s]:
            now.rent[s] = max(0.0, now.rent[s])


@njit(cache=True, nogil=True)
def _above(model: Model, now: Saddle, profit: Floats) -> float:
    """Return the bound of the prices alone."""
    limits = model.limits
    _earn(model, now, profit)
    total = now.price.sum() + now.rent.sum()
    if now.charge[0] > 0.0:
        total += now.charge[0] * limits.budget
    places, count, free = np.empty(len(profit)), 0, 0
    for j in range(len(profit)):
        if model.state[j] > 0:
            total += profit[j]
            count += 1
        elif model.state[j] == 0:
            places[free] = profit[j]
            free += 1
    ranked = np.sort(places[:free])
    for place in range(free - 1, -1, -1):
        if count >= limits.most or (ranked[place] <= 0.0 and count >= limits.fewest):
            break
        total += ranked[place]
        count += 1
    return total


@njit(cache=True, nogil=True)
def _below(model: Model, now: Saddle) -> float:
    """Return what the openings alone are worth, limits of sites and budget not looked at."""
    pointer, column, value = model.rows
    total = (model.options.base * now.opening).sum()
    for i in range(len(pointer) - 1):
        left = 1.0
        for k in range(pointer[i], pointer[i + 1]):
            part = min(now.opening[column[k]], left)
            total += part * value[k]
            left -= part
            if left <= 0.0:
                break
    return total


@njit(cache=True, nogil=True)
def _copy(source: Saddle, target: Saddle) -> None:
    target.price[:] = source.price
    target.rent[:] = source.rent
    target.charge[:] = source.charge
    target.opening[:] = source.opening


@njit(cache=True, nogil=True)
def _add(now: Saddle, total: Saddle, part: float) -> None:
    """Move `total` by `part` of the way to `now`."""
    total.price[:] += part * (now.price - total.price)
    total.rent[:] += part * (now.rent - total.rent)
    total.charge[:] += part * (now.charge - total.charge)
    total.opening[:] += part * (now.opening - total.opening)


@njit(cache=True, nogil=True)
def _fresh(of: Saddle) -> Saddle:
    return Saddle(
        of.price.copy(),
        of.rent.copy(),
        of.charge.copy(),
        of.opening.copy(),
        of.weight.copy(),
        of.bound.copy(),
    )


@njit(cache=True, nogil=True)
def _reweigh(now: Saddle, start: Saddle, steps: _Steps) -> None:
    """Balance the steps of both sides by how far each has moved since the last restart."""
    prices = ((now.price - start.price) ** 2 / steps.price).sum()
    openings = ((now.opening - start.opening) ** 2 / steps.opening).sum()
    if prices > 0.0 and openings > 0.0:
        factor = np.sqrt(np.sqrt(prices / openings) / now.weight[0])
        now.weight[0] *= min(max(factor, 1.0 / _SWING), _SWING)


def start(model: Model, price: Floats, charge: float) -> Saddle:
    """Return a saddle with given prices, and openings spread evenly."""
    n_options, n_sites = len(model.state), len(model.limits.kept)
    part = min(1.0, model.limits.most / max(1, n_options))
    return Saddle(
        price=price.copy(),
        rent=np.zeros(n_sites),
        charge=np.array([charge]),
        opening=np.full(n_options, part),
        weight=np.array([_FIRST_WEIGHT]),
        bound=np.array([np.inf, -np.inf]),
    )


@njit(cache=True, nogil=True)
def converge(model: Model, best: Saddle, rounds: int, near: float) -> int:
    """
    Improve `best` until its two sides are within `near`, at most `rounds` steps; return the steps made.

    Primal-dual steps with extrapolated profits [1], averaged and restarted [2]. The prices are valid in
    the bound whatever happened here; the openings show where the linear relaxation would open.

    References
    ----------
    .. [1] Hamedani and Aybat (2021), SIAM Journal on Optimization 31(2), 1299-1329.
    .. [2] Applegate, Hinder, Lu and Lubin (2023), Mathematical Programming 201, 133-184.
    """
    m = len(model.state)
    steps = _scaled(model)
    now, start, mean = _fresh(best), _fresh(best), _fresh(best)
    profit, wish = np.empty(m), np.empty(m)
    _earn(model, now, profit)
    last = profit.copy()
    gap_start, gap_before, since, made = np.inf, np.inf, 0, 0
    while made < rounds and best.bound[0] - best.bound[1] > near:
        for _ in range(_CHECK):
            wish[:] = now.opening + steps.opening / now.weight[0] * (2.0 * profit - last)
            _settle(wish, steps, model.limits, now.opening)
            _price_rows(model.rows, steps.price, now.opening, now.weight[0], now.price)
            _price_limits(model, steps, now)
            last[:] = profit
            _earn(model, now, profit)
            since += 1
            _add(now, mean, 1.0 / since)
        made += _CHECK
        gaps = np.empty(2)
        for side, point in enumerate((now, mean)):
            above, below = _above(model, point, wish), _below(model, point)
            gaps[side] = above - below
            if above < best.bound[0]:
                best.bound[0] = above
                best.price[:], best.rent[:], best.charge[:] = point.price, point.rent, point.charge
            if below > best.bound[1]:
                best.bound[1] = below
                best.opening[:] = point.opening
        gap = gaps.min()
        turned = gap < _FELL_A_LITTLE * gap_start and gap > gap_before
        gap_before = gap
        if gap < _FELL * gap_start or turned or since >= _LONG * made:
            if gaps[1] < gaps[0]:
                _copy(mean, now)
                _earn(model, now, profit)
                last[:] = profit
            _reweigh(now, start, steps)
            _copy(now, start)
            _copy(now, mean)
            gap_start, gap_before, since = gap, np.inf, 0
    best.weight[0] = now.weight[0]
    return made
