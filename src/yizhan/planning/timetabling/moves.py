"""What a move changes, counted from what it touches only; and making it."""

from typing import NamedTuple

import numpy as np
from numba import njit

from yizhan.planning.timetabling.arrays import Longs, Model, State
from yizhan.planning.timetabling.compiling import inlined, kernel


class Change(NamedTuple):
    """By how much a move raises the number of clashes and the price of broken wishes."""

    clashes: int
    price: int


@inlined
def _alone(mask: int) -> int:
    """Return how many bits of a mask have no neighbour."""
    rest = mask & ~(mask << 1) & ~(mask >> 1)
    count = 0
    while rest:
        rest &= rest - 1
        count += 1
    return count


@kernel
def _compactness(model: Model, state: State, c: int, move: tuple[int, int], other: int) -> int:  # noqa: PLR0917 - compiled
    """Return by how much more lessons stand alone when one of `c` moves; curricula of `other` stay."""
    (before, after), grid = move, model.grid
    d, e = grid.day[before], grid.day[after]
    gone, come = 1 << grid.place[before], 1 << grid.place[after]
    more = 0
    for k in range(model.curricula.pointer[c], model.curricula.pointer[c + 1]):
        q = model.curricula.entry[k]
        if other >= 0 and model.member[q, other]:
            continue
        old = state.mask[q, d]
        left = old & ~gone if state.held[q, before] == 1 else old
        if d == e:
            more += _alone(left | come) - _alone(old)
        else:
            there = state.mask[q, e]
            more += _alone(left) - _alone(old) + _alone(there | come) - _alone(there)
    return more


@kernel
def _time_price(model: Model, state: State, c: int, move: tuple[int, int], other: int) -> int:  # noqa: PLR0917 - compiled
    """Return the change of what depends on time when a lesson of `c` moves between two slots."""
    before, after = move
    prices = model.prices
    price = prices.slot[c, after] - prices.slot[c, before]
    d, e = model.grid.day[before], model.grid.day[after]
    if d != e:
        days = state.days[c]
        then = days - (state.on_day[c, d] == 1) + (state.on_day[c, e] == 0)
        if then != days:
            wanted = model.min_days[c]
            price += prices.working_days * (max(0, wanted - then) - max(0, wanted - days))
    return price + prices.compactness * _compactness(model, state, c, move, other)


@inlined
def room_price(model: Model, state: State, c: int, before: int, after: int) -> int:  # noqa: PLR0917 - compiled
    """Return the change of what depends on rooms when a lesson of `c` moves between two rooms."""
    if before == after:
        return 0
    price = model.prices.seats[c, after] - model.prices.seats[c, before]
    opened = (state.in_room[c, after] == 0) - (state.in_room[c, before] == 1)
    return price + model.prices.stability * opened


@kernel
def _unreachable(model: Model, state: State, lesson: int, place: tuple[int, int], other: int) -> int:  # noqa: PLR0917 - compiled
    """Return how many lessons of the same lecturer cannot be reached from a lesson at `place`."""
    (slot, room), travel, gap = place, model.travel, model.grid.gap
    c, count = model.course[lesson], 0
    for k in range(travel.lessons.pointer[c], travel.lessons.pointer[c + 1]):
        near = travel.lessons.entry[k]
        if near == lesson or near == other:  # noqa: PLR1714, SIM109 - a set would be allocated
            continue
        t, r = state.slot[near], state.room[near]
        if t > slot:
            count += travel.minutes[room, r] > gap[slot, t]
        elif t < slot:
            count += travel.minutes[r, room] > gap[t, slot]
    return count


@kernel
def _travel(model: Model, state: State, lesson: int, place: tuple[int, int], other: int) -> int:  # noqa: PLR0917 - compiled
    here = (state.slot[lesson], state.room[lesson])
    return _unreachable(model, state, lesson, place, other) - _unreachable(model, state, lesson, here, other)


@kernel
def clashes_of(model: Model, state: State, lesson: int, place: tuple[int, int]) -> int:
    """Return the change of clashes when a lesson moves to `place`, swapping with whoever is there."""
    slot, room = place
    c, before = model.course[lesson], state.slot[lesson]
    other = state.at[slot, room]
    more = 0
    if before != slot:
        more = state.busy[c, slot] - state.busy[c, before] + 1
        if other >= 0:
            o = model.course[other]
            more += state.busy[o, before] - state.busy[o, slot] + 1
            if model.clash[c, o]:
                more -= 2
    if model.travel.matters:
        more += _travel(model, state, lesson, place, other)
        if other >= 0:
            more += _travel(model, state, other, (before, state.room[lesson]), lesson)
    return more


@kernel
def price_of(model: Model, state: State, lesson: int, place: tuple[int, int]) -> int:
    """Return the change of the price when a lesson moves to `place`, swapping with whoever is there."""
    slot, room = place
    c, before, left = model.course[lesson], state.slot[lesson], state.room[lesson]
    other = state.at[slot, room]
    o = model.course[other] if other >= 0 else -1
    price = room_price(model, state, c, left, room)
    if before != slot:
        price += _time_price(model, state, c, (before, slot), o)
    if o >= 0:
        price += room_price(model, state, o, room, left)
        if before != slot:
            price += _time_price(model, state, o, (slot, before), c)
    return price


@kernel
def take(model: Model, state: State, lesson: int) -> None:
    """Take a lesson from its place."""
    slot, room, c = state.slot[lesson], state.room[lesson], model.course[lesson]
    day = model.grid.day[slot]
    state.at[slot, room], state.slot[lesson], state.room[lesson] = -1, -1, -1
    state.in_room[c, room] -= 1
    state.on_day[c, day] -= 1
    state.days[c] -= state.on_day[c, day] == 0
    for k in range(model.rivals.pointer[c], model.rivals.pointer[c + 1]):
        state.busy[model.rivals.entry[k], slot] -= 1
    for k in range(model.curricula.pointer[c], model.curricula.pointer[c + 1]):
        q = model.curricula.entry[k]
        state.held[q, slot] -= 1
        if state.held[q, slot] == 0:
            state.mask[q, day] &= ~(1 << model.grid.place[slot])


@kernel
def put(model: Model, state: State, lesson: int, slot: int, room: int) -> None:  # noqa: PLR0917 - compiled
    """Put a lesson without a place where nobody is."""
    c, day = model.course[lesson], model.grid.day[slot]
    state.at[slot, room], state.slot[lesson], state.room[lesson] = lesson, slot, room
    state.in_room[c, room] += 1
    state.days[c] += state.on_day[c, day] == 0
    state.on_day[c, day] += 1
    for k in range(model.rivals.pointer[c], model.rivals.pointer[c + 1]):
        state.busy[model.rivals.entry[k], slot] += 1
    for k in range(model.curricula.pointer[c], model.curricula.pointer[c + 1]):
        q = model.curricula.entry[k]
        state.held[q, slot] += 1
        state.mask[q, day] |= 1 << model.grid.place[slot]


@kernel
def move(model: Model, state: State, lesson: int, place: tuple[int, int]) -> None:
    """Move a lesson to `place`; whoever is there takes its place."""
    slot, room = place
    before, left, other = state.slot[lesson], state.room[lesson], state.at[slot, room]
    take(model, state, lesson)
    if other >= 0:
        take(model, state, other)
        put(model, state, other, before, left)
    put(model, state, lesson, slot, room)


@njit(cache=True, nogil=True)
def settle(model: Model, slot: Longs, room: Longs, n_rooms: int) -> State:
    """Return the state with every lesson at its slot and room, no two in one room at a time."""
    n_courses, n_slots = len(model.min_days), len(model.grid.day)
    n_days, n_curricula = model.grid.day[-1] + 1, model.member.shape[0]
    state = State(
        np.full(len(slot), -1, dtype=np.int64),
        np.full(len(slot), -1, dtype=np.int64),
        np.full((n_slots, n_rooms), -1, dtype=np.int64),
        np.zeros((n_courses, n_slots), dtype=np.int64),
        np.zeros((n_courses, n_days), dtype=np.int64),
        np.zeros((n_courses, n_rooms), dtype=np.int64),
        np.zeros(n_courses, dtype=np.int64),
        np.zeros((n_curricula, n_slots), dtype=np.int64),
        np.zeros((n_curricula, n_days), dtype=np.int64),
    )
    for lesson in range(len(slot)):
        put(model, state, lesson, slot[lesson], room[lesson])
    return state


@njit(cache=True, nogil=True)
def totals(model: Model, state: State) -> Change:
    """Return all clashes and the whole price of a state, counted from its tables."""
    clashes, price = 0, 0
    for lesson in range(len(state.slot)):
        c, slot, room = model.course[lesson], state.slot[lesson], state.room[lesson]
        clashes += state.busy[c, slot] - 1
        price += model.prices.seats[c, room] + model.prices.slot[c, slot]
        if model.travel.matters:
            clashes += _unreachable(model, state, lesson, (slot, room), -1)
    for c in range(len(model.min_days)):
        price += model.prices.working_days * max(0, model.min_days[c] - state.days[c])
        price += model.prices.stability * ((state.in_room[c] > 0).sum() - 1)
    for q in range(state.mask.shape[0]):
        for d in range(state.mask.shape[1]):
            price += model.prices.compactness * _alone(state.mask[q, d])
    return Change(clashes // 2, price)
