"""What part of each window a pattern is open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.planning.demand.points import Window
from yizhan.planning.errors import ProblemError
from yizhan.planning.scenarios.week import (
    DAY_MIN,
    Days,
    Hours,
    clock_text,
    minute_of,
    off_hours,
    open_minutes,
    open_share,
    weekly_hours,
)

ROUND_CLOCK = (Hours(Days.EVERY_DAY, 0, 0),)
OFFICE = (Hours(Days.WORKDAY, 9 * 60, 17 * 60),)

hours = st.builds(Hours, st.sampled_from(Days), st.integers(0, DAY_MIN - 1), st.integers(0, DAY_MIN - 1))


def test_round_the_clock_is_open_in_every_window():
    assert [open_share(ROUND_CLOCK, window) for window in Window] == [1.0, 1.0, 1.0, 1.0]
    assert (weekly_hours(ROUND_CLOCK), off_hours(ROUND_CLOCK)) == (168.0, 128.0)


def test_office_hours_fill_the_workday_window_only():
    assert [open_share(OFFICE, window) for window in Window] == [1.0, 0.0, 0.0, 0.0]
    assert (weekly_hours(OFFICE), off_hours(OFFICE)) == (40.0, 0.0)


def test_hours_over_midnight_fall_on_both_days():
    late = (Hours(Days.WORKDAY, 22 * 60, 2 * 60),)
    assert weekly_hours(late) == 5 * 4
    assert open_share(late, Window.LATE_NIGHT) == pytest.approx(5 * 4 / (7 * 8))


def test_sunday_night_ends_on_monday_morning():
    week = open_minutes((Hours(Days.WEEKEND, 23 * 60, 60),))
    assert week[:60].all()
    assert not week[60]


def test_overlapping_hours_count_once():
    both = (*OFFICE, Hours(Days.WORKDAY, 8 * 60, 18 * 60))
    assert weekly_hours(both) == 50


@given(st.lists(hours, max_size=4), hours)
def test_more_hours_never_close_anything(some, more):
    before = {window: open_share(tuple(some), window) for window in Window}
    after = {window: open_share((*some, more), window) for window in Window}
    assert all(before[window] <= after[window] for window in Window)


@given(st.integers(0, DAY_MIN - 1))
def test_clock_text_reads_back(minute):
    assert minute_of(clock_text(minute), where="here") == minute


def test_midnight_may_be_written_as_the_end_of_the_day():
    assert minute_of("24:00", where="here") == 0


@pytest.mark.parametrize("text", ["", "9", "25:00", "12:60", "noon", "24:01"])
def test_what_is_no_time_of_day_is_refused(text):
    with pytest.raises(ProblemError) as refused:
        minute_of(text, where="pattern.late.opens")
    assert refused.value.where == "pattern.late.opens"
