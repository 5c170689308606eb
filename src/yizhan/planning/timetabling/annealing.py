"""Annealing: moves, swaps and chains drawn at random, worse ones ever more seldom."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.timetabling.arrays import Longs, Model, State
from yizhan.planning.timetabling.chains import chain, undo
from yizhan.planning.timetabling.compiling import inlined, kernel
from yizhan.planning.timetabling.moves import clashes_of, move, price_of

Words = NDArray[np.uint64]


class Best(NamedTuple):
    """The best timetable met: slots, rooms, and in `value` its clashes and price."""

    slot: Longs
    room: Longs
    value: Longs


class Mix(NamedTuple):
    """
    Of 256 moves so many are chains, keep the room, or go to a room the course has; the rest go anywhere.

    `clash` is what a clash weighs beside prices.
    """

    chains: int
    same_room: int
    shared_room: int
    clash: int


class Walk(NamedTuple):
    """Where the search is: `now` holds clashes and price, `chance` random bits, `trail` a chain."""

    state: State
    now: Longs
    best: Best
    chance: Words
    trail: Longs


@inlined
def draw(chance: Words) -> int:
    """Return the next 31 random bits (xorshift64*), the same on every machine."""
    x = chance[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    chance[0] = x
    return int(np.int64((x * np.uint64(2685821657736338717)) >> np.uint64(33)))


@inlined
def below(chance: Words, n: int) -> int:
    """Return a random whole number from 0 to n - 1."""
    return (draw(chance) * n) >> 31


@kernel
def _sibling(model: Model, lesson: int, chance: Words) -> int:
    """Return a random lesson of the same course."""
    (pointer, entry), c = model.siblings, model.course[lesson]
    return int(entry[pointer[c] + below(chance, pointer[c + 1] - pointer[c])])


@kernel
def _keep(walk: Walk) -> None:
    """Remember where the search is, if nothing better was met."""
    state, now, best = walk.state, walk.now, walk.best
    if now[0] > best.value[0] or (now[0] == best.value[0] and now[1] >= best.value[1]):
        return
    for lesson in range(len(state.slot)):
        best.slot[lesson], best.room[lesson] = state.slot[lesson], state.room[lesson]
    best.value[0], best.value[1] = now[0], now[1]


@kernel
def _try_move(  # noqa: PLR0917 - compiled functions take no keywords
    model: Model, walk: Walk, lesson: int, place: tuple[int, int], clash: int, most: float
) -> bool:
    """Move a lesson to `place`, swapping with whoever is there, if that costs at most `most`."""
    state = walk.state
    slot, room = place
    other = state.at[slot, room]
    if other >= 0:
        if model.course[other] == model.course[lesson]:
            return False
        if not model.may[other, state.slot[lesson], state.room[lesson]]:
            return False
    clashes = clashes_of(model, state, lesson, place)
    if clash * (clashes - 1) > most:
        return False
    price = price_of(model, state, lesson, place)
    if clash * clashes + price > most:
        return False
    move(model, state, lesson, place)
    walk.now[0] += clashes
    walk.now[1] += price
    return True


@kernel
def _try_chain(  # noqa: PLR0917 - compiled functions take no keywords
    model: Model, walk: Walk, lesson: int, slot: int, clash: int, most: float
) -> bool:
    """Move a lesson to `slot` and whoever clashes there back, if that costs at most `most`."""
    if slot == walk.state.slot[lesson]:
        return False
    clashes, price, moves = chain(model, walk.state, lesson, slot, walk.trail)
    if moves <= 0 or clash * clashes + price > most:
        undo(model, walk.state, walk.trail, abs(moves))
        return False
    walk.now[0] += clashes
    walk.now[1] += price
    return True


@kernel
def anneal(model: Model, walk: Walk, mix: Mix, heat: float, steps: int) -> int:  # noqa: PLR0917 - compiled
    """Try `steps` moves at one heat; return how many were made. `walk` is kept up to date."""
    state, chance, made = walk.state, walk.chance, 0
    n_lessons, n_rooms = len(state.slot), state.at.shape[1]
    for _ in range(steps):
        lesson = below(chance, n_lessons)
        start = model.places.pointer[lesson]
        spot = model.places.entry[start + below(chance, model.places.pointer[lesson + 1] - start)]
        slot, room = spot // n_rooms, spot % n_rooms
        kind = draw(chance) & 255
        most = -heat * np.log((draw(chance) + 1.0) / 2147483648.0)
        if kind < mix.chains:
            done = _try_chain(model, walk, lesson, slot, mix.clash, most)
        else:
            kind -= mix.chains
            if kind < mix.same_room:
                room = state.room[lesson]
            elif kind < mix.same_room + mix.shared_room:
                slot = state.slot[lesson]
                room = state.room[_sibling(model, lesson, chance)]
            if not model.may[lesson, slot, room]:
                continue
            done = _try_move(model, walk, lesson, (slot, room), mix.clash, most)
        if done:
            made += 1
            _keep(walk)
    return made
