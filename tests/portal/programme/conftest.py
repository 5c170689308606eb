"""A town with a published menu: an evening class, a weekend class, a course to order."""

import datetime as dt
from dataclasses import dataclass

import pytest

from factories.menus import make_menu
from factories.offers import make_lecturer, make_offering, make_provider, make_session, make_version
from factories.places import make_room
from factories.towns import NOON, Town
from yizhan.foundation import clock
from yizhan.offers.models import MenuItem, Offering, QuarterMenu
from yizhan.offers.words import Audience, CourseType, MenuState, SignUp
from yizhan.places.words import Access


@dataclass(frozen=True, slots=True)
class Programme:
    """What was made; the clock stands at noon on Wednesday, 2026-03-11."""

    town: Town
    menu: QuarterMenu
    evening: Offering
    weekend: Offering
    ordered: MenuItem


def add_class(item: MenuItem, station, starts_at: dt.datetime, **fields: object) -> Offering:
    room = make_room(station, name_zh=f"教室{item.pk}", name_en=f"Room {item.pk}", access=Access.BOOKABLE)
    lecturer = make_lecturer(item.version.course.provider, name_zh=f"教师{item.pk}")
    offering = make_offering(
        station, version=item.version, menu_item=item, room=room, lecturer=lecturer, **fields
    )
    for week in range(3):
        make_session(offering, starts_at + dt.timedelta(weeks=week))
    return offering


@pytest.fixture
def programme(town: Town) -> Programme:
    place = town.subdistrict
    provider = make_provider(place, name_zh="社区党校", name_en="Party School")
    versions = [
        make_version(place, provider=provider, title_zh=zh, title_en=en, lessons=3, room_needs=["projector"])
        for zh, en in (("书法入门", "Calligraphy"), ("亲子共读", "Reading together"), ("专题党课", "Lecture"))
    ]
    menu = make_menu(
        place, *versions, quarter=1, state=MenuState.PUBLISHED, published_at=NOON - dt.timedelta(days=2)
    )
    items = list(menu.items.order_by("position"))
    for item, kind, audience in zip(
        items,
        (CourseType.CULTURE, CourseType.CULTURE, CourseType.LECTURE),
        (Audience.EVERYONE, Audience.CHILDREN, Audience.OFFICES),
        strict=True,
    ):
        course = item.version.course
        course.type, course.audience, course.slug = kind, audience, f"course-{item.position}"
        course.save()
    tuesday = dt.datetime(2026, 3, 17, 18, 30, tzinfo=clock.SHANGHAI)
    saturday = dt.datetime(2026, 3, 21, 9, 30, tzinfo=clock.SHANGHAI)
    evening = add_class(items[0], town.bookshop, tuesday, name_zh="书法周二班", name_en="Tuesdays")
    weekend = add_class(
        items[1],
        town.station,
        saturday,
        name_zh="共读周六班",
        name_en="Saturdays",
        sign_up=SignUp.FIRST_COME,
        for_children=True,
        is_example=True,
    )
    return Programme(town, menu, evening, weekend, items[2])
