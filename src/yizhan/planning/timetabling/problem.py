"""The one timetabling problem: lessons, slots, rooms, lecturers, rules, wishes and their prices."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError
from yizhan.planning.timetabling.validation import MOST, refuse_flags, refuse_labels, refuse_numbers

#: Slots of one day the search can tell apart.
MOST_SLOTS_A_DAY = 60

_ORDER = Phrase(
    "时段“{label}”应排在前一个时段之后，且不与它重叠",
    "slot '{label}' must come after the one before it and not overlap it",
)
_CROWDED = Phrase("一天最多 {most} 个时段", "a day has at most {most} slots")
_NO_LESSON = Phrase("课程“{label}”没有课时", "course '{label}' has no lesson")


@dataclass(frozen=True, slots=True)
class WishPrices:
    """
    What one unit of each broken wish costs; the defaults are those of the competition of 2007.

    Attributes
    ----------
    capacity
        For each student above a room's capacity, in each lesson.
    working_days
        For each day below a course's least number of days.
    compactness
        For each lesson of a curriculum with no other of it right before or after on the same day.
    stability
        For each room of a course beyond the first.
    """

    capacity: int = 1
    working_days: int = 5
    compactness: int = 2
    stability: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class TimetableProblem:
    """
    When and where each lesson takes place; the mathematics stands in docs/methods/timetabling.md.

    Every lesson takes one slot. Slots stand in order of time and never overlap; two slots are neighbours
    when they follow each other on the same day.

    Attributes
    ----------
    courses : (n_courses,)
        A distinct label for each course.
    lessons : (n_lessons,)
        A distinct label for each lesson.
    course : (n_lessons,)
        Index into `courses`. Two lessons of a course never share a slot.
    slots : (n_slots,)
        A distinct label for each slot, in order of time.
    day, start_min, end_min : (n_slots,)
        The day of each slot (any rising numbers), and its first and last minute of that day.
    rooms : (n_rooms,)
        A distinct label for each room.
    capacity : (n_rooms,)
        Seats. More students than seats is a broken wish; forbid it with `allowed_rooms` where it may not be.
    students : (n_courses,)
        Seats each course needs.
    min_days : (n_courses,)
        On how many days its lessons should lie at least; the number of lessons spreads them over days.
    stations, station : (n_stations,), (n_rooms,)
        Labels of stations, and the index of each room's station.
    lecturers, lecturer : (n_lecturers,), (n_courses,)
        Labels of lecturers, and the index of each course's lecturer, -1 for none. A lecturer gives one lesson
        at a time.
    available : (n_lecturers, n_slots)
        Whether a lecturer can come; nothing given: always.
    allowed_slots : (n_courses, n_slots)
        Whether a course may take place then; nothing given: always.
    allowed_rooms : (n_courses, n_rooms)
        Whether a room has what a course needs; nothing given: every room has.
    kinds, kind : (n_kinds,), (n_courses,)
        Kinds of activity, and the index of each course's kind.
    usable : (n_kinds, n_rooms, n_slots)
        Whether a room may be used for that kind then (a bookshop is a classroom after hours only).
    curricula, in_curriculum : (n_curricula,), (n_curricula, n_courses)
        Groups of courses that never share a slot.
    travel_minutes : (n_stations, n_stations)
        A lecturer's way between stations; two lessons of a day must leave enough time between them.
    locked_slot, locked_room : (n_lessons,)
        Where a lesson stays, -1 where it is free.
    slot_price : (n_courses, n_slots)
        Price of each lesson of a course at a time it does not like, ≥ 0.
    prices
        Prices of the other wishes.

    Raises
    ------
    ProblemError
        Anything is out of shape, out of range, repeated or unknown; `where` names the field.
    """

    courses: Sequence[str]
    lessons: Sequence[str]
    course: NDArray[np.int64]
    slots: Sequence[str]
    day: NDArray[np.int64]
    start_min: NDArray[np.int64]
    end_min: NDArray[np.int64]
    rooms: Sequence[str]
    capacity: NDArray[np.int64]
    students: NDArray[np.int64]
    min_days: NDArray[np.int64]
    stations: Sequence[str] = ()
    station: NDArray[np.int64] | None = None
    lecturers: Sequence[str] = ()
    lecturer: NDArray[np.int64] | None = None
    available: NDArray[np.bool_] | None = None
    allowed_slots: NDArray[np.bool_] | None = None
    allowed_rooms: NDArray[np.bool_] | None = None
    kinds: Sequence[str] = ()
    kind: NDArray[np.int64] | None = None
    usable: NDArray[np.bool_] | None = None
    curricula: Sequence[str] = ()
    in_curriculum: NDArray[np.bool_] | None = None
    travel_minutes: NDArray[np.int64] | None = None
    locked_slot: NDArray[np.int64] | None = None
    locked_room: NDArray[np.int64] | None = None
    slot_price: NDArray[np.int64] | None = None
    prices: WishPrices = field(default_factory=WishPrices)

    def __post_init__(self) -> None:
        _check_courses(self)
        _check_slots(self)
        _check_rooms(self)
        _check_lecturers(self)
        _check_choices(self)

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """How many courses, lessons, slots and rooms there are."""
        return len(self.courses), len(self.lessons), len(self.slots), len(self.rooms)

    def lecturer_of(self, course: int) -> int:
        """Return the index of a course's lecturer, -1 for none."""
        return -1 if self.lecturer is None else int(self.lecturer[course])

    def has_time(self, course: int, slot: int) -> bool:
        """Return whether the course may take place then and its lecturer can come."""
        lecturer = self.lecturer_of(course)
        if self.allowed_slots is not None and not self.allowed_slots[course, slot]:
            return False
        return self.available is None or lecturer < 0 or bool(self.available[lecturer, slot])

    def has_room(self, course: int, slot: int, room: int) -> bool:
        """Return whether the room suits the course and may be used for its kind then."""
        if self.allowed_rooms is not None and not self.allowed_rooms[course, room]:
            return False
        return self.usable is None or self.kind is None or bool(self.usable[self.kind[course], room, slot])

    def travel(self, room: int, other: int) -> int:
        """Return the minutes from one room's station to another's."""
        if self.travel_minutes is None or self.station is None:
            return 0
        return int(self.travel_minutes[self.station[room], self.station[other]])


def _check_courses(problem: TimetableProblem) -> None:
    n_courses, n_lessons, _, _ = problem.sizes
    refuse_labels("courses", problem.courses, needed=True)
    refuse_labels("lessons", problem.lessons, needed=True)
    refuse_numbers("course", problem.course, (n_lessons,), low=0, high=n_courses - 1)
    refuse_numbers("students", problem.students, (n_courses,), low=0)
    refuse_numbers("min_days", problem.min_days, (n_courses,), low=0)
    empty = np.bincount(problem.course, minlength=n_courses) == 0
    if bool(empty.any()):
        raise ProblemError(where="course", what=_NO_LESSON, label=problem.courses[int(np.argmax(empty))])


def _check_slots(problem: TimetableProblem) -> None:
    n_slots = len(problem.slots)
    refuse_labels("slots", problem.slots, needed=True)
    for where, numbers in (
        ("day", problem.day),
        ("start_min", problem.start_min),
        ("end_min", problem.end_min),
    ):
        refuse_numbers(where, numbers, (n_slots,), low=0)
    for slot in range(n_slots):
        first, last = problem.start_min[slot], problem.end_min[slot]
        before = slot - 1
        late = before >= 0 and (
            problem.day[before] > problem.day[slot]
            or (problem.day[before] == problem.day[slot] and problem.end_min[before] > first)
        )
        if last <= first or late:
            raise ProblemError(where="slots", what=_ORDER, label=problem.slots[slot])
    if int(np.bincount(np.unique(problem.day, return_inverse=True)[1]).max()) > MOST_SLOTS_A_DAY:
        raise ProblemError(where="slots", what=_CROWDED, most=MOST_SLOTS_A_DAY)


def _check_rooms(problem: TimetableProblem) -> None:
    n_rooms, n_stations = len(problem.rooms), len(problem.stations)
    refuse_labels("rooms", problem.rooms, needed=True)
    refuse_labels("stations", problem.stations, needed=problem.travel_minutes is not None)
    refuse_numbers("capacity", problem.capacity, (n_rooms,), low=0)
    if problem.station is not None or n_stations:
        station = np.zeros(0, dtype=np.int64) if problem.station is None else problem.station
        refuse_numbers("station", station, (n_rooms,), low=0, high=n_stations - 1)
    if problem.travel_minutes is not None:
        refuse_numbers("travel_minutes", problem.travel_minutes, (n_stations, n_stations), low=0)


def _check_lecturers(problem: TimetableProblem) -> None:
    n_courses, _, n_slots, _ = problem.sizes
    n_lecturers = len(problem.lecturers)
    refuse_labels("lecturers", problem.lecturers, needed=problem.available is not None)
    if problem.lecturer is not None or n_lecturers:
        lecturer = np.zeros(0, dtype=np.int64) if problem.lecturer is None else problem.lecturer
        refuse_numbers("lecturer", lecturer, (n_courses,), low=-1, high=n_lecturers - 1)
    refuse_flags("available", problem.available, (n_lecturers, n_slots))


def _check_choices(problem: TimetableProblem) -> None:
    n_courses, n_lessons, n_slots, n_rooms = problem.sizes
    refuse_flags("allowed_slots", problem.allowed_slots, (n_courses, n_slots))
    refuse_flags("allowed_rooms", problem.allowed_rooms, (n_courses, n_rooms))
    refuse_labels("kinds", problem.kinds, needed=problem.usable is not None)
    if problem.kind is not None or len(problem.kinds):
        kind = np.zeros(0, dtype=np.int64) if problem.kind is None else problem.kind
        refuse_numbers("kind", kind, (n_courses,), low=0, high=len(problem.kinds) - 1)
    refuse_flags("usable", problem.usable, (len(problem.kinds), n_rooms, n_slots))
    refuse_labels("curricula", problem.curricula, needed=False)
    if problem.in_curriculum is not None or len(problem.curricula):
        groups = np.zeros((0, 0), dtype=np.bool_) if problem.in_curriculum is None else problem.in_curriculum
        refuse_flags("in_curriculum", groups, (len(problem.curricula), n_courses))
    if problem.locked_slot is not None:
        refuse_numbers("locked_slot", problem.locked_slot, (n_lessons,), low=-1, high=n_slots - 1)
    if problem.locked_room is not None:
        refuse_numbers("locked_room", problem.locked_room, (n_lessons,), low=-1, high=n_rooms - 1)
    if problem.slot_price is not None:
        refuse_numbers("slot_price", problem.slot_price, (n_courses, n_slots), low=0)
    for name in ("capacity", "working_days", "compactness", "stability"):
        price = getattr(problem.prices, name)
        refuse_numbers(f"prices.{name}", np.array([price]), (1,), low=0, high=MOST)
