"""After sessions changed: the time that holders hold follows, and they are told in one message."""

from collections.abc import Sequence

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.text import moment_text
from yizhan.offers.models import Session
from yizhan.offers.words import SessionState
from yizhan.people.models import Account
from yizhan.rounds.actions.telling import move_holders, tell_holders

_MOVED = Phrase(
    "“{what}”第 {number} 场改在 {when}：{why}",
    "{what}, session {number}, takes place on {when} instead: {why}",
)
_CANCELLED = Phrase(
    "“{what}”第 {number} 场（{when}）取消：{why}",
    "{what}, session {number} on {when}, is cancelled: {why}",
)
_ADDED = Phrase("“{what}”加了第 {number} 场，{when}。", "{what} has one more session, {number}: {when}.")
_SEVERAL = Phrase(
    "“{what}”有 {n} 场变动，最早的一场在 {when}，请看网页或您订阅的日历。{why}",
    "{what}: {n} sessions changed, the first is on {when}; see the web page or your calendar. {why}",
)


@transaction.atomic
def tell_of_changes(sessions: Sequence[Session], *, by: Account | None) -> int:
    """Move the time of those who hold a seat in one offering, and tell them; returns how many heard of it."""
    to_come = sorted((one for one in sessions if one.ends_at > clock.now()), key=lambda one: one.starts_at)
    if not to_come:
        return 0
    for session in to_come:
        move_holders(session=session, by=by)
    first = to_come[0]
    why = next((one for one in to_come if one.reason_zh), first)
    offering = first.offering
    return tell_holders(
        session=first,
        text=_text(to_come),
        by=by,
        what=Phrase(offering.name_zh, offering.name_en or offering.name_zh),
        number=first.number,
        n=len(to_come),
        when=moment_text(first.starts_at),
        why=Phrase(why.reason_zh, why.reason_en or why.reason_zh),
    )


def _text(sessions: Sequence[Session]) -> Phrase:
    if len(sessions) > 1:
        return _SEVERAL
    if sessions[0].state == SessionState.CANCELLED:
        return _CANCELLED
    return _MOVED if sessions[0].changes else _ADDED
