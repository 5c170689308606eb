"""A term of classes in one sub-district, drafted."""

import datetime as dt

from factories.offers import make_lecturer, make_offering, make_provider, make_version
from factories.places import make_room, make_rule, make_station
from yizhan.foundation import clock
from yizhan.people.models import Subdistrict
from yizhan.places.models import Station
from yizhan.places.words import Access
from yizhan.plans.actions import draft_timetable
from yizhan.plans.models import Timetable, TimetableLesson
from yizhan.plans.rules.timetables import Choices, Draft, slots_read

SLOTS = "Mon 09:00-10:30\nMon 18:30-20:00\nTue 18:30-20:00\nWed 18:30-20:00\nSat 09:00-10:30"


def next_term(weeks: int = 8) -> tuple[dt.date, dt.date]:
    """The Monday after next, and the Sunday so many weeks later."""
    today = clock.now().date()
    monday = today + dt.timedelta(days=14 - today.weekday())
    return monday, monday + dt.timedelta(days=7 * weeks - 1)


def make_timetable(
    subdistrict: Subdistrict,
    *,
    classes: int = 3,
    weekly: int = 1,
    slots: str = SLOTS,
    choices: Choices | None = None,
    lessons: int = 4,
) -> Timetable:
    """Classes of one lecturer each at a station with two rooms, open from eight to nine every day."""
    station = make_school(subdistrict)
    provider = make_provider(subdistrict)
    offered = []
    for number in range(classes):
        version = make_version(subdistrict, provider=provider, lessons=lessons * weekly)
        lecturer = make_lecturer(provider, name_zh=f"教师{number}", name_en=f"Teacher {number}")
        offering = make_offering(
            station, version=version, lecturer=lecturer, name_zh=f"班级{number}", name_en=f"Class {number}"
        )
        offering.slug = f"class-{number}"  # in the order of their numbers
        offering.save()
        offered.append((offering, weekly))
    first, last = next_term()
    return draft_timetable(
        subdistrict=subdistrict,
        draft=Draft(
            "spring",
            "春季时间表",
            "Spring timetable",
            first,
            last,
            slots_read(slots),
            choices or Choices(limit_s=1, skip_holidays=False),
        ),
        classes=offered,
        by=None,
    )


def make_school(subdistrict: Subdistrict, **fields: object) -> Station:
    """A live station, open every day from eight to nine in the evening, with two rooms."""
    station = make_station(subdistrict=subdistrict, name_zh="学习站", name_en="School", **fields)
    make_rule(station, "08:00", "21:00")
    make_room(station, name_zh="大教室", name_en="Large room", capacity=40, access=Access.BOOKABLE)
    make_room(station, name_zh="小教室", name_en="Small room", capacity=20, access=Access.BOOKABLE)
    return station


def lessons_of(timetable: Timetable) -> list[TimetableLesson]:
    rows = timetable.lessons.select_related("timetable__subdistrict", "offering", "room", "lecturer")
    return list(rows.order_by("offering__slug", "number"))
