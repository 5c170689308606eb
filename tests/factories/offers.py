"""Providers, courses, offerings, sessions."""

import datetime as dt
from itertools import count

from factories.places import make_station
from yizhan.foundation import clock
from yizhan.offers.models import Course, CourseVersion, Lecturer, Offering, Provider, Session
from yizhan.offers.words import CourseType, Function, OfferingKind, ProviderKind
from yizhan.people.models import Subdistrict
from yizhan.places.models import Station

numbers = count(1)


def make_provider(subdistrict: Subdistrict, **fields: object) -> Provider:
    number = next(numbers)
    values: dict[str, object] = {"name_zh": f"示例学校{number}", "kind": ProviderKind.SCHOOL}
    return Provider.objects.create(subdistrict=subdistrict, slug=f"provider-{number}", **values | fields)


def make_lecturer(provider: Provider, **fields: object) -> Lecturer:
    return Lecturer.objects.create(provider=provider, **{"name_zh": f"示例教师{next(numbers)}"} | fields)


def make_version(
    subdistrict: Subdistrict, *, provider: Provider | None = None, **fields: object
) -> CourseVersion:
    """A reviewed version of a course of its own."""
    number = next(numbers)
    course = Course.objects.create(
        subdistrict=subdistrict,
        slug=f"course-{number}",
        type=CourseType.CULTURE,
        provider=provider or make_provider(subdistrict),
        function=Function.SERVICE,
    )
    values: dict[str, object] = {
        "number": 1,
        "title_zh": f"示例课程{number}",
        "minutes": 90,
        "capacity": 20,
        "reviewed_at": clock.now(),
    }
    return CourseVersion.objects.create(course=course, **values | fields)


def make_offering(
    station: Station | None = None, *, version: CourseVersion | None = None, **fields: object
) -> Offering:
    """A public class of twenty seats."""
    number = next(numbers)
    station = station or make_station()
    values: dict[str, object] = {
        "kind": OfferingKind.CLASS,
        "name_zh": f"示例班{number}",
        "name_en": f"Example class {number}",
        "seats": 20,
        "is_public": True,
    }
    return Offering.objects.create(
        subdistrict=station.subdistrict,
        slug=f"offering-{number}",
        version=version or make_version(station.subdistrict),
        station=station,
        **values | fields,
    )


def make_session(
    offering: Offering, starts_at: dt.datetime, *, minutes: int = 90, **fields: object
) -> Session:
    """A session without claims: the room and the lecturer are not held."""
    return Session.objects.create(
        offering=offering,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=minutes),
        **{"number": offering.sessions.count() + 1} | fields,
    )
