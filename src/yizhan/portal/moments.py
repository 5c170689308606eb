"""The moments people ask about: now, tonight, this weekend, or a date and time of their own."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.portal.reader import reads_english, shortened

EVENING = dt.time(19, 30)
AFTERNOON = dt.time(14, 0)
SATURDAY, SUNDAY = 5, 6
WEEKDAYS = [
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
]
# How moments are written in the address; "when" points to a time of the reader's own.
KEYS = ("now", "tonight", "saturday", "sunday", "when")
# Asking further ahead is refused: opening rules change, and holidays are announced year by year.
AHEAD = dt.timedelta(days=400)

_BAD_MOMENT = Phrase(
    zh="时间应写成 2026-02-14T19:30 这样，收到的是“{given}”，这一条已忽略。",
    en="Write a time like 2026-02-14T19:30; got “{given}”, which was left out.",
)
_FAR_MOMENT = Phrase(
    zh="只能查询今天前后 400 天以内的开放时间，收到的是 {given}，这一条已忽略。",
    en="Opening hours can be asked within 400 days of today; got {given}, which was left out.",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment people ask about; `key` is how it is written in the address ("": none asked)."""

    key: str
    at: dt.datetime
    words: str

    @property
    def asked(self) -> bool:
        """Whether only what is open then is wanted."""
        return bool(self.key)


def day_words(day: dt.date, *, today: dt.date) -> str:
    """Return "今天", "明天" or "9月21日 周一"."""
    if day == today:
        return _("今天")
    if day == today + dt.timedelta(days=1):
        return _("明天")
    return date_words(day)


def date_words(day: dt.date) -> str:
    """Return "9月21日 周一", in English "Mon 21 Sep"."""
    weekday = str(WEEKDAYS[day.weekday()])
    return f"{weekday} {day.day} {day:%b}" if reads_english() else f"{day.month}月{day.day}日 {weekday}"


def presets(now: dt.datetime) -> list[Moment]:
    """Return the moments offered with one tap."""
    evening = _next(now, EVENING)
    tonight = _("今晚 19:30") if evening.date() == now.date() else _("明晚 19:30")
    return [
        Moment("now", now, _("现在开放")),
        Moment("tonight", evening, tonight),
        Moment("saturday", _next(now, AFTERNOON, weekday=SATURDAY), _("周六下午")),
        Moment("sunday", _next(now, AFTERNOON, weekday=SUNDAY), _("周日下午")),
    ]


def moment_of(key: str, *, written: str, now: dt.datetime) -> Moment:
    """Return the moment asked for; a written one counts where no preset is chosen."""
    for preset in presets(now):
        if key == preset.key:
            return preset
    if written:
        return _written(written, now=now)
    return Moment("", now, "")


def _written(given: str, *, now: dt.datetime) -> Moment:
    try:
        at = dt.datetime.fromisoformat(given)
        at = at.replace(tzinfo=SHANGHAI) if at.tzinfo is None else at.astimezone(SHANGHAI)
    except (ValueError, OverflowError) as error:
        raise Refusal("bad_moment", _BAD_MOMENT, given=shortened(given)) from error
    if abs(at - now) > AHEAD:
        raise Refusal("far_moment", _FAR_MOMENT, given=shortened(given))
    words = f"{day_words(at.date(), today=now.date())} {at:%H:%M}"
    return Moment("when", at, words)


def _next(now: dt.datetime, time: dt.time, *, weekday: int | None = None) -> dt.datetime:
    """Return the next moment at `time` (on `weekday`) that has not passed."""
    day = now.date()
    while dt.datetime.combine(day, time, SHANGHAI) < now or weekday not in {None, day.weekday()}:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, time, SHANGHAI)
