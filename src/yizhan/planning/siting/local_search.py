"""Greedy start and swaps: good plans quickly, without a proof."""

from typing import NamedTuple

import numpy as np
from numba import njit

from yizhan.planning.siting.arrays import (
    Columns,
    Flags,
    Floats,
    Longs,
    Model,
    Rows,
    Service,
)

#: Which moves a climb makes: openings by value, openings by value per cost, openings and swaps by value.
BY_VALUE, BY_COST, SWAPS = 0, 1, 2


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
def _survey(model: Model, chosen: Flags, service: Service) -> _Open:
    """Return what is open now and what closing each open option would lose."""
    options = model.options
    loss = np.where(chosen, options.base, 0.0)
    for i in range(len(service.first)):
        if service.server[i] >= 0:
            loss[service.server[i]] += service.first[i] - service.second[i]
    now = np.flatnonzero(chosen)
    mate = np.full(len(model.limits.kept), -1, dtype=np.int64)
    spent = 0.0
    for k in now:
        mate[options.site[k]] = k
        spent += options.cost[k]
    return _Open(now, mate, spent, loss)


@njit(cache=True, nogil=True)
def may_close(model: Model, k: np.intp, site: np.int64) -> bool:
    """Return whether open `k` may close when something opens on `site`."""
    home = model.options.site[k]
    return bool(model.state[k] == 0 and (home == site or not model.limits.kept[home]))


@njit(cache=True, nogil=True)
def _best_swap(model: Model, now: _Open, opening: _Move, spared: Floats) -> _Move:
    """Return the swap for the option of `opening` (whose score is its gain) that loses least."""
    options, j = model.options, opening.opening
    site = options.site[j]
    best = _Move(-np.inf, -1, -1)
    for k in now.options:
        if now.mate[site] >= 0 and now.mate[site] != k:
            continue
        if now.spent + options.cost[j] - options.cost[k] > model.limits.budget:
            continue
        change = opening.score - now.loss[k] + spared[k]
        if change > best.score and may_close(model, k, site):
            best = _Move(change, j, k)
    return best


@njit(cache=True, nogil=True)
def _best_move(model: Model, chosen: Flags, service: Service, moves: int) -> _Move:
    """Return the best opening or swap."""
    options, limits = model.options, model.limits
    now = _survey(model, chosen, service)
    spared = np.zeros(len(chosen))
    best = _Move(0.0, -1, -1)
    for j in range(len(chosen)):
        if chosen[j] or model.state[j] < 0:
            continue
        spared[now.options] = 0.0
        gain = options.base[j] + _gain_of(j, model.columns, service, spared)
        fits = now.spent + options.cost[j] <= limits.budget
        if now.mate[options.site[j]] < 0 and len(now.options) < limits.most and fits:
            score = gain / max(options.cost[j], 1e-12) if moves == BY_COST else gain
            if score > best.score:
                best = _Move(score, j, -1)
        if moves == SWAPS:
            move = _best_swap(model, now, _Move(gain, j, -1), spared)
            if move.score > best.score:
                best = move
    return best


@njit(cache=True, nogil=True)
def climb(model: Model, chosen: Flags, moves: int) -> float:
    """Make the best move until none helps; return the value reached. `chosen` changes in place."""
    n = len(model.rows.pointer) - 1
    service = Service(np.empty(n), np.empty(n), np.empty(n, dtype=np.int32))
    total = serve(model.rows, chosen, service) + model.options.base[chosen].sum()
    while True:
        move = _best_move(model, chosen, service, moves)
        if move.opening < 0 or move.score <= 1e-9 * max(1.0, abs(total)):
            return float(total)
        chosen[move.opening] = True
        if move.closing >= 0:
            chosen[move.closing] = False
        total = serve(model.rows, chosen, service) + model.options.base[chosen].sum()


@njit(cache=True, nogil=True)
def _kick(model: Model, chosen: Flags, strength: int) -> None:
    """Close some open options at random and open others where site, count and budget allow."""
    options = model.options
    for _ in range(strength):
        j = np.random.randint(len(chosen))  # noqa: NPY002 - numba's own generator
        may = np.array([k for k in np.flatnonzero(chosen) if may_close(model, k, options.site[j])])
        if len(may) == 0 or chosen[j] or model.state[j] != 0:
            continue
        k = may[np.random.randint(len(may))]  # noqa: NPY002 - numba's own generator
        taken, spent = False, options.cost[j] - options.cost[k]
        for other in np.flatnonzero(chosen):
            spent += options.cost[other]
            taken = taken or (options.site[other] == options.site[j] and other != k)
        if not taken and spent <= model.limits.budget:
            chosen[k], chosen[j] = False, True


@njit(cache=True, nogil=True)
def wander(model: Model, chosen: Flags, kicks: int, enough: float, seed: int) -> float:  # noqa: PLR0917 - compiled
    """Kick the best plan and climb again, `kicks` times or until `enough`; `chosen` becomes the best met."""
    np.random.seed(seed)  # noqa: NPY002 - numba's own generator, the same on every machine
    best = climb(model, chosen, SWAPS)
    for number in range(kicks):
        if best >= enough:
            break
        trial = chosen.copy()
        _kick(model, trial, 2 + number % 4)
        value = climb(model, trial, SWAPS)
        if value > best:
            best = value
            chosen[:] = trial
    return best
