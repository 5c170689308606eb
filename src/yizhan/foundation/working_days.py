"""
The State Council's calendar: which days people work, rest, or nobody can tell yet.

A notice in autumn lists the holidays of the next year and the weekend days worked in exchange (调休).
Until it is out, no day of that year is known: not even a plain Tuesday, which may become a holiday.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SATURDAY = 5
DECEMBER = 12


class DayKind(enum.StrEnum):
    """What a date is in the official calendar."""

    WORKDAY = "workday"  # make-up days included
    WEEKEND = "weekend"  # a Saturday or Sunday that is neither worked nor part of a holiday
    HOLIDAY = "holiday"  # every day listed as off, also a Saturday or Sunday inside the holiday
    UNKNOWN = "unknown"  # the notice for this year is not out, or not imported


@dataclass(frozen=True, slots=True)
class Announced:
    """What was announced: the years, and their special days (date → whether people are off)."""

    years: frozenset[int] = frozenset()
    is_off: Mapping[dt.date, bool] = field(default_factory=lambda: MappingProxyType({}))

    def overridden_by(self, newer: "Announced") -> "Announced":
        """Return both together; where `newer` has a year, nothing else of its notice is kept."""
        kept = {day: off for day, off in self.is_off.items() if notice_year(day) not in newer.years}
        return Announced(self.years | newer.years, MappingProxyType({**kept, **newer.is_off}))


NOTHING_ANNOUNCED = Announced()


def notice_year(day: dt.date) -> int:
    """
    Return the year whose notice lists a special day.

    The New Year holiday may begin in December: 2018-12-29 was made a workday by the notice for 2019.
    No notice lists a December day of its own year.
    """
    return day.year + (day.month == DECEMBER)


def day_kind(day: dt.date, *, announced: Announced) -> DayKind:
    """
    Return what a date is.

    Examples
    --------
    >>> table = Announced(frozenset({2026}), {dt.date(2026, 2, 14): False, dt.date(2026, 2, 17): True})
    >>> [str(day_kind(dt.date(2026, 2, day), announced=table)) for day in (13, 14, 17, 28)]
    ['workday', 'workday', 'holiday', 'weekend']
    >>> str(day_kind(dt.date(2027, 3, 2), announced=table))
    'unknown'
    """
    listed = announced.is_off.get(day)
    if listed is not None:
        return DayKind.HOLIDAY if listed else DayKind.WORKDAY
    if day.year not in announced.years:
        return DayKind.UNKNOWN
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY


def is_makeup_day(day: dt.date, kind: DayKind) -> bool:
    """Whether people work on this Saturday or Sunday in exchange for a holiday (调休上班)."""
    return kind is DayKind.WORKDAY and day.weekday() >= SATURDAY


def possible_kinds(day: dt.date, kind: DayKind) -> tuple[DayKind, ...]:
    """
    Return what a date may turn out to be: itself where it is known.

    Examples
    --------
    >>> [str(kind) for kind in possible_kinds(dt.date(2027, 3, 2), DayKind.UNKNOWN)]
    ['workday', 'holiday']
    """
    if kind is not DayKind.UNKNOWN:
        return (kind,)
    if day.weekday() >= SATURDAY:
        return (DayKind.WEEKEND, DayKind.HOLIDAY, DayKind.WORKDAY)
    return (DayKind.WORKDAY, DayKind.HOLIDAY)
