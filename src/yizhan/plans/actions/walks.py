"""Call off a guided walk for the weather, and tell everybody who holds a seat or waits for one."""

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.sessions import cancel_session
from yizhan.offers.models import RouteWalk, Session
from yizhan.people.actions import record
from yizhan.people.models import Account
from yizhan.rounds.actions.telling import move_holders, tell_holders
from yizhan.rounds.queries.times import called

_OFF = Phrase(
    "因天气原因，{when}的“{what}”取消：{why}。请不要前往集合点。",
    "Because of the weather “{what}” on {when} is called off: {why}. Please do not come.",
)
_NOT_A_WALK = Phrase("这个场次不是带队行走。", "This session is no guided walk.")
_BEGUN = Phrase("这次行走已经开始，不能再取消。", "This walk has begun and cannot be called off.")


@transaction.atomic
def cancel_for_weather(
    *, session: Session, reason_zh: str, by: Account | None, reason_en: str = ""
) -> tuple[Session, int]:
    """Cancel one guided walk, give back everybody's time, and write to them; returns how many are told."""
    if not RouteWalk.objects.filter(offering=session.offering_id).exists():
        raise Refusal("no_walk", _NOT_A_WALK)
    if session.starts_at <= clock.now():
        raise Refusal("walk_has_begun", _BEGUN)
    cancelled = cancel_session(session=session, reason_zh=reason_zh, reason_en=reason_en, by=by)
    move_holders(session=cancelled, by=by)
    told = tell_holders(
        session=cancelled,
        text=_OFF,
        by=by,
        what=called(session.offering),
        when=_when(session),
        why=Phrase(reason_zh.strip(" 。"), (reason_en or reason_zh).strip(" .")),
    )
    subdistrict = session.offering.subdistrict
    record(verb="cancel_for_weather", subject=cancelled, by=by, subdistrict=subdistrict, told=told)
    return cancelled, told


def _when(session: Session) -> Phrase:
    here = session.starts_at.astimezone(clock.SHANGHAI)
    return Phrase(f"{here.month}月{here.day}日 {here:%H:%M}", f"{here:%Y-%m-%d %H:%M}")
