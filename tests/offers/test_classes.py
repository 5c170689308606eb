"""Classes stay within what was reviewed and what the room holds; a room changes its role by the hour."""

import datetime as dt

import pytest

from factories.menus import make_item
from factories.offers import make_lecturer, make_provider, make_session
from factories.people import make_account, make_subdistrict
from factories.places import make_exception, make_room, make_rule, make_station
from factories.refusing import refused
from factories.rounds import make_booking, make_contact, make_seats
from yizhan.foundation import clock
from yizhan.offers.actions.classes import drop_class, open_class
from yizhan.offers.actions.sessions import move_session, plan_sessions
from yizhan.offers.models import Offering, Session
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import OfferingKind, SignUp
from yizhan.people.words import RoleName
from yizhan.places.words import Access
from yizhan.rounds.models import Seats

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return make_item(make_subdistrict(), capacity=24)


@pytest.fixture
def station(item):
    return make_station(subdistrict=item.menu.subdistrict)


def test_class_takes_its_name_from_the_course(item, station):
    room = make_room(station, capacity=20)
    offering = open_class(item=item, station=station, room=room, seats=20, by=None)
    assert (offering.kind, offering.sign_up) == (OfferingKind.CLASS, SignUp.DRAW)
    assert offering.name_zh == item.version.title_zh
    assert not Seats.objects.exists()


def test_seats_fit_the_version_and_the_room(item, station):
    room = make_room(station, capacity=20)
    asked = {"item": item, "station": station, "by": None}
    refused("no_seats_at_all", open_class, seats=0, **asked)
    refused("seats_beyond_version", open_class, seats=25, **asked)
    refused("seats_beyond_room", open_class, seats=21, room=room, **asked)
    assert not Offering.objects.exists()


def test_parts_of_others_are_refused(item, station):
    asked = {"item": item, "seats": 10, "by": None}
    refused("station_elsewhere", open_class, station=make_station(), **asked)
    refused("room_elsewhere", open_class, station=station, room=make_room(), **asked)
    stranger = make_lecturer(make_provider(item.menu.subdistrict))
    refused("lecturer_of_another", open_class, station=station, lecturer=stranger, **asked)
    refused("not_for_classes", open_class, station=station, sign_up=SignUp.ORDER, **asked)
    outsider = make_account(role=RoleName.HEAD)
    refused("may_not_run", open_class, **asked | {"by": outsider, "station": station})


def test_class_is_dropped_only_while_nothing_stands_on_it(item, station):
    asked = {"item": item, "station": station, "seats": 10, "by": None}
    free, met, counted, booked = (open_class(**asked) for _ in range(4))
    make_session(met, clock.now())
    make_seats(counted, total=10)
    make_seats(booked, total=10)
    make_booking(booked, make_contact(item.menu.subdistrict))
    for offering in (met, counted, booked):
        refused("class_in_use", drop_class, offering=offering, by=None)
    drop_class(offering=free, by=None)
    assert Offering.objects.count() == 3
    assert (Session.objects.count(), Seats.objects.count()) == (1, 2)


DAY = dt.date(2026, 3, 11)


def at(hour, minute=0, *, minutes=90):
    starts_at = dt.datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=clock.SHANGHAI)
    return Times(starts_at, starts_at + dt.timedelta(minutes=minutes))


@pytest.fixture
def reading_room(station):
    """A bookshop by day: open to everybody 10:00–18:00 while the house is open until 21:00."""
    make_rule(station, "09:00", "21:00")
    room = make_room(station, capacity=40, access=Access.WALK_IN)
    make_rule(station, "10:00", "18:00", room=room)
    return room


def test_reading_room_is_a_classroom_after_hours(item, station, reading_room):
    offering = open_class(item=item, station=station, room=reading_room, seats=24, by=None)
    for times in (at(10), at(9), at(17, 59), at(9, minutes=600), at(12)):
        refusal = refused("room_open_to_all", plan_sessions, offering=offering, times=[times], by=None)
        assert "18:00" in refusal.say("zh")
    sessions = plan_sessions(offering=offering, times=[at(18), at(8, 30)], by=None)
    refused("room_open_to_all", move_session, session=sessions[0], times=at(14), reason_zh="改", by=None)
    assert Session.objects.count() == 2


def test_evening_class_is_held_once(item, station, reading_room):
    asked = {"item": item, "station": station, "room": reading_room, "seats": 24, "by": None}
    first, second = open_class(**asked), open_class(**asked)
    plan_sessions(offering=first, times=[at(18, 30)], by=None)
    refused("already_held", plan_sessions, offering=second, times=[at(19)], by=None)
    assert plan_sessions(offering=second, times=[at(20)], by=None)


def test_room_shut_for_a_day_may_hold_a_session_by_day(item, station, reading_room):
    make_exception(station, DAY, DAY, room=reading_room)
    offering = open_class(item=item, station=station, room=reading_room, seats=24, by=None)
    assert plan_sessions(offering=offering, times=[at(14)], by=None)


def test_room_that_is_booked_or_has_no_hours_of_its_own_is_free_by_day(item, station):
    make_rule(station, "09:00", "21:00")
    lounge = make_room(station, capacity=40, access=Access.WALK_IN)
    booked = make_room(station, capacity=40, access=Access.BOOKABLE)
    make_rule(station, "10:00", "18:00", room=booked)
    for room in (lounge, booked):
        offering = open_class(item=item, station=station, room=room, seats=24, by=None)
        assert plan_sessions(offering=offering, times=[at(14)], by=None)
