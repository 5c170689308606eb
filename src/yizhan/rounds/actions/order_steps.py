"""Writes one step of an order down for everybody who takes part in it, and tells them."""

import datetime as dt

from yizhan.foundation import clock
from yizhan.foundation.phrases import CHINESE, ENGLISH, Phrase
from yizhan.people.actions import record
from yizhan.people.models import Account, Contact, Message
from yizhan.people.words import Channel
from yizhan.rounds.models import GroupOrder, OrderStep
from yizhan.rounds.rules.order_messages import TO_BE_AGREED
from yizhan.rounds.words import OrderState

#: A contact is erased this long after the last time that concerns them.
KEPT = dt.timedelta(days=30)


def take_step(
    *, order: GroupOrder, state: OrderState, verb: str, by: Account | None, note: str = "", **facts: object
) -> OrderStep:
    """Move an order on: its state, a step everybody sees, an audit entry."""
    order.state = state
    order.save()
    record(verb=verb, subject=order, by=by, subdistrict=order.subdistrict, **facts)
    return OrderStep.objects.create(order=order, state=state, at=clock.now(), by=by, note=note)


def keep_contact(*, order: GroupOrder, by: Account | None) -> None:  # noqa: ARG001 - the form of actions
    """Erase the contact of an order no earlier than thirty days after the course."""
    contact, ends_at = order.contact, order.ends_at
    if ends_at is not None and contact.erase_on < (ends_at + KEPT).date():
        contact.erase_on = (ends_at + KEPT).date()
        contact.save(update_fields=["erase_on"])


def tell_holders(
    *,
    order: GroupOrder,
    by: Account | None,  # noqa: ARG001 - the form of every action
    contact: Phrase | None = None,
    provider: Phrase | None = None,
    **facts: object,
) -> None:
    """Tell the contact, unless erased, and the provider, where it left a telephone."""
    said = {**_facts(order), **facts}
    if contact is not None and order.contact.phone:
        _message(order, contact, said, phone=order.contact.phone, to=order.contact)
    if provider is not None and order.provider is not None and order.provider.phone:
        _message(order, provider, said, phone=order.provider.phone[:20])


def _message(
    order: GroupOrder, text: Phrase, said: dict[str, object], *, phone: str, to: Contact | None = None
) -> None:
    Message.objects.create(
        subdistrict=order.subdistrict,
        contact=to,
        phone=phone,
        channel=Channel.PHONE,
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
    when = "" if order.starts_at is None else f"{order.starts_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
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
