"""First come, first served: confirmed, waiting, refused; held seats; offers in order; giving back."""

import datetime as dt

import pytest

from factories.offers import make_offering, make_session
from factories.people import make_account
from factories.refusing import refused
from factories.rounds import make_contact, make_round, make_seats
from yizhan.foundation import clock
from yizhan.offers.words import SignUp
from yizhan.people.models import Message, Participant
from yizhan.people.words import Channel, RoleName
from yizhan.places.models import Claim
from yizhan.rounds.actions.bookings import confirm, give_back, lapse_overdue
from yizhan.rounds.actions.claiming import book_first_come
from yizhan.rounds.actions.waiting import offer_next, run_waiting_lists
from yizhan.rounds.models import Booking, Seats
from yizhan.rounds.queries.bookings import standing_of
from yizhan.rounds.words import BookingState, Method

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def open_class(total=2, *, days=7, **fields):
    """An offering first come, first served, with one session some days ahead."""
    seats = make_seats(make_offering(sign_up=SignUp.FIRST_COME, seats=total), total=total, **fields)
    make_session(seats.offering, clock.now() + dt.timedelta(days=days))
    return seats.offering


def party(offering, size=1, **fields):
    contact = make_contact(offering.subdistrict)
    for _ in range(size - 1):
        Participant.objects.create(contact=contact, name="示例家人", **fields)
    return contact


def book(offering, contact=None, channel=Channel.WEB, by=None):
    contact = contact or party(offering)
    participants = list(contact.participants.all())
    return book_first_come(
        offering=offering, contact=contact, participants=participants, channel=channel, by=by
    )


def test_seats_go_in_order_and_the_rest_wait_in_order():
    offering = open_class(2)
    states = [book(offering).state for _ in range(4)]
    assert states == ["confirmed", "confirmed", "waiting", "waiting"]
    last = Booking.objects.order_by("id").last()
    assert (standing_of(last).place, standing_of(last).of) == (2, 2)
    assert Claim.objects.count() == 2


def test_the_same_contact_books_once():
    offering = open_class(2)
    contact = party(offering)
    book(offering, contact)
    refused("booked_already", book, offering=offering, contact=contact)
    assert Booking.objects.count() == 1


def test_a_person_is_not_booked_into_two_places_at_once():
    one, other = open_class(), open_class()
    contact = party(one)
    book(one, contact)
    person = contact.participants.get()
    there = make_contact(other.subdistrict)
    person.contact = there  # the same person, signed up by somebody else of the family
    there.participants.all().delete()
    person.save()
    refused("person_is_busy", book, offering=other, contact=there)
    assert (Booking.objects.count(), Seats.objects.get(offering=other).taken) == (1, 0)


def test_a_share_is_kept_for_the_telephone_and_then_released():
    clerk_offering = open_class(5, held=1, hold_until=clock.now() + HOUR)
    clerk = make_account(clerk_offering.subdistrict, RoleName.CLERK)
    web = [book(clerk_offering).state for _ in range(5)]
    assert web == ["confirmed"] * 4 + ["waiting"]
    assert offer_next(offering=clerk_offering, by=None) == []
    assert book(clerk_offering, channel=Channel.PHONE, by=clerk).state == "confirmed"


def test_released_seats_go_to_those_who_wait_and_not_to_newcomers():
    offering = open_class(2, held=1, hold_until=clock.now() + HOUR)
    book(offering)
    waiting = book(offering)
    Seats.objects.update(hold_until=clock.now() - HOUR)
    assert book(offering).state == "waiting"
    assert [each.pk for each in run_waiting_lists(by=None)] == [waiting.pk]


def test_a_bigger_party_ahead_keeps_its_place_and_is_told():
    offering = open_class(3)
    first = book(offering, party(offering, 2))
    book(offering)
    family = book(offering, party(offering, 3))
    single = book(offering)
    give_back(booking=first, by=None)
    assert [each.pk for each in offer_next(offering=offering, by=None)] == [single.pk]
    told = Message.objects.filter(contact=family.contact).get()
    assert "候补第 1 位" in told.text_zh
    assert standing_of(Booking.objects.get(pk=family.pk)).place == 1


def test_an_offer_that_nobody_answers_goes_to_the_next():
    offering = open_class(1)
    first, second, third = (book(offering) for _ in range(3))
    give_back(booking=first, by=None)
    offer_next(offering=offering, by=None)
    Booking.objects.filter(pk=second.pk).update(answer_until=clock.now() - HOUR)
    refused("answer_too_late", confirm, booking=second, by=None)
    assert [each.pk for each in run_waiting_lists(by=None)] == [third.pk]
    states = list(Booking.objects.order_by("id").values_list("state", flat=True))
    assert states == [BookingState.GIVEN_BACK, BookingState.LAPSED, BookingState.OFFERED]
    assert confirm(booking=third, by=None).state == BookingState.CONFIRMED
    assert lapse_overdue(by=None) == []


def test_nothing_is_offered_once_it_has_begun():
    offering = open_class(1)
    first = book(offering)
    book(offering)
    offering.sessions.update(starts_at=clock.now() - HOUR, ends_at=clock.now() + HOUR)
    give_back(booking=first, by=None)
    assert offer_next(offering=offering, by=None) == []
    refused("offering_has_begun", book, offering=offering)


def test_a_cap_counts_across_the_offerings_of_a_round():
    one, other = open_class(days=7), open_class(days=8)
    other.subdistrict = one.subdistrict
    make_round(one, other, method=Method.FIRST_COME, seats_a_person=1)
    contact = party(one)
    book(one, contact)
    refused("seats_a_person", book, offering=other, contact=contact)


def test_children_need_consent_and_a_class_for_them():
    offering = open_class(3)
    contact = party(offering, 2, is_child=True)
    refused("guardian_must_consent", book, offering=offering, contact=contact)
    contact.participants.filter(is_child=True).update(guardian_consented_at=clock.now())
    refused("not_for_children", book, offering=offering, contact=contact)
    offering.for_children = True
    assert book(offering, contact).size == 2


def test_a_draw_is_not_booked_directly():
    offering = make_seats(make_offering()).offering
    refused("not_first_come", book, offering=offering)
    refused("seats_not_open", book, offering=make_offering(sign_up=SignUp.FIRST_COME))


def test_giving_back_frees_the_time_and_ends_once():
    offering = open_class(1)
    booking = book(offering)
    give_back(booking=booking, by=None)
    assert Claim.objects.filter(released_at=None).count() == 0
    refused("booking_ended", give_back, booking=booking, by=None)
    assert book(offering, booking.contact).state == "confirmed"
