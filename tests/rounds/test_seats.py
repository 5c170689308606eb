"""Seats are counted by the database itself: no program can oversell."""

import importlib

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from factories.offers import make_offering
from factories.racing import race
from factories.rounds import make_booking, make_contact, make_seats
from yizhan.rounds.models import Booking, Seats
from yizhan.rounds.words import BookingState

pytestmark = pytest.mark.django_db
guards = importlib.import_module("yizhan.rounds.migrations.0002_never_oversold")


def taken(seats):
    return Seats.objects.get(pk=seats.pk).taken


def test_bookings_that_take_seats_are_counted():
    seats = make_seats(total=9)
    offering = seats.offering
    first = make_booking(offering, size=2)
    second = make_booking(offering, size=3, state=BookingState.OFFERED)
    make_booking(offering, state=BookingState.WAITING)
    assert taken(seats) == 5
    Booking.objects.filter(pk=first.pk).update(size=4)
    assert taken(seats) == 7
    Booking.objects.filter(pk=second.pk).update(state=BookingState.CONFIRMED)
    assert taken(seats) == 7
    Booking.objects.filter(pk=second.pk).update(state=BookingState.LAPSED)
    assert taken(seats) == 4
    Booking.objects.filter(pk=second.pk).update(state=BookingState.CONFIRMED)
    first.delete()
    assert taken(seats) == 3


def test_one_seat_too_many_is_refused_by_the_database():
    seats = make_seats(total=2)
    make_booking(seats.offering, size=2)
    contact = make_contact(seats.offering.subdistrict)
    with pytest.raises(IntegrityError, match="never_oversold"), transaction.atomic():
        make_booking(seats.offering, contact)
    waiting = make_booking(seats.offering, contact, state=BookingState.WAITING)
    with pytest.raises(IntegrityError, match="never_oversold"), transaction.atomic():
        Booking.objects.filter(pk=waiting.pk).update(state=BookingState.OFFERED)
    assert taken(seats) == 2


def test_an_offering_without_seats_gives_none_away():
    offering = make_offering()
    with pytest.raises(DatabaseError, match="offering_has_no_seats"), transaction.atomic():
        make_booking(offering)
    assert make_booking(offering, state=BookingState.WAITING).pk


def test_a_booking_keeps_its_offering():
    booking = make_booking(make_seats().offering)
    other = make_seats().offering
    with pytest.raises(DatabaseError, match="booking_keeps_its_offering"), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(offering=other)


def rush(offering, wide):
    """So many book without asking first: only the database stands between them."""
    contacts = [make_contact(offering.subdistrict) for _ in range(wide)]

    def book(contact):
        with transaction.atomic():
            make_booking(offering, contact)

    return race(*[lambda contact=contact: book(contact) for contact in contacts])


@pytest.mark.django_db(transaction=True)
def test_of_sixty_four_at_once_twenty_get_a_seat():
    seats = make_seats(total=20)
    outcomes = rush(seats.offering, 64)
    assert (sum(one is None for one in outcomes), Booking.objects.count(), taken(seats)) == (20, 20, 20)


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_same_rush_oversells():
    """The negative control: the test above fails when the count is off."""
    seats = make_seats(total=1)
    with connection.schema_editor() as editor:
        guards.unguard(None, editor)
    try:
        rush(seats.offering, 8)
        assert Booking.objects.count() == 8
    finally:
        Booking.objects.all().delete()
        with connection.schema_editor() as editor:
            guards.guard(None, editor)
