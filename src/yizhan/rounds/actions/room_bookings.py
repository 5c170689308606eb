"""Booking a room and giving it back; the room and the contact's own time are held by the database."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.text import moment_text
from yizhan.people.actions import keep_until, record, require_runner, tell
from yizhan.people.models import Account, Contact
from yizhan.people.words import ASSISTED, Channel
from yizhan.places.actions.claims import hold, release
from yizhan.places.models import Room
from yizhan.rounds.models import RoomBooking
from yizhan.rounds.queries.room_bookings import bookings_of, held_for, wanted_by
from yizhan.rounds.queries.spreading import room_diaries
from yizhan.rounds.rules.entering import refuse_contact
from yizhan.rounds.rules.orders import Wish, refuse_silence
from yizhan.rounds.rules.room_bookings import (
    refuse_access,
    refuse_closed,
    refuse_many_rooms,
    refuse_room_cancelling,
    refuse_room_time,
)

_BOOKED = Phrase(
    "已预约“{room}”：{when}，{hours} 小时，{people} 人。用不上请取消，让给别人。",
    "Booked “{room}”: {when}, {hours} h, {people} people. Cancel if you cannot use it.",
)
_CANCELLED = Phrase(
    "“{room}”{when} 的预约已取消：{reason}。", "Your booking of “{room}” at {when} is cancelled: {reason}."
)
_BY_CONTACT = Phrase("本人取消", "by yourself")


@transaction.atomic
def book_room(
    *,
    room: Room,
    contact: Contact,
    starts_at: dt.datetime,
    hours: int,
    people: int,
    by: Account | None,
    channel: Channel = Channel.WEB,
) -> RoomBooking:
    """
    Book a room for an hour or more, first come; `by` is staff acting for a caller, None the contact.

    Raises
    ------
    Refusal
        The room is not for booking, closed or taken then, too small, or the contact has enough.
    """
    subdistrict = room.station.subdistrict
    if channel in ASSISTED:
        require_runner(by=by, subdistrict=subdistrict)
    called = _called(room)
    wish, now = Wish(starts_at, starts_at + dt.timedelta(hours=hours)), clock.now()
    refuse_access(room.access, room=called, people=people, capacity=room.capacity)
    refuse_room_time(wish, hours=hours, now=now)
    (diary,) = room_diaries([room], within=(wish.starts_at, wish.ends_at)).values()
    refuse_closed(diary, wish, room=called)
    # Two bookings of one contact are counted one after the other.
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    refuse_contact(is_erased=contact.erased_at is not None)
    refuse_many_rooms(bookings_of(contact, now=now).count())
    booking = RoomBooking.objects.create(
        room=room,
        contact=contact,
        people=people,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        channel=channel,
        booked_at=now,
        booked_by=by,
    )
    hold(wanted={held_for(booking): wanted_by(booking)}, by=by)
    keep_until(contact=contact, last_day=wish.ends_at.astimezone(clock.SHANGHAI).date(), by=by)
    record(verb="book_room", subject=booking, by=by, subdistrict=subdistrict, channel=str(channel))
    tell(contacts=[contact], text=_BOOKED, by=by, hours=hours, people=people, **_facts(booking))
    return booking


@transaction.atomic
def cancel_room_booking(*, booking: RoomBooking, by: Account | None, reason: str = "") -> RoomBooking:
    """Cancel a booking, as its contact (`by` is None) or as staff with a reason; the room is free again."""
    subdistrict = booking.room.station.subdistrict
    if by is not None:
        require_runner(by=by, subdistrict=subdistrict)
        refuse_silence(reason)
    RoomBooking.objects.select_for_update().only("pk").get(pk=booking.pk)
    booking = RoomBooking.objects.select_related("room__station__subdistrict", "contact").get(pk=booking.pk)
    now = clock.now()
    refuse_room_cancelling(cancelled=booking.cancelled_at is not None, starts_at=booking.starts_at, now=now)
    booking.cancelled_at, booking.reason = now, reason.strip()
    booking.save(update_fields=["cancelled_at", "reason"])
    release(held_for=[held_for(booking)], by=by)
    record(verb="cancel_room_booking", subject=booking, by=by, subdistrict=subdistrict)
    why: Phrase | str = booking.reason or _BY_CONTACT
    tell(contacts=[booking.contact], text=_CANCELLED, by=by, reason=why, **_facts(booking))
    return booking


@transaction.atomic
def forget_room_bookings(*, contacts: Sequence[Contact], by: Account | None) -> None:  # noqa: ARG001 - every action says who
    """Give back what erased contacts still have booked."""
    now = clock.now()
    keys = [contact.pk for contact in contacts]
    standing = RoomBooking.objects.filter(contact__in=keys, cancelled_at=None, starts_at__gt=now)
    for booking in standing.select_related("room__station__subdistrict"):
        cancel_room_booking(booking=booking, by=None)


def _called(room: Room) -> Phrase:
    return Phrase(room.name_zh, room.name_en or room.name_zh)


def _facts(booking: RoomBooking) -> dict[str, object]:
    station = booking.room.station
    room = _called(booking.room)
    return {
        "room": Phrase(f"{station.name_zh} {room.zh}", f"{station.name_en}, {room.en}"),
        "when": moment_text(booking.starts_at),
    }
