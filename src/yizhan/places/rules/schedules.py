"""Opening hours as values: spans of minutes, regular hours, exceptions, and a schedule of them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from yizhan.foundation.working_days import DayKind
from yizhan.places.words import Days

#: Minutes of a day.
DAY = 24 * 60
EVERY_WEEKDAY = 0b1111111

#: What a date is in the official calendar.
DayKindOf = Callable[[dt.date], DayKind]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Open from `start` until just before `end`, minutes after midnight of the day it belongs to."""

    start: int
    end: int

    @property
    def opens(self) -> dt.time:
        """The clock time of the start."""
        return _clock_time(self.start)

    @property
    def closes(self) -> dt.time:
        """The clock time of the end; midnight at the end of the day is 00:00."""
        return _clock_time(self.end)

    @property
    def is_whole_day(self) -> bool:
        """Whether the span is exactly round the clock, midnight to midnight."""
        return (self.start, self.end) == (0, DAY)

    @property
    def ends_next_day(self) -> bool:
        """Whether it ends after midnight, so that 02:00 is shown as next day's 02:00."""
        return self.end > DAY


Spans = tuple[Span, ...]
WHOLE_DAY: Spans = (Span(0, DAY),)


def _clock_time(minute: int) -> dt.time:
    return dt.time(minute // 60 % 24, minute % 60)


def merged(spans: Iterable[Span]) -> Spans:
    """
    Return the same minutes as sorted spans that neither overlap nor touch.

    Examples
    --------
    >>> [(span.start, span.end) for span in merged([Span(60, 90), Span(0, 30), Span(90, 120), Span(10, 40)])]
    [(0, 40), (60, 120)]
    """
    result: list[Span] = []
    for span in sorted(span for span in spans if span.end > span.start):
        if result and span.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, span.end))
        else:
            result.append(span)
    return tuple(result)


def shared_minutes(some: Spans, others: Spans) -> Spans:
    """Return the minutes that lie in both."""
    if some == others:
        return some
    return merged(
        Span(max(one.start, other.start), min(one.end, other.end)) for one in some for other in others
    )


def moved(spans: Spans, minutes: int) -> Spans:
    """Return the spans `minutes` later."""
    return tuple(Span(span.start + minutes, span.end + minutes) for span in spans)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` to `closes`: the next day where that is earlier, round the clock where it is equal."""

    opens: dt.time
    closes: dt.time

    @property
    def span(self) -> Span:
        """The minutes meant. Equal times are the whole calendar day, whatever the clock time is."""
        start = self.opens.hour * 60 + self.opens.minute
        end = self.closes.hour * 60 + self.closes.minute
        if start == end:
            return WHOLE_DAY[0]
        return Span(start, end if end > start else end + DAY)


@dataclass(frozen=True, slots=True)
class Regular:
    """Hours that come back: on days of a kind, on some weekdays, perhaps in a season."""

    days: Days
    hours: Hours
    weekdays: int = EVERY_WEEKDAY  # bit 0 is Monday
    first_day: dt.date | None = None
    last_day: dt.date | None = None

    def holds(self, day: dt.date, kind: DayKind) -> bool:
        """Whether the rule applies to a date of this kind."""
        return (
            self.in_season(day)
            and bool(self.weekdays >> day.weekday() & 1)
            and (self.days == Days.EVERY_DAY or self.days.value == kind.value)
        )

    def in_season(self, day: dt.date) -> bool:
        """Whether the date lies in the season of the rule."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """Why hours differ, in the words the station published, and since when that is known."""

    zh: str
    en: str
    published_at: dt.datetime

    def say(self, language: str) -> str:
        """Return the reason for a reader of `language`."""
        return self.zh if language.startswith("zh") else self.en or self.zh


@dataclass(frozen=True, slots=True)
class Exceptional:
    """On these dates the rules do not hold: closed where `hours` is None, else these hours."""

    first_day: dt.date
    last_day: dt.date
    hours: Hours | None
    notice: Notice

    def covers(self, day: dt.date) -> bool:
        """Whether the date is one of these."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Schedule:
    """All hours of a station, or of a room `within` its station."""

    regular: tuple[Regular, ...] = ()
    exceptional: tuple[Exceptional, ...] = ()
    within: "Schedule | None" = None

    @property
    def is_published(self) -> bool:
        """Whether anybody ever said when this is open; a room follows its station."""
        return bool(self.regular) or (self.within is not None and self.within.is_published)

    def in_force(self, day: dt.date) -> tuple[Exceptional, ...]:
        """
        Return the exceptions of a date.

        The newest word counts: of several covering one date, those published last.
        """
        covering = [exception for exception in self.exceptional if exception.covers(day)]
        newest = max((exception.notice.published_at for exception in covering), default=None)
        return tuple(exception for exception in covering if exception.notice.published_at == newest)

    def notice_on(self, day: dt.date) -> Notice | None:
        """Return why hours differ on a date: the room's own reason, else the station's."""
        own = self.in_force(day)
        if own:
            return own[0].notice
        return self.within.notice_on(day) if self.within else None

    def ordinary(self, on: dt.date | None) -> "Schedule":
        """Return it without exceptions, and of the seasonal hours only those in season on a date."""
        regular = tuple(
            replace(rule, first_day=None, last_day=None)
            for rule in self.regular
            if (rule.first_day is None and rule.last_day is None) or (on is not None and rule.in_season(on))
        )
        return Schedule(regular, (), self.within.ordinary(on) if self.within else None)
