"""A timetable's rows in one place: lessons, classes, rooms, lecturers, slots, and what stands in the way."""

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from yizhan.foundation import clock
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.working_days import DayKind
from yizhan.offers.models import Lecturer, Offering, Session
from yizhan.offers.queries import held_for
from yizhan.offers.words import SessionState
from yizhan.places.models import OpeningRule, Room
from yizhan.places.queries import live_stations
from yizhan.places.words import Access, RoomFeature
from yizhan.planning.timetabling.problem import TimetableProblem
from yizhan.plans.bridge.naming import in_both, named
from yizhan.plans.bridge.obstacles import (
    Found,
    Obstacle,
    Obstacles,
    Term,
    Week,
    lecturer_obstacles,
    plain_kinds,
    room_obstacles,
)
from yizhan.plans.models import Timetable, TimetableLesson
from yizhan.plans.rules.timetables import Choices, Slot, choices_from, slots_from

_CLASSROOMS = (Access.BOOKABLE, Access.GROUP)

_SHORT = Phrase(
    "一次课 {minutes} 分钟，这个时段只有 {length} 分钟", "a lesson lasts {minutes} minutes, the slot {length}"
)
_SMALL = Phrase("“{room}”只能容纳 {capacity} 人，少于 {seats} 个名额", "{room} holds {capacity}, not {seats}")
_LACKS = Phrase("“{room}”没有{needs}", "{room} has no {needs}")
_ELSEWHERE = Phrase("“{room}”不在班级自己的站点", "{room} is not at the class's own station")
_NO_DATE = Phrase("学期里没有这个时段的日期", "the term has no date of this slot left")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a lesson cannot be in a slot or a room."""

    phrase: Phrase
    facts: tuple[tuple[str, object], ...] = ()

    def say(self, language: str) -> str:
        """Return the sentence for a person."""
        return self.phrase.say(language, **dict(self.facts))


class Board:
    """
    Everything a timetable is computed, checked and shown from, read in a constant number of queries.

    Lists are in a fixed order, and rows are named by their place in them: `offerings`, `lessons`, `slots`,
    `rooms`, `lecturers`.
    """

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        # The problem of this board, by the language of its labels; kept by the bridge.
        self.problems: dict[str, TimetableProblem] = {}
        self.choices: Choices = choices_from(timetable.settings)
        self.slots: tuple[Slot, ...] = slots_from(timetable.slots)
        self.lessons: list[TimetableLesson] = list(
            timetable.lessons.select_related(
                "offering__version__course", "offering__station", "room__station", "lecturer"
            )
            .prefetch_related("series")
            .order_by("offering__slug", "number")
        )
        self.offerings: list[Offering] = list(
            {one.offering_id: one.offering for one in self.lessons}.values()
        )
        self.rooms: list[Room] = self._rooms()
        self.lecturers: list[Lecturer] = list(
            {one.lecturer.pk: one.lecturer for one in self.lessons if one.lecturer is not None}.values()
        )

    def _rooms(self) -> list[Room]:
        """
        Return rooms of live stations that can be classrooms, and those lessons are in already.

        Rooms of alliances are lent to their members only. A room for walking in is a classroom when its own
        hours are over (A10); without hours of its own it is never one.
        """
        used = {one.room_id for one in self.lessons if one.room_id is not None}
        live = live_stations(self.timetable.subdistrict)
        has_hours = Exists(OpeningRule.objects.filter(room=OuterRef("pk")))
        wanted = Q(station__in=live) & (Q(access__in=_CLASSROOMS) | (Q(access=Access.WALK_IN) & has_hours))
        rooms = Room.objects.filter(wanted | Q(pk__in=used)).select_related("station__subdistrict")
        return list(rooms.order_by("station__slug", "pk"))

    @cached_property
    def course_of(self) -> list[int]:
        """The place of each lesson's class in `offerings`."""
        place = {offering.pk: index for index, offering in enumerate(self.offerings)}
        return [place[one.offering_id] for one in self.lessons]

    @cached_property
    def lecturer_of(self) -> list[int]:
        """The place of each class's lecturer in `lecturers`, -1 for none: the one of its first lesson."""
        place = {lecturer.pk: index for index, lecturer in enumerate(self.lecturers)}
        found: dict[int, int] = {}
        for course, lesson in zip(self.course_of, self.lessons, strict=True):
            found.setdefault(course, place.get(lesson.lecturer_id or 0, -1))
        return [found[course] for course in range(len(self.offerings))]

    @cached_property
    def slot_of(self) -> list[int]:
        """Where each lesson is: index into `slots`, -1 for nowhere."""
        return [-1 if one.slot is None or one.slot >= len(self.slots) else one.slot for one in self.lessons]

    @cached_property
    def room_of(self) -> list[int]:
        """Where each lesson is: index into `rooms`, -1 for nowhere."""
        place = {room.pk: index for index, room in enumerate(self.rooms)}
        return [-1 if one.room_id is None else place[one.room_id] for one in self.lessons]

    @cached_property
    def term(self) -> Term:
        """What is left of the term: sessions of today and before stay as they are."""
        timetable = self.timetable
        tomorrow = clock.now().date() + dt.timedelta(days=1)
        return Term(max(timetable.first_day, tomorrow), timetable.last_day, self.skipped)

    @cached_property
    def skipped(self) -> frozenset[dt.date]:
        """Public holidays of the term, where they are to be skipped."""
        if not self.choices.skip_holidays:
            return frozenset()
        kinds, first, last = plain_kinds(), self.timetable.first_day, self.timetable.last_day
        days = (first + dt.timedelta(days=ahead) for ahead in range((last - first).days + 1))
        return frozenset(day for day in days if kinds(day) is DayKind.HOLIDAY)

    @cached_property
    def sessions(self) -> dict[int, list[Session]]:
        """Sessions released before, by lesson and in order of time; those cancelled by hand among them."""
        lesson_of = {series.pk: one.pk for one in self.lessons for series in one.series.all()}
        rows: dict[int, list[Session]] = {one.pk: [] for one in self.lessons}
        sessions = Session.objects.filter(series__in=lesson_of).order_by("starts_at")
        for session in sessions.select_related("room__station", "lecturer", "offering__subdistrict"):
            if session.series_id is not None:
                rows[lesson_of[session.series_id]].append(session)
        return rows

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The names under which this timetable's own sessions hold rooms and lecturers."""
        return frozenset(held_for(one) for rows in self.sessions.values() for one in rows)

    @cached_property
    def week(self) -> Week:
        """The slots with their dates."""
        return Week(self.slots, self.term)

    @cached_property
    def in_rooms(self) -> Found:
        """When rooms are shut or taken."""
        return room_obstacles(self.rooms, self.week, own=self.own_names)

    @cached_property
    def in_lecturers(self) -> Found:
        """When lecturers cannot come."""
        return lecturer_obstacles(self.lecturers, self.week, own=self.own_names)

    @cached_property
    def most_dates(self) -> list[int]:
        """How many dates each class still needs in each weekly slot; those that took place are left out."""
        weekly = Counter(self.course_of)
        left = [0] * len(self.offerings)
        for course, lesson in zip(self.course_of, self.lessons, strict=True):
            before = sum(_took_place(one, self.term.first_day) for one in self.sessions[lesson.pk])
            share = math.ceil(self.offerings[course].version.lessons / weekly[course])
            left[course] = max(left[course], share - before)
        return left

    def dates(self, course: int, slot: int) -> list[dt.date]:
        """Return the dates on which a class still meets, were it in this slot."""
        return self.week.dates[slot][: self.most_dates[course]]

    def why_not_then(self, course: int, slot: int) -> Reason | Obstacle | None:
        """Return why a class cannot be in a slot, whatever the room; None where it can."""
        offering, at = self.offerings[course], self.slots[slot]
        length = at.end_min - at.start_min
        if offering.version.minutes > length:
            return Reason(_SHORT, (("minutes", offering.version.minutes), ("length", length)))
        dates = self.dates(course, slot)
        if not dates and self.most_dates[course]:
            return Reason(_NO_DATE)
        lecturer = self.lecturer_of[course]
        if lecturer < 0:
            return None
        return _first(self.in_lecturers.get((self.lecturers[lecturer].pk, slot)), dates)

    def why_not_there(self, course: int, room: int) -> Reason | None:
        """Return why a room does not suit a class at any time; None where it does."""
        offering, place = self.offerings[course], self.rooms[room]
        facts = (("room", named(place)),)
        if place.capacity < offering.seats:
            return Reason(_SMALL, (*facts, ("capacity", place.capacity), ("seats", offering.seats)))
        lacking = [need for need in offering.version.room_needs if need not in place.features]
        if lacking:
            return Reason(_LACKS, (*facts, ("needs", _needs(lacking))))
        if self.choices.keep_stations and place.station_id != offering.station_id:
            return Reason(_ELSEWHERE, facts)
        return None

    def why_not_used(self, course: int, room: int, slot: int) -> Obstacle | None:
        """Return why a room cannot be used in a slot on a date the class meets; None where it can."""
        return _first(self.in_rooms.get((self.rooms[room].pk, slot)), self.dates(course, slot))

    def group_words(self, course: int) -> Phrase:
        """Return the type and audience of a class's course in words."""
        said = self.offerings[course].version.course
        return in_both(lambda: f"{said.get_type_display()} · {said.get_audience_display()}")

    def audience_words(self, course: int) -> Phrase:
        """Return whom a class is for."""
        return in_both(self.offerings[course].version.course.get_audience_display)


def _needs(codes: list[str]) -> Phrase:
    each = [in_both(RoomFeature(code).label.__str__) for code in codes]
    return Phrase("、".join(one.zh for one in each), ", ".join(one.en for one in each))


def _took_place(session: Session, before: dt.date) -> bool:
    is_earlier = session.starts_at.astimezone(SHANGHAI).date() < before
    return is_earlier and session.state != SessionState.CANCELLED


def _first(obstacles: Obstacles | None, dates: list[dt.date]) -> Obstacle | None:
    return next((obstacles[date] for date in dates if date in obstacles), None) if obstacles else None
