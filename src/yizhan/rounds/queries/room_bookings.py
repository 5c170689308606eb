"""Reads about rooms one may book."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from yizhan.foundation.phrases import Phrase
from yizhan.people.models import Contact, Subdistrict
from yizhan.places.models import Room, Station
from yizhan.places.rules.claims import Wanted
from yizhan.places.words import Access, Resource, State
from yizhan.rounds.models import RoomBooking
from yizhan.rounds.queries.spreading import room_diaries
from yizhan.rounds.rules.orders import Wish
from yizhan.rounds.rules.room_bookings import free_spans

#: Rooms a person or a group may book.
FOR_BOOKING = (Access.BOOKABLE, Access.GROUP)


def rooms_to_book(subdistrict: Subdistrict) -> QuerySet[Room]:
    """Return the rooms of live stations that may be booked."""
    rooms = Room.objects.filter(
        station__subdistrict=subdistrict, station__state=State.LIVE, access__in=FOR_BOOKING
    )
    return rooms.select_related("station__subdistrict").order_by("station__slug", "pk")


def rooms_of(station: Station) -> list[Room]:
    """Return the rooms of a station that may be booked; none where it is closed for good."""
    return list(rooms_to_book(station.subdistrict).filter(station=station))


def bookings_here(subdistrict: Subdistrict) -> QuerySet[RoomBooking]:
    """Return the bookings of a sub-district's rooms."""
    bookings = RoomBooking.objects.filter(room__station__subdistrict=subdistrict)
    return bookings.select_related("room__station__subdistrict", "contact")


def every_booking_of(contact: Contact) -> QuerySet[RoomBooking]:
    """Return everything a contact ever booked."""
    own = RoomBooking.objects.filter(contact=contact)
    return own.select_related("room__station__subdistrict", "contact")


def bookings_of(contact: Contact, *, now: dt.datetime) -> QuerySet[RoomBooking]:
    """Return what a contact has booked and not yet used."""
    return every_booking_of(contact).filter(cancelled_at=None, ends_at__gt=now)


def free_times(
    rooms: Sequence[Room], days: Sequence[dt.date], *, now: dt.datetime
) -> dict[int, list[tuple[dt.date, list[Wish]]]]:
    """Return when each room can be had on each day, by room id; a constant number of queries."""
    if not rooms or not days:
        return {}
    first = dt.datetime.combine(days[0], dt.time(), now.tzinfo)
    last = dt.datetime.combine(days[-1], dt.time(), now.tzinfo) + dt.timedelta(days=1)
    diaries = room_diaries(rooms, within=(first, last))
    return {
        room.pk: [(day, free_spans(diary, day, now=now)) for day in days] for room, diary in diaries.items()
    }


def held_for(booking: RoomBooking) -> str:
    """Return the name under which a booking holds its room and its contact's time."""
    return f"room:{booking.pk}"


def wanted_by(booking: RoomBooking) -> list[Wanted]:
    """Return what a booking needs: the room, and its contact's own time."""
    room = booking.room
    called = Phrase(room.name_zh, room.name_en or room.name_zh)
    times = booking.starts_at, booking.ends_at
    wanted = [Wanted(Resource.ROOM, room.pk, *times, called)]
    person = booking.contact.participants.order_by("pk").first()
    if person is not None:
        wanted.append(Wanted(Resource.PERSON, person.pk, *times, Phrase(person.name, person.name)))
    return wanted
