"""人次 in the database: merged from many telephones at once, corrected at the desk, shown by code."""

import datetime as dt

import pytest

from factories.offers import make_offering, make_session
from factories.people import make_account
from factories.racing import race
from factories.refusing import refused
from factories.rounds import make_booking, make_seats
from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.models import Season, Session
from yizhan.offers.words import OfferingKind, SessionState
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName
from yizhan.rounds.actions.tallies import check_in, mark_held, merge_tallies, record_tally
from yizhan.rounds.models import Arrival, Tally
from yizhan.rounds.queries.seasons import clubs_of, season_count, to_count
from yizhan.rounds.queries.tallies import attendance_of, verifiers_of
from yizhan.rounds.rules.door_codes import code_at, window_of
from yizhan.rounds.rules.season_reports import sentence
from yizhan.rounds.rules.tallies import Counter
from yizhan.rounds.words import Attendance, BookingState

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 10, 18, 40, tzinfo=SHANGHAI)
START = NOW - dt.timedelta(minutes=10)


@pytest.fixture
def session(db, clock_at):
    clock_at(NOW)
    offering = make_offering()
    make_seats(offering)
    return make_session(offering, START)


def test_telephones_merge_and_sending_again_changes_nothing(session):
    assert merge_tallies(session=session, counters={"a": Counter(5, 1)}, by=None) == 4
    assert merge_tallies(session=session, counters={"b": Counter(3)}, by=None) == 7
    for _ in range(2):
        assert merge_tallies(session=session, counters={"a": Counter(4, 0), "b": Counter(3)}, by=None) == 7
    session.refresh_from_db()
    assert (session.state, Tally.objects.count()) == (SessionState.HELD, 2)


def test_a_typed_figure_is_the_attendance_and_late_telephones_still_count(session):
    merge_tallies(session=session, counters={"a": Counter(5)}, by=None)
    for _ in range(2):
        assert record_tally(session=session, figure=12, by=None) == 12
    assert record_tally(session=session, figure=9, by=None) == 9
    assert merge_tallies(session=session, counters={"a": Counter(7)}, by=None) == 11
    facts = AuditEntry.objects.filter(verb="record_tally").order_by("pk").values_list("facts", flat=True)
    assert next(iter(facts)) == {"before": 5, "after": 12}
    refused("tally_out_of_range", record_tally, session=session, figure=-1, by=None)


def test_nobody_came_is_a_figure_too(session):
    assert to_count(session.offering.subdistrict, now=NOW + dt.timedelta(hours=3)) == [session]
    assert record_tally(session=session, figure=0, by=None) == 0
    assert to_count(session.offering.subdistrict, now=NOW + dt.timedelta(hours=3)) == []


def test_a_code_at_the_door_counts_its_party_once(session):
    booking = make_booking(session.offering, secret="s" * 24, size=2)
    make_booking(session.offering, state=BookingState.WAITING, secret="w" * 24)
    (verifier,) = verifiers_of(session)
    code = code_at(verifier.key, window_of(NOW))
    for _ in range(2):
        assert check_in(session=session, code=code, by=None).booking == booking.pk
    assert (attendance_of(session), Arrival.objects.count()) == (2, 1)
    booking.refresh_from_db()
    assert booking.attendance == Attendance.CAME
    with pytest.raises(Exception, match="present one"):
        check_in(session=session, code="000000" if code != "000000" else "000001", by=None)


def test_arrivals_from_telephones_are_those_of_seats_here_only(session):
    mine = make_booking(session.offering, secret="s" * 24)
    other = make_seats(make_offering(session.offering.station)).offering
    elsewhere = make_booking(other, secret="t" * 24)
    arrivals = {mine.pk: 5, elsewhere.pk: 1, 999_999: 1}
    assert merge_tallies(session=session, counters={"a": Counter(3)}, arrivals=arrivals, by=None) == 4
    assert list(Arrival.objects.values_list("booking_id", "came")) == [(mine.pk, 1)]


def test_cancelled_and_future_sessions_are_not_counted(session):
    later = make_session(session.offering, NOW + dt.timedelta(days=1))
    refused("session_too_early", record_tally, session=later, figure=3, by=None)
    refused("session_not_begun", mark_held, session=later, by=None)
    Session.objects.filter(pk=session.pk).update(state=SessionState.CANCELLED)
    session.refresh_from_db()
    refused("session_cancelled", merge_tallies, session=session, counters={"a": Counter(1)}, by=None)
    refused("session_cancelled", mark_held, session=session, by=None)


def test_only_staff_count(session):
    stranger = make_account(role=RoleName.HEAD)
    for act in (record_tally, merge_tallies):
        given = {"figure": 3} if act is record_tally else {"counters": {}}
        refused("may_not_run", act, session=session, by=stranger, **given)


def test_a_season_adds_up_its_rows(session, django_assert_max_num_queries):
    offering = session.offering
    season = Season.objects.create(
        subdistrict=offering.subdistrict,
        slug="summer",
        name_zh="暑期社团",
        first_day=START.date(),
        last_day=START.date(),
    )
    offering.season, offering.kind, offering.name_zh = season, OfferingKind.CLUB, "编程"
    offering.save()
    make_session(offering, START - dt.timedelta(days=7))
    make_session(offering, START + dt.timedelta(days=7))
    record_tally(session=session, figure=105, by=None)
    with django_assert_max_num_queries(4):
        clubs = clubs_of(season, now=NOW)
    count = season_count(season, clubs)
    assert (count.held, count.people, count.uncounted, clubs[0].count.to_come) == (1, 105, 1, 1)
    assert sentence(count).zh == "暑期社团开设1个社团（编程），开展1场次100余人次活动。"
    assert [len(clubs_of(season, now=NOW, is_public=flag)) for flag in (True, False)] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_many_telephones_at_once_lose_nothing(session):
    """Each of eight telephones sends three growing snapshots; all at once, in any order."""
    snapshots = [{f"phone-{n}": Counter(n + step, step)} for n in range(8) for step in range(3)]
    acts = [lambda one=one: merge_tallies(session=session, counters=one, by=None) for one in snapshots]
    assert [error for error in race(*acts) if error is not None] == []
    assert attendance_of(session) == sum(range(8))
    assert Tally.objects.count() == 8
