"""Series with real rooms, lecturers and hours: looked at first, saved whole, the past never rewritten."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.offers import make_lecturer, make_offering, make_provider
from factories.people import make_account
from factories.places import make_exception, make_room, make_rule, make_station
from factories.racing import race
from factories.refusing import refused
from yizhan.foundation import clock
from yizhan.offers.actions.series import (
    change_series,
    extend_series,
    preview_change,
    preview_start,
    skip_date,
    start_series,
)
from yizhan.offers.actions.sessions import move_session, plan_sessions
from yizhan.offers.models import Availability, Series, Session
from yizhan.offers.rules.obstacles import Hindrance, Saving
from yizhan.offers.rules.series import Pattern
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import SessionState
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName
from yizhan.places.models import Claim

pytestmark = pytest.mark.django_db
# A Monday noon in a year whose calendar is known; the series meets on Tuesdays at 18:30.
NOON = dt.datetime(2026, 3, 9, 12, 0, tzinfo=clock.SHANGHAI)
TUESDAY, FRIDAY = 0b0000010, 0b0010000
FIRST = dt.date(2026, 3, 10)
WEEK, HALF_HOUR = dt.timedelta(weeks=1), dt.timedelta(minutes=30)


def pattern(**changes):
    values = {"weekdays": TUESDAY, "first_day": FIRST, "starts": dt.time(18, 30), "minutes": 90, "count": 4}
    return Pattern(**values | changes)


def days(rows):
    return [f"{row.starts_at.astimezone(clock.SHANGHAI):%m-%d}" for row in rows]


@pytest.fixture
def offering(db, clock_at):
    clock_at(NOON)
    station = make_station()
    make_rule(station, "08:00", "21:00")
    lecturer = make_lecturer(make_provider(station.subdistrict), name_zh="张老师（示例）")
    return make_offering(station, room=make_room(station, capacity=30), lecturer=lecturer)


def test_a_series_plans_all_its_sessions(offering):
    series = start_series(offering=offering, pattern=pattern(), by=None)
    rows = list(series.sessions.all())
    assert days(rows) == ["03-10", "03-17", "03-24", "03-31"]
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert all(row.original_starts_at == row.starts_at for row in rows)
    assert Claim.objects.count() == 8
    assert {entry.verb for entry in AuditEntry.objects.all()} == {"plan_sessions", "start_series"}


def test_a_preview_lists_what_stands_in_the_way_and_saves_nothing(offering, django_assert_max_num_queries):
    other = make_offering(offering.station, room=offering.room, name_zh="合唱", name_en="Choir")
    plan_sessions(offering=other, times=[pattern().at(FIRST + WEEK)], by=None)
    make_exception(offering.station, FIRST + 2 * WEEK, FIRST + 2 * WEEK)
    Availability.objects.create(
        lecturer=offering.lecturer, starts=dt.time(18), ends=dt.time(21), last_day=FIRST + 2 * WEEK
    )
    with django_assert_max_num_queries(18):
        preview = preview_start(offering=offering, pattern=pattern(), by=None)
    kinds = [[str(one.kind) for one in line.obstacles] for line in preview.lines]
    assert kinds == [[], [Hindrance.ROOM], [Hindrance.HOURS], [Hindrance.AVAILABILITY]]
    taken = preview.lines[1].obstacles[0]
    assert taken.what.zh == offering.room.name_zh
    assert taken.holder.zh == "合唱第 1 场（2026-03-17 18:30）"
    assert taken.holder.en == "Choir, session 1 (2026-03-17 18:30)"
    assert (preview.conflicts, preview.has_hard, Series.objects.count()) == (3, True, 0)


def test_conflicts_are_saved_only_by_a_named_choice(offering):
    other = make_offering(offering.station, room=offering.room)
    plan_sessions(offering=other, times=[pattern().at(FIRST + WEEK)], by=None)
    make_exception(offering.station, FIRST, FIRST)
    ask = {"offering": offering, "pattern": pattern(), "by": None}
    refusal = refused("series_conflicts", start_series, **ask)
    assert (refusal.facts["n"], refusal.facts["first"]) == (2, "2026-03-10 18:30")
    assert refused("series_conflicts", start_series, **ask, saving=Saving.DESPITE_HOURS).facts["n"] == 1
    assert (Series.objects.count(), offering.sessions.count()) == (0, 0)
    series = start_series(**ask, saving=Saving.LEAVE_OUT)
    assert days(series.sessions.all()) == ["03-24", "03-31"]


def test_a_closed_station_may_be_opened_on_purpose(offering):
    make_exception(offering.station, FIRST, FIRST)
    series = start_series(offering=offering, pattern=pattern(), by=None, saving=Saving.DESPITE_HOURS)
    assert series.sessions.count() == 4


def test_a_room_for_walking_in_becomes_a_classroom_after_its_hours(offering):
    make_rule(offering.station, "09:00", "18:30", room=offering.room)
    assert preview_start(offering=offering, pattern=pattern(), by=None).conflicts == 0
    early = preview_start(offering=offering, pattern=pattern(starts=dt.time(18, 0)), by=None)
    assert [[str(one.kind) for one in line.obstacles] for line in early.lines] == [[Hindrance.WALK_IN]] * 4
    assert early.has_hard


def test_a_change_from_a_day_on_leaves_the_past_as_it_was(offering, clock_at):
    series = start_series(offering=offering, pattern=pattern(), by=None)
    first = offering.sessions.get(number=1)
    Session.objects.filter(pk=first.pk).update(state=SessionState.HELD)
    clock_at(NOON + WEEK)
    from_day = pattern(weekdays=FRIDAY, first_day=FIRST + WEEK, count=4)
    later = change_series(series=series, pattern=from_day, reason_zh="教师调课", by=None)
    rows = list(offering.sessions.order_by("number"))
    assert days(rows) == ["03-10", "03-20", "03-27", "04-03", "04-10"]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert [row.series_id for row in rows] == [series.pk, *[later.pk] * 4]
    assert [row.changes for row in rows] == [0, 1, 1, 1, 0]
    assert rows[1].reason_zh == "教师调课"
    series.refresh_from_db()
    assert series.replaced_on == FIRST + WEEK
    assert Claim.objects.filter(released_at=None).count() == 10
    refused("series_replaced", change_series, series=series, pattern=from_day, reason_zh="又改", by=None)


def test_sessions_of_a_series_may_take_each_others_places(offering):
    series = start_series(offering=offering, pattern=pattern(), by=None)
    later = pattern(starts=dt.time(19, 0))
    preview = preview_change(series=series, pattern=later, by=None)
    assert preview.conflicts == 0
    assert [line.times.starts_at - line.before.starts_at for line in preview.lines] == [HALF_HOUR] * 4
    change_series(series=series, pattern=later, reason_zh="晚半小时", by=None)
    assert {f"{row.starts_at.astimezone(clock.SHANGHAI):%H:%M}" for row in Session.objects.all()} == {"19:00"}


def test_exceptions_made_by_hand_stay_unless_chosen_otherwise(offering):
    series = start_series(offering=offering, pattern=pattern(), by=None)
    second = offering.sessions.get(number=2)
    thursday = pattern().at(FIRST + WEEK + dt.timedelta(days=2))
    move_session(session=second, times=thursday, reason_zh="场地有会", by=None)
    later = pattern(starts=dt.time(19, 0))
    assert preview_change(series=series, pattern=later, by=None).change.kept == ((second.pk, "moved"),)
    change_series(series=series, pattern=later, reason_zh="晚半小时", by=None)
    second.refresh_from_db()
    assert (Times(second.starts_at, second.ends_at), second.series_id) == (thursday, series.pk)


def test_a_shorter_series_cancels_what_is_left_over(offering):
    series = start_series(offering=offering, pattern=pattern(), by=None)
    change_series(series=series, pattern=pattern(count=2), reason_zh="提前结束", by=None)
    states = list(offering.sessions.order_by("number").values_list("state", flat=True))
    assert states == ["planned", "planned", "cancelled", "cancelled"]
    assert Claim.objects.filter(released_at=None).count() == 4


def test_a_conflict_in_a_change_saves_nothing_or_cancels_that_date_by_choice(offering):
    series = start_series(offering=offering, pattern=pattern(), by=None)
    other = make_offering(offering.station, room=offering.room)
    friday = pattern(weekdays=FRIDAY)
    plan_sessions(offering=other, times=[friday.at(dt.date(2026, 3, 20))], by=None)
    before = list(offering.sessions.values())
    refused("series_conflicts", change_series, series=series, pattern=friday, reason_zh="改", by=None)
    assert list(offering.sessions.values()) == before
    change_series(series=series, pattern=friday, reason_zh="改", by=None, saving=Saving.LEAVE_OUT)
    rows = offering.sessions.order_by("number")
    assert [row.state for row in rows] == ["planned", "cancelled", "planned", "planned"]
    assert days(rows)[::2] == ["03-13", "03-27"]


def test_one_date_is_skipped_and_may_be_made_up_for(offering):
    series = start_series(offering=offering, pattern=pattern(), by=None)
    refused(
        "no_session_that_day",
        skip_date,
        series=series,
        day=FIRST + dt.timedelta(days=1),
        reason_zh="x",
        by=None,
    )
    skip_date(series=series, day=FIRST + WEEK, reason_zh="台风", by=None, make_up=True)
    assert days(offering.sessions.filter(state=SessionState.PLANNED)) == ["03-10", "03-24", "03-31", "04-07"]
    assert offering.sessions.get(number=2).state == SessionState.CANCELLED
    # The skipped date stays skipped when the series goes on.
    extend_series(series=series, more=1, by=None)
    assert days(offering.sessions.filter(number=6)) == ["04-14"]
    refused("series_not_longer", extend_series, series=series, last_day=FIRST, by=None)


def test_a_series_may_go_on_until_a_day(offering):
    series = start_series(offering=offering, pattern=pattern(every_weeks=2, count=2), by=None)
    extend_series(series=series, last_day=dt.date(2026, 5, 1), by=None)
    assert days(series.sessions.all()) == ["03-10", "03-24", "04-07", "04-21"]


def test_only_staff_change_series_and_reasons_are_given(offering):
    series = start_series(offering=offering, pattern=pattern(), by=None)
    stranger = make_account(role=RoleName.HEAD)
    refused("may_not_run", preview_start, offering=offering, pattern=pattern(), by=stranger)
    refused("may_not_run", extend_series, series=series, more=1, by=stranger)
    refused("reason_missing", change_series, series=series, pattern=pattern(), reason_zh=" ", by=None)
    past = pattern(first_day=FIRST - WEEK)
    refused("series_changed_in_the_past", change_series, series=series, pattern=past, reason_zh="改", by=None)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_start_the_same_series_at_once_one_succeeds(offering):
    room, station = offering.room, offering.station
    others = [make_offering(station, room=room) for _ in range(8)]
    acts = [lambda one=one: start_series(offering=one, pattern=pattern(), by=None) for one in others]
    lost = [getattr(one, "code", one) for one in race(*acts) if one is not None]
    assert len(lost) == 7
    assert set(lost) <= {"already_held", "series_conflicts"}
    assert (Series.objects.count(), Session.objects.count()) == (1, 4)


CHANGES = st.builds(
    Pattern,
    weekdays=st.integers(1, 127),
    first_day=st.dates(FIRST, FIRST + 5 * WEEK),
    starts=st.sampled_from([dt.time(9, 0), dt.time(18, 30), dt.time(19, 0)]),
    minutes=st.sampled_from([60, 90]),
    every_weeks=st.integers(1, 3),
    count=st.integers(1, 6),
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_edits_never_touch_the_days_before_and_numbers_stay_unique(offering, edits):
    Session.objects.all().delete()
    Series.objects.all().delete()
    Claim.objects.all().delete()
    series = start_series(offering=offering, pattern=pattern(count=6), by=None)
    # A later edit that reached back before an earlier one would meet the first series' own sessions.
    for edit in sorted(edits, key=lambda one: one.first_day):
        before = _earlier(offering, edit.first_day)
        standing = offering.sessions.count()
        series = change_series(series=series, pattern=edit, reason_zh="改", by=None)
        assert _earlier(offering, edit.first_day) == before
        numbers = list(offering.sessions.values_list("number", flat=True))
        assert len(numbers) == len(set(numbers)) >= standing
        later = Session.objects.filter(
            series=series, state=SessionState.PLANNED, starts_at__gte=edit.at(edit.first_day).starts_at
        )
        assert later.count() == edit.count


def _earlier(offering, day):
    midnight = dt.datetime.combine(day, dt.time(), clock.SHANGHAI)
    return list(offering.sessions.filter(starts_at__lt=midnight).order_by("number").values())
