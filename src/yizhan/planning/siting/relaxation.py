"""Lagrangian bounds: prices on rows (and on the budget), a choice of options, better prices."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
States = NDArray[np.int8]
Flags = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def profits(pointer: Longs, column: Ints, value: Floats, price: Floats, profit: Floats) -> None:
    """Add to `profit` what each option earns above the prices of the rows."""
    for i in range(len(pointer) - 1):
        asked = price[i]
        for k in range(pointer[i], pointer[i + 1]):
            if value[k] <= asked:
                break
            profit[column[k]] += value[k] - asked


@njit(cache=True, nogil=True)
def best_of_sites(profit: Floats, state: States, site_start: Longs, best: Longs, second: Floats) -> Flags:
    """
    Find the best allowed option of each site (-1: none), and the profit of the next best.

    Returns whether each site holds an option that must be open.
    """
    n_sites = len(site_start) - 1
    fixed = np.zeros(n_sites, dtype=np.bool_)
    for s in range(n_sites):
        best[s] = -1
        second[s] = -np.inf
        for j in range(site_start[s], site_start[s + 1]):
            if state[j] < 0 or fixed[s]:
                continue
            if state[j] > 0:
                best[s] = j
                second[s] = -np.inf
                fixed[s] = True
            elif best[s] < 0 or profit[j] > profit[best[s]]:
                if best[s] >= 0:
                    second[s] = profit[best[s]]
                best[s] = j
            elif profit[j] > second[s]:
                second[s] = profit[j]
    return fixed


@njit(cache=True, nogil=True)
def choose(
    profit: Floats, best: Longs, forced: Flags, fewest: int, most: int, chosen: Flags
) -> tuple[float, float, float]:
    """
    Mark the most profitable choice of sites within the counts; ties go to the lowest index.

    Returns
    -------
    total, entry, exit
        Profit of the choice (-inf: none exists); what must be given up to admit one more site (inf: none can
        enter); what can be had in exchange for a site that leaves (-inf: none can leave).
    """
    chosen[:] = False
    total, taken, n_rivals = 0.0, 0, 0
    rivals = np.empty(len(best), dtype=np.int64)
    positive = 0
    for s in range(len(best)):
        j = best[s]
        if forced[s]:
            if j < 0:
                return -np.inf, 0.0, 0.0
            chosen[j] = True
            total += profit[j]
            taken += 1
        elif j >= 0:
            rivals[n_rivals] = j
            n_rivals += 1
            if profit[j] > 0.0:
                positive += 1
    needed, room = max(0, fewest - taken), most - taken
    if room < 0 or n_rivals < needed:
        return -np.inf, 0.0, 0.0
    places = min(room, max(positive, needed))
    weakest, strongest = np.inf, -np.inf
    if places > 0:
        rivals = rivals[:n_rivals]
        total += _take_largest(profit, rivals, places, chosen)
    for k in range(n_rivals):
        if chosen[rivals[k]]:
            weakest = min(weakest, profit[rivals[k]])
        else:
            strongest = max(strongest, profit[rivals[k]])
    entry = min(weakest, 0.0) if places < room else weakest
    leave = max(strongest, 0.0) if places > needed else strongest
    return total, entry, leave


@njit(cache=True, nogil=True)
def _take_largest(profit: Floats, rivals: Longs, places: int, chosen: Flags) -> float:
    """Mark the `places` most profitable rivals, the lowest index among equals, and return their sum."""
    numbers = profit[rivals]
    threshold = np.partition(numbers, len(numbers) - places)[len(numbers) - places]
    ties = places
    for number in numbers:
        if number > threshold:
            ties -= 1
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
def tighten(
    bound: float, profit: Floats, site: Longs, best: Longs, second: Floats, forced: Flags,
    entry: float, leave: float, chosen: Flags, bound_in: Floats, bound_out: Floats,
) -> None:  # fmt: skip
    """Lower, for every option, the bound on plans with it (`bound_in`) and without it (`bound_out`)."""
    for j in range(len(profit)):
        s = site[j]
        rival = best[s]
        if chosen[j]:
            other = second[s] if forced[s] else max(second[s], leave)
            bound_in[j] = min(bound_in[j], bound)
            bound_out[j] = min(bound_out[j], bound - profit[j] + other)
        else:
            given_up = profit[rival] if rival >= 0 and chosen[rival] else entry
            bound_out[j] = min(bound_out[j], bound)
            bound_in[j] = min(bound_in[j], bound + profit[j] - given_up)


@njit(cache=True, nogil=True)
def slopes(
    pointer: Longs, column: Ints, value: Floats, price: Floats, chosen: Flags, slope: Floats, memory: float
) -> float:
    """Blend into `slope` one minus how often each row is served above its price; return the squared length."""
    length = 0.0
    for i in range(len(pointer) - 1):
        asked = price[i]
        served = 0
        for k in range(pointer[i], pointer[i + 1]):
            if value[k] <= asked:
                break
            if chosen[column[k]]:
                served += 1
        blended = memory * slope[i] + (1.0 - memory) * (1 - served)
        if asked <= 0.0 and blended > 0.0:
            blended = 0.0
        slope[i] = blended
        length += blended * blended
    return length


@njit(cache=True, nogil=True)
def descend(
    pointer: Longs, column: Ints, value: Floats, base: Floats, cost: Floats, state: States, site: Longs,
    site_start: Longs, kept: Flags, fewest: int, most: int, budget: float,
    price: Floats, cost_price: Floats, target: float, stop: float, iterations: int, control: Floats,
    bound_in: Floats, bound_out: Floats, chosen_best: Flags, frequency: Floats,
) -> float:  # fmt: skip
    """
    Improve prices by deflected subgradient steps; return the best bound met.

    `price`, `cost_price[0]` hold the start and then the best prices; `control` holds the step factor and the
    patience left; `bound_in`, `bound_out` fall; `chosen_best` is the choice at the best bound; `frequency`
    becomes the smoothed choice. Stops early below `stop`. With limited budget its cost is priced as well.
    """
    n, m = len(pointer) - 1, len(base)
    limited = budget < np.inf
    scale = (n + m) / budget if limited and budget > 0 else 1.0
    profit, chosen = np.empty(m), np.zeros(m, dtype=np.bool_)
    best, second = np.empty(len(site_start) - 1, dtype=np.int64), np.empty(len(site_start) - 1)
    forced = best_of_sites(base, state, site_start, best, second) | kept
    current, slope = price.copy(), np.zeros(n)
    charge, charge_slope = cost_price[0], 0.0
    lowest, fails = np.inf, 0
    for step in range(iterations):
        for j in range(m):
            profit[j] = base[j] - charge * scale * cost[j]
        profits(pointer, column, value, current, profit)
        best_of_sites(profit, state, site_start, best, second)
        total, entry, leave = choose(profit, best, forced, fewest, most, chosen)
        bound = total + current.sum() + (charge * scale * budget if limited else 0.0)
        if total == -np.inf:
            return -np.inf
        tighten(bound, profit, site, best, second, forced, entry, leave, chosen, bound_in, bound_out)
        for j in range(m):
            frequency[j] = 0.9 * frequency[j] + (0.1 if chosen[j] else 0.0)
        if bound < lowest:
            fails = 0 if bound < lowest - 1e-5 * abs(lowest - target) else fails + 1
            lowest = bound
            price[:] = current
            cost_price[0] = charge
            chosen_best[:] = chosen
            if lowest < stop:
                break
        else:
            fails += 1
        if fails >= control[1]:
            fails = 0
            control[0] *= 0.6
            current[:] = price
            charge = cost_price[0]
            slope[:] = 0.0
            if control[0] < control[2]:
                break
            continue
        length = slopes(pointer, column, value, current, chosen, slope, 0.7 if step else 0.0)
        if limited:
            spent = 0.0
            for j in range(m):
                if chosen[j]:
                    spent += cost[j]
            charge_slope = 0.7 * charge_slope + 0.3 * scale * (budget - spent)
            if charge <= 0.0 and charge_slope > 0.0:
                charge_slope = 0.0
            length += charge_slope * charge_slope
        if length <= 1e-12:
            break
        stride = control[0] * max(bound - target, 1e-7 * abs(bound)) / length
        for i in range(n):
            current[i] = min(max(0.0, current[i] - stride * slope[i]), value[pointer[i]])
        charge = max(0.0, charge - stride * charge_slope)
    return lowest
