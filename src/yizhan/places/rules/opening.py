"""
One function for "open now?" and "open at 19:30?", on the State Council's calendar.

Hours belong to the day they start on: 18:00–02:00 on Friday lasts into Saturday, and an exception for
Saturday does not cut it. An exception beats the rules; a room is open only while its station is.
In a year not yet announced a day may still become a workday, a weekend or a holiday: what holds in
every case is certain, the rest is said to be unknown, with what would hold in each case.
The mathematics is in docs/methods/opening-hours.md.
"""

import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.working_days import DayKind, is_makeup_day, possible_kinds
from yizhan.places.rules.schedules import (
    DAY,
    WHOLE_DAY,
    DayKindOf,
    Notice,
    Schedule,
    Spans,
    merged,
    moved,
    shared_minutes,
)

#: How far ahead closing and opening times are looked for, days.
HORIZON_DAYS = 100
_ONE_DAY = dt.timedelta(days=1)


class OpenState(enum.StrEnum):
    """Whether one may go in."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Conditional:
    """What holds if `day` turns out to be of this kind."""

    day: dt.date
    kind: DayKind
    state: OpenState
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Opening:
    """The answer for one moment; times are aware, in Shanghai time."""

    state: OpenState
    #: What today is in the official calendar.
    day: DayKind
    #: OPEN: the end of what is certain (closing, where `then` is CLOSED); None beyond the horizon.
    until: dt.datetime | None = None
    then: OpenState | None = None
    #: Not open: when it certainly opens next; None where no opening is certain within the horizon.
    next_opens: dt.datetime | None = None
    #: Not open: an earlier opening that depends on a calendar not yet announced.
    may_open: dt.datetime | None = None
    #: Open without a break, as far as anybody can see.
    always: bool = False
    #: Why hours differ from the rules, where an exception decides.
    why: Notice | None = None
    #: A Saturday or Sunday on which people work (调休上班).
    makeup_day: bool = False
    #: Whether any hours were ever published.
    published: bool = True
    #: UNKNOWN: what would hold on a workday, a weekend, a holiday.
    conditional: tuple[Conditional, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is certainly open."""
        return self.state is OpenState.OPEN


def opening_at(schedule: Schedule, moment: dt.datetime, day_kind_of: DayKindOf) -> Opening:
    """
    Say whether a place is open at a moment, until when, and otherwise when it opens.

    Parameters
    ----------
    schedule
        Hours of a station, or of a room within its station.
    moment
        Aware; seconds are cut off.
    day_kind_of
        What a date is in the official calendar; asked from the day before to `HORIZON_DAYS` after.

    Raises
    ------
    ValueError
        If the moment has no time zone.
    """
    day, minute = local_minute(moment)
    timeline = Timeline(schedule, day_kind_of)
    state = timeline.state(day, minute)
    kind = day_kind_of(day)
    until = timeline.sure_until(day, minute) if state is OpenState.OPEN else None
    next_opens = timeline.next_start(day, minute, sure=True) if state is not OpenState.OPEN else None
    return Opening(
        state=state,
        day=kind,
        until=until,
        then=timeline.state(*local_minute(until)) if until else None,
        next_opens=next_opens,
        may_open=_may_open(timeline, day, minute, next_opens) if state is OpenState.CLOSED else None,
        always=state is OpenState.OPEN and until is None,
        why=_why(timeline, day, minute),
        makeup_day=is_makeup_day(day, kind),
        published=schedule.is_published,
        conditional=_conditionals(timeline, day, minute) if state is OpenState.UNKNOWN else (),
    )


def local_minute(moment: dt.datetime) -> tuple[dt.date, int]:
    """Return the date in Shanghai and the minutes after its midnight."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    local = moment.astimezone(SHANGHAI)
    return local.date(), local.hour * 60 + local.minute


def at_minute(day: dt.date, minute: int) -> dt.datetime:
    """Return the moment `minute` minutes after a date's midnight in Shanghai."""
    return dt.datetime.combine(day, dt.time(), SHANGHAI) + dt.timedelta(minutes=minute)


def fixed(day_kind_of: DayKindOf, day: dt.date, kind: DayKind) -> DayKindOf:
    """Return the same calendar with one date decided."""
    return lambda other: kind if other == day else day_kind_of(other)


#: A way a day may turn out: its kind, and whether a place that never published hours is open.
_World = tuple[DayKind, bool]
#: The distinct hours a day may turn out to have: a room's own, and its station's.
_Ways = frozenset[tuple[Spans, Spans]]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The certain and the possible open minutes of each calendar day, worked out once a day."""

    schedule: Schedule
    day_kind_of: DayKindOf
    _known_ways: dict[dt.date, _Ways] = field(default_factory=dict)
    # Most days look like others before them: worked out once for each pair of days that differ.
    _known: dict[tuple[_Ways, _Ways], tuple[Spans, Spans]] = field(default_factory=dict)

    def sure_and_maybe(self, day: dt.date) -> tuple[Spans, Spans]:
        """Return the minutes of a date open in every way it may turn out, and in at least one."""
        pair = self._ways(day - _ONE_DAY), self._ways(day)
        if pair not in self._known:
            ways = [
                shared_minutes(_joined(last_own, own), _joined(last_outer, outer))
                for last_own, last_outer in pair[0]
                for own, outer in pair[1]
            ]
            self._known[pair] = reduce(shared_minutes, ways), merged(span for way in ways for span in way)
        return self._known[pair]

    def state(self, day: dt.date, minute: int) -> OpenState:
        """Return the state at a minute of a date."""
        sure, maybe = self.sure_and_maybe(day)
        if _covers(sure, minute):
            return OpenState.OPEN
        return OpenState.UNKNOWN if _covers(maybe, minute) else OpenState.CLOSED

    def sure_until(self, day: dt.date, minute: int) -> dt.datetime | None:
        """Return when the certain opening at this minute ends; None: not within the horizon."""
        for date in _days_from(day):
            sure, _ = self.sure_and_maybe(date)
            here = minute if date == day else 0
            end = next((span.end for span in sure if span.start <= here < span.end), here)
            if end < DAY:
                return at_minute(date, end)
        return None

    def next_start(self, day: dt.date, minute: int, *, sure: bool) -> dt.datetime | None:
        """Return when an opening, certain or possible, starts after this minute."""
        for date in _days_from(day):
            spans = self.sure_and_maybe(date)[0 if sure else 1]
            earliest = minute + 1 if date == day else 0
            for span in spans:
                if span.start >= earliest:
                    return at_minute(date, span.start)
        return None

    def _ways(self, day: dt.date) -> _Ways:
        if day not in self._known_ways:
            outer = self.schedule.within or self.schedule
            self._known_ways[day] = frozenset(
                (own_spans(self.schedule, day, world), own_spans(outer, day, world))
                for world in self._worlds(outer, day)
            )
        return self._known_ways[day]

    def _worlds(self, station: Schedule, day: dt.date) -> list[_World]:
        silent = not station.regular and not station.in_force(day)
        kinds = possible_kinds(day, self.day_kind_of(day))
        return [(kind, luck) for kind in kinds for luck in ((False, True) if silent else (False,))]


def own_spans(schedule: Schedule, day: dt.date, world: _World) -> Spans:
    """Return the hours that belong to a date: the exception's, the rules', or those of the station."""
    exceptions = schedule.in_force(day)
    if exceptions:
        return merged(exception.hours.span for exception in exceptions if exception.hours)
    kind, luck = world
    if schedule.regular:
        return merged(rule.hours.span for rule in schedule.regular if rule.holds(day, kind))
    if schedule.within is not None:
        return own_spans(schedule.within, day, world)
    return WHOLE_DAY if luck else ()


def _joined(last_night: Spans, today: Spans) -> Spans:
    """Return the minutes of a calendar day: what lasts over midnight and what starts today."""
    return shared_minutes(merged((*moved(last_night, -DAY), *today)), WHOLE_DAY)


def _covers(spans: Spans, minute: int) -> bool:
    return any(span.start <= minute < span.end for span in spans)


def _days_from(day: dt.date) -> Iterator[dt.date]:
    return (day + dt.timedelta(days=ahead) for ahead in range(HORIZON_DAYS + 1))


def _may_open(
    timeline: Timeline, day: dt.date, minute: int, certain: dt.datetime | None
) -> dt.datetime | None:
    possible = timeline.next_start(day, minute, sure=False)
    return possible if possible and (certain is None or possible < certain) else None


def _why(timeline: Timeline, day: dt.date, minute: int) -> Notice | None:
    """Return yesterday's notice while its hours last over midnight, else today's."""
    schedule, yesterday = timeline.schedule, day - _ONE_DAY
    late = schedule.notice_on(yesterday)
    if late:
        kind = possible_kinds(yesterday, timeline.day_kind_of(yesterday))[0]
        if _covers(moved(own_spans(schedule, yesterday, (kind, False)), -DAY), minute):
            return late
    return schedule.notice_on(day)


def _conditionals(timeline: Timeline, day: dt.date, minute: int) -> tuple[Conditional, ...]:
    """Return what each possible kind of today, or of yesterday for its late hours, would mean."""
    for date in (day, day - _ONE_DAY):
        cases = []
        for kind in possible_kinds(date, timeline.day_kind_of(date)):
            case = Timeline(timeline.schedule, fixed(timeline.day_kind_of, date, kind))
            state = case.state(day, minute)
            until = case.sure_until(day, minute) if state is OpenState.OPEN else None
            cases.append(Conditional(date, kind, state, until))
        if any(case.state is not OpenState.UNKNOWN for case in cases):
            return tuple(cases)
    return ()
