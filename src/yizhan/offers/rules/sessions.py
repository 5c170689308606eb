"""When a session may be planned, moved or cancelled."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.words import SessionState
from yizhan.places.rules.opening import opening_at
from yizhan.places.rules.schedules import DayKindOf, Schedule

#: Nobody knows today what a room is for later than this.
AHEAD = dt.timedelta(days=2 * 365)
#: A session longer than this is a typing error.
LONGEST = dt.timedelta(hours=12)

_BACKWARDS = Phrase("场次结束时间必须晚于开始时间。", "A session must end after it starts.")
_LONG = Phrase("一个场次最长 12 小时。", "A session lasts at most 12 hours.")
_FAR = Phrase(
    "场次时间应在两年以内（不晚于 {latest}）。",
    "A session must lie within two years (no later than {latest}).",
)
_OVER = Phrase("只有将举行的场次可以改期或取消。", "Only a session still to come can be moved or cancelled.")
_WHY = Phrase("请写明原因，参加人会看到。", "Give the reason; those who hold a seat will read it.")
_ELSEWHERE = Phrase(
    "“{room}”不在{place}，不能用于这个场次。", "“{room}” is not in {place} and cannot be used."
)
_TOO_SMALL = Phrase(
    "“{room}”只能容纳 {capacity} 人，少于 {seats} 个名额。", "“{room}” holds {capacity}, not {seats}."
)

_WALK_IN = Phrase(
    "“{room}”在 {day} 的 {until} 前对所有人开放，{start} 的场次安排不下。",
    "“{room}” is open to everybody until {until} on {day}; a session at {start} does not fit.",
)


@dataclass(frozen=True, slots=True)
class Times:
    """From when to when."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def refuse_times(times: Times, *, now: dt.datetime) -> None:
    """Raise a `Refusal` unless a session may lie there; the past is allowed, to enter what took place."""
    if times.ends_at <= times.starts_at:
        raise Refusal("session_ends_before_it_starts", _BACKWARDS)
    if times.ends_at - times.starts_at > LONGEST:
        raise Refusal("session_too_long", _LONG)
    if times.starts_at > now + AHEAD:
        raise Refusal("session_out_of_range", _FAR, latest=(now + AHEAD).date())


def refuse_unless_to_come(state: str) -> None:
    """Raise a `Refusal` for a session that was held or cancelled."""
    if state != SessionState.PLANNED:
        raise Refusal("session_is_over", _OVER)


def refuse_silent_change(reason_zh: str) -> None:
    """Raise a `Refusal` where holders would not learn why."""
    if not reason_zh.strip():
        raise Refusal("reason_missing", _WHY)


def refuse_room(*, room: Phrase, place: Phrase, is_here: bool, capacity: int, seats: int) -> None:
    """Raise a `Refusal` for a room of another sub-district, or one too small."""
    if not is_here:
        raise Refusal("room_elsewhere", _ELSEWHERE, room=room, place=place)
    if capacity < seats:
        raise Refusal("room_too_small", _TOO_SMALL, room=room, capacity=capacity, seats=seats)


def refuse_walk_in_hours(
    *, room: Phrase, schedule: Schedule, times: Iterable[Times], day_kind_of: DayKindOf
) -> None:
    """
    Raise a `Refusal` for a session in a room while it is certainly open for walking in.

    A room changes its role by the hour (A10): a reading room by day is a classroom when its hours are over.
    """
    for one in times:
        opening = opening_at(schedule, one.starts_at, day_kind_of)
        starts = one.starts_at if opening.is_open else opening.next_opens
        if starts is not None and starts < one.ends_at:
            until = opening_at(schedule, starts, day_kind_of).until
            raise Refusal(
                "room_open_to_all",
                _WALK_IN,
                room=room,
                day=f"{starts:%Y-%m-%d}",
                until=f"{until or one.ends_at:%H:%M}",
                start=f"{one.starts_at:%H:%M}",
            )
