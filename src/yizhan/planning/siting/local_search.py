"""Greedy start and swaps: good plans quickly, without a proof."""

from typing import NamedTuple

import numpy as np
from numba import njit

from yizhan.planning.siting.arrays import (
    Columns,
    Flags,
    Floats,
    Limits,
    Longs,
    Options,
    Rows,
    Service,
    States,
)


class _Move(NamedTuple):
    """What a move scores, which option opens (-1: no move) and which closes (-1: none)."""

    score: float
    opening: int
    closing: int


class _Open(NamedTuple):
    """The open options, the open option of each site (-1: none), what is spent, what each leaving loses."""

    options: Longs
    mate: Longs
    spent: float
    loss: Floats


@njit(cache=True, nogil=True)
def serve(rows: Rows, chosen: Flags, service: Service) -> float:
    """Serve each row by its best open option; return the sum of the best values."""
    pointer, column, value = rows
    first, second, server = service
    total = 0.0
    for i in range(len(pointer) - 1):
        first[i], second[i], server[i] = 0.0, 0.0, -1
        for k in range(pointer[i], pointer[i + 1]):
            if not chosen[column[k]]:
                continue
            if server[i] >= 0:
                second[i] = value[k]
                break
            first[i], server[i] = value[k], column[k]
        total += first[i]
    return total


@njit(cache=True, nogil=True)
def _gain_of(j: int, columns: Columns, service: Service, spared: Floats) -> float:
    """
    Return what opening `j` adds in rows others may serve.

    Adds to `spared` what each open option's leaving would cost less because `j` is there.
    """
    first, second, server = service
    gain = 0.0
    for k in range(columns.pointer[j], columns.pointer[j + 1]):
        i, v = columns.row[k], columns.value[k]
        if v > first[i]:
            gain += v - first[i]
            if server[i] >= 0:
                spared[server[i]] += first[i] - second[i]
        elif v > second[i] and server[i] >= 0:
            spared[server[i]] += v - second[i]
    return gain


@njit(cache=True, nogil=True)
def _survey(options: Options, limits: Limits, chosen: Flags, service: Service) -> _Open:
    """Return what is open now and what closing each open option would lose."""
    loss = np.where(chosen, options.base, 0.0)
    for i in range(len(service.first)):
        if service.server[i] >= 0:
            loss[service.server[i]] += service.first[i] - service.second[i]
    now = np.flatnonzero(chosen)
    mate = np.full(len(limits.kept), -1, dtype=np.int64)
    spent = 0.0
    for k in now:
        mate[options.site[k]] = k
        spent += options.cost[k]
    return _Open(now, mate, spent, loss)


@njit(cache=True, nogil=True)
def _best_swap(
    j: int, gain: float, spared: Floats, now: _Open, options: Options, limits: Limits, state: States
) -> _Move:
    """Return the open option whose leaving costs least when `j`, gaining `gain`, opens."""
    s = options.site[j]
    best = _Move(-np.inf, -1, -1)
    for k in now.options:
        if state[k] != 0 or (limits.kept[options.site[k]] and options.site[k] != s):
            continue
        if now.mate[s] >= 0 and now.mate[s] != k:
            continue
        if now.spent + options.cost[j] - options.cost[k] > limits.budget:
            continue
        change = gain - now.loss[k] + spared[k]
        if change > best.score:
            best = _Move(change, j, k)
    return best


@njit(cache=True, nogil=True)
def _best_move(
    columns: Columns, options: Options, limits: Limits, state: States, chosen: Flags, service: Service,
    per_cost: bool, swap: bool,
) -> _Move:  # fmt: skip
    """Return the best opening (by value, or by value per cost) or swap."""
    now = _survey(options, limits, chosen, service)
    spared = np.zeros(len(chosen))
    best = _Move(0.0, -1, -1)
    for j in range(len(chosen)):
        if chosen[j] or state[j] < 0:
            continue
        spared[now.options] = 0.0
        gain = options.base[j] + _gain_of(j, columns, service, spared)
        fits = now.spent + options.cost[j] <= limits.budget
        if now.mate[options.site[j]] < 0 and len(now.options) < limits.most and fits:
            score = gain / max(options.cost[j], 1e-12) if per_cost else gain
            if score > best.score:
                best = _Move(score, j, -1)
        if swap:
            move = _best_swap(j, gain, spared, now, options, limits, state)
            if move.score > best.score:
                best = move
    return best


@njit(cache=True, nogil=True)
def climb(
    rows: Rows, columns: Columns, options: Options, limits: Limits, state: States, chosen: Flags,
    per_cost: bool, swap: bool,
) -> float:  # fmt: skip
    """Make the best move until none helps; return the value reached. `chosen` changes in place."""
    n = len(rows.pointer) - 1
    service = Service(np.empty(n), np.empty(n), np.empty(n, dtype=np.int32))
    total = serve(rows, chosen, service) + options.base[chosen].sum()
    while True:
        move = _best_move(columns, options, limits, state, chosen, service, per_cost, swap)
        if move.opening < 0 or move.score <= 1e-9 * max(1.0, abs(total)):
            return total
        chosen[move.opening] = True
        if move.closing >= 0:
            chosen[move.closing] = False
        total = serve(rows, chosen, service) + options.base[chosen].sum()


@njit(cache=True, nogil=True)
def _kick(options: Options, limits: Limits, state: States, chosen: Flags, strength: int) -> None:
    """Close some open options at random and open others where site, count and budget allow."""
    for _ in range(strength):
        k, j = np.random.randint(len(chosen)), np.random.randint(len(chosen))  # noqa: NPY002 - numba's own
        for _ in range(len(chosen)):
            if chosen[k] and state[k] == 0 and not limits.kept[options.site[k]]:
                break
            k = (k + 1) % len(chosen)
        if not chosen[k] or state[k] != 0 or limits.kept[options.site[k]]:
            return
        if chosen[j] or state[j] != 0:
            continue
        taken, spent = False, options.cost[j] - options.cost[k]
        for other in np.flatnonzero(chosen):
            spent += options.cost[other]
            taken = taken or (options.site[other] == options.site[j] and other != k)
        if not taken and spent <= limits.budget:
            chosen[k], chosen[j] = False, True


@njit(cache=True, nogil=True)
def wander(
    rows: Rows, columns: Columns, options: Options, limits: Limits, state: States, chosen: Flags,
    kicks: int, enough: float, seed: int,
) -> float:  # fmt: skip
    """Kick the best plan and climb again, `kicks` times or until `enough`; `chosen` becomes the best met."""
    np.random.seed(seed)  # noqa: NPY002 - numba's own generator, the same on every machine
    best = climb(rows, columns, options, limits, state, chosen, False, True)
    for number in range(kicks):
        if best >= enough:
            break
        trial = chosen.copy()
        _kick(options, limits, state, trial, 2 + number % 4)
        value = climb(rows, columns, options, limits, state, trial, False, True)
        if value > best:
            best = value
            chosen[:] = trial
    return best
