"""Sessions hold their room and lecturer: planned, moved and cancelled, all or nothing."""

import datetime as dt

import pytest

from factories.offers import make_lecturer, make_offering, make_provider
from factories.people import make_account
from factories.places import make_room, make_station
from factories.racing import race
from factories.refusing import refused
from yizhan.foundation import clock
from yizhan.offers.actions.sessions import cancel_session, move_session, plan_sessions
from yizhan.offers.models import Session
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import SessionState
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName
from yizhan.places.models import Claim

pytestmark = pytest.mark.django_db
EVENING = dt.datetime(2027, 3, 1, 18, 30, tzinfo=clock.SHANGHAI)
LESSON, DAY = dt.timedelta(minutes=90), dt.timedelta(days=1)


def at(day=0, hours=0):
    starts_at = EVENING + day * DAY + dt.timedelta(hours=hours)
    return Times(starts_at, starts_at + LESSON)


@pytest.fixture
def offering():
    station = make_station()
    lecturer = make_lecturer(make_provider(station.subdistrict))
    return make_offering(station, room=make_room(station, capacity=30), lecturer=lecturer)


def test_each_session_holds_its_room_and_lecturer(offering):
    sessions = plan_sessions(offering=offering, times=[at(7), at(0)], by=None)
    assert [one.number for one in sessions] == [1, 2]
    assert [one.starts_at for one in sessions] == [EVENING, EVENING + 7 * DAY]
    assert Claim.objects.count() == 4
    assert AuditEntry.objects.get().facts == {"sessions": 2}


def test_all_sessions_are_planned_or_none(offering):
    plan_sessions(offering=offering, times=[at(7)], by=None)
    other = make_offering(offering.station, room=offering.room)
    refusal = refused("already_held", plan_sessions, offering=other, times=[at(0), at(7)], by=None)
    assert offering.room.name_zh in refusal.say("zh")
    assert (Session.objects.count(), Claim.objects.count()) == (1, 2)


def test_a_lecturer_is_in_one_place_at_a_time(offering):
    plan_sessions(offering=offering, times=[at()], by=None)
    other = make_offering(offering.station, lecturer=offering.lecturer)
    refused("already_held", plan_sessions, offering=other, times=[at(hours=1)], by=None)
    assert plan_sessions(offering=other, times=[at(hours=1.5)], by=None)


def test_a_moved_session_holds_the_new_time_and_frees_the_old(offering):
    session = plan_sessions(offering=offering, times=[at()], by=None)[0]
    moved = move_session(session=session, times=at(1), reason_zh="教师请假", by=None)
    assert moved.starts_at == EVENING + DAY
    other = make_offering(offering.station, room=offering.room)
    plan_sessions(offering=other, times=[at()], by=None)
    refused("already_held", move_session, session=moved, times=at(), reason_zh="改回", by=None)
    assert Session.objects.get(pk=moved.pk).starts_at == EVENING + DAY
    assert Claim.objects.filter(released_at=None).count() == 3


def test_a_session_may_be_moved_by_half_its_length(offering):
    session = plan_sessions(offering=offering, times=[at()], by=None)[0]
    move_session(session=session, times=at(hours=0.5), reason_zh="推迟半小时", by=None)
    assert Claim.objects.filter(released_at=None).count() == 2


def test_a_cancelled_session_frees_everything_and_stays_so(offering):
    session = plan_sessions(offering=offering, times=[at()], by=None)[0]
    refused("reason_missing", cancel_session, session=session, reason_zh=" ", by=None)
    cancelled = cancel_session(session=session, reason_zh="台风", by=None)
    assert cancelled.state == SessionState.CANCELLED
    assert Claim.objects.filter(released_at=None).count() == 0
    refused("session_is_over", cancel_session, session=session, reason_zh="台风", by=None)
    refused("session_is_over", move_session, session=session, times=at(1), reason_zh="晚", by=None)


def test_impossible_times_and_rooms_are_refused(offering):
    def plan(times, **fields):
        return {"offering": offering, "times": [times], "by": None} | fields

    backwards = Times(EVENING, EVENING - LESSON)
    refused("session_ends_before_it_starts", plan_sessions, **plan(backwards))
    refused("session_too_long", plan_sessions, **plan(Times(EVENING, EVENING + DAY)))
    refused("session_out_of_range", plan_sessions, **plan(at(3000)))
    small = make_room(offering.station, capacity=5)
    refused("room_too_small", plan_sessions, **plan(at(), room=small))
    refused("room_elsewhere", plan_sessions, **plan(at(), room=make_room(capacity=30)))
    assert Session.objects.count() == 0


def test_only_staff_of_the_sub_district_plan(offering):
    stranger = make_account(role=RoleName.HEAD)
    refused("may_not_run", plan_sessions, offering=offering, times=[at()], by=stranger)
    clerk = make_account(offering.subdistrict, RoleName.CLERK)
    assert plan_sessions(offering=offering, times=[at()], by=clerk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False])
def test_of_many_who_plan_at_once_exactly_one_succeeds(offering, same):
    """The same offering over and over, and different ones in the same room."""
    room = offering.room
    offerings = [offering if same else make_offering(offering.station, room=room) for _ in range(16)]
    acts = [lambda one=one: plan_sessions(offering=one, times=[at(), at(7)], by=None) for one in offerings]
    lost = [getattr(one, "code", one) for one in race(*acts) if one is not None]
    assert (lost, Session.objects.count()) == (["already_held"] * 15, 2)
