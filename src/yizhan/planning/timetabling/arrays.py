"""Bundles of arrays that travel together through the compiled kernels."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.timetabling.problem import TimetableProblem

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Minutes between lessons of different days: time enough for any way.
_FOREVER = 10**9


class Lists(NamedTuple):
    """One list of numbers for each row: row `i` holds `entry[pointer[i] : pointer[i + 1]]`."""

    pointer: Longs
    entry: Longs


class Grid(NamedTuple):
    """Per slot: its day and its place in that day; minutes from the end of a slot to the start of another."""

    day: Longs
    place: Longs
    gap: Longs


class Prices(NamedTuple):
    """`seats[course, room]`, `slot[course, slot]`, and one unit of the other wishes."""

    seats: Longs
    slot: Longs
    working_days: int
    compactness: int
    stability: int


class Travel(NamedTuple):
    """Minutes between rooms, lessons of each course's lecturer, and whether anybody has to travel."""

    minutes: Longs
    lessons: Lists
    matters: bool


class Model(NamedTuple):
    """
    All a kernel needs to know of a problem.

    `course[lesson]`; `places` lists for each lesson slot × n_rooms + room of every place it may take, and
    `may[lesson, slot, room]` says the same; `clash[course, course]`, and its lists `rivals`; `siblings` lists
    the lessons of each course; `curricula` of each course, and `member[curriculum, course]`;
    `min_days[course]`.
    """

    course: Longs
    places: Lists
    may: Flags
    clash: Flags
    rivals: Lists
    siblings: Lists
    curricula: Lists
    member: Flags
    min_days: Longs
    grid: Grid
    prices: Prices
    travel: Travel


class State(NamedTuple):
    """
    Where lessons are, and what follows from it.

    `at[slot, room]`: the lesson there, -1 for none. `busy[course, slot]`: lessons in the slot that clash with
    the course, its own included. `on_day[course, day]`, `in_room[course, room]`: lessons of the course.
    `days[course]`: days with a lesson. `held[curriculum, slot]`: lessons. `mask[curriculum, day]`: one bit
    for each place of the day with a lesson.
    """

    slot: Longs
    room: Longs
    at: Longs
    busy: Longs
    on_day: Longs
    in_room: Longs
    days: Longs
    held: Longs
    mask: Longs


def model_of(problem: TimetableProblem) -> Model:
    """Return the arrays of a problem: copies in one layout, so that kernels are compiled once only."""
    course = np.array(problem.course, dtype=np.int64, order="C")
    may = may_be(problem)
    clashes = clash_matrix(problem)
    member = members(problem)
    return Model(
        course,
        listed(may.reshape(len(course), -1)),
        may,
        clashes,
        listed(clashes),
        listed(np.arange(len(clashes))[:, None] == course[None, :]),
        listed(member.T),
        member,
        np.array(problem.min_days, dtype=np.int64, order="C"),
        _grid(problem),
        _prices(problem),
        _travel(problem),
    )


def may_be(problem: TimetableProblem) -> Flags:
    """Return for each lesson, slot and room whether the lesson may be there, locks included."""
    n_courses, n_lessons, n_slots, n_rooms = problem.sizes
    times = np.ones((n_courses, n_slots), dtype=np.bool_)
    if problem.allowed_slots is not None:
        times &= problem.allowed_slots
    if problem.available is not None and problem.lecturer is not None:
        times &= np.where(problem.lecturer[:, None] < 0, True, problem.available[problem.lecturer])  # noqa: FBT003 - numpy
    places = np.repeat(times[:, :, None], n_rooms, axis=2)
    if problem.allowed_rooms is not None:
        places &= problem.allowed_rooms[:, None, :]
    if problem.usable is not None and problem.kind is not None:
        places &= problem.usable[problem.kind].transpose(0, 2, 1)
    may: Flags = np.array(places[problem.course], order="C")
    for lesson in range(n_lessons):
        if problem.locked_slot is not None and problem.locked_slot[lesson] >= 0:
            may[lesson] &= (np.arange(n_slots) == problem.locked_slot[lesson])[:, None]
        if problem.locked_room is not None and problem.locked_room[lesson] >= 0:
            may[lesson] &= (np.arange(n_rooms) == problem.locked_room[lesson])[None, :]
    return may


def clash_matrix(problem: TimetableProblem) -> Flags:
    """Return which courses may not share a slot, a course with itself included."""
    clashes = np.eye(len(problem.courses), dtype=np.bool_)
    if problem.lecturer is not None:
        lecturer = problem.lecturer
        clashes |= (lecturer[:, None] == lecturer[None, :]) & (lecturer >= 0)
    member = members(problem).astype(np.int64)
    clashes |= member.T @ member > 0
    return clashes


def members(problem: TimetableProblem) -> Flags:
    """Return which course is in which curriculum."""
    if problem.in_curriculum is None:
        return np.zeros((0, len(problem.courses)), dtype=np.bool_)
    return np.array(problem.in_curriculum, dtype=np.bool_, order="C")


def listed(flags: Flags) -> Lists:
    """Return the columns set in each row."""
    rows, columns = np.nonzero(flags)
    pointer = np.zeros(flags.shape[0] + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=flags.shape[0]), out=pointer[1:])
    return Lists(pointer, columns.astype(np.int64))


def _grid(problem: TimetableProblem) -> Grid:
    day = np.unique(problem.day, return_inverse=True)[1].astype(np.int64)
    first = np.searchsorted(day, day)
    start, end = np.asarray(problem.start_min), np.asarray(problem.end_min)
    gap = np.where(day[:, None] == day[None, :], start[None, :] - end[:, None], _FOREVER)
    return Grid(day, (np.arange(len(day)) - first).astype(np.int64), gap.astype(np.int64))


def _prices(problem: TimetableProblem) -> Prices:
    n_courses, _, n_slots, _ = problem.sizes
    over = np.maximum(0, np.asarray(problem.students)[:, None] - np.asarray(problem.capacity)[None, :])
    slot = np.zeros((n_courses, n_slots)) if problem.slot_price is None else problem.slot_price
    prices = problem.prices
    return Prices(
        np.array(over * prices.capacity, dtype=np.int64, order="C"),
        np.array(slot, dtype=np.int64, order="C"),
        prices.working_days,
        prices.compactness,
        prices.stability,
    )


def _travel(problem: TimetableProblem) -> Travel:
    n_courses, n_lessons, _, n_rooms = problem.sizes
    minutes = np.zeros((n_rooms, n_rooms), dtype=np.int64)
    together = np.zeros((n_courses, n_lessons), dtype=np.bool_)
    if problem.travel_minutes is not None and problem.station is not None and problem.lecturer is not None:
        minutes[:] = problem.travel_minutes[np.ix_(problem.station, problem.station)]
        theirs = problem.lecturer[problem.course]
        together = (problem.lecturer[:, None] == theirs[None, :]) & (theirs >= 0)
    return Travel(minutes, listed(together), bool(minutes.any()))
