"""Hours as a table: of one date, of an ordinary week, and the share outside office hours."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce

from yizhan.foundation.working_days import SATURDAY, DayKind, is_makeup_day, possible_kinds
from yizhan.places.rules.opening import Timeline, fixed, own_spans
from yizhan.places.rules.schedules import (
    DAY,
    DayKindOf,
    Notice,
    Schedule,
    Span,
    Spans,
    merged,
    moved,
    shared_minutes,
)

#: Monday to Friday, 9:00–17:00: what "eight hours" means in 八小时外.
OFFICE_HOURS: Spans = (Span(9 * 60, 17 * 60),)
_A_MONDAY = dt.date(2001, 1, 1)
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours that start on one date."""

    day: dt.date
    kind: DayKind
    #: What is certain.
    spans: Spans
    #: Why hours differ from the rules, where an exception decides.
    why: Notice | None = None
    makeup_day: bool = False
    published: bool = True
    #: In a year not yet announced, where it matters: the hours on a workday, a weekend, a holiday.
    conditional: tuple[tuple[DayKind, Spans], ...] = ()

    @property
    def is_certain(self) -> bool:
        """Whether `spans` is the whole answer."""
        return self.published and not self.conditional


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of an ordinary week, Monday first, and of holidays falling on each weekday."""

    days: tuple[Spans, ...]
    holidays: tuple[Spans, ...]
    published: bool = True


def day_hours(schedule: Schedule, day: dt.date, day_kind_of: DayKindOf) -> DayHours:
    """Return the hours that start on a date; they may last over midnight."""
    kind = day_kind_of(day)
    cases = tuple(
        (possible, _spans_of(schedule, day, fixed(day_kind_of, day, possible)))
        for possible in possible_kinds(day, kind)
    )
    return DayHours(
        day=day,
        kind=kind,
        spans=reduce(shared_minutes, (spans for _, spans in cases)),
        why=schedule.notice_on(day),
        makeup_day=is_makeup_day(day, kind),
        published=schedule.is_published or bool(schedule.notice_on(day)),
        conditional=cases if len({spans for _, spans in cases}) > 1 else (),
    )


def weekly_hours(schedule: Schedule, *, on: dt.date | None = None) -> Week:
    """Return the ordinary week without exceptions; `on` picks the season, without it only undated rules."""
    plain = schedule.ordinary(on)
    week = [_A_MONDAY + dt.timedelta(days=ahead) for ahead in range(7)]
    return Week(
        days=tuple(_spans_of(plain, day, _ordinary_kind) for day in week),
        holidays=tuple(_spans_of(plain, day, fixed(_ordinary_kind, day, DayKind.HOLIDAY)) for day in week),
        published=schedule.is_published,
    )


def off_hours_share(schedule: Schedule, *, on: dt.date | None = None) -> float | None:
    """
    Return the share of the weekly open hours outside Monday to Friday, 9:00–17:00.

    Both are counted over an ordinary week (five workdays, a weekend, no holiday, no exception), each
    minute once, hours over midnight at the minutes they cover. None where the week has no hours.
    """
    timeline = Timeline(schedule.ordinary(on), _ordinary_kind)
    all_minutes = office = 0
    for ahead in range(7):
        open_spans, _ = timeline.sure_and_maybe(_A_MONDAY + dt.timedelta(days=ahead))
        all_minutes += _minutes(open_spans)
        if ahead < SATURDAY:
            office += _minutes(shared_minutes(open_spans, OFFICE_HOURS))
    return (all_minutes - office) / all_minutes if all_minutes else None


def _ordinary_kind(day: dt.date) -> DayKind:
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY


def _minutes(spans: Spans) -> int:
    return sum(span.end - span.start for span in spans)


def _spans_of(schedule: Schedule, day: dt.date, day_kind_of: DayKindOf) -> Spans:
    """Return the certain hours that start on a date, cut by those of the station for a room."""
    own = reduce(
        shared_minutes,
        (own_spans(schedule, day, (kind, False)) for kind in possible_kinds(day, day_kind_of(day))),
    )
    if schedule.within is None:
        return own
    station = Timeline(schedule.within, day_kind_of)
    tonight = moved(station.sure_and_maybe(day + _ONE_DAY)[0], DAY)
    return shared_minutes(own, merged((*station.sure_and_maybe(day)[0], *tonight)))
