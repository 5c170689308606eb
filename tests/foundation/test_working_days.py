"""The official calendar, against every day of the published files."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import shared
from yizhan.foundation.working_days import (
    NOTHING_ANNOUNCED,
    Announced,
    DayKind,
    day_kind,
    is_makeup_day,
    notice_year,
    possible_kinds,
)
from yizhan.outside import holidays

YEARS = range(2018, 2027)
SOME_YEAR = Announced(frozenset({2026}), {dt.date(2026, 2, 14): False, dt.date(2026, 2, 17): True})


def notice(year: int) -> dict[dt.date, bool]:
    days = json.loads(shared(f"suites/calendar/{year}.json").read_text())["days"]
    return {dt.date.fromisoformat(day["date"]): day["isOffDay"] for day in days}


def listed_days(year: int) -> dict[dt.date, bool]:
    """The days of a year: its own notice, and what the next year's says about it."""
    following = notice(year + 1) if year + 1 in YEARS else {}
    return {day: off for day, off in {**following, **notice(year)}.items() if day.year == year}


def days_of(year: int) -> list[dt.date]:
    first = dt.date(year, 1, 1)
    return [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]


def published() -> Announced:
    return Announced(frozenset(YEARS), {day: off for year in YEARS for day, off in notice(year).items()})


def expected_kind(day: dt.date, listed: dict[dt.date, bool]) -> str:
    if day in listed:
        return "holiday" if listed[day] else "workday"
    return "weekend" if day.isoweekday() > 5 else "workday"


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_published_years(year):
    listed, table = listed_days(year), published()
    wrong = [d for d in days_of(year) if day_kind(d, announced=table) != expected_kind(d, listed)]
    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_calendar_rests_and_works_on_the_published_days(year):
    """Whether people work; the library also calls a plain weekend beside a holiday a holiday."""
    listed, table = listed_days(year), holidays.shipped()
    wrong = [
        day
        for day in days_of(year)
        if (day_kind(day, announced=table) is DayKind.WORKDAY) != (expected_kind(day, listed) == "workday")
    ]
    assert wrong == []


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_calendar_has_every_published_holiday(year):
    table = holidays.shipped()
    off = [day for day, is_off in listed_days(year).items() if is_off]
    assert {day_kind(day, announced=table) for day in off} == {DayKind.HOLIDAY}


def test_make_up_saturday_and_spring_festival_of_2026():
    table = holidays.shipped()
    assert day_kind(dt.date(2026, 2, 14), announced=table) is DayKind.WORKDAY
    assert is_makeup_day(dt.date(2026, 2, 14), DayKind.WORKDAY)
    assert day_kind(dt.date(2026, 2, 17), announced=table) is DayKind.HOLIDAY


def test_a_year_not_announced_is_unknown_every_day():
    table = Announced(frozenset({2026}))
    assert {day_kind(day, announced=table) for day in days_of(2027)} == {DayKind.UNKNOWN}
    assert {day_kind(day, announced=NOTHING_ANNOUNCED) for day in days_of(2026)} == {DayKind.UNKNOWN}


def test_a_year_not_announced_is_known_once_imported():
    imported = Announced(frozenset({2027}), {dt.date(2027, 1, 1): True})
    table = SOME_YEAR.overridden_by(imported)
    assert day_kind(dt.date(2027, 1, 1), announced=table) is DayKind.HOLIDAY
    assert day_kind(dt.date(2027, 3, 2), announced=table) is DayKind.WORKDAY


def test_the_years_shipped_are_those_with_a_national_day():
    years = holidays.shipped().years
    assert set(YEARS) <= years
    assert years == set(range(min(years), max(years) + 1))


def test_an_imported_year_replaces_the_whole_notice():
    table = SOME_YEAR.overridden_by(Announced(frozenset({2026}), {dt.date(2026, 2, 18): True}))
    kinds = [day_kind(dt.date(2026, 2, day), announced=table) for day in (14, 17, 18)]
    assert kinds == [DayKind.WEEKEND, DayKind.WORKDAY, DayKind.HOLIDAY]


def test_importing_a_year_keeps_the_december_days_of_the_next_notice():
    """2018-12-29 is listed by the notice for 2019, not by the one for 2018."""
    imported = Announced(frozenset({2018}), notice(2018))
    table = holidays.shipped().overridden_by(imported)
    assert day_kind(dt.date(2018, 12, 29), announced=table) is DayKind.WORKDAY
    assert day_kind(dt.date(2018, 12, 31), announced=table) is DayKind.HOLIDAY


@pytest.mark.parametrize("year", YEARS)
def test_notice_year_names_the_file_that_lists_a_day(year):
    assert {notice_year(day) for day in notice(year)} == {year}


@given(st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)))
def test_possible_kinds_of_an_unknown_day_hold_every_known_answer(day):
    for table in (SOME_YEAR, Announced(frozenset({day.year})), Announced(frozenset(), {day: True})):
        kind = day_kind(day, announced=table)
        if kind is not DayKind.UNKNOWN:
            assert kind in possible_kinds(day, DayKind.UNKNOWN)
            assert possible_kinds(day, kind) == (kind,)
