"""When a round may be prepared, announced, changed, frozen and drawn."""

import datetime as dt
from dataclasses import dataclass, replace

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.foundation.text import moment_text
from yizhan.rounds.words import Method, Randomness, RoundState

#: Between closing and the draw everybody can read the frozen list.
TO_READ_THE_LIST = dt.timedelta(minutes=10)
#: Nobody knows today what a round is about later than this.
AHEAD = dt.timedelta(days=366)
MOST_WISHES = 20

_BACKWARDS = Phrase("报名截止必须晚于报名开始。", "Sign-up must close after it opens.")
_FAR = Phrase("报名轮次的时间应在一年以内。", "A round must lie within a year.")
_DRAW_TOO_SOON = Phrase(
    "摇号时间应至少晚于报名截止 {minutes} 分钟，让大家先看到名单。",
    "The draw must come at least {minutes} minutes after sign-up closes, so that all can read the list.",
)
_CONFIRM_TOO_SOON = Phrase(
    "确认期限必须晚于摇号时间。", "The deadline for confirming must lie after the draw."
)
_NO_DRAW_TIME = Phrase(
    "摇号轮次须写明摇号时间和确认期限。", "A draw needs its moment and a deadline for confirming."
)
_NUMBERS = Phrase(
    "志愿数应为 1 至 {most}，每人名额和确认小时数至少为 1，预留比例为 0 至 100。",
    "Wishes must be 1 to {most}, seats a person and hours for an offer at least 1, the held share 0 to 100.",
)
_NOT_DRAFT = Phrase("这一轮已公告，不能再公告一次。", "This round has been announced already.")
_EMPTY = Phrase("这一轮还没有任何课程。", "There is nothing in this round yet.")
_CLOSED_ALREADY = Phrase(
    "报名截止时间已过，请先改期。", "Sign-up would be over already; change its times first."
)
_ANNOUNCED = Phrase(
    "这一轮已公告：只能延后截止、摇号和确认的时间，不能改其他规则。",
    "This round is announced: its close, draw and deadline may be put off; no other rule may change.",
)
_FROZEN = Phrase("名单已公布，规则和时间都不能再改。", "The list is published; nothing may change any more.")
_NOT_OPEN_YET = Phrase(
    "报名 {opens} 开始，早来晚来机会一样。",
    "Sign-up opens at {opens}; coming early or late makes no difference.",
)
_CLOSED = Phrase("报名已于 {closes} 截止。", "Sign-up closed at {closes}.")
_NOT_ANNOUNCED = Phrase("这一轮没有在报名。", "This round is not open for sign-up.")
_NOT_A_DRAW = Phrase("这一轮先到先得，不摇号。", "This round is first come, first served; there is no draw.")
_STILL_OPEN = Phrase(
    "报名 {closes} 才截止，名单还不能公布。", "Sign-up is open until {closes}; the list waits."
)
_DRAW_IS_DUE = Phrase(
    "名单最迟要在摇号（{draw}）前 {minutes} 分钟公布，让大家有时间看；请先推迟摇号时间。",
    "The list must be public {minutes} minutes before the draw ({draw}), so that people can read it;"
    " put the draw off first.",
)
_NOT_FROZEN = Phrase("名单还没有公布，不能摇号。", "The list is not published yet; nothing can be drawn.")
_DRAWN_ALREADY = Phrase(
    "这一轮已经摇过号，结果不会改变。", "This round was drawn; its result does not change."
)
_NOT_OVER = Phrase(
    "摇号并过了确认期限，才能结束这一轮。",
    "A round is finished after its draw and its deadline.",
)
_TOO_EARLY = Phrase("摇号时间是 {draw}，还没有到。", "The draw is at {draw}; it is not time yet.")


@dataclass(frozen=True, slots=True)
class RoundTerms:
    """The rules of a round, as announced."""

    opens_at: dt.datetime
    closes_at: dt.datetime
    method: Method = Method.DRAW
    draw_at: dt.datetime | None = None
    confirm_until: dt.datetime | None = None
    offer_hours: int = 24
    seats_a_person: int = 1
    wishes_at_most: int = 5
    held_percent: int = 20
    hold_until: dt.datetime | None = None
    randomness: Randomness = Randomness.DRAND


#: What may be put off after announcing.
EXTENDABLE = ("closes_at", "draw_at", "confirm_until", "hold_until")


def refuse_terms(terms: RoundTerms, *, now: dt.datetime) -> None:
    """Raise a `Refusal` for rules that contradict themselves."""
    if terms.closes_at <= terms.opens_at:
        raise Refusal("round_closes_before_it_opens", _BACKWARDS)
    last = max(moment for moment in (terms.closes_at, terms.draw_at, terms.confirm_until) if moment)
    if last > now + AHEAD:
        raise Refusal("round_out_of_range", _FAR)
    numbers = (terms.offer_hours, terms.seats_a_person, terms.wishes_at_most)
    if min(numbers) < 1 or terms.wishes_at_most > MOST_WISHES or not 0 <= terms.held_percent <= 100:
        raise Refusal("round_numbers", _NUMBERS, most=MOST_WISHES)
    if terms.method == Method.DRAW:
        _refuse_draw_times(terms)


def _refuse_draw_times(terms: RoundTerms) -> None:
    if terms.draw_at is None or terms.confirm_until is None:
        raise Refusal("draw_time_missing", _NO_DRAW_TIME)
    if terms.draw_at < terms.closes_at + TO_READ_THE_LIST:
        minutes = TO_READ_THE_LIST // dt.timedelta(minutes=1)
        raise Refusal("draw_too_soon", _DRAW_TOO_SOON, minutes=minutes)
    if terms.confirm_until <= terms.draw_at:
        raise Refusal("confirm_too_soon", _CONFIRM_TOO_SOON)


def refuse_announcing(*, state: str, offerings: int, closes_at: dt.datetime, now: dt.datetime) -> None:
    """Raise a `Refusal` unless a round may be announced."""
    if state != RoundState.DRAFT:
        raise Refusal("round_is_announced", _NOT_DRAFT)
    if not offerings:
        raise Refusal("round_is_empty", _EMPTY)
    if closes_at <= now:
        raise Refusal("round_is_over", _CLOSED_ALREADY)


def refuse_change(before: RoundTerms, after: RoundTerms, *, state: str) -> None:
    """Raise a `Refusal` where people were told otherwise; putting off is allowed until the list is out."""
    if state == RoundState.DRAFT:
        return
    if state != RoundState.ANNOUNCED:
        raise Refusal("round_is_frozen", _FROZEN)
    moved = {name: getattr(after, name) for name in EXTENDABLE}
    if replace(before, **moved) != after or any(
        _is_earlier(getattr(after, name), getattr(before, name)) for name in EXTENDABLE
    ):
        raise Refusal("round_is_announced", _ANNOUNCED)


def _is_earlier(after: dt.datetime | None, before: dt.datetime | None) -> bool:
    return before is not None and (after is None or after < before)


def is_open(*, state: str, opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether people can sign up now."""
    return state == RoundState.ANNOUNCED and opens_at <= now < closes_at


def refuse_unless_open(
    *, state: str, opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime
) -> None:
    """Raise a `Refusal` outside the window."""
    if state != RoundState.ANNOUNCED:
        raise Refusal("round_not_open", _NOT_ANNOUNCED)
    if now < opens_at:
        raise Refusal("round_not_open_yet", _NOT_OPEN_YET, opens=moment_text(opens_at))
    if now >= closes_at:
        raise Refusal("round_closed", _CLOSED, closes=moment_text(closes_at))


def refuse_freezing(
    *, method: str, state: str, closes_at: dt.datetime, draw_at: dt.datetime | None, now: dt.datetime
) -> None:
    """Raise a `Refusal` unless the list may be published: after the close, before the randomness exists."""
    if method != Method.DRAW or draw_at is None:
        raise Refusal("round_without_draw", _NOT_A_DRAW)
    if state != RoundState.ANNOUNCED:
        raise Refusal("round_is_frozen", _FROZEN if state != RoundState.DRAFT else _NOT_ANNOUNCED)
    if now < closes_at:
        raise Refusal("round_still_open", _STILL_OPEN, closes=moment_text(closes_at))
    if now > draw_at - TO_READ_THE_LIST:
        minutes = TO_READ_THE_LIST // dt.timedelta(minutes=1)
        raise Refusal("draw_is_due", _DRAW_IS_DUE, draw=moment_text(draw_at), minutes=minutes)


def refuse_drawing(*, state: str, draw_at: dt.datetime, now: dt.datetime) -> None:
    """Raise a `Refusal` unless a frozen round may be drawn, once."""
    if state in {RoundState.DRAWN, RoundState.FINISHED}:
        raise Refusal("round_is_drawn", _DRAWN_ALREADY)
    if state != RoundState.FROZEN:
        raise Refusal("round_not_frozen", _NOT_FROZEN)
    if now < draw_at:
        raise Refusal("draw_too_early", _TOO_EARLY, draw=moment_text(draw_at))


def refuse_finishing(*, state: str, confirm_until: dt.datetime | None, now: dt.datetime) -> None:
    """Raise a `Refusal` unless everything in a round has been settled."""
    if state != RoundState.DRAWN or (confirm_until is not None and now < confirm_until):
        raise Refusal("round_not_over", _NOT_OVER)
