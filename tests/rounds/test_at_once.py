"""What two people do in the same moment ends as if one had come after the other."""

import datetime as dt
import threading

import pytest
from django.db import connections, transaction

from factories.offers import make_offering, make_session
from factories.racing import race
from factories.refusing import refused
from factories.rounds import make_booking, make_contact, make_round, make_seats
from yizhan.foundation import clock
from yizhan.offers.words import SignUp
from yizhan.people.actions import erase_due, erase_now
from yizhan.people.words import Channel
from yizhan.plans.actions.draws import draw_round, freeze_round
from yizhan.rounds.actions.bookings import confirm
from yizhan.rounds.actions.entering import enter
from yizhan.rounds.actions.seats import change_seats
from yizhan.rounds.models import Draw, SignUpRound
from yizhan.rounds.words import BookingState, Randomness, RoundState

pytestmark = pytest.mark.django_db(transaction=True)


def offered(contact, *offerings):
    """An offered seat in each, to be confirmed within a day."""
    until = clock.now() + dt.timedelta(days=1)
    bookings = [
        make_booking(one, contact, state=BookingState.OFFERED, answer_until=until) for one in offerings
    ]
    for booking in bookings:
        booking.participants.set(contact.participants.all())
    return bookings


def two_classes():
    first = make_seats(make_offering(sign_up=SignUp.DRAW)).offering
    second = make_seats(make_offering(first.station, sign_up=SignUp.DRAW)).offering
    for days, one in enumerate((first, second), start=9):
        make_session(one, clock.now() + dt.timedelta(days=days))
    return first, second


def test_two_who_change_places_the_other_way_round_do_not_wait_in_a_circle():
    first, second = two_classes()
    for _ in range(6):
        ours = [offered(make_contact(first.subdistrict), first, second) for _ in range(2)]
        (a, b), (c, d) = ours
        outcomes = race(
            lambda a=a, b=b: confirm(booking=a, instead_of=b, by=None),
            lambda c=c, d=d: confirm(booking=d, instead_of=c, by=None),
        )
        assert outcomes == [None, None]


def closed_round():
    """A round that has just closed, with one entry; and whose it is."""
    offering = two_classes()[0]
    around = make_round(offering, randomness=Randomness.TYPED)
    contact = make_contact(offering.subdistrict)
    enter(
        sign_up_round=around,
        contact=contact,
        participants=list(contact.participants.all()),
        wishes=[offering],
        channel=Channel.WEB,
        by=None,
    )
    now = clock.now()
    SignUpRound.objects.update(
        closes_at=now - dt.timedelta(minutes=1),
        draw_at=now + dt.timedelta(minutes=20),
        confirm_until=now + dt.timedelta(days=1),
    )
    return around, offering, contact


def begun(act, wait):
    """Run an act in a thread and connection of its own that commits only after `wait` is set."""
    done, outcome = threading.Event(), []

    def run():
        try:
            with transaction.atomic():
                outcome.append(act())
                done.set()
                wait.wait(timeout=20)
        finally:
            done.set()
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    done.wait(timeout=20)
    return thread


def while_it_is_not_committed(first, second):
    """Do `first`, leave it uncommitted for a moment while `second` begins, then let both end."""
    go = threading.Event()
    thread = begun(first, go)
    later = threading.Timer(1.0, go.set)
    later.start()
    try:
        return race(second)[0]
    finally:
        thread.join(timeout=30)


def test_somebody_erased_while_the_list_is_frozen_does_not_stop_the_draw():
    around, _offering, contact = closed_round()
    frozen = while_it_is_not_committed(
        lambda: erase_now(contact=contact, by=None),
        lambda: freeze_round(sign_up_round=around, by=None, source_name="shuangseqiu-2027020"),
    )
    assert frozen is None
    SignUpRound.objects.update(draw_at=clock.now())
    draw_round(sign_up_round=around, by=None, typed="07 11 16 24 27 31 + 09")
    assert SignUpRound.objects.get().state == RoundState.DRAWN
    assert "\nentry " not in Draw.objects.get().list_text


def test_seats_do_not_change_under_a_list_that_is_being_frozen():
    around, offering, _contact = closed_round()
    error = while_it_is_not_committed(
        lambda: freeze_round(sign_up_round=around, by=None, source_name="shuangseqiu-2027020"),
        lambda: change_seats(offering=offering, total=19, by=None),
    )
    assert getattr(error, "code", error) == "list_is_frozen"
    refused("list_is_frozen", change_seats, offering=offering, total=19, by=None)


def test_two_who_tend_at_once_erase_everybody_once():
    offering = two_classes()[0]
    today = clock.now().date()
    for _ in range(6):
        make_booking(offering, make_contact(offering.subdistrict, erase_on=today))
    counted = []
    outcomes = race(*[lambda: counted.append(erase_due(today=today, by=None))] * 3)
    assert (outcomes, sum(counted)) == ([None] * 3, 6)
