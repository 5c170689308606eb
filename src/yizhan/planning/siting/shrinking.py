"""Shrinks an instance once options are fixed: closed ones leave, open ones pay their part in advance."""

from dataclasses import replace

import numpy as np
from numba import njit

from yizhan.planning.siting.instance import FREE, IN, OUT, Instance, by_columns, without_singles
from yizhan.planning.siting.merging import merge_rows
from yizhan.planning.siting.relaxation import Floats, Ints, Longs, States


def shrink(instance: Instance, state: States, price: Floats) -> tuple[Instance, Floats]:
    """
    Return the instance left when options are fixed as `state` says, and prices for its rows.

    Open options stay as columns without rows, so that counts, budget and sites are kept; what they earn is
    added to the offset, and other options earn only what they add to it.
    """
    state = _close_mates(instance, state)
    pointer, column, value, paid = _remaining(instance.pointer, instance.column, instance.value, state)
    staying = np.flatnonzero(state != OUT)
    place = np.full(instance.n_options, -1, dtype=np.int32)
    place[staying] = np.arange(len(staying), dtype=np.int32)
    gain, weight = _as_gains(pointer, value)
    merged = merge_rows(pointer, place[column], gain, weight)
    rest = _merged_prices(merged[3], np.maximum(0.0, price - paid), n_rows=len(merged[0]) - 1)
    length = np.diff(merged[0])
    short_pointer, short_column, short_value, singles = without_singles(*merged[:3], n_options=len(staying))
    base = instance.base[staying] + singles
    opened = state[staying] == IN
    offset = instance.offset + float(paid.sum()) + float(base[opened].sum())
    base[opened] = 0.0
    columns = by_columns(short_pointer, short_column, short_value, n_columns=len(staying))
    site = instance.site[staying]
    return replace(
        instance,
        pointer=short_pointer,
        column=short_column,
        value=short_value,
        column_pointer=columns[0],
        column_row=columns[1],
        column_value=columns[2],
        base=base,
        cost=instance.cost[staying],
        site=site,
        site_start=np.searchsorted(site, np.arange(len(instance.kept) + 1)).astype(np.int64),
        original=instance.original[staying],
        state=state[staying],
        offset=offset,
    ), rest[length > 1]


def _close_mates(instance: Instance, state: States) -> States:
    """Close the other options of every site that holds an open one."""
    taken = np.zeros(len(instance.kept), dtype=np.bool_)
    taken[instance.site[state == IN]] = True
    closed = state.copy()
    closed[(state == FREE) & taken[instance.site]] = OUT
    return closed


def _merged_prices(group: Longs, price: Floats, *, n_rows: int) -> Floats:
    kept = group >= 0
    return np.bincount(group[kept], weights=price[kept], minlength=n_rows).astype(np.float64)


@njit(cache=True, nogil=True)
def _remaining(
    pointer: Longs, column: Ints, value: Floats, state: States
) -> tuple[Longs, Ints, Floats, Floats]:
    """Return the rows over free options, above what open options already pay, and what those pay."""
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
    return new_pointer, new_column[:end].copy(), new_value[:end].copy(), paid


@njit(cache=True, nogil=True)
def _as_gains(pointer: Longs, value: Floats) -> tuple[Floats, Floats]:
    """Split values into gain x weight: rows of one single value have gain 1, others weight 1."""
    n = len(pointer) - 1
    gain, weight = value.copy(), np.ones(n)
    for i in range(n):
        start, end = pointer[i], pointer[i + 1]
        if end > start and value[start] == value[end - 1]:
            weight[i] = value[start]
            gain[start:end] = 1.0
    return gain, weight
