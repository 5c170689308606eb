"""Recounts a timetable from the problem alone: the wishes it breaks, and what they cost."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.timetabling.problem import TimetableProblem
from yizhan.planning.timetabling.timetable import Broken, Timetable, Wish

_CAPACITY = Phrase(
    "“{lesson}”{slot}在“{room}”：{students} 人，只有 {seats} 座：{price}",
    "lesson {lesson} at {slot} in {room}: {students} students for {seats} seats: {price}",
)
_DAYS = Phrase(
    "课程“{course}”只排在 {days} 天，应为 {wanted} 天：{price}",
    "course {course}: {days} working days instead of {wanted}: {price}",
)
_ISOLATED = Phrase(
    "课程组“{curriculum}”{slot}的课前后没有相邻的课：{price}",
    "curriculum {curriculum}: the lesson at {slot} stands alone: {price}",
)
_ROOMS = Phrase(
    "课程“{course}”用了 {rooms} 个房间，应为 1 个：{price}",
    "course {course}: {rooms} rooms instead of one: {price}",
)
_SLOT = Phrase("“{lesson}”排在不合意的时段{slot}：{price}", "lesson {lesson} at unwelcome {slot}: {price}")


def recount(problem: TimetableProblem, slot: Sequence[int], room: Sequence[int]) -> Timetable:
    """
    Return the timetable with these slots and rooms, every wish counted from the raw data.

    No number of any search enters; whether rules hold is told by `broken_rules`.

    Parameters
    ----------
    slot, room : (n_lessons,)
        Indices; -1 for a lesson without one, which breaks no wish of its own.
    """
    slots, rooms = np.array(slot, dtype=np.int64), np.array(room, dtype=np.int64)
    parts = dict.fromkeys(Wish, 0)
    for broken in _wishes(problem, slots, rooms):
        assert isinstance(broken.kind, Wish)
        parts[broken.kind] += broken.price or 0
    return Timetable(slots, rooms, parts)


def broken_wishes(problem: TimetableProblem, timetable: Timetable) -> tuple[Broken, ...]:
    """Return every broken wish with its price; those of price 0 are left out."""
    return tuple(_wishes(problem, timetable.slot, timetable.room))


def _wishes(problem: TimetableProblem, slot: NDArray[np.int64], room: NDArray[np.int64]) -> Iterator[Broken]:
    lessons = defaultdict(list)
    for lesson, course in enumerate(problem.course.tolist()):
        lessons[course].append(lesson)
    for wishes in (
        _capacity(problem, slot, room),
        _slot_price(problem, slot),
        _working_days(problem, slot, lessons),
        _stability(problem, room, lessons),
        _compactness(problem, slot, lessons),
    ):
        yield from (broken for broken in wishes if broken.price)


def _capacity(
    problem: TimetableProblem, slot: NDArray[np.int64], room: NDArray[np.int64]
) -> Iterator[Broken]:
    for lesson, course in enumerate(problem.course.tolist()):
        if room[lesson] < 0:
            continue
        students, seats = int(problem.students[course]), int(problem.capacity[room[lesson]])
        price = max(0, students - seats) * problem.prices.capacity
        facts = {
            "lesson": problem.lessons[lesson],
            "slot": problem.slots[slot[lesson]] if slot[lesson] >= 0 else "",
            "room": problem.rooms[room[lesson]],
            "students": students,
            "seats": seats,
        }
        yield _priced(Wish.ROOM_CAPACITY, _CAPACITY, facts, lessons=[lesson], price=price)


def _slot_price(problem: TimetableProblem, slot: NDArray[np.int64]) -> Iterator[Broken]:
    if problem.slot_price is None:
        return
    for lesson, course in enumerate(problem.course.tolist()):
        if slot[lesson] >= 0:
            facts: dict[str, object] = {
                "lesson": problem.lessons[lesson],
                "slot": problem.slots[slot[lesson]],
            }
            price = int(problem.slot_price[course, slot[lesson]])
            yield _priced(Wish.SLOT_PRICE, _SLOT, facts, lessons=[lesson], price=price)


def _working_days(
    problem: TimetableProblem, slot: NDArray[np.int64], lessons: dict[int, list[int]]
) -> Iterator[Broken]:
    for course, own in lessons.items():
        days = len({int(problem.day[slot[lesson]]) for lesson in own if slot[lesson] >= 0})
        wanted = int(problem.min_days[course])
        facts = {"course": problem.courses[course], "days": days, "wanted": wanted}
        price = max(0, wanted - days) * problem.prices.working_days
        yield _priced(Wish.WORKING_DAYS, _DAYS, facts, lessons=own, price=price)


def _stability(
    problem: TimetableProblem, room: NDArray[np.int64], lessons: dict[int, list[int]]
) -> Iterator[Broken]:
    for course, own in lessons.items():
        rooms = len({int(room[lesson]) for lesson in own if room[lesson] >= 0})
        facts = {"course": problem.courses[course], "rooms": rooms}
        price = max(0, rooms - 1) * problem.prices.stability
        yield _priced(Wish.ROOM_STABILITY, _ROOMS, facts, lessons=own, price=price)


def _compactness(
    problem: TimetableProblem, slot: NDArray[np.int64], lessons: dict[int, list[int]]
) -> Iterator[Broken]:
    if problem.in_curriculum is None:
        return
    for number, members in enumerate(problem.in_curriculum):
        at = defaultdict(list)
        for course in np.flatnonzero(members).tolist():
            for lesson in lessons[course]:
                at[int(slot[lesson])].append(lesson)
        for here in sorted(at.keys() - {-1}):
            if _neighbours(problem, here) & at.keys():
                continue
            facts: dict[str, object] = {"curriculum": problem.curricula[number], "slot": problem.slots[here]}
            yield _priced(
                Wish.COMPACTNESS, _ISOLATED, facts, lessons=at[here], price=problem.prices.compactness
            )


def _neighbours(problem: TimetableProblem, slot: int) -> set[int]:
    """Return the slots right before and after on the same day."""
    around = {slot - 1, slot + 1} & set(range(len(problem.slots)))
    return {other for other in around if problem.day[other] == problem.day[slot]}


def _priced(
    kind: Wish, phrase: Phrase, facts: dict[str, object], *, lessons: list[int], price: int
) -> Broken:
    return Broken(kind, phrase, (*facts.items(), ("price", price)), tuple(lessons), price)
