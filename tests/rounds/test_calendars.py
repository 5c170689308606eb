"""A person's own calendar: every session of every booking, by an address that can be revoked."""

import datetime as dt

import pytest

from factories.offers import make_offering, make_session
from factories.places import make_room
from factories.refusing import refused
from factories.rounds import make_booking, make_contact, make_seats
from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.actions.sessions import cancel_session, move_session
from yizhan.offers.rules.sessions import Times
from yizhan.rounds.actions.calendars import revoke_calendar
from yizhan.rounds.queries.calendars import (
    arrival_token,
    booking_of,
    contact_of,
    entries_of,
    own_token,
    sessions_at,
    sessions_held_by,
    sessions_of_offering,
)
from yizhan.rounds.words import BookingState

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 9, 12, 0, tzinfo=SHANGHAI)
START = dt.datetime(2026, 3, 10, 18, 30, tzinfo=SHANGHAI)
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def offering(db, clock_at):
    clock_at(NOW)
    offering = make_offering(name_zh="编程", name_en="Coding")
    offering.room = make_room(offering.station, name_zh="社团教室", name_en="Club room")
    offering.save()
    make_seats(offering)
    for number in range(3):
        make_session(offering, START + number * WEEK, room=offering.room)
    return offering


def said(sessions, language="zh"):
    return entries_of(sessions, language=language)


def test_a_whole_course_is_one_booking_in_the_calendar(offering):
    booking = make_booking(offering)
    waiting = make_seats(make_offering(offering.station)).offering
    make_session(waiting, START)
    make_booking(waiting, booking.contact, state=BookingState.WAITING)
    sessions, offered = sessions_held_by(booking.contact)
    assert [entry.title for entry in said(sessions)] == ["编程 第 1 场", "编程 第 2 场", "编程 第 3 场"]
    assert (said(sessions, "en")[0].title, offered) == ("Coding, session 1", frozenset())
    assert "社团教室" in said(sessions)[0].place
    assert said(sessions, "en")[0].place.startswith("Club room, ")


def test_an_offered_seat_is_tentative_and_a_seat_given_back_is_gone(offering):
    booking = make_booking(offering, state=BookingState.OFFERED)
    sessions, offered = sessions_held_by(booking.contact)
    first = entries_of(sessions, language="zh", offered=offered)[0]
    assert (first.title, first.is_tentative) == ("编程 第 1 场（待确认）", True)
    booking.state = BookingState.GIVEN_BACK
    booking.save()
    assert not sessions_held_by(booking.contact)[0]


def test_moved_and_cancelled_sessions_keep_their_names_and_count_up(offering):
    before = {entry.uid: entry for entry in said(sessions_of_offering(offering))}
    first, second, _ = offering.sessions.order_by("number")
    later = Times(START + dt.timedelta(days=1), START + dt.timedelta(days=1, hours=1))
    move_session(session=first, times=later, reason_zh="教师请假", by=None)
    cancel_session(session=second, reason_zh="台风", by=None)
    after = {entry.uid: entry for entry in said(sessions_of_offering(offering))}
    assert set(before) == set(after)
    assert sorted(entry.changes for entry in after.values()) == [0, 1, 1]
    assert [entry.note for entry in after.values() if entry.is_cancelled] == ["已取消：台风"]
    assert len(said(sessions_at(offering.station, now=NOW))) == 3


def test_an_address_is_signed_and_ends_when_revoked(offering):
    contact = make_contact(offering.subdistrict)
    token = own_token(contact)
    assert own_token(contact) == token
    assert contact_of(token) == contact
    refused("no_such_link", contact_of, token=token.replace("-1:", "-2:"))
    refused("no_such_link", contact_of, token="nonsense")
    revoke_calendar(contact=contact, by=None)
    new = own_token(contact)
    refused("no_such_link", contact_of, token=token)
    assert contact_of(new) == contact
    contact.phone, contact.name, contact.erased_at = "", "", NOW
    contact.save()
    refused("no_such_link", contact_of, token=new)


def test_the_address_of_a_code_is_for_standing_bookings(offering):
    booking = make_booking(offering, secret="s" * 24)
    token = arrival_token(booking)
    assert booking_of(token) == booking
    refused("no_such_link", booking_of, token=f"{booking.pk + 1}{token[len(str(booking.pk)) :]}")
    booking.state = BookingState.GIVEN_BACK
    booking.save()
    refused("no_such_link", booking_of, token=token)
