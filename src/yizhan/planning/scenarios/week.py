"""An ordinary week, minute by minute: when a pattern is open, and what part of each window that is."""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.demand.points import Window
from yizhan.planning.errors import ProblemError

DAY_MIN = 24 * 60
WEEK_MIN = 7 * DAY_MIN

_NOT_A_TIME = Phrase(zh="“{value}”不是时刻，应如 08:30", en="'{value}' is not a time of day such as 08:30")


class Days(enum.StrEnum):
    """On which days hours hold; in an ordinary week there is no public holiday."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    EVERY_DAY = "every_day"


#: Days of an ordinary week, Monday is 0.
_WEEKDAYS = {
    Days.WORKDAY: range(5),
    Days.WEEKEND: range(5, 7),
    Days.HOLIDAY: range(0),
    Days.EVERY_DAY: range(7),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """
    Open on these days from `opens` to `closes`.

    Attributes
    ----------
    days
        On which days.
    opens, closes
        Minutes after midnight; closing at or before opening means the next day, equal is round the clock.
    """

    days: Days
    opens: int
    closes: int


#: (days of the week, from minute, to minute) of each time window; late night wraps over midnight.
_WINDOWS = {
    Window.WORKDAY: (range(5), 9 * 60, 17 * 60),
    Window.EVENING: (range(5), 17 * 60, 22 * 60),
    Window.WEEKEND: (range(5, 7), 9 * 60, 22 * 60),
    Window.LATE_NIGHT: (range(7), 22 * 60, 6 * 60),
}


def minute_of(text: str, *, where: str) -> int:
    """
    Return the minutes after midnight of a time of day; "24:00" is the midnight that ends the day.

    Raises
    ------
    ProblemError
        It is not a time of day.
    """
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text.strip())
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY_MIN + 1
    if minute > DAY_MIN:
        raise ProblemError(where=where, what=_NOT_A_TIME, value=text)
    return minute % DAY_MIN


def clock_text(minute: int) -> str:
    """Return a minute after midnight as "08:30"."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@cache
def open_minutes(hours: tuple[Hours, ...]) -> NDArray[np.bool_]:
    """Return which minutes of an ordinary week are open, shape (10080,), from Monday 0:00."""
    week = np.zeros(WEEK_MIN, bool)
    for part in hours:
        _mark(week, days=_WEEKDAYS[part.days], start=part.opens, end=part.closes)
    week.setflags(write=False)
    return week


@cache
def _window_minutes(window: Window) -> NDArray[np.bool_]:
    week = np.zeros(WEEK_MIN, bool)
    days, start, end = _WINDOWS[window]
    _mark(week, days=days, start=start, end=end)
    week.setflags(write=False)
    return week


def open_share(hours: tuple[Hours, ...], window: Window) -> float:
    """
    Return the part of a time window that is open, in [0, 1].

    Examples
    --------
    >>> open_share((Hours(Days.WORKDAY, 8 * 60 + 30, 20 * 60 + 30),), Window.EVENING)
    0.7
    """
    asked = _window_minutes(window)
    return float(open_minutes(hours)[asked].sum() / asked.sum())


def weekly_hours(hours: tuple[Hours, ...]) -> float:
    """Return hours open in an ordinary week, h."""
    return float(open_minutes(hours).sum()) / 60


def off_hours(hours: tuple[Hours, ...]) -> float:
    """Return hours open in an ordinary week outside Monday to Friday 9:00-17:00, h."""
    return float(open_minutes(hours)[~_window_minutes(Window.WORKDAY)].sum()) / 60


def _mark(week: NDArray[np.bool_], *, days: Sequence[int], start: int, end: int) -> None:
    for day in days:
        first = day * DAY_MIN + start
        last = day * DAY_MIN + end + (DAY_MIN if end <= start else 0)
        week[np.arange(first, last) % WEEK_MIN] = True
