"""Why no timetable exists, as far as counting and matching show."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from yizhan.foundation.phrases import Phrase
from yizhan.planning.outcome import Conflict
from yizhan.planning.timetabling.arrays import Flags, Lists, Longs, Model
from yizhan.planning.timetabling.problem import TimetableProblem
from yizhan.planning.timetabling.rules import broken_rules
from yizhan.planning.timetabling.wishes import recount

_NOWHERE = Phrase("“{lesson}”没有任何可用的时段和房间", "lesson {lesson} has no slot and room it may take")
_LOCKED_AWAY = Phrase(
    "“{lesson}”锁定在不能使用的时段或房间", "lesson {lesson} is locked where it may not take place"
)
_COURSE = Phrase(
    "课程“{course}”有 {lessons} 课时，只能排进 {slots} 个时段",
    "course {course} has {lessons} lessons, but only {slots} slots can take them",
)
_LECTURER = Phrase(
    "老师“{lecturer}”有 {lessons} 课时，只能排进 {slots} 个时段",
    "lecturer {lecturer} has {lessons} lessons, but only {slots} slots can take them",
)
_CURRICULUM = Phrase(
    "课程组“{curriculum}”有 {lessons} 课时，只能排进 {slots} 个时段",
    "curriculum {curriculum} has {lessons} lessons, but only {slots} slots can take them",
)
_ROOMS = Phrase(
    "共 {lessons} 课时，房间和时段只容得下 {placed} 课时",
    "there are {lessons} lessons, but rooms and slots hold {placed} of them only",
)
_LOCKS = Phrase("两处锁定不能并存：{why}", "two locks cannot both be kept: {why}")
_TOGETHER = Phrase(
    "这些课程无法一起排进各自的时段：{courses}",
    "these courses cannot be placed in their slots together: {courses}",
)


def conflicts(problem: TimetableProblem, model: Model) -> tuple[Conflict, ...]:
    """Return what proves that no timetable exists; nothing found proves nothing."""
    for proofs in (_lessons, _locks, _courses, _lecturers, _curricula, _places):
        found = tuple(proofs(problem, model))
        if found:
            return found
    return ()


def not_together(problem: TimetableProblem, courses: tuple[int, ...]) -> Conflict:
    """Return the conflict of courses that were proved not to fit into slots together."""
    labels = ", ".join(problem.courses[course] for course in courses)
    return Conflict("courses", _TOGETHER, (("courses", labels),))


def placed(model: Model, n_rooms: int) -> Longs:
    """Return for each lesson a place of its own (slot × n_rooms + room), -1 where none is left."""
    return _matched(model.places, len(model.grid.day) * n_rooms)


def _lessons(problem: TimetableProblem, model: Model) -> Iterator[Conflict]:
    for lesson in np.flatnonzero(np.diff(model.places.pointer) == 0).tolist():
        locks = (problem.locked_slot, problem.locked_room)
        locked = any(lock is not None and lock[lesson] >= 0 for lock in locks)
        phrase = _LOCKED_AWAY if locked else _NOWHERE
        yield Conflict("lesson", phrase, (("lesson", problem.lessons[lesson]),))


def _locks(problem: TimetableProblem, model: Model) -> Iterator[Conflict]:
    """Yield every rule broken among lessons whose slot (and room) are locked already."""
    free = np.full(len(model.course), -1, dtype=np.int64)
    slot = free if problem.locked_slot is None else problem.locked_slot
    room = free if problem.locked_room is None else problem.locked_room
    room = np.where(slot >= 0, room, -1)
    for broken in broken_rules(problem, recount(problem, slot.tolist(), room.tolist())):
        if len(broken.lessons) == 2:
            yield Conflict(
                "locks", _LOCKS, (("why", Phrase(_quoted(broken.say("zh")), _quoted(broken.say("en")))),)
            )


def _quoted(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _courses(problem: TimetableProblem, model: Model) -> Iterator[Conflict]:
    for course, label in enumerate(problem.courses):
        short = _short_of_slots(model, np.flatnonzero(model.course == course))
        if short:
            yield Conflict("course", _COURSE, (("course", label), *short))


def _lecturers(problem: TimetableProblem, model: Model) -> Iterator[Conflict]:
    if problem.lecturer is None:
        return
    for lecturer, label in enumerate(problem.lecturers):
        short = _short_of_slots(model, np.flatnonzero(problem.lecturer[problem.course] == lecturer))
        if short:
            yield Conflict("lecturer", _LECTURER, (("lecturer", label), *short))


def _curricula(problem: TimetableProblem, model: Model) -> Iterator[Conflict]:
    for curriculum, label in enumerate(problem.curricula):
        short = _short_of_slots(model, np.flatnonzero(model.member[curriculum][model.course]))
        if short:
            yield Conflict("curriculum", _CURRICULUM, (("curriculum", label), *short))


def _places(problem: TimetableProblem, model: Model) -> Iterator[Conflict]:
    lessons, found = len(problem.lessons), int((placed(model, len(problem.rooms)) >= 0).sum())
    if found < lessons:
        yield Conflict("rooms", _ROOMS, (("lessons", lessons), ("placed", found)))


def _short_of_slots(model: Model, lessons: Longs) -> tuple[tuple[str, object], ...]:
    """Return how many lessons that never share a slot compete for how many, if for too few."""
    if len(lessons) == 0:
        return ()
    times: Flags = np.any(model.may[lessons], axis=2)
    rows, columns = np.nonzero(times)
    pointer = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=len(lessons)))))
    found = int((_matched(Lists(pointer, columns), times.shape[1]) >= 0).sum())
    return () if found == len(lessons) else (("lessons", len(lessons)), ("slots", found))


def _matched(choices: Lists, n_columns: int) -> Longs:
    shape = (len(choices.pointer) - 1, n_columns)
    graph = csr_array(
        (np.ones(len(choices.entry), dtype=np.int8), choices.entry, choices.pointer), shape=shape
    )
    matched: Longs = maximum_bipartite_matching(graph, perm_type="column").astype(np.int64)
    return matched
