"""When a room may be lent: between members of one alliance, with a start, an end and an owner."""

import datetime as dt
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.places.words import Access

_ENDS_FIRST = Phrase("借用结束时间必须晚于开始时间。", "A loan must end after it starts.")
_OVER = Phrase("借用时间已经过去。", "The time of this loan is already over.")
_TOO_FAR = Phrase(
    "借用时间必须在今天到两年以内（不晚于 {latest}）。",
    "A loan must lie between today and two years ahead (no later than {latest}).",
)
_NOT_LENT = Phrase(
    "“{room}”不是楼宇联盟共享场地，不能出借。", "“{room}” is not shared with an alliance and cannot be lent."
)
_STRANGERS = Phrase(
    "出借方和借用方必须是本楼宇联盟的成员。",
    "Owner and borrower must be members of this building's alliance.",
)
_ONESELF = Phrase("不能借给自己。", "A member cannot lend to itself.")
_TAKEN = Phrase("“{room}”在这段时间已经借出。", "“{room}” is already lent at that time.")
_BACK = Phrase("这次借用已经归还或取消。", "This loan has already ended.")
_NOT_YOURS = Phrase(
    "只有该成员单位的账号或站点工作人员可以办理。",
    "Only the member's own accounts or station staff may do this.",
)

#: Nobody knows today what a room is for later than this.
AHEAD = dt.timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What is asked: who lends what to whom, from when to when; alliances and members by id."""

    room: str
    access: str
    alliance: int | None
    owner: int
    owner_alliance: int
    borrower: int
    borrower_alliance: int
    starts_at: dt.datetime
    ends_at: dt.datetime


def refuse_loan(terms: LoanTerms, *, now: dt.datetime) -> None:
    """Raise a `Refusal` unless the room may be lent on these terms; overlap is for the database."""
    if terms.ends_at <= terms.starts_at:
        raise Refusal("loan_ends_before_it_starts", _ENDS_FIRST)
    if terms.ends_at <= now:
        raise Refusal("loan_is_over", _OVER)
    if terms.starts_at.date() < now.date() or terms.ends_at > now + AHEAD:
        raise Refusal("loan_out_of_range", _TOO_FAR, latest=(now + AHEAD).date())
    if terms.access != Access.ALLIANCE or terms.alliance is None:
        raise Refusal("room_is_not_lent", _NOT_LENT, room=terms.room)
    if {terms.owner_alliance, terms.borrower_alliance} != {terms.alliance}:
        raise Refusal("not_one_alliance", _STRANGERS)
    if terms.owner == terms.borrower:
        raise Refusal("lent_to_oneself", _ONESELF)


def room_already_lent(room: str) -> Refusal:
    """Return the answer to somebody who comes second."""
    return Refusal("room_already_lent", _TAKEN, room=room)


def refuse_second_return(returned_at: dt.datetime | None) -> None:
    """Raise a `Refusal` where a loan was given back before."""
    if returned_at is not None:
        raise Refusal("loan_already_returned", _BACK)


def refuse_unless_acting(*, acts_for_member: bool, runs_station: bool) -> None:
    """Raise a `Refusal` for anybody who neither acts for the member nor runs the station."""
    if not (acts_for_member or runs_station):
        raise Refusal("not_your_loan", _NOT_YOURS)
