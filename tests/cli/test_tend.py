"""`yizhan tend` does what is due, once."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner

from factories.offers import make_offering, make_session
from factories.rounds import make_booking, make_contact, make_seats
from yizhan.cli import main
from yizhan.foundation import clock
from yizhan.people.models import Contact
from yizhan.rounds.models import Absence, Booking
from yizhan.rounds.words import BookingState

pytestmark = pytest.mark.django_db


def test_due_offers_contacts_and_absences_are_tended_once():
    seats = make_seats(make_offering(), total=1)
    offering = seats.offering
    make_session(offering, clock.now() + dt.timedelta(days=9))
    late = {"state": BookingState.OFFERED, "answer_until": clock.now() - dt.timedelta(hours=1)}
    make_booking(offering, **late)
    waiting = make_booking(offering, state=BookingState.WAITING)
    make_contact(offering.subdistrict, erase_on=clock.now().date())
    fields = {"noted_at": clock.now(), "forget_on": clock.now().date()}
    Absence.objects.create(subdistrict=offering.subdistrict, digest="x", **fields)
    done = json.loads(CliRunner().invoke(main, ["tend", "--json"], catch_exceptions=False).output)
    assert (done["offered"], done["erased"], done["forgotten"]) == (1, 1, 1)
    assert Booking.objects.get(pk=waiting.pk).state == BookingState.OFFERED
    assert Contact.objects.exclude(erased_at=None).count() == 1
    again = json.loads(CliRunner().invoke(main, ["tend", "--json"], catch_exceptions=False).output)
    assert set(again.values()) == {0}
