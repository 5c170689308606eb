"""Pure policy: entry, finding, weeks, cloning, hours, points."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.working_days import Announced, DayKind, day_kind
from yizhan.places.rules.cloning import Setup, clone_diff
from yizhan.places.rules.entry import is_open_to_individuals, may_see_room
from yizhan.places.rules.finding import matches
from yizhan.places.rules.schedules import WHOLE_DAY, Exceptional, Hours, Notice, Regular, Schedule, Span
from yizhan.places.rules.weeks import day_hours, off_hours_share, weekly_hours
from yizhan.places.words import Access, Days, Level

TABLE = Announced(frozenset({2026}), {dt.date(2026, 2, 14): False, dt.date(2026, 2, 17): True})
NOTICE = Notice("装修", "", dt.datetime(2026, 1, 1, tzinfo=SHANGHAI))


def kinds(day):
    return day_kind(day, announced=TABLE)


def regular(days, opens, closes, **season):
    return Regular(days, Hours(dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)), **season)


WORKDAYS = Schedule((regular(Days.WORKDAY, "09:00", "17:00"),))
CENTRE = Schedule((regular(Days.WORKDAY, "08:30", "20:30"), regular(Days.WEEKEND, "09:00", "17:00")))


@pytest.mark.parametrize("access", Access)
def test_only_alliance_rooms_are_for_members_only(access):
    assert may_see_room(access, is_member=True)
    assert may_see_room(access, is_member=False) == (access != Access.ALLIANCE)


@pytest.mark.parametrize(
    ("level", "accesses", "answer"),
    [
        (Level.STATION, [Access.GROUP, Access.ALLIANCE], False),
        (Level.STATION, [], False),
        (Level.STATION, [Access.GROUP, Access.WALK_IN], True),
        (Level.CENTRE, [Access.BOOKABLE], True),
        (Level.POINT, [], True),
    ],
)
def test_a_station_has_a_way_in_for_one_person(level, accesses, answer):
    assert is_open_to_individuals(level, accesses) == answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("绿地", True),
        ("lvdi", True),
        ("ldpc", True),
        ("LDPC 商务", True),
        ("1925", False),
        ("idi", False),
        ("L", True),
    ],
)
def test_finding_by_characters_pinyin_and_initials(text, found):
    assert matches(text, ["绿地浦创商务大厦", ""]) == found


@pytest.mark.parametrize(
    ("schedule", "share"),
    [
        (WORKDAYS, 0.0),
        (Schedule((regular(Days.WEEKEND, "09:00", "17:00"),)), 1.0),
        (Schedule((regular(Days.EVERY_DAY, "00:00", "00:00"),)), (168 - 40) / 168),
        (CENTRE, (5 * 4 + 16) / (5 * 12 + 16)),
        # Overlapping rules count each minute once; Sunday's night lasts into Monday.
        (
            Schedule((regular(Days.WORKDAY, "09:00", "17:00"), regular(Days.WORKDAY, "10:00", "18:00"))),
            5 / 45,
        ),
        (Schedule((regular(Days.WEEKEND, "22:00", "10:00", weekdays=0b1000000),)), 11 / 12),
        (Schedule((regular(Days.HOLIDAY, "09:00", "17:00"),)), None),
        (Schedule(), None),
        (Schedule((regular(Days.WORKDAY, "12:00", "13:00"),), (), CENTRE), 0.0),
    ],
)
def test_off_hours_share_is_the_part_outside_office_hours(schedule, share):
    assert off_hours_share(schedule) == share


def test_off_hours_share_is_of_the_season_asked_for():
    summer = regular(
        Days.WORKDAY, "17:00", "21:00", first_day=dt.date(2026, 7, 1), last_day=dt.date(2026, 8, 31)
    )
    schedule = Schedule((*WORKDAYS.regular, summer))
    shares = [off_hours_share(schedule, on=on) for on in (None, dt.date(2026, 6, 30), dt.date(2026, 7, 1))]
    assert shares == [0.0, 0.0, 20 / 60]


def test_weekly_hours_list_seven_days_and_holidays():
    week = weekly_hours(Schedule((*CENTRE.regular, regular(Days.HOLIDAY, "10:00", "12:00"))))
    assert week.days == ((Span(510, 1230),),) * 5 + ((Span(540, 1020),),) * 2
    assert week.holidays == ((Span(600, 720),),) * 7


def test_weekly_hours_leave_exceptions_out():
    closed = Exceptional(dt.date(2000, 1, 1), dt.date(2030, 1, 1), None, NOTICE)
    assert weekly_hours(Schedule(CENTRE.regular, (closed,))) == weekly_hours(CENTRE)


def test_day_hours_of_a_make_up_saturday_are_a_workdays():
    hours = day_hours(CENTRE, dt.date(2026, 2, 14), kinds)
    assert (hours.spans, hours.makeup_day, hours.is_certain) == ((Span(510, 1230),), True, True)


def test_day_hours_of_a_closed_day_say_why():
    day = dt.date(2026, 3, 3)
    hours = day_hours(Schedule(CENTRE.regular, (Exceptional(day, day, None, NOTICE),)), day, kinds)
    assert (hours.spans, hours.why, hours.why.say("en")) == ((), NOTICE, "装修")


def test_day_hours_of_an_unknown_day_show_each_case():
    hours = day_hours(CENTRE, dt.date(2027, 3, 2), kinds)
    assert (hours.kind, hours.spans, hours.is_certain) == (DayKind.UNKNOWN, (), False)
    assert hours.conditional == ((DayKind.WORKDAY, (Span(510, 1230),)), (DayKind.HOLIDAY, ()))


def test_day_hours_of_a_room_are_cut_by_its_station():
    night = Schedule((regular(Days.EVERY_DAY, "18:00", "02:00"),))
    room = Schedule((regular(Days.EVERY_DAY, "20:00", "04:00"),), (), night)
    assert day_hours(room, dt.date(2026, 3, 3), kinds).spans == (Span(1200, 1560),)


def test_day_hours_never_published_are_not_certain():
    hours = day_hours(Schedule(), dt.date(2026, 3, 3), kinds)
    assert (hours.published, hours.is_certain) == (False, False)


def test_a_span_tells_clock_times():
    night = Span(18 * 60, 26 * 60)
    assert (night.opens, night.closes, night.ends_next_day) == (dt.time(18), dt.time(2), True)
    assert (WHOLE_DAY[0].is_whole_day, WHOLE_DAY[0].closes, WHOLE_DAY[0].ends_next_day) == (
        True,
        dt.time(),
        False,
    )


codes = st.frozensets(st.sampled_from("abcdef"))
setups = st.builds(
    Setup,
    codes,
    codes,
    codes,
    st.frozensets(st.tuples(st.none() | st.just("r"), st.sampled_from(CENTRE.regular))),
)


@given(setups, setups)
def test_clone_diff_splits_both_sides_without_rest(template, station):
    diff = clone_diff(template, station)
    for part, ours, theirs in (
        (diff.services, template.services, station.services),
        (diff.hours, template.hours, station.hours),
    ):
        assert {*part.added, *part.kept} == ours
        assert {*part.removed, *part.kept} == theirs
        assert not set(part.added) & set(part.removed)


@given(setups, setups)
def test_what_is_offered_never_touches_hours_a_station_has(template, station):
    offered = template.offered_to(station)
    settled = {scope for scope, _ in station.hours}
    assert all(hours in station.hours for hours in offered.hours if hours[0] in settled)
    assert {hours for hours in template.hours if hours[0] not in settled} <= offered.hours


@given(setups)
def test_a_station_like_its_template_has_nothing_to_take_over(template):
    assert clone_diff(template.offered_to(template), template).is_empty
