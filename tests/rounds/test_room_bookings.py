"""Rooms booked by a person or a group: first come, within opening hours, never twice."""

import datetime as dt

import pytest

from factories.orders import House, dispatched, in_days, make_house, make_order
from factories.people import make_account
from factories.places import make_room
from factories.racing import race
from factories.refusing import refused
from factories.rounds import make_contact
from yizhan.foundation import clock
from yizhan.people.actions import erase_now
from yizhan.people.models import Message
from yizhan.people.words import Channel
from yizhan.places.models import Claim
from yizhan.places.words import Access
from yizhan.rounds.actions.room_bookings import book_room, cancel_room_booking
from yizhan.rounds.models import RoomBooking
from yizhan.rounds.queries.room_bookings import free_times

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db) -> House:
    return make_house()


def book(house, contact=None, **changed):
    contact = contact or make_contact(house.place)
    values = {"starts_at": in_days(2).starts_at, "hours": 2, "people": 1, "by": None}
    return book_room(**{"room": house.room, "contact": contact} | values | changed)


def free(house, day):
    ((_day, spans),) = free_times([house.room], [day], now=clock.now())[house.room.pk]
    return [(span.starts_at.hour, span.ends_at.hour) for span in spans]


def test_one_person_books_a_room_and_its_time_is_theirs(house):
    booking = book(house)
    assert sorted(Claim.objects.values_list("held_for", "kind")) == [
        (f"room:{booking.pk}", 1),
        (f"room:{booking.pk}", 4),
    ]
    assert "已预约" in Message.objects.get().text_zh
    assert free(house, booking.starts_at.date()) == [(8, 14), (16, 21)]


def test_a_room_is_booked_once_and_for_orders_too(house):
    book(house)
    refused("already_held", book, house=house, starts_at=in_days(2, 15).starts_at)
    refused("already_held", dispatched, house=house, order=make_order(house), wish=in_days(2))
    book(house, starts_at=in_days(2, 16).starts_at)


def test_nobody_is_in_two_rooms_at_once(house):
    contact = make_contact(house.place)
    book(house, contact)
    other = make_room(house.station, access=Access.BOOKABLE)
    refused("already_held", book, house=house, contact=contact, room=other)
    assert RoomBooking.objects.count() == 1


def test_somebody_erased_in_this_moment_books_nothing(house):
    contact = make_contact(house.place)
    erase_now(contact=contact, by=None)
    refused("contact_erased", book, house=house, contact=contact)
    assert not RoomBooking.objects.exists()


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("room_for_nobody", {"people": 0}),
        ("room_too_small", {"people": 41}),
        ("room_hours_out_of_range", {"hours": 5}),
        ("room_hours_out_of_range", {"hours": 0}),
        ("room_time_past", {"starts_at": in_days(-1).starts_at}),
        ("room_time_too_far", {"starts_at": in_days(31).starts_at}),
        ("room_time_uneven", {"starts_at": in_days(2).starts_at + dt.timedelta(minutes=10)}),
        ("room_closed_then", {"starts_at": in_days(2, 20).starts_at}),
        ("room_closed_then", {"starts_at": in_days(2, 6).starts_at}),
        ("may_not_run", {"channel": Channel.PHONE, "by": "a stranger"}),
    ],
)
def test_what_cannot_be_booked_is_refused(house, code, changed):
    if changed.get("by"):
        changed = changed | {"by": make_account()}
    refused(code, book, house=house, **changed)
    assert (RoomBooking.objects.count(), Claim.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("access", "people", "code"),
    [
        (Access.WALK_IN, 1, "room_not_bookable"),
        (Access.ALLIANCE, 1, "room_not_bookable"),
        (Access.GROUP, 4, "room_for_groups"),
    ],
)
def test_rooms_are_booked_by_those_they_are_for(house, access, people, code):
    room = make_room(house.station, access=access)
    refused(code, book, house=house, room=room, people=people)
    if access == Access.GROUP:
        book(house, room=room, people=5)


def test_a_contact_has_three_bookings_to_come_at_most(house):
    contact = make_contact(house.place)
    for day in (2, 3, 4):
        last = book(house, contact, starts_at=in_days(day).starts_at)
    refused("too_many_room_bookings", book, house=house, contact=contact, starts_at=in_days(5).starts_at)
    cancel_room_booking(booking=last, by=None)
    book(house, contact, starts_at=in_days(5).starts_at)


def test_a_cancelled_room_is_free_again(house):
    booking = cancel_room_booking(booking=book(house), by=None)
    assert not Claim.objects.filter(released_at=None).exists()
    refused("room_booking_cancelled", cancel_room_booking, booking=booking, by=None)
    book(house)


def test_staff_book_for_a_caller_and_cancel_with_a_reason(house):
    booking = book(house, channel=Channel.PHONE, by=house.head)
    refused("reason_missing", cancel_room_booking, booking=booking, by=house.head)
    refused("may_not_run", cancel_room_booking, booking=booking, by=make_account(), reason="停电")
    assert cancel_room_booking(booking=booking, by=house.head, reason="停电").reason == "停电"
    assert "停电" in Message.objects.last().text_zh


def test_an_erased_contact_holds_no_room(house):
    contact = make_contact(house.place)
    book(house, contact)
    erase_now(contact=contact, by=None)
    assert not Claim.objects.filter(released_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_book_at_once_one_gets_the_room(house):
    contacts = [make_contact(house.place) for _ in range(8)]
    outcomes = race(*[lambda contact=contact: book(house, contact) for contact in contacts])
    assert [getattr(one, "code", one) for one in outcomes if one is not None] == ["already_held"] * 7
    assert (RoomBooking.objects.count(), Claim.objects.count()) == (1, 2)
