"""The opening engine against painting every minute of every possible world."""

import datetime as dt
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.working_days import DayKind
from yizhan.places.rules.opening import OpenState, Timeline, opening_at
from yizhan.places.rules.schedules import Exceptional, Hours, Notice, Regular, Schedule
from yizhan.places.rules.weeks import day_hours, off_hours_share, weekly_hours
from yizhan.places.words import Days

# The window lies across a New Year: the old year is announced, the new one is not.
FIRST = dt.date(2026, 12, 27)
WINDOW = [FIRST + dt.timedelta(days=ahead) for ahead in range(10)]
MIDNIGHT = dt.datetime(2026, 12, 1, tzinfo=SHANGHAI)

times = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
hours = st.builds(Hours, times, times)
edges = st.none() | st.sampled_from(WINDOW)
regulars = st.builds(Regular, st.sampled_from(Days), hours, st.integers(1, 127), edges, edges)
notices = st.builds(
    Notice, st.just("示例"), st.just(""), st.integers(0, 2).map(lambda n: MIDNIGHT + dt.timedelta(hours=n))
)
exceptionals = st.tuples(st.sampled_from(WINDOW), st.integers(0, 3), st.none() | hours, notices).map(
    lambda made: Exceptional(made[0], made[0] + dt.timedelta(days=made[1]), made[2], made[3])
)
stations = st.builds(
    Schedule,
    st.lists(regulars, max_size=3).map(tuple),
    st.lists(exceptionals, max_size=2).map(tuple),
)
rooms = st.builds(
    Schedule,
    st.lists(regulars, max_size=2).map(tuple),
    st.lists(exceptionals, max_size=1).map(tuple),
    stations,
)
schedules = stations | rooms
calendars = st.lists(st.sampled_from(["workday", "weekend", "holiday"]), min_size=5, max_size=5)
moments = st.tuples(st.integers(1, 7), st.integers(0, 1439))


def kinds_of(calendar):
    """Return the kind of any date: as drawn up to New Year, unknown after."""
    drawn = dict(zip(WINDOW, calendar, strict=False))
    return lambda day: DayKind(drawn.get(day, "unknown" if day.year > 2026 else "workday"))


def worlds(day, kind):
    if kind != "unknown":
        return [kind]
    return ["workday", "holiday"] + (["weekend"] if day.isoweekday() >= 6 else [])


def paint(opens, closes):
    """The minutes after midnight that one line of hours covers, one by one."""
    start, end = opens.hour * 60 + opens.minute, closes.hour * 60 + closes.minute
    if start == end:
        return set(range(1440))
    minutes, minute = set(), start
    while minute % 1440 != end:
        minutes.add(minute)
        minute += 1
    return minutes


def painted_from(schedule, day, kind, lucky):
    """The minutes that start on a day in one world, possibly past 1440."""
    said = [e for e in schedule.exceptional if e.first_day <= day <= e.last_day]
    if said:
        last_word = max(e.notice.published_at for e in said)
        lines = [e.hours for e in said if e.notice.published_at == last_word and e.hours is not None]
        return set().union(*(paint(line.opens, line.closes) for line in lines))
    if schedule.regular:
        painted = set()
        for line in schedule.regular:
            early = line.first_day is not None and day < line.first_day
            late = line.last_day is not None and day > line.last_day
            wrong_day = not line.weekdays & (1 << (day.isoweekday() - 1))
            wrong_kind = line.days not in {"every_day", kind}
            if not (early or late or wrong_day or wrong_kind):
                painted |= paint(line.hours.opens, line.hours.closes)
        return painted
    if schedule.within is not None:
        return painted_from(schedule.within, day, kind, lucky)
    return set(range(1440)) if lucky else set()


def painted_day(schedule, day, kind, kind_before, lucky, lucky_before):
    before = day - dt.timedelta(days=1)
    today = {minute for minute in painted_from(schedule, day, kind, lucky) if minute < 1440}
    night = {minute - 1440 for minute in painted_from(schedule, before, kind_before, lucky_before)}
    painted = today | {minute for minute in night if minute >= 0}
    if schedule.within is not None:
        painted &= painted_day(schedule.within, day, kind, kind_before, lucky, lucky_before)
    return painted


def oracle(schedule, day, kind_of):
    """The certain and the possible minutes of a day, over every world."""
    before = day - dt.timedelta(days=1)

    def luck(date):
        root = schedule.within or schedule
        said = any(e.first_day <= date <= e.last_day for e in root.exceptional)
        return [False] if root.regular or said else [False, True]

    all_worlds = product(worlds(day, kind_of(day)), worlds(before, kind_of(before)), luck(day), luck(before))
    painted = [painted_day(schedule, day, *world) for world in all_worlds]
    return set.intersection(*painted), set.union(*painted)


def state_by_oracle(schedule, day, minute, kind_of):
    sure, maybe = oracle(schedule, day, kind_of)
    return "open" if minute in sure else "unknown" if minute in maybe else "closed"


def moment_of(drawn):
    day, minute = drawn
    return WINDOW[day], minute, dt.datetime.combine(WINDOW[day], dt.time(minute // 60, minute % 60), SHANGHAI)


@given(schedules, calendars, moments)
@settings(max_examples=200, deadline=None)
def test_state_agrees_with_painting_every_minute(schedule, calendar, drawn):
    day, minute, moment = moment_of(drawn)
    kind_of = kinds_of(calendar)
    assert opening_at(schedule, moment, kind_of).state == state_by_oracle(schedule, day, minute, kind_of)


@given(schedules, calendars, st.integers(1, 7))
@settings(max_examples=40, deadline=None)
def test_every_minute_of_a_day_agrees_with_painting(schedule, calendar, index):
    kind_of, day = kinds_of(calendar), WINDOW[index]
    sure, maybe = Timeline(schedule, kind_of).sure_and_maybe(day)
    painted = [{m for span in spans for m in range(span.start, span.end)} for spans in (sure, maybe)]
    assert tuple(painted) == oracle(schedule, day, kind_of)


@given(schedules, calendars, moments)
@settings(max_examples=100, deadline=None)
def test_until_and_next_are_the_first_changes_by_painting(schedule, calendar, drawn):
    day, minute, moment = moment_of(drawn)
    kind_of = kinds_of(calendar)
    opening = opening_at(schedule, moment, kind_of)
    days = [day + dt.timedelta(days=ahead) for ahead in range(4)]
    painted = [oracle(schedule, date, kind_of) for date in days]
    strip = [
        "open" if m in sure else "unknown" if m in maybe else "closed"
        for sure, maybe in painted
        for m in range(1440)
    ][minute:]

    def first(wanted):
        """The moment of the first minute after this one in a wanted state, within the strip."""
        found = next((n for n, state in enumerate(strip) if n and state in wanted), None)
        return None if found is None else moment + dt.timedelta(minutes=found)

    def within_strip(answer):
        limit = dt.datetime.combine(days[-1], dt.time(), SHANGHAI) + dt.timedelta(days=1)
        return answer if answer is not None and answer < limit else None

    if opening.state is OpenState.OPEN:
        assert within_strip(opening.until) == first({"closed", "unknown"})
    else:
        assert within_strip(opening.next_opens) == first({"open"})
    if opening.state is OpenState.CLOSED:
        uncertain = within_strip(opening.may_open)
        change = first({"open", "unknown"})
        assert uncertain == (None if change == first({"open"}) else change)


@given(schedules, calendars, moments)
@settings(max_examples=100, deadline=None)
def test_conditional_answers_are_those_of_the_calendar_decided(schedule, calendar, drawn):
    day, minute, moment = moment_of(drawn)
    kind_of = kinds_of(calendar)
    for case in opening_at(schedule, moment, kind_of).conditional:
        decided = lambda date, case=case: case.kind if date == case.day else kind_of(date)  # noqa: E731
        assert case.state == state_by_oracle(schedule, day, minute, decided)


@given(stations)
@settings(max_examples=100, deadline=None)
def test_off_hours_share_agrees_with_painting_the_week(schedule):
    plain = Schedule(tuple(r for r in schedule.regular if r.first_day is None and r.last_day is None))
    week = [dt.date(2026, 6, 1) + dt.timedelta(days=ahead) for ahead in range(7)]
    kind = lambda date: "weekend" if date.isoweekday() > 5 else "workday"  # noqa: E731
    total = office = 0
    for day in week:
        before = day - dt.timedelta(days=1)
        for minute in painted_day(plain, day, kind(day), kind(before), False, False):
            total += 1
            office += day.isoweekday() <= 5 and 540 <= minute < 1020
    assert off_hours_share(schedule) == (None if total == 0 else (total - office) / total)


@given(stations, calendars, st.integers(0, 4))
@settings(max_examples=100, deadline=None)
def test_day_hours_are_those_that_start_on_the_day(schedule, calendar, index):
    kind_of, day = kinds_of(calendar), WINDOW[index]
    spans = day_hours(schedule, day, kind_of).spans
    painted = painted_from(schedule, day, kind_of(day).value, False)
    assert {minute for span in spans for minute in range(span.start, span.end)} == painted


@given(schedules, st.sampled_from(WINDOW))
@settings(max_examples=100, deadline=None)
def test_weekly_hours_are_the_day_hours_of_an_ordinary_week(schedule, on):
    plain = schedule.ordinary(on)
    week = [dt.date(2026, 6, 1) + dt.timedelta(days=ahead) for ahead in range(7)]
    kind_of = kinds_of(["workday"] * 5)
    ordinary = lambda date: DayKind.WEEKEND if date.isoweekday() > 5 else kind_of(date)  # noqa: E731
    assert list(weekly_hours(schedule, on=on).days) == [day_hours(plain, d, ordinary).spans for d in week]


@given(rooms, calendars, moments)
@settings(max_examples=100, deadline=None)
def test_a_room_is_never_open_while_its_station_is_not(room, calendar, drawn):
    _, _, moment = moment_of(drawn)
    kind_of = kinds_of(calendar)
    if opening_at(room, moment, kind_of).is_open:
        assert opening_at(room.within, moment, kind_of).is_open
