"""Recounts from the problem alone which rules a timetable breaks, each in one sentence."""

import itertools
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from yizhan.foundation.phrases import Phrase
from yizhan.planning.timetabling.problem import TimetableProblem
from yizhan.planning.timetabling.timetable import Broken, Rule, Timetable

_UNPLACED = Phrase("“{lesson}”还没有时段或房间", "lesson {lesson} has no slot or no room")
_OCCUPIED = Phrase(
    "{slot}“{room}”同时有“{one}”和“{other}”", "{slot}, {room}: both {one} and {other} take place"
)
_CLASH = Phrase("{slot}“{one}”与“{other}”相冲突：{why}", "{slot}: {one} and {other} clash: {why}")
_SAME_COURSE = Phrase("同一门课", "the same course")
_SAME_LECTURER = Phrase("同一位老师“{lecturer}”", "the same lecturer {lecturer}")
_SAME_CURRICULUM = Phrase("同一课程组“{curriculum}”", "the same curriculum {curriculum}")
_NOT_THEN = Phrase("“{lesson}”不能排在{slot}", "lesson {lesson} cannot take place at {slot}")
_NOT_THERE = Phrase("“{lesson}”{slot}不能用“{room}”", "lesson {lesson} cannot use {room} at {slot}")
_TRAVEL = Phrase(
    "老师“{lecturer}”从“{one}”赶到“{other}”要 {needed} 分钟，只有 {left} 分钟",
    "lecturer {lecturer} needs {needed} minutes from {one} to {other}, but has {left}",
)
_MOVED = Phrase("“{lesson}”已锁定，不能移动", "lesson {lesson} is locked but was moved")


def broken_rules(problem: TimetableProblem, timetable: Timetable) -> tuple[Broken, ...]:
    """Return every broken rule; a timetable may be published when there is none."""
    return (
        *_lessons(problem, timetable),
        *_rooms(problem, timetable),
        *_clashes(problem, timetable),
        *_travel(problem, timetable),
    )


def _lessons(problem: TimetableProblem, timetable: Timetable) -> Iterator[Broken]:
    """Yield what is wrong with a lesson by itself."""
    for lesson, course in enumerate(problem.course.tolist()):
        slot, room = int(timetable.slot[lesson]), int(timetable.room[lesson])
        name = problem.lessons[lesson]
        if slot < 0 or room < 0:
            yield _broken(Rule.LESSONS, _UNPLACED, [lesson], lesson=name)
        if slot >= 0 and not problem.has_time(course, slot):
            yield _broken(Rule.AVAILABILITY, _NOT_THEN, [lesson], lesson=name, slot=problem.slots[slot])
        if min(slot, room) >= 0 and not problem.has_room(course, slot, room):
            facts = {"lesson": name, "slot": problem.slots[slot], "room": problem.rooms[room]}
            yield _broken(Rule.ROOM_USE, _NOT_THERE, [lesson], **facts)
        locked = (
            (problem.locked_slot, slot),
            (problem.locked_room, room),
        )
        if any(lock is not None and lock[lesson] not in {-1, place} for lock, place in locked):
            yield _broken(Rule.LOCKS, _MOVED, [lesson], lesson=name)


def _rooms(problem: TimetableProblem, timetable: Timetable) -> Iterator[Broken]:
    inside = defaultdict(list)
    for lesson, place in enumerate(zip(timetable.slot.tolist(), timetable.room.tolist(), strict=True)):
        if min(place) >= 0:
            inside[place].append(lesson)
    for (slot, room), lessons in sorted(inside.items()):
        for other in lessons[1:]:
            facts = {"slot": problem.slots[slot], "room": problem.rooms[room]}
            yield _broken(
                Rule.ROOM_OCCUPANCY,
                _OCCUPIED,
                [lessons[0], other],
                one=problem.lessons[lessons[0]],
                other=problem.lessons[other],
                **facts,
            )


def _clashes(problem: TimetableProblem, timetable: Timetable) -> Iterator[Broken]:
    at = defaultdict(list)
    for lesson, slot in enumerate(timetable.slot.tolist()):
        at[slot].append(lesson)
    for slot in sorted(at.keys() - {-1}):
        for one, other in itertools.combinations(at[slot], 2):
            why = clash(problem, int(problem.course[one]), int(problem.course[other]))
            if why is None:
                continue
            yield _broken(
                Rule.CLASHES,
                _CLASH,
                [one, other],
                slot=problem.slots[slot],
                one=problem.lessons[one],
                other=problem.lessons[other],
                why=why,
            )


def clash(problem: TimetableProblem, one: int, other: int) -> Phrase | None:
    """Return why lessons of two courses may not share a slot, or None if they may."""
    if one == other:
        return _SAME_COURSE
    lecturer = problem.lecturer_of(one)
    if lecturer >= 0 and lecturer == problem.lecturer_of(other):
        return _filled(_SAME_LECTURER, lecturer=problem.lecturers[lecturer])
    if problem.in_curriculum is not None:
        both = problem.in_curriculum[:, one] & problem.in_curriculum[:, other]
        if bool(both.any()):
            return _filled(_SAME_CURRICULUM, curriculum=problem.curricula[int(np.argmax(both))])
    return None


def _travel(problem: TimetableProblem, timetable: Timetable) -> Iterator[Broken]:
    if problem.travel_minutes is None:
        return
    days = defaultdict(list)
    for lesson, course in enumerate(problem.course.tolist()):
        slot, lecturer = int(timetable.slot[lesson]), problem.lecturer_of(course)
        if lecturer >= 0 and min(slot, int(timetable.room[lesson])) >= 0:
            days[lecturer, int(problem.day[slot])].append((slot, lesson))
    for (lecturer, _), given in sorted(days.items()):
        for (slot, one), (later, other) in itertools.combinations(sorted(given), 2):
            needed = problem.travel(int(timetable.room[one]), int(timetable.room[other]))
            left = int(problem.start_min[later] - problem.end_min[slot])
            if slot < later and needed > left:
                facts = {"lecturer": problem.lecturers[lecturer], "needed": needed, "left": left}
                names = {"one": problem.lessons[one], "other": problem.lessons[other]}
                yield _broken(Rule.TRAVEL, _TRAVEL, [one, other], **facts, **names)


def _filled(phrase: Phrase, **facts: str) -> Phrase:
    """Return a phrase with its facts put in, safe to be said again."""
    texts = (phrase.say(language, **facts).replace("{", "{{").replace("}", "}}") for language in ("zh", "en"))
    return Phrase(*texts)


def _broken(rule: Rule, phrase: Phrase, lessons: list[int], **facts: object) -> Broken:
    return Broken(rule, phrase, tuple(facts.items()), tuple(lessons))
