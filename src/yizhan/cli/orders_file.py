"""Reads `orders.toml`: group orders in every state, stored by the usual actions."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.offers.models import Course, Lecturer, MenuItem
from yizhan.offers.queries import held_for as session_name
from yizhan.offers.words import SessionState
from yizhan.people.actions import find_contact
from yizhan.people.models import Account, Contact, Subdistrict
from yizhan.people.words import ASSISTED, Channel
from yizhan.places.models import Claim, Room, Station
from yizhan.rounds.actions.dispatching import accept_order, decline_order, dispatch_order
from yizhan.rounds.actions.orders import cancel_order, place_order
from yizhan.rounds.actions.ratings import rate_order
from yizhan.rounds.actions.room_bookings import book_room
from yizhan.rounds.models import GroupOrder, OrderStep, Rating
from yizhan.rounds.queries.orders import orderable_items, orders_here, wishes_of
from yizhan.rounds.queries.room_bookings import rooms_to_book
from yizhan.rounds.queries.spreading import Diaries, diaries_for, room_diaries
from yizhan.rounds.rules.orders import Group, Wish, week_of
from yizhan.rounds.words import Segment

_UNREADABLE = Phrase(zh="无法读取（{reason}）", en="cannot be read ({reason})")
_WRONG = Phrase(zh="有误：{reason}", en="is wrong: {reason}")
_NEVER = Phrase(
    zh="三周内没有教师和房间同时空闲", en="no lecturer and room are free together within three weeks"
)
#: States that follow a dispatch.
_SENT = frozenset({"dispatched", "declined", "accepted", "held", "rated"})
_ANSWERED = frozenset({"accepted", "held", "rated"})
#: Nobody plans a visit for sooner than this, days.
_SOONEST = 4


def store_orders(file: Path, subdistrict: Subdistrict) -> None:
    """
    Store everything an orders file says, or nothing.

    Raises
    ------
    BadInput
        Names the file and the organisation whose order is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("orders_unreadable", _UNREADABLE, file=str(file), reason=error) from error
    with transaction.atomic():
        for item in content.get("order", []):
            try:
                _order(subdistrict, item)
            except (Refusal, ObjectDoesNotExist, KeyError, TypeError, ValueError) as error:
                called = str(item.get("organisation", "?"))
                raise BadInput("order_wrong", _WRONG, file=str(file), field=called, reason=error) from error
        for row in content.get("rating", []):
            _rating(subdistrict, row)
        for row in content.get("room", []):
            _room(subdistrict, row)


def _order(subdistrict: Subdistrict, item: Mapping[str, Any]) -> None:
    state = item["state"]
    order = _placed(subdistrict, item)
    if state in _SENT:
        order = _dispatched(order)
    if state == "declined":
        decline_order(order=order, reason=item["reason"], by=_answering(order))
    if state in _ANSWERED:
        order = accept_order(order=order, by=_answering(order))
    if state == "cancelled":
        cancel_order(order=order, by=None)
    if state in {"held", "rated"}:
        order = _put_back(order, days_ago=item["days_ago"])
    if state == "rated":
        rate_order(order=order, stars=item["stars"], by=None)


def _placed(subdistrict: Subdistrict, item: Mapping[str, Any]) -> GroupOrder:
    on_menu: MenuItem | None = (
        orderable_items(subdistrict).filter(version__course__slug=item["course"]).first()
    )
    if on_menu is None:
        raise KeyError(item["course"])
    channel = Channel(item.get("channel", "web"))
    name, phone = item["contact"]
    return place_order(
        item=on_menu,
        group=Group(
            organisation=item["organisation"],
            segment=Segment(item["segment"]),
            head_count=item["people"],
            phone=phone,
            name=name,
            note=item.get("note", ""),
        ),
        wishes=[_wish(item["wish"], minutes=on_menu.version.minutes)],
        station=Station.objects.get(subdistrict=subdistrict, slug=item["station"])
        if "station" in item
        else None,
        channel=channel,
        by=_desk(subdistrict) if channel in ASSISTED else None,
        is_example=True,
    )


def _wish(when: Mapping[str, Any], *, minutes: int) -> Wish:
    today = clock.now().date()
    day = today + dt.timedelta(days=when.get("day", _SOONEST))
    while when.get("tenth") and day.day != 10:
        day += dt.timedelta(days=1)
    starts_at = dt.datetime.combine(day, dt.time.fromisoformat(when["at"]), clock.SHANGHAI)
    return Wish(starts_at, starts_at + dt.timedelta(minutes=minutes))


def _dispatched(order: GroupOrder) -> GroupOrder:
    """Dispatch to the first day from the wish on which lecturer and room are free."""
    wish = wishes_of(order)[0]
    place = order.subdistrict
    for ahead in range(21):
        near = Wish(wish.starts_at + dt.timedelta(days=ahead), wish.ends_at + dt.timedelta(days=ahead))
        diaries = diaries_for(order.item.version, place, people=order.head_count, around=[near])
        lecturer, room = _free(diaries, near)
        if lecturer is not None and (room is not None or diaries.rooms is None):
            return dispatch_order(
                order=order,
                starts_at=near.starts_at,
                lecturer=lecturer,
                room=room,
                station=order.station or Station.objects.filter(subdistrict=place).earliest("pk"),
                by=_desk(place),
            )
    raise Refusal("no_free_time", _NEVER)


def _free(diaries: Diaries, wish: Wish) -> tuple[Lecturer | None, Room | None]:
    lecturers = [row for row, diary in diaries.lecturers.items() if diary.is_free(wish)]
    rooms = [row for row, diary in (diaries.rooms or {}).items() if diary.is_free(wish)]
    return next(iter(lecturers), None), next(iter(rooms), None)


def _put_back(order: GroupOrder, *, days_ago: int) -> GroupOrder:
    """Put an accepted order back in time, with everything that belongs to it, as if it had taken place."""
    assert order.starts_at is not None
    assert order.ends_at is not None
    assert order.offering is not None
    session = order.offering.sessions.get()
    back = dt.timedelta(days=(order.starts_at.date() - clock.now().date()).days + days_ago)
    times = {"starts_at": order.starts_at - back, "ends_at": order.ends_at - back}
    order.offering.sessions.update(state=SessionState.HELD, **times)
    Claim.objects.filter(held_for=session_name(session)).update(**times)
    for step in OrderStep.objects.filter(order=order):
        OrderStep.objects.filter(pk=step.pk).update(at=step.at - back)
    wished = [
        [(moment - back).isoformat() for moment in (wish.starts_at, wish.ends_at)]
        for wish in wishes_of(order)
    ]
    GroupOrder.objects.filter(pk=order.pk).update(wished=wished, placed_at=order.placed_at - back, **times)
    Contact.objects.filter(pk=order.contact_id).update(erase_on=order.contact.erase_on - back)
    return orders_here(order.subdistrict).get(pk=order.pk)


def _rating(subdistrict: Subdistrict, row: Mapping[str, Any]) -> None:
    now = clock.now()
    reply = row.get("reply", "")
    Rating.objects.create(
        course=Course.objects.get(subdistrict=subdistrict, slug=row["course"]),
        stars=row["stars"],
        comment=row.get("comment", ""),
        week_of=week_of(now.date() - dt.timedelta(weeks=row["weeks_ago"])),
        reply=reply,
        replied_at=now if reply else None,
    )


def _room(subdistrict: Subdistrict, row: Mapping[str, Any]) -> None:
    """Book a room from the first day on which it is free; a station without one is passed over."""
    name, phone = row["contact"]
    channel = Channel(row.get("channel", "web"))
    at = dt.time.fromisoformat(row["at"])
    rooms = list(rooms_to_book(subdistrict).filter(station__slug=row["station"], capacity__gte=row["people"]))
    for ahead in range(row["day"], row["day"] + 14):
        starts_at = dt.datetime.combine(clock.now().date() + dt.timedelta(days=ahead), at, clock.SHANGHAI)
        wish = Wish(starts_at, starts_at + dt.timedelta(hours=row["hours"]))
        diaries = room_diaries(rooms, within=(wish.starts_at, wish.ends_at))
        room = next((one for one, diary in diaries.items() if diary.is_free(wish)), None)
        if room is not None:
            book_room(
                room=room,
                contact=find_contact(subdistrict=subdistrict, phone=phone, name=name, by=None),
                starts_at=starts_at,
                hours=row["hours"],
                people=row["people"],
                channel=channel,
                by=_desk(subdistrict) if channel in ASSISTED else None,
            )
            return


def _desk(subdistrict: Subdistrict) -> Account | None:
    """Return the head of the centre, where the demonstration has one."""
    return Account.objects.filter(roles__subdistrict=subdistrict, username="head").first()


def _answering(order: GroupOrder) -> Account | None:
    return None if order.provider is None else order.provider.accounts.order_by("pk").first()
