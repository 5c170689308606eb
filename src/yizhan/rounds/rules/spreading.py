"""
Less crowded times near a wish, with reasons: everybody wants the 10th of the month.

Suggested, never forced: who keeps the first wish loses nothing by it. The order of suggestions is
a named choice, written in docs/methods/orders.md.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.places.rules.opening import at_minute, local_minute
from yizhan.places.rules.schedules import Spans
from yizhan.rounds.rules.orders import Wish

#: From this many organisations on, a day is called crowded.
CROWDED = 3
#: Suggestions shown.
AT_MOST = 3
#: How far from the wish a suggestion may lie, days.
NEAR = 7
#: When groups usually come, besides the wish's own time of day.
USUAL_STARTS = (dt.time(9, 30), dt.time(14), dt.time(16), dt.time(18, 30))
_NOON, _EVENING = dt.time(12), dt.time(17, 30)

_CROWD = Phrase(
    "当月{day}日已有 {n} 个单位点单", "{n} organisations already ordered for day {day} of that month"
)
_TAKEN = Phrase("您希望的时间没有空闲的教师或房间", "no lecturer or no room is free at the wished time")
_FREE = Phrase("{month}月{day}日{part}空闲", "the {part} of {date} is free")
_FEW = Phrase("这一天只有 {n} 个单位点单", "only {n} organisations ordered for that day")
_NONE = Phrase("这一天还没有单位点单", "nobody has ordered for that day yet")
_PARTS = {
    "morning": Phrase("上午", "morning"),
    "afternoon": Phrase("下午", "afternoon"),
    "evening": Phrase("晚上", "evening"),
}


@dataclass(frozen=True, slots=True)
class Diary:
    """When one lecturer or one room can be had: the open minutes of a date, less what is held."""

    hours: Callable[[dt.date], Spans]
    held: tuple[Wish, ...] = ()
    #: Minutes of a date in which everybody may walk in (A10): no group has the room to itself then.
    shared: Callable[[dt.date], Spans] | None = None

    def is_open(self, wish: Wish) -> bool:
        """Whether the whole time lies in its usual hours; none lasts over midnight."""
        day, start = local_minute(wish.starts_at)
        end = start + int((wish.ends_at - wish.starts_at).total_seconds()) // 60
        if self.shared is not None and any(
            span.start < end and start < span.end for span in self.shared(day)
        ):
            return False
        return any(span.start <= start and end <= span.end for span in self.hours(day))

    def is_held(self, wish: Wish) -> bool:
        """Whether something else holds a part of the time."""
        return any(one.starts_at < wish.ends_at and wish.starts_at < one.ends_at for one in self.held)

    def is_free(self, wish: Wish) -> bool:
        """Whether it can be had then."""
        return self.is_open(wish) and not self.is_held(wish)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A time that is easier to have than the wish, and why."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    reasons: tuple[tuple[Phrase, Mapping[str, object]], ...]

    def say(self, language: str) -> str:
        """Return the reasons as one sentence."""
        chinese = language.startswith("zh")
        told = [phrase.say(language, **facts) for phrase, facts in self.reasons]
        return "；".join(told) + "。" if chinese else "; ".join(told) + "."


def is_free(wish: Wish, *, lecturers: Iterable[Diary], rooms: Iterable[Diary] | None) -> bool:
    """Whether some lecturer and some room are free; `rooms` is None where the course needs none."""
    has_room = rooms is None or any(room.is_free(wish) for room in rooms)
    return has_room and any(lecturer.is_free(wish) for lecturer in lecturers)


def suggest(
    wish: Wish,
    *,
    orders_on: Mapping[dt.date, int],
    lecturers: Sequence[Diary],
    rooms: Sequence[Diary] | None,
    now: dt.datetime,
) -> list[Suggestion]:
    """
    Return up to three free times on less crowded days near a wish; none where the wish is easy to have.

    Parameters
    ----------
    wish
        The time an organisation would like best.
    orders_on
        How many organisations have standing orders on each date.
    lecturers, rooms
        The diaries of those who could do it.
    now
        Nothing before tomorrow is suggested.
    """
    crowd = orders_on.get(_day(wish), 0)
    can_be_had = is_free(wish, lecturers=lecturers, rooms=rooms)
    if can_be_had and crowd < CROWDED:
        return []
    # A wish that cannot be had at all need not lead to an emptier day, only to no crowded one.
    quieter = crowd if can_be_had else max(crowd, CROWDED)
    free = [
        near
        for near in _near(wish, now=now)
        if orders_on.get(_day(near), 0) < quieter and is_free(near, lecturers=lecturers, rooms=rooms)
    ]
    chosen: dict[dt.date, Wish] = {}
    for near in sorted(free, key=lambda near: _price(near, wish, orders_on)):
        chosen.setdefault(_day(near), near)
    why = (_TAKEN, {}) if not can_be_had else (_CROWD, {"day": _day(wish).day, "n": crowd})
    return [_suggestion(near, why, orders_on) for near in list(chosen.values())[:AT_MOST]]


def _day(wish: Wish) -> dt.date:
    return wish.starts_at.astimezone(SHANGHAI).date()


def _near(wish: Wish, *, now: dt.datetime) -> list[Wish]:
    """Return every usual time, and the wish's own time of day, within a week of the wish."""
    local = wish.starts_at.astimezone(SHANGHAI)
    length = wish.ends_at - wish.starts_at
    starts = sorted({local.time(), *USUAL_STARTS})
    tomorrow = now.astimezone(SHANGHAI).date() + dt.timedelta(days=1)
    days = (local.date() + dt.timedelta(days=ahead) for ahead in range(-NEAR, NEAR + 1))
    times = [at_minute(day, at.hour * 60 + at.minute) for day in days if day >= tomorrow for at in starts]
    return [Wish(at, at + length) for at in times if at != wish.starts_at]


def _price(near: Wish, wish: Wish, orders_on: Mapping[dt.date, int]) -> tuple[int, int, dt.datetime]:
    """Two organisations weigh as much as one day away; then the nearest time of day, then the earliest."""
    (day, minute), (wished_day, wished_minute) = local_minute(near.starts_at), local_minute(wish.starts_at)
    other_part = _part(near.starts_at) != _part(wish.starts_at)
    price = orders_on.get(day, 0) + 2 * abs((day - wished_day).days) + other_part
    return price, abs(minute - wished_minute), near.starts_at


def _part(moment: dt.datetime) -> str:
    at = moment.astimezone(SHANGHAI).time()
    if at < _NOON:
        return "morning"
    return "afternoon" if at < _EVENING else "evening"


def _suggestion(
    near: Wish, why: tuple[Phrase, Mapping[str, object]], orders_on: Mapping[dt.date, int]
) -> Suggestion:
    day = _day(near)
    n = orders_on.get(day, 0)
    free = {"month": day.month, "day": day.day, "date": day, "part": _PARTS[_part(near.starts_at)]}
    few: tuple[Phrase, Mapping[str, object]] = (_FEW, {"n": n}) if n else (_NONE, {})
    return Suggestion(near.starts_at, near.ends_at, (why, (_FREE, free), few))
