"""Annealing: random openings, each with the closing that loses least, worse ones ever more seldom."""

from typing import NamedTuple

import numpy as np
from numba import njit

from yizhan.planning.siting.arrays import Columns, Flags, Floats, Longs, Model, Service
from yizhan.planning.siting.local_search import may_close, serve

#: Openings tried between two coolings.
_SAME = 256


class _Standing(NamedTuple):
    """What is open: options in any order, the place of each there (-1: closed), open option of each site."""

    options: Longs
    place: Longs
    mate: Longs
    loss: Floats


@njit(cache=True, nogil=True)
def _stand(model: Model, chosen: Flags, service: Service) -> _Standing:
    options, now = model.options, np.flatnonzero(chosen)
    listed, place = np.full(len(chosen), -1, dtype=np.int64), np.full(len(chosen), -1, dtype=np.int64)
    mate, loss = np.full(len(model.limits.kept), -1, dtype=np.int64), np.where(chosen, options.base, 0.0)
    for a, k in enumerate(now):
        listed[a], place[k], mate[options.site[k]] = k, a, k
    for i in range(len(service.server)):
        if service.server[i] >= 0:
            loss[service.server[i]] += service.first[i] - service.second[i]
    return _Standing(listed, place, mate, loss)


@njit(cache=True, nogil=True)
def _gain(  # noqa: PLR0917 - compiled functions take no keywords
    j: int, columns: Columns, service: Service, spared: Floats, met: Longs
) -> tuple[float, int]:
    """Return what opening `j` adds and how many open options (in `met`) would lose less when closing."""
    first, second, server = service
    gain, count = 0.0, 0
    for e in range(columns.pointer[j], columns.pointer[j + 1]):
        i, v = columns.row[e], columns.value[e]
        k = server[i]
        if v > first[i]:
            gain += v - first[i]
        if k >= 0 and min(v, first[i]) > second[i]:
            if spared[k] == 0.0:
                met[count] = k
                count += 1
            spared[k] += min(v, first[i]) - second[i]
    return gain, count


@njit(cache=True, nogil=True)
def _open(j: int, columns: Columns, service: Service, loss: Floats) -> None:
    """Let `j` serve the rows it serves best or second best."""
    first, second, server = service
    for e in range(columns.pointer[j], columns.pointer[j + 1]):
        i, v = columns.row[e], columns.value[e]
        k = server[i]
        if v > first[i]:
            if k >= 0:
                loss[k] -= first[i] - second[i]
            first[i], second[i], server[i] = v, first[i], j
            loss[j] += v - second[i]
        elif v > second[i]:
            loss[k] -= v - second[i]
            second[i] = v


@njit(cache=True, nogil=True)
def _close(k: int, model: Model, service: Service, standing: _Standing) -> None:
    """Take `k`, closed already in `standing`, from the rows it served best or second best."""
    (pointer, column, value), columns = model.rows, model.columns
    first, second, server = service
    for e in range(columns.pointer[k], columns.pointer[k + 1]):
        i = columns.row[e]
        if columns.value[e] < second[i]:
            continue
        if server[i] != k:
            standing.loss[server[i]] -= first[i] - second[i]
        first[i], second[i], server[i] = 0.0, 0.0, -1
        for c in range(pointer[i], pointer[i + 1]):
            if standing.place[column[c]] < 0:
                continue
            if server[i] >= 0:
                second[i] = value[c]
                break
            first[i], server[i] = value[c], column[c]
        if server[i] >= 0:
            standing.loss[server[i]] += first[i] - second[i]


@njit(cache=True, nogil=True)
def _partner(  # noqa: PLR0917 - compiled functions take no keywords
    j: int, count: int, spent: float, model: Model, standing: _Standing, spared: Floats
) -> tuple[float, int]:
    """Return the least that closing an option for `j` loses, and which (-1: none need or may close)."""
    options, limits = model.options, model.limits
    site, mate = options.site[j], standing.mate[options.site[j]]
    if mate < 0 and count < limits.most and spent + options.cost[j] <= limits.budget:
        return 0.0, -1
    least, best = np.inf, -1
    for a in range(count):
        k = standing.options[a]
        lost = standing.loss[k] - spared[k]
        if lost >= least or (mate >= 0 and k != mate) or not may_close(model, k, site):
            continue
        if spent + options.cost[j] - options.cost[k] <= limits.budget:
            least, best = lost, k
    return least, best


@njit(cache=True, nogil=True)
def _move(j: int, k: int, count: int, model: Model, service: Service, standing: _Standing) -> None:  # noqa: PLR0917
    """Open `j` and close `k` (-1: nothing closes, `count` are open)."""
    site, at = model.options.site, count
    if k >= 0:
        at = standing.place[k]
        standing.place[k], standing.mate[site[k]], standing.loss[k] = -1, -1, 0.0
        _close(k, model, service, standing)
    standing.options[at], standing.place[j], standing.mate[site[j]] = j, at, j
    standing.loss[j] = model.options.base[j]
    _open(j, model.columns, service, standing.loss)


@njit(cache=True, nogil=True)
def anneal(  # noqa: PLR0917 - compiled functions take no keywords
    model: Model, chosen: Flags, steps: int, hot: float, cold: float, enough: float, seed: int
) -> float:
    """
    Try `steps` openings while cooling from `hot` to `cold`; `chosen` becomes the best plan met.

    Heat is counted in what closing an open option loses on average at the start.

    At no heat (`hot` = 0) options are tried in turn, until none of them helps or `steps` are over.
    """
    np.random.seed(seed)  # noqa: NPY002 - numba's own generator, the same on every machine
    options, columns, n = model.options, model.columns, len(model.rows.pointer) - 1
    service = Service(np.empty(n), np.empty(n), np.empty(n, dtype=np.int32))
    total = serve(model.rows, chosen, service) + options.base[chosen].sum()
    standing, count = _stand(model, chosen, service), int(chosen.sum())
    spent, best, heat, idle = options.cost[chosen].sum(), total, hot, 0
    free, unit = np.flatnonzero(model.state == 0), max(1e-12, standing.loss.sum() / max(1, count))
    spared, met = np.zeros(len(chosen)), np.empty(len(chosen), dtype=np.int64)
    for step in range(steps if len(free) else 0):
        if hot > 0.0 and step % _SAME == 0:
            heat = unit * hot * (cold / hot) ** (step / steps)
        j = free[np.random.randint(len(free)) if hot > 0.0 else step % len(free)]  # noqa: NPY002
        idle += 1
        if idle > len(free) and hot <= 0.0:
            break
        if standing.place[j] >= 0:
            continue
        gain, touched = _gain(j, columns, service, spared, met)
        lost, k = _partner(j, count, spent, model, standing, spared)
        for place in range(touched):
            spared[met[place]] = 0.0
        change = options.base[j] + gain - lost
        helps = change > 1e-9 * abs(total)
        if not helps and (hot <= 0.0 or np.random.random() >= np.exp(change / heat)):  # noqa: NPY002
            continue
        _move(j, k, count, model, service, standing)
        spent += options.cost[j] - (options.cost[k] if k >= 0 else 0.0)
        count += k < 0
        total += change
        idle = 0
        if total > best + 1e-9 * abs(best):
            best = total
            chosen[:] = standing.place >= 0
            if best >= enough:
                break
    return float(serve(model.rows, chosen, service) + options.base[chosen].sum())
