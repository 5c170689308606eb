"""When a person or a group may book a room: first come, an hour or more, within its opening hours."""

import datetime as dt
from collections.abc import Sequence

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.places.rules.opening import at_minute
from yizhan.places.words import Access
from yizhan.rounds.rules.orders import Wish
from yizhan.rounds.rules.spreading import Diary

#: Bookings begin on the half hour and last so many hours.
STEP_MINUTES = 30
HOURS = (1, 2, 3, 4)
#: So far ahead, and so many standing at a time, that everybody gets a turn.
AHEAD = dt.timedelta(days=30)
STANDING_AT_MOST = 3
#: "Groups only" means at least so many people.
GROUP_FROM = 5

_NOT_BOOKABLE = Phrase("“{room}”不接受预约：{how}。", "“{room}” cannot be booked: {how}.")
_WALK_IN = Phrase("直接进入即可", "simply walk in")
_MEMBERS = Phrase("只借给楼宇联盟成员", "it is lent to members of the building's alliance")
_GROUPS_ONLY = Phrase(
    "“{room}”只接受 {least} 人以上的团体预约。", "“{room}” is for groups of {least} or more."
)
_NOBODY = Phrase("人数至少 1 人。", "At least one person must come.")
_TOO_MANY = Phrase("“{room}”最多 {capacity} 人。", "“{room}” holds {capacity} people.")
_LENGTH = Phrase("一次预约 1 到 4 小时。", "A booking lasts one to four hours.")
_STEP = Phrase("预约从整点或半点开始。", "A booking begins on the hour or half hour.")
_PAST = Phrase("这个时间已经过去。", "This time has passed.")
_FAR = Phrase("最多提前 {days} 天预约。", "One can book up to {days} days ahead.")
_CLOSED = Phrase("“{room}”那时不开放预约。", "“{room}” cannot be had at that time.")
_ENOUGH = Phrase(
    "您已有 {n} 个未到的预约，用完或取消后再约。",
    "You have {n} bookings to come; use or cancel one first.",
)
_BEGUN = Phrase("已经开始，不能再取消。", "It has begun and cannot be cancelled.")
_GONE = Phrase("这个预约已经取消。", "This booking is already cancelled.")


def refuse_access(access: str, *, room: Phrase, people: int, capacity: int) -> None:
    """Raise a `Refusal` for a room not meant for booking, or not for so many."""
    if access in {Access.WALK_IN, Access.ALLIANCE}:
        how = _WALK_IN if access == Access.WALK_IN else _MEMBERS
        raise Refusal("room_not_bookable", _NOT_BOOKABLE, room=room, how=how)
    if people < 1:
        raise Refusal("room_for_nobody", _NOBODY)
    if access == Access.GROUP and people < GROUP_FROM:
        raise Refusal("room_for_groups", _GROUPS_ONLY, room=room, least=GROUP_FROM)
    if people > capacity:
        raise Refusal("room_too_small", _TOO_MANY, room=room, capacity=capacity)


def refuse_room_time(wish: Wish, *, hours: int, now: dt.datetime) -> None:
    """Raise a `Refusal` for a time past, too far ahead, too long, or not on the half hour."""
    if hours not in HOURS:
        raise Refusal("room_hours_out_of_range", _LENGTH)
    local = wish.starts_at.astimezone(SHANGHAI)
    if local.minute % STEP_MINUTES or local.second or local.microsecond:
        raise Refusal("room_time_uneven", _STEP)
    if wish.starts_at <= now:
        raise Refusal("room_time_past", _PAST)
    if wish.starts_at > now + AHEAD:
        raise Refusal("room_time_too_far", _FAR, days=AHEAD.days)


def refuse_closed(diary: Diary, wish: Wish, *, room: Phrase) -> None:
    """Raise a `Refusal` where the room is not certainly open the whole time."""
    if not diary.is_open(wish):
        raise Refusal("room_closed_then", _CLOSED, room=room)


def refuse_many_rooms(standing: int) -> None:
    """Raise a `Refusal` for somebody who has booked enough."""
    if standing >= STANDING_AT_MOST:
        raise Refusal("too_many_room_bookings", _ENOUGH, n=standing)


def refuse_room_cancelling(*, cancelled: bool, starts_at: dt.datetime, now: dt.datetime) -> None:
    """Raise a `Refusal` for a booking that is over."""
    if cancelled:
        raise Refusal("room_booking_cancelled", _GONE)
    if starts_at <= now:
        raise Refusal("room_booking_begun", _BEGUN)


def free_spans(diary: Diary, day: dt.date, *, now: dt.datetime) -> list[Wish]:
    """
    Return the times of a day in which a room can be had for an hour or more, joined where they touch.

    Each begins and ends on a half hour still to come.
    """
    spans: list[Wish] = []
    for minute in range(0, 24 * 60 - STEP_MINUTES + 1, STEP_MINUTES):
        slot = Wish(at_minute(day, minute), at_minute(day, minute + STEP_MINUTES))
        if slot.starts_at <= now or not diary.is_free(slot):
            continue
        if spans and spans[-1].ends_at == slot.starts_at:
            spans[-1] = Wish(spans[-1].starts_at, slot.ends_at)
        else:
            spans.append(slot)
    return long_enough(spans)


def long_enough(spans: Sequence[Wish]) -> list[Wish]:
    """Return those of an hour or more."""
    return [span for span in spans if span.ends_at - span.starts_at >= dt.timedelta(hours=HOURS[0])]
