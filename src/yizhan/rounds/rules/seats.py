"""How many seats there are, how many are held back, and what may become of a booking."""

import datetime as dt

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.foundation.text import moment_text
from yizhan.offers.words import SignUp
from yizhan.rounds.words import BookingState, RoundState

_BELOW_TAKEN = Phrase(
    "已有 {taken} 个名额给出，不能减到 {total} 个。",
    "{taken} seats are given already; there cannot be {total}.",
)
_FROZEN = Phrase(
    "报名名单已公布、尚未摇号，名额不能改。",
    "The entry list is published and not drawn yet; seats stay as they are.",
)
_NO_SEATS = Phrase("名额至少为 1。", "There must be at least one seat.")
_ROOM = Phrase("“{room}”只能容纳 {capacity} 人。", "“{room}” holds {capacity}.")
_NOT_BOOKABLE = Phrase(
    "“{what}”不是先到先得，请在报名轮次里填志愿。",
    "“{what}” is not first come, first served; enter the round with your wishes.",
)
_OVER = Phrase("“{what}”已经开课，不能再报名。", "“{what}” has begun; it can no longer be booked.")
_BOOKED_ALREADY = Phrase(
    "您已经报过“{what}”（{state}），不用再报。", "You have booked “{what}” already ({state})."
)
_ENOUGH = Phrase(
    "这一轮每人最多 {most} 个名额，您已有 {held} 个。",
    "In this round everybody has at most {most}; you have {held}.",
)
_NOT_OFFERED = Phrase(
    "只有待确认的名额可以确认；这一个{state}。", "Only an offered seat can be confirmed; this one is {state}."
)
_LATE = Phrase(
    "确认期限 {until} 已过，名额已转给候补。", "The deadline {until} has passed; the seat goes to the next."
)
_ENDED = Phrase("这个报名已经结束。", "This booking is over.")
_NOT_CONFIRMED = Phrase("只能给已确认的名额登记到场。", "Attendance is noted for confirmed seats only.")
_NOT_HELD_YET = Phrase("课程还没有结束，不能登记。", "It is not over yet; nothing can be noted.")


def refuse_total(*, total: int, taken: int, room: Phrase | None, capacity: int | None) -> None:
    """Raise a `Refusal` unless there may be so many seats."""
    if total < 1:
        raise Refusal("seats_at_least_one", _NO_SEATS)
    if total < taken:
        raise Refusal("seats_below_taken", _BELOW_TAKEN, taken=taken, total=total)
    if room is not None and capacity is not None and total > capacity:
        raise Refusal("seats_exceed_room", _ROOM, room=room, capacity=capacity)


def refuse_under_list(round_state: str | None) -> None:
    """Raise a `Refusal` while a published list says how many seats there are."""
    if round_state == RoundState.FROZEN:
        raise Refusal("list_is_frozen", _FROZEN)


def held_seats(total: int, *, percent: int) -> int:
    """
    Return how many seats are kept for telephone and counter, at least the share promised.

    Examples
    --------
    >>> held_seats(20, percent=20), held_seats(12, percent=20), held_seats(12, percent=0)
    (4, 3, 0)
    """
    return -(-total * percent // 100)


def may_book(*, sign_up: str, round_state: str | None) -> bool:
    """Whether seats are first come, first served: by choice, or because a draw left some."""
    return sign_up == SignUp.FIRST_COME or (sign_up == SignUp.DRAW and round_state == RoundState.DRAWN)


def refuse_booking(
    what: Phrase, *, sign_up: str, round_state: str | None, first: dt.datetime | None, now: dt.datetime
) -> None:
    """Raise a `Refusal` unless a seat may be booked now; `first` is when the first session begins."""
    if not may_book(sign_up=sign_up, round_state=round_state):
        raise Refusal("not_first_come", _NOT_BOOKABLE, what=what)
    if first is not None and first <= now:
        raise Refusal("offering_has_begun", _OVER, what=what)


def booked_already(what: Phrase, state: str) -> Refusal:
    """Return the answer to a second booking of the same."""
    return Refusal("booked_already", _BOOKED_ALREADY, what=what, state=state_phrase(state))


def refuse_more_than(most: int | None, *, held: int) -> None:
    """Raise a `Refusal` for somebody who has as many seats as one may have."""
    if most is not None and held >= most:
        raise Refusal("seats_a_person", _ENOUGH, most=most, held=held)


def refuse_confirming(*, state: str, answer_until: dt.datetime | None, now: dt.datetime) -> None:
    """Raise a `Refusal` unless an offered seat may be confirmed."""
    if state != BookingState.OFFERED:
        raise Refusal("booking_not_offered", _NOT_OFFERED, state=state_phrase(state))
    if answer_until is not None and now >= answer_until:
        raise Refusal("answer_too_late", _LATE, until=moment_text(answer_until))


def refuse_giving_back(*, has_ended: bool) -> None:
    """Raise a `Refusal` for a booking that is over."""
    if has_ended:
        raise Refusal("booking_ended", _ENDED)


def refuse_noting(*, state: str, last: dt.datetime | None, now: dt.datetime) -> None:
    """Raise a `Refusal` unless it may be noted who came: after `last`, the end of the last session."""
    if state != BookingState.CONFIRMED:
        raise Refusal("booking_not_confirmed", _NOT_CONFIRMED)
    if last is None or now < last:
        raise Refusal("offering_not_over", _NOT_HELD_YET)


_STATES = {
    BookingState.WAITING: Phrase("候补中", "waiting"),
    BookingState.OFFERED: Phrase("待确认", "offered"),
    BookingState.CONFIRMED: Phrase("已确认", "confirmed"),
    BookingState.GIVEN_BACK: Phrase("已退还", "given back"),
    BookingState.LAPSED: Phrase("逾期未确认", "lapsed"),
}


def state_phrase(state: str) -> Phrase:
    """Return a state in both languages."""
    return _STATES[BookingState(state)]
