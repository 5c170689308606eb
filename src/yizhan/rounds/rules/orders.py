"""When an order may be placed, dispatched, answered, cancelled and rated."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.foundation.text import moment_text
from yizhan.rounds.words import OrderState, Segment

#: How many times an organisation may wish for, best first.
WISHES = 3
#: Nobody plans a group's visit later than this.
AHEAD = dt.timedelta(days=180)
#: Standing orders one telephone may have: enough for a busy office, too few to fill a calendar.
STANDING_AT_MOST = 5
#: How long after the course its contact may rate it; then the contact is erased.
RATED_WITHIN = dt.timedelta(days=30)
#: Averages are shown from this many ratings on.
RATINGS_AT_LEAST = 5

#: States in which the centre is to act.
TO_DISPATCH = frozenset({OrderState.PLACED, OrderState.DECLINED})
#: States in which an order may still be cancelled, and counts as standing.
STANDING = frozenset({*TO_DISPATCH, OrderState.DISPATCHED, OrderState.ACCEPTED})

_NOT_ORDERABLE = Phrase(
    "“{course}”不在已发布的菜单上，或不接受单位点单。",
    "“{course}” is not on a published menu, or not open to group orders.",
)
_NO_NAME = Phrase("请写单位名称。", "Please give the organisation's name.")
_NOBODY = Phrase("人数至少 1 人。", "At least one person must come.")
_TOO_MANY = Phrase(
    "这门课一次最多 {capacity} 人；更多人请分两次点单。",
    "This course takes {capacity} people at a time; please order twice for more.",
)
_NO_WISH = Phrase("请写 1 到 3 个希望的时间。", "Please give one to three wished times.")
_WISH_PAST = Phrase("希望的时间 {when} 已经过去。", "The wished time {when} has passed.")
_WISH_FAR = Phrase("希望的时间应在 {latest} 以前。", "A wished time must lie before {latest}.")
_WISH_TWICE = Phrase("同一个时间写了两次：{when}。", "The same time is wished twice: {when}.")
_BUSY = Phrase(
    "这个电话已有 {n} 个进行中的点单，请先等它们办完，或打电话给中心。",
    "This telephone already has {n} standing orders; please wait for them, or phone the centre.",
)
_WRONG_STEP = Phrase(
    "这个点单现在是“{state}”，不能{act}。请刷新页面看最新进展。",
    "This order is now “{state}”; one cannot {act} it. Reload the page to see where it stands.",
)
_STARTED = Phrase("活动已经开始，不能再取消。", "It has already begun and cannot be cancelled.")
_PAST = Phrase("派单的时间已经过去。", "The dispatched time has passed.")
_WHY = Phrase("请写明原因，对方会看到。", "Give the reason; the other side will read it.")
_NOT_YOURS = Phrase(
    "只有这个供给方的账号可以答复这个点单。", "Only an account of this provider may answer this order."
)
_NOT_OVER = Phrase("活动结束后才能评价。", "It can be rated once it is over.")
_TOO_LATE = Phrase(
    "活动结束已超过 {days} 天，评价已关闭。", "It ended more than {days} days ago; rating is closed."
)
_STARS = Phrase("请选 1 到 5。", "Please choose 1 to 5.")
_LONG = Phrase("评语最多 {most} 字。", "A comment has at most {most} characters.")

_STATES = {
    OrderState.PLACED: Phrase("已点单", "placed"),
    OrderState.DISPATCHED: Phrase("已派单", "dispatched"),
    OrderState.ACCEPTED: Phrase("已接单", "accepted"),
    OrderState.DECLINED: Phrase("已婉拒", "declined"),
    OrderState.CANCELLED: Phrase("已取消", "cancelled"),
    OrderState.RATED: Phrase("已评单", "rated"),
}

DISPATCH = Phrase("派单", "dispatch")
ANSWER = Phrase("答复", "answer")
CANCEL = Phrase("取消", "cancel")
RATE = Phrase("评价", "rate")
COMMENT_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """A wished time."""

    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Group:
    """Who orders: an organisation, a contact and a head-count; no list of names, no membership."""

    organisation: str
    segment: Segment
    head_count: int
    phone: str
    name: str = ""
    note: str = ""


def refuse_unless_orderable(*, course: Phrase, published: bool, orderable: bool, retired: bool) -> None:
    """Raise a `Refusal` for a line of a menu that nobody may order from."""
    if not (published and orderable) or retired:
        raise Refusal("not_orderable", _NOT_ORDERABLE, course=course)


def refuse_group(*, organisation: str, head_count: int, capacity: int) -> None:
    """Raise a `Refusal` for a group without a name, without people, or too large."""
    if not organisation.strip():
        raise Refusal("organisation_missing", _NO_NAME)
    if head_count < 1:
        raise Refusal("group_of_nobody", _NOBODY)
    if head_count > capacity:
        raise Refusal("group_too_large", _TOO_MANY, capacity=capacity)


def refuse_wishes(wishes: Sequence[Wish], *, now: dt.datetime) -> None:
    """Raise a `Refusal` unless there are one to three different times to come."""
    if not 1 <= len(wishes) <= WISHES:
        raise Refusal("wishes_missing", _NO_WISH)
    seen: set[dt.datetime] = set()
    for wish in wishes:
        when = moment_text(wish.starts_at)
        if wish.starts_at <= now:
            raise Refusal("wish_past", _WISH_PAST, when=when)
        if wish.starts_at > now + AHEAD:
            raise Refusal("wish_too_far", _WISH_FAR, latest=(now + AHEAD).date())
        if wish.starts_at in seen:
            raise Refusal("wish_twice", _WISH_TWICE, when=when)
        seen.add(wish.starts_at)


def refuse_too_many_standing(n: int) -> None:
    """Raise a `Refusal` where one telephone has enough orders under way."""
    if n >= STANDING_AT_MOST:
        raise Refusal("too_many_orders", _BUSY, n=n)


def refuse_step(state: str, allowed: Collection[str], *, act: Phrase) -> None:
    """Raise a `Refusal` where an order has moved on."""
    if state not in allowed:
        raise Refusal("wrong_step", _WRONG_STEP, state=_STATES[OrderState(state)], act=act)


def refuse_past(starts_at: dt.datetime, *, now: dt.datetime) -> None:
    """Raise a `Refusal` for a dispatch into the past."""
    if starts_at <= now:
        raise Refusal("dispatch_past", _PAST)


def refuse_once_begun(starts_at: dt.datetime | None, *, now: dt.datetime) -> None:
    """Raise a `Refusal` where the accepted course has begun."""
    if starts_at is not None and starts_at <= now:
        raise Refusal("order_begun", _STARTED)


def refuse_silence(reason: str) -> None:
    """Raise a `Refusal` where the other side would not learn why."""
    if not reason.strip():
        raise Refusal("reason_missing", _WHY)


def refuse_stranger(*, is_provider: bool, is_desk_for_caller: bool) -> None:
    """Raise a `Refusal` unless the provider answers, or staff write down what it said."""
    if not (is_provider or is_desk_for_caller):
        raise Refusal("may_not_answer_order", _NOT_YOURS)


def refuse_rating(*, stars: int, comment: str, ended_at: dt.datetime, now: dt.datetime) -> None:
    """Raise a `Refusal` for a rating too early, too late, out of range or too long."""
    if now < ended_at:
        raise Refusal("order_not_over", _NOT_OVER)
    if now > ended_at + RATED_WITHIN:
        raise Refusal("rating_closed", _TOO_LATE, days=RATED_WITHIN.days)
    if not 1 <= stars <= 5:
        raise Refusal("stars_out_of_range", _STARS)
    if len(comment) > COMMENT_AT_MOST:
        raise Refusal("comment_too_long", _LONG, most=COMMENT_AT_MOST)


def average(stars: Sequence[int]) -> float | None:
    """
    Return the average of five ratings or more; None below.

    Examples
    --------
    >>> average([5, 4, 4, 5, 3])
    4.2
    >>> average([5, 5, 5, 5]) is None
    True
    """
    return sum(stars) / len(stars) if len(stars) >= RATINGS_AT_LEAST else None


def week_of(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())
