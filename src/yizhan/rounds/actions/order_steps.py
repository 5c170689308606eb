"""Writes one step of an order down for everybody who takes part in it, and tells them."""

from yizhan.foundation import clock
from yizhan.foundation.phrases import CHINESE, ENGLISH, Phrase
from yizhan.foundation.text import moment_text
from yizhan.people.actions import record, tell
from yizhan.people.models import Account, Message
from yizhan.rounds.models import GroupOrder, OrderStep
from yizhan.rounds.rules.order_messages import TO_BE_AGREED
from yizhan.rounds.words import OrderState


def take_step(
    *, order: GroupOrder, state: OrderState, verb: str, by: Account | None, note: str = "", **facts: object
) -> OrderStep:
    """Move an order on: its state, a step everybody sees, an audit entry."""
    order.state = state
    order.save()
    record(verb=verb, subject=order, by=by, subdistrict=order.subdistrict, **facts)
    return OrderStep.objects.create(order=order, state=state, at=clock.now(), by=by, note=note)


def tell_holders(
    *,
    order: GroupOrder,
    by: Account | None,
    contact: Phrase | None = None,
    provider: Phrase | None = None,
    **facts: object,
) -> None:
    """Tell the contact, unless erased, and the provider, where it left a telephone."""
    said = {**_facts(order), **facts}
    if contact is not None:
        tell(contacts=[order.contact], text=contact, by=by, **said)
    if provider is not None and order.provider is not None and order.provider.phone:
        _tell_provider(order, order.provider.phone[:20], provider, said)


def _tell_provider(order: GroupOrder, phone: str, text: Phrase, said: dict[str, object]) -> None:
    Message.objects.create(
        subdistrict=order.subdistrict,
        phone=phone,
        text_zh=text.say(CHINESE, **said),
        text_en=text.say(ENGLISH, **said),
        created_at=clock.now(),
    )


def _facts(order: GroupOrder) -> dict[str, object]:
    version = order.item.version
    provider = order.provider
    place = order.room.station if order.room is not None else order.station
    where = TO_BE_AGREED if place is None else Phrase(place.name_zh, place.name_en)
    if order.room is not None and place is not None:
        room = Phrase(order.room.name_zh, order.room.name_en or order.room.name_zh)
        where = Phrase(f"{where.zh} {room.zh}", f"{where.en}, {room.en}")
    when = "" if order.starts_at is None else moment_text(order.starts_at)
    return {
        "number": order.number,
        "course": Phrase(version.title_zh, version.title_en or version.title_zh),
        "n": order.head_count,
        "when": when,
        "where": where,
        "provider": ""
        if provider is None
        else Phrase(provider.name_zh, provider.name_en or provider.name_zh),
    }
