"""Merges rows that every option serves alike, adding their weights; exact and independent of row order."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from yizhan.planning.siting.arrays import Flags, Floats, Ints, Longs, Rows

#: Rows longer than this are sorted by merging, shorter ones by insertion.
_LONG = 48

_MIX = np.uint64(0xBF58476D1CE4E5B9)
_ODD = np.uint64(0x94D049BB133111EB)
_STEP = np.uint64(0x9E3779B97F4A7C15)


def merge_rows(rows: Rows, weight: Floats) -> tuple[Rows, Longs]:
    """
    Return distinct rows with gain x total weight as value, and where each row went (-1: it disappeared).

    Rows of weight 0 and entries of gain 0 disappear. The rows come out in an order that depends on their
    content only, and the weights of merged rows are added from the smallest up, so that the order in which
    rows were given changes nothing, not even the last digit.
    """
    rows = _sorted_rows(rows, weight)
    keys = _row_keys(rows)
    order = np.lexsort((weight, keys[1], keys[0]))
    leader = _leaders(rows, order)
    starts = np.flatnonzero(leader)
    total = np.add.reduceat(weight[order], starts) if len(starts) else np.zeros(0)
    useful = (np.diff(rows.pointer)[order[starts]] > 0) & (total > 0)
    place = np.where(useful, np.cumsum(useful) - 1, -1)
    group = np.empty(len(order), dtype=np.int64)
    group[order] = place[np.cumsum(leader) - 1]
    return _gathered(rows, order[starts][useful], total[useful]), group


@njit(cache=True, nogil=True)
def _sorted_rows(rows: Rows, weight: Floats) -> Rows:
    """Drop zero gains and weightless rows; sort each row by falling gain, then rising column."""
    pointer, column, gain = rows
    n = len(pointer) - 1
    new_pointer = np.zeros(n + 1, dtype=np.int64)
    new_column = np.empty_like(column)
    new_gain = np.empty_like(gain)
    end = 0
    for i in range(n):
        start = end
        if weight[i] > 0.0:
            for k in range(pointer[i], pointer[i + 1]):
                if gain[k] > 0.0:
                    new_column[end] = column[k]
                    new_gain[end] = gain[k]
                    end += 1
        if end - start > _LONG:
            by_column = np.argsort(new_column[start:end])
            falling = np.argsort(-new_gain[start:end][by_column], kind="mergesort")
            new_gain[start:end] = new_gain[start:end][by_column][falling]
            new_column[start:end] = new_column[start:end][by_column][falling]
        else:
            _insertion_sort(new_column, new_gain, start, end)
        new_pointer[i + 1] = end
    return Rows(new_pointer, new_column[:end].copy(), new_gain[:end].copy())


@njit(cache=True, nogil=True)
def _insertion_sort(column: Ints, gain: Floats, start: int, end: int) -> None:
    for k in range(start + 1, end):
        c, g = column[k], gain[k]
        place = k
        while place > start and (gain[place - 1] < g or (gain[place - 1] == g and column[place - 1] > c)):
            gain[place] = gain[place - 1]
            column[place] = column[place - 1]
            place -= 1
        gain[place] = g
        column[place] = c


@njit(cache=True, nogil=True)
def _row_keys(rows: Rows) -> NDArray[np.uint64]:
    """Return two 64-bit keys per row that depend on its content only."""
    pointer, column, gain = rows
    n = len(pointer) - 1
    keys = np.zeros((2, n), dtype=np.uint64)
    bits = gain.view(np.uint64)
    for i in range(n):
        first = np.uint64(pointer[i + 1] - pointer[i])
        second = first
        for k in range(pointer[i], pointer[i + 1]):
            z = (np.uint64(column[k]) + _STEP) * _MIX + bits[k]
            z = (z ^ (z >> np.uint64(30))) * _ODD
            z = z ^ (z >> np.uint64(31))
            first = (first ^ z) * _MIX
            second = (second + z) * _ODD ^ (second >> np.uint64(27))
        keys[0, i] = first
        keys[1, i] = second
    return keys


@njit(cache=True, nogil=True)
def _leaders(rows: Rows, order: Longs) -> Flags:
    """Mark, along `order`, every row whose content differs from the one before it (compared in full)."""
    pointer, column, gain = rows
    leader = np.ones(len(order), dtype=np.bool_)
    for place in range(1, len(order)):
        a, b = order[place - 1], order[place]
        start_a, start_b = pointer[a], pointer[b]
        length = pointer[a + 1] - start_a
        if length != pointer[b + 1] - start_b:
            continue
        same = True
        for k in range(length):
            if column[start_a + k] != column[start_b + k] or gain[start_a + k] != gain[start_b + k]:
                same = False
                break
        leader[place] = not same
    return leader


@njit(cache=True, nogil=True)
def _gathered(rows: Rows, picked: Longs, weight: Floats) -> Rows:
    """Return the picked rows with gains multiplied by weight."""
    pointer, column, gain = rows
    n = len(picked)
    new_pointer = np.zeros(n + 1, dtype=np.int64)
    for place in range(n):
        new_pointer[place + 1] = new_pointer[place] + pointer[picked[place] + 1] - pointer[picked[place]]
    new_column = np.empty(new_pointer[n], dtype=np.int32)
    value = np.empty(new_pointer[n], dtype=np.float64)
    for place in range(n):
        shift = pointer[picked[place]] - new_pointer[place]
        for k in range(new_pointer[place], new_pointer[place + 1]):
            new_column[k] = column[k + shift]
            value[k] = gain[k + shift] * weight[place]
    return Rows(new_pointer, new_column, value)
