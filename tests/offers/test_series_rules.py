"""When a series meets, and how it changes: by hand and for all patterns."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.refusing import refused
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.working_days import Announced, DayKind, day_kind
from yizhan.offers.rules.series import Change, Kept, Pattern, Standing, changed, recurrence
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import DaysOff, SessionState

# The National Day holiday of a made-up notice: 1 to 7 October off, Saturday the 10th worked.
OFF = {dt.date(2026, 10, day): True for day in range(1, 8)} | {dt.date(2026, 10, 10): False}
CALENDAR = Announced(frozenset({2026}), OFF)
MONDAY, THURSDAY, SATURDAY = 0b0000001, 0b0001000, 0b0100000
START = dt.date(2026, 9, 3)
NOW = dt.datetime(2026, 9, 1, 9, 0, tzinfo=SHANGHAI)


def kind_of(day):
    return day_kind(day, announced=CALENDAR)


def pattern(**changes):
    values = {"weekdays": THURSDAY, "first_day": START, "starts": dt.time(18, 30), "minutes": 90, "count": 5}
    return Pattern(**values | changes)


def days(recurs):
    return [f"{one.starts_at:%m-%d}" for one in recurs.times]


def test_thursdays_skip_the_holiday_and_end_a_week_later():
    recurs = recurrence(pattern(), kind_of)
    assert days(recurs) == ["09-03", "09-10", "09-17", "09-24", "10-08"]
    assert recurs.left_out == ((dt.date(2026, 10, 1), DayKind.HOLIDAY),)
    assert {one.starts_at.utcoffset() for one in recurs.times} == {dt.timedelta(hours=8)}
    assert {one.ends_at - one.starts_at for one in recurs.times} == {dt.timedelta(minutes=90)}


def test_days_off_are_a_named_choice():
    meet = pattern(weekdays=THURSDAY | SATURDAY, first_day=dt.date(2026, 10, 1), count=4)
    assert days(recurrence(replace(meet, days_off=DaysOff.MEET), kind_of)) == [
        "10-01", "10-03", "10-08", "10-10",
    ]  # fmt: skip
    assert days(recurrence(meet, kind_of)) == ["10-08", "10-10", "10-15", "10-17"]
    both = replace(meet, days_off=DaysOff.SKIP_BOTH)
    assert days(recurrence(both, kind_of)) == ["10-08", "10-15", "10-17", "10-22"]


def test_every_other_week_counts_from_the_first_week():
    fortnightly = pattern(weekdays=MONDAY | THURSDAY, every_weeks=2, count=4)
    assert days(recurrence(fortnightly, kind_of)) == ["09-03", "09-14", "09-17", "09-28"]


def test_a_last_day_ends_it_and_an_unannounced_year_is_said():
    until = pattern(count=None, first_day=dt.date(2026, 12, 24), last_day=dt.date(2027, 1, 7))
    recurs = recurrence(until, kind_of)
    assert days(recurs) == ["12-24", "12-31", "01-07"]
    # The notice for 2027 may also make the last day of December a holiday.
    assert recurs.not_announced[-1] == dt.date(2027, 1, 7)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("series_without_weekday", {"weekdays": 0}),
        ("series_never_ends", {"count": None}),
        ("series_ends_before_it_starts", {"last_day": START - dt.timedelta(days=1)}),
        ("series_every_weeks", {"every_weeks": 0}),
        ("series_every_weeks", {"every_weeks": 13}),
        ("series_minutes", {"minutes": 5}),
        ("series_too_long", {"count": 0}),
        ("series_too_long", {"count": 201}),
        ("series_too_long", {"count": 120}),
        ("series_too_long", {"weekdays": 127, "count": None, "last_day": dt.date(2028, 1, 1)}),
    ],
)
def test_impossible_patterns_are_refused(code, changes):
    refused(code, recurrence, pattern=pattern(**changes), day_kind_of=kind_of)


def standing(times, **changes):
    rows = [
        Standing(key, one, one.starts_at, SessionState.PLANNED, is_locked=False)
        for key, one in enumerate(times, start=1)
    ]
    return [replace(row, **changes.get(f"n{row.key}", {})) for row in rows]


def test_a_change_moves_what_is_to_come_and_nothing_before():
    now = dt.datetime(2026, 9, 12, 12, 0, tzinfo=SHANGHAI)
    rows = standing(recurrence(pattern(), kind_of).times)
    mondays = pattern(weekdays=MONDAY, first_day=dt.date(2026, 9, 12), count=2)
    change = changed(rows, mondays, kind_of, now=now)
    assert [(key, f"{times.starts_at:%m-%d}") for key, times in change.moved] == [(3, "09-14"), (4, "09-21")]
    assert (change.kept, change.added, change.dropped) == ((), (), (5,))


def test_what_was_changed_by_hand_is_kept_and_its_dates_are_not_used_twice():
    rows = standing(
        recurrence(pattern(), kind_of).times,
        n1={"state": SessionState.HELD},
        n2={"state": SessionState.CANCELLED},
        n3={"times": pattern().at(dt.date(2026, 9, 18))},
        n4={"is_locked": True},
    )
    later = pattern(starts=dt.time(19, 0), count=6)
    change = changed(rows, later, kind_of, now=NOW)
    assert change.kept == ((1, Kept.OVER), (2, Kept.CANCELLED), (3, Kept.MOVED), (4, Kept.LOCKED))
    assert [f"{times.starts_at:%m-%d %H:%M}" for times in change.times] == [
        "10-08 19:00", "10-15 19:00", "10-22 19:00",
    ]  # fmt: skip
    loose = changed(rows, later, kind_of, now=NOW, keep_singly=False)
    assert [key for key, _ in loose.kept] == [1, 2]
    assert [key for key, _ in loose.moved] == [3, 4, 5]


def test_the_past_is_refused():
    yesterday = pattern(first_day=NOW.date() - dt.timedelta(days=1))
    refused(
        "series_changed_in_the_past", changed, standing=[], pattern=yesterday, day_kind_of=kind_of, now=NOW
    )


PATTERNS = st.builds(
    Pattern,
    weekdays=st.integers(1, 127),
    first_day=st.dates(dt.date(2026, 8, 1), dt.date(2026, 12, 1)),
    starts=st.times(dt.time(8), dt.time(20)).map(lambda one: one.replace(second=0, microsecond=0)),
    minutes=st.integers(10, 180),
    every_weeks=st.integers(1, 4),
    count=st.integers(1, 20),
    days_off=st.sampled_from(DaysOff),
)
BY_HAND = st.lists(st.sampled_from(["", "held", "cancelled", "locked", "moved"]), min_size=20, max_size=20)


@given(PATTERNS)
def test_every_date_is_one_of_the_weekdays_and_the_count_is_kept(asked):
    recurs = recurrence(asked, kind_of)
    dates = [one.starts_at.date() for one in recurs.times]
    assert len(dates) == asked.count == len(set(dates))
    assert dates == sorted(dates)
    assert all(asked.falls_on(day) and day >= asked.first_day for day in dates)
    off = {day for day, _ in recurs.left_out}
    assert not off & set(dates)


@given(PATTERNS, PATTERNS, BY_HAND)
def test_a_change_uses_each_session_once_and_reconciles_its_count(before, after, hands):
    rows = []
    for row, hand in zip(standing(recurrence(before, kind_of).times), hands, strict=False):
        hour = dt.timedelta(hours=1)
        ways = {
            "held": {"state": SessionState.HELD},
            "cancelled": {"state": SessionState.CANCELLED},
            "locked": {"is_locked": True},
            "moved": {"times": Times(row.times.starts_at + hour, row.times.ends_at + hour)},
        }
        rows.append(replace(row, **ways.get(hand, {})))
    now = dt.datetime.combine(after.first_day, dt.time(), SHANGHAI)
    change = changed(rows, after, kind_of, now=now)
    _each_session_once(rows, after, change)
    alive = [key for key, why in change.kept if why is not Kept.CANCELLED]
    assert len(alive) + len(change.times) == max(after.count, len(alive))
    busy = {day for row in rows if row.key in dict(change.kept) for day in row.days}
    assert not busy & {one.starts_at.date() for one in change.times}


def _each_session_once(rows: list[Standing], after: Pattern, change: Change) -> None:
    named = [*dict(change.kept), *dict(change.same), *dict(change.moved), *change.dropped]
    assert sorted(named) == sorted(row.key for row in rows if row.day >= after.first_day)


@given(PATTERNS)
def test_asking_for_the_same_again_changes_nothing(asked):
    rows = standing(recurrence(asked, kind_of).times)
    now = dt.datetime.combine(asked.first_day, dt.time(), SHANGHAI)
    change = changed(rows, asked, kind_of, now=now)
    assert (change.kept, change.moved, change.added, change.dropped) == ((), (), (), ())
