"""Rounds forget with the contact: secrets go, seats are given back, counts stay."""

import datetime as dt

from django.apps import apps
from django.db import models

from factories.offers import make_offering, make_session
from factories.rounds import make_booking, make_contact, make_round
from yizhan.foundation import clock
from yizhan.people.actions import erase_due, erase_now
from yizhan.people.models import Contact
from yizhan.people.words import Channel
from yizhan.rounds.actions.entering import enter
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import Booking, Entry, Seats
from yizhan.rounds.words import BookingState

TEXTS = (models.CharField, models.TextField, models.JSONField)


def everything_written() -> str:
    """Every text the database holds, run together."""
    written = []
    for model in apps.get_models():
        fields = [field.name for field in model._meta.concrete_fields if isinstance(field, TEXTS)]
        if fields:
            written += [str(value) for row in model._default_manager.values_list(*fields) for value in row]
    return "\n".join(written)


def make_known(offering: object) -> Contact:
    return make_contact(offering.subdistrict, phone="13812341234", name="独一无二的名字")


def test_after_the_last_day_nothing_of_a_person_is_left(db: None) -> None:
    offering = make_offering()
    make_session(offering, clock.now() - dt.timedelta(days=31))
    open_seats(offering=offering, by=None)
    contact = make_known(offering)
    Contact.objects.update(erase_on=clock.now().date())
    booking = make_booking(offering, contact, secret="s3cret-of-the-door")
    booking.participants.set(contact.participants.all())
    before = everything_written()
    assert all(word in before for word in ("13812341234", "独一无二的名字", "s3cret-of-the-door"))
    assert erase_due(today=clock.now().date(), by=None) == 1
    after = everything_written()
    left = [word for word in ("13812341234", "独一无二的名字", "s3cret-of-the-door") if word in after]
    assert left == []
    booking.refresh_from_db()
    assert (booking.state, booking.size, booking.ended_at) == (BookingState.CONFIRMED, 1, None)


def test_asking_early_gives_seats_back_and_withdraws(db: None) -> None:
    offering = make_offering(seats=1)
    make_session(offering, clock.now() + dt.timedelta(days=20))
    open_seats(offering=offering, by=None)
    row = make_round(offering)
    contact = make_known(offering)
    people = list(contact.participants.all())
    named = {"participants": people, "wishes": [offering], "channel": Channel.WEB, "by": None}
    enter(sign_up_round=row, contact=contact, **named)
    make_booking(offering, contact)
    waiting = make_booking(offering, state=BookingState.WAITING, place=1)
    erase_now(contact=contact, by=None)
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED
    assert Entry.objects.get().withdrawn_at is not None
    assert Booking.objects.get(contact=contact).state == BookingState.GIVEN_BACK
    assert Seats.objects.get().taken == 1
    assert "独一无二的名字" not in everything_written()
