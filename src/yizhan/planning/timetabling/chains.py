"""Kempe chains: a lesson goes to another slot, whoever clashes there comes back, and so on."""

from yizhan.planning.timetabling.arrays import Longs, Model, State
from yizhan.planning.timetabling.compiling import kernel
from yizhan.planning.timetabling.moves import clashes_of, move, price_of, room_price

#: Lessons of the longest chain tried.
LONGEST = 12


@kernel
def _room_for(model: Model, state: State, lesson: int, slot: int) -> int:
    """Return the room a lesson takes in a slot: its own, else the cheapest free one; -1 if there is none."""
    own, c, back = state.room[lesson], model.course[lesson], state.slot[lesson]
    if model.may[lesson, slot, own]:
        other = state.at[slot, own]
        if other < 0:
            return own
        o = model.course[other]
        if o != c and model.clash[c, o] and model.may[other, back, own]:
            return own
    best, least = -1, 1 << 60
    for room in range(state.at.shape[1]):
        if state.at[slot, room] < 0 and model.may[lesson, slot, room]:
            price = room_price(model, state, c, own, room)
            if price < least:
                best, least = room, price
    return best


@kernel
def _send(model: Model, state: State, lesson: int, slot: int, row: Longs) -> tuple[int, int, bool]:  # noqa: PLR0917 - compiled
    """Move a lesson to a slot; return more clashes, price, and whether there was a room."""
    room = _room_for(model, state, lesson, slot)
    if room < 0:
        return 0, 0, False
    clashes = clashes_of(model, state, lesson, (slot, room))
    price = price_of(model, state, lesson, (slot, room))
    row[0], row[1], row[2], row[3] = lesson, state.at[slot, room], state.slot[lesson], state.room[lesson]
    move(model, state, lesson, (slot, room))
    return clashes, price, True


@kernel
def chain(model: Model, state: State, lesson: int, slot: int, trail: Longs) -> tuple[int, int, int]:  # noqa: PLR0917 - compiled
    """
    Move a lesson to `slot`, and between the two slots whoever must; return more clashes, price, and moves.

    The moves are negative (or 0) where the chain is too long or finds no room: it has to be undone.
    Each row of `trail` holds the lesson, whom it swapped with (-1: nobody), and its slot and room before.
    """
    there_and_back = state.slot[lesson] + slot
    clashes, price, count, head, waiting = 0, 0, 0, 0, lesson
    while waiting >= 0:
        if count == LONGEST:
            return clashes, price, -count
        target = there_and_back - state.slot[waiting]
        more, dearer, found = _send(model, state, waiting, target, trail[count])
        if not found:
            return clashes, price, -count
        clashes, price, count, waiting = clashes + more, price + dearer, count + 1, -1
        while head < 2 * count and waiting < 0:
            moved = trail[head // 2, head % 2]
            if moved >= 0:
                waiting = _rival(model, state, moved, trail, count)
            head += waiting < 0
    return clashes, price, count


@kernel
def _rival(model: Model, state: State, lesson: int, trail: Longs, count: int) -> int:  # noqa: PLR0917 - compiled
    """Return a lesson in the same slot that clashes and has not moved in this chain, -1 if there is none."""
    c, slot = model.course[lesson], state.slot[lesson]
    if state.busy[c, slot] == 1:
        return -1
    for room in range(state.at.shape[1]):
        other = state.at[slot, room]
        if other >= 0 and other != lesson and model.clash[c, model.course[other]]:
            fresh = True
            for k in range(count):
                fresh = fresh and trail[k, 0] != other and trail[k, 1] != other
            if fresh:
                return other
    return -1


@kernel
def undo(model: Model, state: State, trail: Longs, count: int) -> None:
    """Take back the moves of a chain."""
    for k in range(count - 1, -1, -1):
        move(model, state, trail[k, 0], (trail[k, 2], trail[k, 3]))
