"""Greedy start and swaps: good plans quickly, without a proof."""

import numpy as np
from numba import njit

from yizhan.planning.siting.relaxation import Flags, Floats, Ints, Longs, States


@njit(cache=True, nogil=True)
def serve(
    pointer: Longs, column: Ints, value: Floats, chosen: Flags, first: Floats, next_best: Floats, server: Ints
) -> float:
    """Set the best and next best value of each row and who gives it; return the sum of the best."""
    total = 0.0
    for i in range(len(pointer) - 1):
        first[i], next_best[i], server[i] = 0.0, 0.0, -1
        for k in range(pointer[i], pointer[i + 1]):
            if chosen[column[k]]:
                if server[i] < 0:
                    first[i], server[i] = value[k], column[k]
                else:
                    next_best[i] = value[k]
                    break
        total += first[i]
    return total


@njit(cache=True, nogil=True)
def gain_of(
    j: int, column_pointer: Longs, column_row: Ints, column_value: Floats, first: Floats, next_best: Floats,
    server: Ints, spared: Floats,
) -> float:  # fmt: skip
    """
    Return what opening `j` adds in rows others may serve.

    Adds to `spared` what each open option's leaving would cost less because `j` is there.
    """
    gain = 0.0
    for k in range(column_pointer[j], column_pointer[j + 1]):
        i = column_row[k]
        v = column_value[k]
        if v > first[i]:
            gain += v - first[i]
            if server[i] >= 0:
                spared[server[i]] += first[i] - next_best[i]
        elif v > next_best[i] and server[i] >= 0:
            spared[server[i]] += v - next_best[i]
    return gain


@njit(cache=True, nogil=True)
def _losses(
    base: Floats, first: Floats, next_best: Floats, server: Ints, chosen: Flags, loss: Floats
) -> None:
    """Set what closing each open option would lose."""
    for j in range(len(base)):
        loss[j] = base[j] if chosen[j] else 0.0
    for i in range(len(first)):
        if server[i] >= 0:
            loss[server[i]] += first[i] - next_best[i]


@njit(cache=True, nogil=True)
def _may_leave(j: int, k: int, site: Longs, kept: Flags, state: States) -> bool:
    """Whether open `k` may close when `j` opens."""
    return state[k] == 0 and (not kept[site[k]] or site[k] == site[j])


@njit(cache=True, nogil=True)
def best_move(
    column_pointer: Longs, column_row: Ints, column_value: Floats, base: Floats, cost: Floats, state: States,
    site: Longs, kept: Flags, most: int, budget: float, per_cost: bool, chosen: Flags, first: Floats,
    next_best: Floats, server: Ints, swap: bool,
) -> tuple[float, int, int]:  # fmt: skip
    """Return the gain of the best opening (or swap), what opens and what closes (-1: nothing)."""
    m = len(base)
    loss, spared = np.zeros(m), np.zeros(m)
    _losses(base, first, next_best, server, chosen, loss)
    open_now = np.flatnonzero(chosen)
    mate = np.full(len(kept), -1, dtype=np.int64)
    spent = 0.0
    for k in open_now:
        mate[site[k]] = k
        spent += cost[k]
    best, opening, closing = 0.0, -1, -1
    for j in range(m):
        if chosen[j] or state[j] < 0:
            continue
        spared[open_now] = 0.0
        gain = base[j] + gain_of(
            j, column_pointer, column_row, column_value, first, next_best, server, spared
        )
        fits = spent + cost[j] <= budget
        if mate[site[j]] < 0 and len(open_now) < most and fits:
            score = gain / max(cost[j], 1e-12) if per_cost else gain
            if score > best:
                best, opening, closing = score, j, -1
        if not swap:
            continue
        for k in open_now:
            if mate[site[j]] >= 0 and mate[site[j]] != k:
                continue
            if not _may_leave(j, k, site, kept, state) or spent + cost[j] - cost[k] > budget:
                continue
            change = gain - loss[k] + spared[k]
            if change > best:
                best, opening, closing = change, j, k
    return best, opening, closing


@njit(cache=True, nogil=True)
def climb(
    pointer: Longs, column: Ints, value: Floats, column_pointer: Longs, column_row: Ints,
    column_value: Floats, base: Floats, cost: Floats, state: States, site: Longs, kept: Flags, most: int,
    budget: float, per_cost: bool, swap: bool, chosen: Flags, moves: int,
) -> float:  # fmt: skip
    """Make the best move until none helps (or `moves` are made); return the value reached."""
    n = len(pointer) - 1
    first, next_best, server = np.empty(n), np.empty(n), np.empty(n, dtype=np.int32)
    total = serve(pointer, column, value, chosen, first, next_best, server)
    total += base[chosen].sum()
    for _ in range(moves):
        gain, opening, closing = best_move(
            column_pointer, column_row, column_value, base, cost, state, site, kept, most, budget,
            per_cost, chosen, first, next_best, server, swap,
        )  # fmt: skip
        if opening < 0 or gain <= 1e-9 * max(1.0, abs(total)):
            break
        chosen[opening] = True
        if closing >= 0:
            chosen[closing] = False
        total = serve(pointer, column, value, chosen, first, next_best, server)
        total += base[chosen].sum()
    return total
