"""The next seven days of a station, in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.foundation.working_days import DayKind
from yizhan.places import queries as places
from yizhan.places.models import Station
from yizhan.places.rules.schedules import DayKindOf, Schedule, Span
from yizhan.places.rules.weeks import DayHours, day_hours
from yizhan.portal.moments import date_words

DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """One line of the table: the date, what it is in the calendar, the hours, why they differ."""

    words: str
    calendar: str
    hours: str
    reason: str


def dates_from(today: dt.date) -> list[dt.date]:
    """Return the seven dates shown."""
    return [today + dt.timedelta(days=ahead) for ahead in range(DAYS)]


def week_of(schedule: Schedule, *, today: dt.date, day_kind_of: DayKindOf) -> list[Day]:
    """Return the next seven days; make-up days and holidays are named."""
    language = get_language() or "zh"
    return [
        Day(
            words=date_words(hours.day),
            calendar=_calendar_words(hours),
            hours=hours_words(hours),
            reason=hours.why.say(language) if hours.why else "",
        )
        for hours in (day_hours(schedule, day, day_kind_of) for day in dates_from(today))
    ]


def hours_words(hours: DayHours) -> str:
    """Return "08:30–20:30", "休息", or what is not known yet."""
    if not hours.published:
        return _("未公布")
    if hours.conditional:
        return _("；").join(f"{_kind_words(kind)} {spans_words(spans)}" for kind, spans in hours.conditional)
    return spans_words(hours.spans)


def spans_words(spans: Sequence[Span]) -> str:
    """Return the spans, or "休息" where there are none."""
    return _("、").join(_span_words(span) for span in spans) or _("休息")


def off_hours_words(share: float | None) -> str:
    """Say which share of the week lies outside office hours."""
    if share is None:
        return ""
    return _("每周开放时间的 %(share)d%% 在八小时外（工作日 9:00–17:00 以外）。") % {
        "share": round(100 * share)
    }


def hours_this_week(stations: Iterable[Station], *, today: dt.date) -> dict[int, dict[str, str]]:
    """Return for each station the dates of the next seven days with their certain hours, for machines."""
    rows = list(stations)
    schedules, calendar = places.schedules_of(rows), places.day_kind_of()
    return {
        station.pk: {
            day.isoformat(): ",".join(
                f"{span.opens:%H:%M}-{span.closes:%H:%M}"
                for span in day_hours(schedules[station.pk], day, calendar).spans
            )
            for day in dates_from(today)
        }
        for station in rows
    }


def _span_words(span: Span) -> str:
    if span.is_whole_day:
        return _("全天")
    closes = _("次日 %(time)s") if span.ends_next_day else "%(time)s"
    return f"{span.opens:%H:%M}–{closes % {'time': f'{span.closes:%H:%M}'}}"


def _kind_words(kind: DayKind) -> str:
    return {
        DayKind.WORKDAY: _("若为工作日"),
        DayKind.WEEKEND: _("若为周末"),
        DayKind.HOLIDAY: _("若为节假日"),
        DayKind.UNKNOWN: _("未公布"),
    }[kind]


def _calendar_words(hours: DayHours) -> str:
    if hours.makeup_day:
        return _("调休上班")
    return {
        DayKind.WORKDAY: "",
        DayKind.WEEKEND: "",
        DayKind.HOLIDAY: _("法定节假日"),
        DayKind.UNKNOWN: _("该年日历未公布"),
    }[hours.kind]
