"""Annealing: moves and swaps drawn at random, worse ones ever more seldom."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.timetabling.arrays import Longs, Model, State
from yizhan.planning.timetabling.compiling import inlined, kernel
from yizhan.planning.timetabling.moves import clashes_of, move, price_of

Words = NDArray[np.uint64]


class Best(NamedTuple):
    """The best timetable met: slots, rooms, and in `value` its clashes and price."""

    slot: Longs
    room: Longs
    value: Longs


@inlined
def draw(chance: Words) -> np.uint64:
    """Return the next 32 random bits (xorshift64*), the same on every machine."""
    x = chance[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    chance[0] = x
    return (x * np.uint64(2685821657736338717)) >> np.uint64(32)


@inlined
def below(chance: Words, n: int) -> int:
    """Return a random whole number from 0 to n - 1."""
    return int((draw(chance) * np.uint64(n)) >> np.uint64(32))


@kernel
def _keep(state: State, now: Longs, best: Best) -> None:
    for lesson in range(len(state.slot)):
        best.slot[lesson], best.room[lesson] = state.slot[lesson], state.room[lesson]
    best.value[0], best.value[1] = now[0], now[1]


@kernel
def anneal(  # noqa: PLR0917 - compiled functions take no keywords
    model: Model, state: State, best: Best, now: Longs, heat: float, steps: int, weight: int, chance: Words
) -> int:
    """
    Try `steps` moves at one heat; return how many were made.

    `now` holds clashes and price and is kept up to date; `best` becomes the best timetable met.
    """
    n_lessons, n_rooms, made = len(state.slot), state.at.shape[1], 0
    for _ in range(steps):
        lesson = below(chance, n_lessons)
        start = model.places.pointer[lesson]
        count = model.places.pointer[lesson + 1] - start
        spot = model.places.entry[start + below(chance, count)]
        place = (spot // n_rooms, spot % n_rooms)
        other = state.at[place]
        if other >= 0:
            if model.course[other] == model.course[lesson]:
                continue
            if not model.may[other, state.slot[lesson], state.room[lesson]]:
                continue
        room = -heat * np.log((draw(chance) + 1.0) / 4294967296.0)
        clashes = clashes_of(model, state, lesson, place)
        if weight * clashes > room + weight:
            continue
        price = price_of(model, state, lesson, place)
        if weight * clashes + price > room:
            continue
        move(model, state, lesson, place)
        now[0] += clashes
        now[1] += price
        made += 1
        if now[0] < best.value[0] or (now[0] == best.value[0] and now[1] < best.value[1]):
            _keep(state, now, best)
    return made
