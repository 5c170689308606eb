"""Contacts, seats, bookings, rounds."""

import datetime as dt
from itertools import count

from factories.offers import make_offering
from yizhan.foundation import clock
from yizhan.offers.models import Offering
from yizhan.people.models import Contact, Participant, Subdistrict
from yizhan.people.words import Channel
from yizhan.rounds.models import Booking, RoundOffering, Seats, SignUpRound
from yizhan.rounds.words import BookingState, RoundState

numbers = count(1)


def make_contact(subdistrict: Subdistrict, **fields: object) -> Contact:
    """Somebody with a telephone of their own and one participant."""
    number = next(numbers)
    values: dict[str, object] = {
        "phone": f"1390000{number:04d}",
        "name": f"示例人员{number}",
        "created_at": clock.now(),
        "erase_on": clock.now().date() + dt.timedelta(days=120),
    }
    contact = Contact.objects.create(subdistrict=subdistrict, **values | fields)
    Participant.objects.create(contact=contact, name=contact.name)
    return contact


def make_seats(offering: Offering | None = None, *, total: int = 20, **fields: object) -> Seats:
    return Seats.objects.create(offering=offering or make_offering(), total=total, **fields)


def make_booking(offering: Offering, contact: Contact | None = None, **fields: object) -> Booking:
    values: dict[str, object] = {
        "state": BookingState.CONFIRMED,
        "channel": Channel.WEB,
        "booked_at": clock.now(),
    }
    return Booking.objects.create(
        offering=offering, contact=contact or make_contact(offering.subdistrict), **values | fields
    )


def make_round(*offerings: Offering, **fields: object) -> SignUpRound:
    """An announced round that is open now."""
    number = next(numbers)
    now = clock.now()
    values: dict[str, object] = {
        "slug": f"round-{number}",
        "name_zh": f"示例报名{number}",
        "state": RoundState.ANNOUNCED,
        "opens_at": now - dt.timedelta(hours=1),
        "closes_at": now + dt.timedelta(hours=71),
        "draw_at": now + dt.timedelta(hours=80),
    }
    subdistrict = offerings[0].subdistrict
    made = SignUpRound.objects.create(subdistrict=subdistrict, **values | fields)
    for position, offering in enumerate(offerings):
        RoundOffering.objects.create(round=made, offering=offering, position=position)
    return made
