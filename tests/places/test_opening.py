"""Open now, open at 19:30: examples worked out by hand."""

import datetime as dt

import pytest

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.working_days import Announced, DayKind, day_kind
from yizhan.places.rules.opening import OpenState, opening_at
from yizhan.places.rules.schedules import Exceptional, Hours, Notice, Regular, Schedule
from yizhan.places.words import Days

OPEN, CLOSED, UNKNOWN = OpenState.OPEN, OpenState.CLOSED, OpenState.UNKNOWN
CALENDAR = Announced(
    frozenset({2026}),
    {dt.date(2026, 2, 14): False} | {dt.date(2026, 2, day): True for day in range(15, 24)},
)
NOTICE = Notice("停电检修", "Power maintenance", dt.datetime(2026, 3, 1, 8, tzinfo=SHANGHAI))
MONDAY_ONLY = 1


def kinds(day):
    return day_kind(day, announced=CALENDAR)


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def hours(text):
    opens, closes = text.split("-")
    return Hours(dt.time.fromisoformat(opens), dt.time.fromisoformat(closes))


def rule(text, days=Days.EVERY_DAY, **season):
    return Regular(days, hours(text), **season)


def exception(first, last, text=None, notice=NOTICE):
    return Exceptional(
        dt.date.fromisoformat(first), dt.date.fromisoformat(last), hours(text) if text else None, notice
    )


def ask(schedule, text):
    return opening_at(schedule, at(text), kinds)


OFFICE = Schedule((rule("09:00-17:00", Days.WORKDAY),))
NIGHT = Schedule((rule("18:00-02:00", Days.WORKDAY),))


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-03-03 08:59", CLOSED),
        ("2026-03-03 09:00", OPEN),
        ("2026-03-03 16:59:59", OPEN),
        ("2026-03-03 17:00", CLOSED),
        ("2026-03-07 12:00", CLOSED),  # a Saturday
        ("2026-02-14 12:00", OPEN),  # a Saturday worked in exchange
        ("2026-02-17 12:00", CLOSED),  # a holiday on a Tuesday
    ],
)
def test_workday_hours_follow_the_official_calendar(moment, state):
    assert ask(OFFICE, moment).state is state


def test_open_says_until_when():
    opening = ask(OFFICE, "2026-03-03 12:00")
    assert (opening.until, opening.then) == (at("2026-03-03 17:00"), CLOSED)


def test_closed_says_when_it_opens_next_over_a_holiday():
    assert ask(OFFICE, "2026-02-14 20:00").next_opens == at("2026-02-24 09:00")


def test_make_up_day_is_named():
    opening = ask(OFFICE, "2026-02-14 10:00")
    assert (opening.makeup_day, opening.day) == (True, DayKind.WORKDAY)


def test_weekend_and_holiday_rules_hold_on_their_days_only():
    schedule = Schedule((rule("10:00-16:00", Days.WEEKEND), rule("12:00-14:00", Days.HOLIDAY)))
    moments = ["2026-03-07 10:30", "2026-02-15 10:30", "2026-02-15 12:30", "2026-02-14 12:30"]
    assert [ask(schedule, moment).state for moment in moments] == [OPEN, CLOSED, OPEN, CLOSED]


def test_hours_over_midnight_belong_to_the_day_they_start():
    """Friday's night lasts into Saturday; Sunday's early hours have no Saturday night."""
    assert [ask(NIGHT, f"2026-03-0{day} 01:00").state for day in (7, 8)] == [OPEN, CLOSED]
    assert ask(NIGHT, "2026-03-06 23:00").until == at("2026-03-07 02:00")


def test_round_the_clock_is_always_open():
    opening = ask(Schedule((rule("08:00-08:00"),)), "2026-03-03 03:00")
    assert (opening.state, opening.always, opening.until) == (OPEN, True, None)


def test_round_the_clock_on_workdays_ends_with_the_last_of_them():
    schedule = Schedule((rule("00:00-00:00", Days.WORKDAY),))
    assert ask(schedule, "2026-03-05 12:00").until == at("2026-03-07 00:00")


def test_rules_that_overlap_or_touch_are_one_opening():
    schedule = Schedule((rule("09:00-12:00"), rule("12:00-15:00"), rule("14:00-18:00")))
    assert ask(schedule, "2026-03-03 10:00").until == at("2026-03-03 18:00")


def test_evening_hours_touching_midnight_join_the_morning():
    schedule = Schedule((rule("20:00-00:00"), rule("00:00-06:00")))
    assert ask(schedule, "2026-03-03 21:00").until == at("2026-03-04 06:00")


def test_weekday_mask_narrows_the_days():
    schedule = Schedule((rule("09:00-17:00", Days.WORKDAY, weekdays=MONDAY_ONLY),))
    assert [ask(schedule, f"2026-03-0{day} 12:00").state for day in (2, 3)] == [OPEN, CLOSED]


def test_seasonal_rule_holds_in_its_season():
    summer = rule("09:00-20:00", first_day=dt.date(2026, 7, 1), last_day=dt.date(2026, 8, 31))
    schedule = Schedule((summer,))
    assert [ask(schedule, f"2026-{day} 19:30").state for day in ("06-30", "07-01", "08-31", "09-01")] == [
        CLOSED,
        OPEN,
        OPEN,
        CLOSED,
    ]


def test_closed_exception_beats_the_rules_and_says_why():
    schedule = Schedule(OFFICE.regular, (exception("2026-03-03", "2026-03-04"),))
    opening = ask(schedule, "2026-03-03 12:00")
    assert (opening.state, opening.why, opening.next_opens) == (CLOSED, NOTICE, at("2026-03-05 09:00"))


def test_exception_with_other_hours_replaces_them():
    schedule = Schedule(OFFICE.regular, (exception("2026-03-03", "2026-03-03", "13:00-21:00"),))
    assert [ask(schedule, f"2026-03-03 {clock}").state for clock in ("10:00", "19:30")] == [CLOSED, OPEN]


def test_exception_does_not_cut_the_night_before():
    schedule = Schedule(NIGHT.regular, (exception("2026-03-04", "2026-03-04"),))
    late, evening = ask(schedule, "2026-03-04 01:00"), ask(schedule, "2026-03-04 19:00")
    assert (late.state, evening.state) == (OPEN, CLOSED)


def test_late_hours_of_an_exception_say_why():
    schedule = Schedule(OFFICE.regular, (exception("2026-03-03", "2026-03-03", "18:00-02:00"),))
    assert ask(schedule, "2026-03-04 01:00").why == NOTICE
    assert ask(schedule, "2026-03-04 03:00").why is None


def test_the_newest_exception_counts():
    newer = Notice("恢复开放", "Open again", NOTICE.published_at + dt.timedelta(hours=1))
    schedule = Schedule(
        OFFICE.regular,
        (exception("2026-03-01", "2026-03-08"), exception("2026-03-03", "2026-03-03", "10:00-12:00", newer)),
    )
    assert [ask(schedule, f"2026-03-0{day} 11:00").state for day in (3, 4)] == [OPEN, CLOSED]


def test_exceptions_published_together_hold_together():
    split = tuple(exception("2026-03-03", "2026-03-03", text) for text in ("09:00-11:00", "14:00-16:00"))
    schedule = Schedule(OFFICE.regular, split)
    assert [ask(schedule, f"2026-03-03 {hour}:30").state for hour in (10, 12, 15)] == [OPEN, CLOSED, OPEN]


def test_room_is_open_only_while_its_station_is():
    room = Schedule((rule("08:00-22:00"),), (), OFFICE)
    assert [ask(room, f"2026-03-03 {clock}").state for clock in ("08:30", "12:00", "18:00")] == [
        CLOSED,
        OPEN,
        CLOSED,
    ]


def test_room_without_hours_follows_its_station_and_its_exceptions():
    closed = Schedule(OFFICE.regular, (exception("2026-03-03", "2026-03-03"),))
    opening = ask(Schedule((), (), closed), "2026-03-03 12:00")
    assert (opening.state, opening.why) == (CLOSED, NOTICE)
    assert ask(Schedule((), (), OFFICE), "2026-03-03 12:00").state is OPEN


def test_year_not_announced_is_unknown_and_shows_each_case():
    opening = ask(OFFICE, "2027-03-02 12:00")
    assert (opening.state, opening.day) == (UNKNOWN, DayKind.UNKNOWN)
    assert [(case.kind, case.state, case.until) for case in opening.conditional] == [
        (DayKind.WORKDAY, OPEN, at("2027-03-02 17:00")),
        (DayKind.HOLIDAY, CLOSED, None),
    ]


def test_year_not_announced_leaves_everyday_hours_certain():
    opening = ask(Schedule((rule("09:00-17:00"),)), "2027-03-02 12:00")
    assert (opening.state, opening.until) == (OPEN, at("2027-03-02 17:00"))


def test_year_not_announced_is_certain_outside_all_hours():
    opening = ask(OFFICE, "2027-03-02 20:00")
    assert (opening.state, opening.next_opens, opening.may_open) == (CLOSED, None, at("2027-03-03 09:00"))


def test_weekend_of_a_year_not_announced_may_be_anything():
    opening = ask(OFFICE, "2027-03-06 12:00")
    assert {case.kind: case.state for case in opening.conditional} == {
        DayKind.WEEKEND: CLOSED,
        DayKind.HOLIDAY: CLOSED,
        DayKind.WORKDAY: OPEN,
    }


def test_last_night_of_an_announced_year_is_certain_until_it_ends():
    assert ask(NIGHT, "2027-01-01 01:00").state is OPEN
    assert ask(NIGHT, "2026-12-31 20:00").until == at("2027-01-01 02:00")
    assert ask(NIGHT, "2027-01-01 19:00").state is UNKNOWN


def test_late_hours_of_an_unknown_day_show_the_cases_of_yesterday():
    opening = ask(NIGHT, "2027-01-05 01:00")
    assert opening.state is UNKNOWN
    assert [(case.day.day, case.kind, case.state) for case in opening.conditional] == [
        (4, DayKind.WORKDAY, OPEN),
        (4, DayKind.HOLIDAY, CLOSED),
    ]


def test_hours_that_become_uncertain_say_so():
    schedule = Schedule((rule("00:00-00:00", Days.WORKDAY),))
    opening = ask(schedule, "2026-12-31 12:00")
    assert (opening.until, opening.then) == (at("2027-01-01 00:00"), UNKNOWN)


def test_exception_in_an_unknown_year_is_certain():
    schedule = Schedule(OFFICE.regular, (exception("2027-03-02", "2027-03-02", "10:00-12:00"),))
    assert [ask(schedule, f"2027-03-02 {clock}").state for clock in ("11:00", "13:00")] == [OPEN, CLOSED]


def test_hours_never_published_are_unknown():
    opening = ask(Schedule(), "2026-03-03 12:00")
    assert (opening.state, opening.published, opening.conditional) == (UNKNOWN, False, ())


def test_moment_of_another_zone_is_read_in_shanghai():
    moment = dt.datetime(2026, 3, 3, 1, 30, tzinfo=dt.UTC)
    assert opening_at(OFFICE, moment, kinds).state is OPEN


def test_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        opening_at(OFFICE, dt.datetime(2026, 3, 3, 12), kinds)  # noqa: DTZ001
