"""Dispatching an order (派单) and the provider's answer (接单); its time is held from dispatch on."""

import datetime as dt

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Lecturer, Offering, Session
from yizhan.offers.queries import held_for as session_name
from yizhan.offers.queries import wanted_by
from yizhan.offers.rules.sessions import Times, refuse_room, refuse_walk_in_hours
from yizhan.offers.words import OfferingKind, SignUp
from yizhan.people.actions import keep_until, require_runner
from yizhan.people.models import Account
from yizhan.people.queries import runs
from yizhan.people.words import ASSISTED, Channel
from yizhan.places.actions.claims import hold, release
from yizhan.places.models import Room, Station
from yizhan.places.queries import day_kind_of, walk_in_schedule
from yizhan.rounds.actions.order_steps import take_step, tell_holders
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import held_for, locked
from yizhan.rounds.queries.spreading import lecturer_diaries, needs_room, room_diaries
from yizhan.rounds.rules import order_messages as messages
from yizhan.rounds.rules.dispatching import doubts, refuse_doubts, refuse_incomplete
from yizhan.rounds.rules.orders import (
    ANSWER,
    DISPATCH,
    TO_DISPATCH,
    Wish,
    refuse_past,
    refuse_silence,
    refuse_step,
    refuse_stranger,
)
from yizhan.rounds.words import OrderState


@transaction.atomic
def dispatch_order(
    *,
    order: GroupOrder,
    starts_at: dt.datetime,
    lecturer: Lecturer | None,
    room: Room | None,
    by: Account | None,
    station: Station | None = None,
    despite: bool = False,
) -> GroupOrder:
    """
    Dispatch an order to a lecturer's provider: course, room and lecturer in one, all or nothing.

    A dispatch not yet answered may be changed; what it held is free again, unless the new one is
    refused: then everything stays as it was. `despite` confirms a time outside the usual hours.

    Raises
    ------
    Refusal
        Room or lecturer is taken (`already_held`), missing, too small, or not usually there then.
    """
    require_runner(by=by, subdistrict=order.subdistrict)
    order = locked(order)
    refuse_step(order.state, {*TO_DISPATCH, OrderState.DISPATCHED}, act=DISPATCH)
    refuse_past(starts_at, now=clock.now())
    refuse_incomplete(
        has_lecturer=lecturer is not None,
        is_here=lecturer is not None and lecturer.provider.subdistrict_id == order.subdistrict_id,
        has_place=room is not None or (not needs_room(order.item.version) and station is not None),
    )
    wish = Wish(starts_at, starts_at + dt.timedelta(minutes=order.item.version.minutes))
    _refuse_room(order, room, wish)
    if not despite:
        refuse_doubts(_doubts(lecturer, room, wish))
    if order.state == OrderState.DISPATCHED and order.provider != getattr(lecturer, "provider", None):
        why = messages.ANOTHER_DISPATCH
        tell_holders(order=order, by=by, provider=messages.PROVIDER_FREE, reason=why)
    assert lecturer is not None  # refused above
    order.provider, order.lecturer, order.room = lecturer.provider, lecturer, room
    order.station = room.station if room is not None else station
    order.starts_at, order.ends_at, order.decline_reason = wish.starts_at, wish.ends_at, ""
    release(held_for=[held_for(order)], by=by)
    hold(wanted={held_for(order): wanted_by(_meeting(order))}, by=by)
    keep_until(contact=order.contact, last_day=wish.ends_at.astimezone(clock.SHANGHAI).date(), by=by)
    take_step(order=order, state=OrderState.DISPATCHED, verb="dispatch_order", by=by)
    tell_holders(order=order, by=by, contact=messages.DISPATCHED, provider=messages.FOR_PROVIDER)
    return order


@transaction.atomic
def accept_order(*, order: GroupOrder, by: Account | None, channel: Channel = Channel.WEB) -> GroupOrder:
    """Accept an order as its provider: it becomes an offering with one session that holds its place."""
    order = locked(order)
    _refuse_stranger(order, by, channel)
    refuse_step(order.state, {OrderState.DISPATCHED}, act=ANSWER)
    version = order.item.version
    assert order.station is not None  # it was dispatched
    order.offering = Offering.objects.create(
        subdistrict=order.subdistrict,
        slug=f"order-{order.number}",
        kind=OfferingKind.ORDER,
        version=version,
        menu_item=order.item,
        name_zh=version.title_zh[:80],
        name_en=version.title_en[:120],
        station=order.station,
        room=order.room,
        lecturer=order.lecturer,
        sign_up=SignUp.ORDER,
        seats=order.head_count,
        is_public=False,
        is_example=order.is_example,
    )
    session = _meeting(order)
    session.offering = order.offering
    session.save()
    # In one transaction: nobody can step in between.
    release(held_for=[held_for(order)], by=by)
    hold(wanted={session_name(session): wanted_by(session)}, by=by)
    take_step(order=order, state=OrderState.ACCEPTED, verb="accept_order", by=by, channel=str(channel))
    tell_holders(order=order, by=by, contact=messages.ACCEPTED)
    return order


@transaction.atomic
def decline_order(
    *, order: GroupOrder, reason: str, by: Account | None, channel: Channel = Channel.WEB
) -> GroupOrder:
    """Decline an order as its provider, saying why; the time is free again, the centre dispatches anew."""
    order = locked(order)
    _refuse_stranger(order, by, channel)
    refuse_step(order.state, {OrderState.DISPATCHED}, act=ANSWER)
    refuse_silence(reason)
    order.decline_reason = reason.strip()
    release(held_for=[held_for(order)], by=by)
    tell_holders(order=order, by=by, contact=messages.DECLINED, reason=order.decline_reason)
    take_step(
        order=order,
        state=OrderState.DECLINED,
        verb="decline_order",
        by=by,
        note=order.decline_reason,
        channel=str(channel),
    )
    return order


def _meeting(order: GroupOrder) -> Session:
    """Return the session an order is to become, not saved."""
    assert order.starts_at is not None  # it was dispatched
    assert order.ends_at is not None
    return Session(
        number=1,
        room=order.room,
        lecturer=order.lecturer,
        starts_at=order.starts_at.astimezone(clock.SHANGHAI),
        ends_at=order.ends_at.astimezone(clock.SHANGHAI),
    )


def _refuse_room(order: GroupOrder, room: Room | None, wish: Wish) -> None:
    if room is None:
        return
    place, called = order.subdistrict, Phrase(room.name_zh, room.name_en or room.name_zh)
    refuse_room(
        room=called,
        place=Phrase(place.name_zh, place.name_en),
        is_here=room.station.subdistrict_id == place.pk,
        capacity=room.capacity,
        seats=order.head_count,
    )
    schedule = walk_in_schedule(room)
    if schedule is not None:
        times = [Times(wish.starts_at, wish.ends_at)]
        refuse_walk_in_hours(room=called, schedule=schedule, times=times, day_kind_of=day_kind_of())


def _doubts(lecturer: Lecturer | None, room: Room | None, wish: Wish) -> list[Phrase]:
    within = wish.starts_at, wish.ends_at
    lecturers = lecturer_diaries([lecturer] if lecturer else [], within=within)
    rooms = room_diaries([room] if room else [], within=within)
    return doubts(
        lecturer_comes=all(diary.is_open(wish) for diary in lecturers.values()),
        room_open=all(diary.is_open(wish) for diary in rooms.values()),
    )


def _refuse_stranger(order: GroupOrder, by: Account | None, channel: Channel) -> None:
    provider = order.provider
    is_provider = by is None or (provider is not None and provider.accounts.filter(pk=by.pk).exists())
    is_desk = channel in ASSISTED and runs(by, order.subdistrict)
    refuse_stranger(is_provider=is_provider, is_desk_for_caller=is_desk)
