"""Holders of a changed session are told, and their time moves with it."""

import datetime as dt

import pytest

from factories.offers import make_offering, make_session
from factories.rounds import make_booking, make_contact, make_seats
from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.offers.words import SessionState
from yizhan.people.models import Message
from yizhan.places.models import Claim
from yizhan.rounds.actions.holding import hold_people
from yizhan.rounds.actions.telling import move_holders, tell_holders
from yizhan.rounds.words import BookingState

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def seated(offering, contact=None):
    booking = make_booking(offering, contact)
    booking.participants.set(booking.contact.participants.all())
    hold_people(booking=booking, by=None)
    return booking


@pytest.fixture
def session():
    offering = make_seats().offering
    return make_session(offering, clock.now() + 9 * DAY)


def held_times():
    return list(Claim.objects.filter(released_at=None).values_list("starts_at", flat=True))


def test_everybody_who_holds_or_waits_is_told_once(session):
    seated(session.offering)
    make_booking(session.offering, state=BookingState.WAITING)
    make_booking(session.offering, state=BookingState.LAPSED, ended_at=clock.now())
    text = Phrase("“{what}”改期了。", "“{what}” has moved.")
    assert tell_holders(session=session, text=text, by=None, what=Phrase("书法", "Calligraphy")) == 2
    assert set(Message.objects.values_list("text_zh", "text_en")) == {
        ("“书法”改期了。", "“Calligraphy” has moved.")
    }


def test_the_time_moves_with_the_session_and_ends_with_it(session):
    seated(session.offering)
    session.starts_at, session.ends_at = session.starts_at + DAY, session.ends_at + DAY
    session.save()
    assert move_holders(session=session, by=None) == []
    assert held_times() == [session.starts_at]
    session.state = SessionState.CANCELLED
    session.save()
    move_holders(session=session, by=None)
    assert held_times() == []


def test_who_is_elsewhere_at_the_new_time_keeps_the_seat_and_is_told(session):
    contact = make_contact(session.offering.subdistrict)
    booking = seated(session.offering, contact)
    other = make_offering(session.offering.station)
    make_seats(other)
    elsewhere = make_session(other, session.starts_at + DAY)
    seated(other, contact)
    session.starts_at, session.ends_at = elsewhere.starts_at, elsewhere.ends_at
    session.save()
    assert move_holders(session=session, by=None) == [booking]
    assert held_times() == [elsewhere.starts_at]
    assert "冲突" in Message.objects.get(contact=contact).text_zh


def test_a_session_moved_far_keeps_its_holders_until_after_it(session):
    contact = seated(session.offering).contact
    session.starts_at, session.ends_at = session.starts_at + 200 * DAY, session.ends_at + 200 * DAY
    session.state = SessionState.CANCELLED
    before = contact.erase_on
    move_holders(session=session, by=None)
    contact.refresh_from_db()
    assert contact.erase_on == before
    session.state = SessionState.PLANNED
    move_holders(session=session, by=None)
    contact.refresh_from_db()
    assert contact.erase_on == session.ends_at.astimezone(clock.SHANGHAI).date() + 30 * DAY
