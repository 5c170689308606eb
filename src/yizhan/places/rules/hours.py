"""Which opening hours can be written down."""

import datetime as dt
from collections.abc import Collection

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.places.rules.schedules import EVERY_WEEKDAY, Hours, Regular

_SECONDS = Phrase("开放时间精确到分钟。", "Opening hours are given in whole minutes.")
_NO_WEEKDAY = Phrase("至少选择一个星期几。", "Choose at least one weekday.")
_BACKWARDS = Phrase(
    "结束日期（{last}）早于开始日期（{first}）。", "The last day ({last}) is before the first ({first})."
)
_TOO_LONG = Phrase("一次调整最多 {most} 天。", "One notice covers at most {most} days.")
_FAR_DAY = Phrase(
    "日期应在一年前到两年后之间（{earliest} 到 {latest}）。",
    "Dates must lie between a year ago and two years ahead ({earliest} to {latest}).",
)
_NO_REASON = Phrase("请写明原因，访客会看到。", "Say why: visitors will read it.")

LONGEST_DAYS = 366
BACK, AHEAD = dt.timedelta(days=365), dt.timedelta(days=2 * 365)


def refuse_regular(rule: Regular) -> None:
    """Raise a `Refusal` for a rule that can never hold or is finer than a minute."""
    _refuse_hours(rule.hours)
    if not 1 <= rule.weekdays <= EVERY_WEEKDAY:
        raise Refusal("no_weekday", _NO_WEEKDAY)
    if rule.first_day and rule.last_day:
        _refuse_backwards(rule.first_day, rule.last_day)


def refuse_exception(
    first: dt.date, last: dt.date, *, hours: Collection[Hours], reason: str, today: dt.date
) -> None:
    """Raise a `Refusal` for dates in the wrong order, too many or too far away, or a missing reason."""
    _refuse_backwards(first, last)
    _refuse_distant(first, last, today=today)
    for one in hours:
        _refuse_hours(one)
    if not reason.strip():
        raise Refusal("reason_missing", _NO_REASON)


def _refuse_backwards(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise Refusal("dates_backwards", _BACKWARDS, first=first, last=last)


def _refuse_distant(first: dt.date, last: dt.date, *, today: dt.date) -> None:
    earliest, latest = today - BACK, today + AHEAD
    if first < earliest or last > latest:
        raise Refusal("dates_too_far", _FAR_DAY, earliest=earliest, latest=latest)
    if (last - first).days >= LONGEST_DAYS:
        raise Refusal("notice_too_long", _TOO_LONG, most=LONGEST_DAYS)


def _refuse_hours(hours: Hours) -> None:
    if any(time.second or time.microsecond for time in (hours.opens, hours.closes)):
        raise Refusal("hours_not_whole_minutes", _SECONDS)
