"""Shrinks an instance once options are fixed: closed ones leave, open ones pay their part in advance."""

from dataclasses import replace

import numpy as np
from numba import njit

from yizhan.planning.siting.arrays import FREE, IN, OUT, Floats, Longs, Options, Rows, States
from yizhan.planning.siting.instance import Instance, by_columns, without_singles
from yizhan.planning.siting.merging import merge_rows


def shrink(instance: Instance, state: States, price: Floats) -> tuple[Instance, Floats]:
    """
    Return the instance left when options are fixed as `state` says, and prices for its rows.

    Open options stay as columns without rows, so that counts, budget and sites are kept; what they earn is
    added to the offset, and other options earn only what they add to it.
    """
    state = _close_mates(instance, state)
    left, paid = _remaining(instance.rows, state)
    staying = np.flatnonzero(state != OUT)
    place = np.full(instance.n_options, -1, dtype=np.int32)
    place[staying] = np.arange(len(staying), dtype=np.int32)
    gains, weight = _as_gains(Rows(left.pointer, place[left.column], left.value))
    merged, group = merge_rows(gains, weight)
    asked = _merged_prices(group, np.maximum(0.0, price - paid), n_rows=len(merged.pointer) - 1)
    rows, singles = without_singles(merged, n_options=len(staying))
    base = instance.options.base[staying] + singles
    opened = state[staying] == IN
    offset = instance.offset + float(paid.sum()) + float(base[opened].sum())
    base[opened] = 0.0
    site = instance.options.site[staying]
    starts = np.searchsorted(site, np.arange(len(instance.limits.kept) + 1)).astype(np.int64)
    smaller = replace(
        instance,
        rows=rows,
        columns=by_columns(rows, n_columns=len(staying)),
        options=Options(base, instance.options.cost[staying], site),
        limits=instance.limits._replace(site_start=starts),
        original=instance.original[staying],
        state=state[staying],
        offset=offset,
    )
    return smaller, asked[np.diff(merged.pointer) > 1]


def _close_mates(instance: Instance, state: States) -> States:
    """Close the other options of every site that holds an open one."""
    site = instance.options.site
    taken = np.zeros(len(instance.limits.kept), dtype=np.bool_)
    taken[site[state == IN]] = True
    closed = state.copy()
    closed[(state == FREE) & taken[site]] = OUT
    return closed


def _merged_prices(group: Longs, price: Floats, *, n_rows: int) -> Floats:
    kept = group >= 0
    return np.bincount(group[kept], weights=price[kept], minlength=n_rows).astype(np.float64)


@njit(cache=True, nogil=True)
def _remaining(rows: Rows, state: States) -> tuple[Rows, Floats]:
    """Return the rows over free options, above what open options already pay, and what those pay."""
    pointer, column, value = rows
    n = len(pointer) - 1
    new_pointer = np.zeros(n + 1, dtype=np.int64)
    new_column, new_value = np.empty_like(column), np.empty_like(value)
    paid = np.zeros(n)
    end = 0
    for i in range(n):
        for k in range(pointer[i], pointer[i + 1]):
            if state[column[k]] > 0:
                paid[i] = value[k]
                break
        for k in range(pointer[i], pointer[i + 1]):
            if value[k] <= paid[i]:
                break
            if state[column[k]] == 0:
                new_column[end] = column[k]
                new_value[end] = value[k] - paid[i]
                end += 1
        new_pointer[i + 1] = end
    return Rows(new_pointer, new_column[:end].copy(), new_value[:end].copy()), paid


@njit(cache=True, nogil=True)
def _as_gains(rows: Rows) -> tuple[Rows, Floats]:
    """Split values into gain x weight: rows of one single value have gain 1, others weight 1."""
    pointer, column, value = rows
    n = len(pointer) - 1
    gain, weight = value.copy(), np.ones(n)
    for i in range(n):
        start, end = pointer[i], pointer[i + 1]
        if end > start and value[start] == value[end - 1]:
            weight[i] = value[start]
            gain[start:end] = 1.0
    return Rows(pointer, column, gain), weight
