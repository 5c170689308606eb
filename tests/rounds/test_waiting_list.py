"""A waiting list in any order of events: never oversold, parties whole, order kept, time held once."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from factories.offers import make_offering, make_session
from factories.refusing import refused
from factories.rounds import make_contact, make_seats
from yizhan.foundation import clock
from yizhan.offers.words import SignUp
from yizhan.people.models import Participant
from yizhan.people.words import Channel
from yizhan.places.models import Claim
from yizhan.planning.sharing.waiting import Act, Waiter, advance
from yizhan.rounds.actions.bookings import confirm, give_back
from yizhan.rounds.actions.claiming import book_first_come
from yizhan.rounds.actions.seats import change_seats
from yizhan.rounds.actions.waiting import offer_next, run_waiting_lists
from yizhan.rounds.models import Booking, Seats
from yizhan.rounds.rules.waiting import next_party
from yizhan.rounds.words import SEATED, STANDING, BookingState

HOUR = dt.timedelta(hours=1)


@given(st.lists(st.integers(1, 5), max_size=8), st.integers(0, 6))
def test_the_next_party_is_the_one_the_planning_core_asks_first(sizes, free):
    now = clock.now()
    queue = [Waiter(str(number), size) for number, size in enumerate(sizes)]
    _, steps = advance(queue, free=free, now=now, answer_within=HOUR)
    asked = next((int(step.ticket) for step in steps if step.act is Act.OFFER), None)
    assert next_party(sizes, [free] * len(sizes)) == asked


class WaitingList(RuleBasedStateMachine):
    """People book, confirm, give back, let offers lapse; the clerk changes the seats."""

    @initialize()
    def open_class(self):
        Claim.objects.all().delete()
        Booking.objects.all().delete()
        self.offering = make_offering(sign_up=SignUp.FIRST_COME, seats=4)
        make_seats(self.offering, total=4)
        make_session(self.offering, clock.now() + 99 * HOUR)

    @rule(size=st.integers(1, 3))
    def book(self, size):
        if size > self.offering.seats:
            return
        contact = make_contact(self.offering.subdistrict)
        for _ in range(size - 1):
            Participant.objects.create(contact=contact)
        people = list(contact.participants.all())
        asked = {"offering": self.offering, "contact": contact, "participants": people}
        free = self.free()
        fits_before = any(each.size <= free for each in self.waiting())
        booking = book_first_come(**asked, channel=Channel.WEB, by=None)
        assert (booking.state == BookingState.CONFIRMED) == (size <= free and not fits_before)
        assert booking.state == Booking.objects.get(pk=booking.pk).state

    @rule(data=st.data(), offers=st.booleans())
    def leave(self, data, offers):
        standing = list(Booking.objects.filter(state__in=STANDING))
        if standing:
            give_back(booking=data.draw(st.sampled_from(standing)), by=None)
            if offers:
                self.offer()

    @rule(data=st.data())
    def answer(self, data):
        offered = list(Booking.objects.filter(state=BookingState.OFFERED))
        if offered:
            assert confirm(booking=data.draw(st.sampled_from(offered)), by=None).state == "confirmed"

    @rule(data=st.data())
    def let_lapse(self, data):
        offered = list(Booking.objects.filter(state=BookingState.OFFERED))
        if offered:
            late = data.draw(st.sampled_from(offered))
            Booking.objects.filter(pk=late.pk).update(answer_until=clock.now() - HOUR)
            run_waiting_lists(by=None)
            assert Booking.objects.get(pk=late.pk).state == BookingState.LAPSED

    @rule(total=st.integers(1, 7))
    def change(self, total):
        if total < self.taken():
            refused("seats_below_taken", change_seats, offering=self.offering, total=total, by=None)
        else:
            change_seats(offering=self.offering, total=total, by=None)
        self.offering.refresh_from_db()

    @rule()
    def offer(self):
        before, free = self.waiting(), self.free()
        offered = [each.pk for each in offer_next(offering=self.offering, by=None)]
        wanted = []
        for each in before:  # in order, whoever still fits
            if each.size <= free:
                wanted.append(each.pk)
                free -= each.size
        assert offered == wanted
        assert not any(each.size <= self.free() for each in self.waiting())

    @invariant()
    @precondition(lambda self: hasattr(self, "offering"))
    def seats_and_times_are_exact(self):
        seated = Booking.objects.filter(state__in=SEATED)
        assert (
            sum(each.size for each in seated)
            == self.taken()
            <= Seats.objects.get(offering=self.offering).total
        )
        claims = Claim.objects.filter(released_at=None)
        assert claims.count() == sum(each.size for each in seated)
        assert claims.values("resource").distinct().count() == claims.count()
        assert not Booking.objects.filter(state__in=STANDING).exclude(ended_at=None).exists()

    def waiting(self):
        return list(Booking.objects.filter(state=BookingState.WAITING).order_by("place", "id"))

    def taken(self):
        return Seats.objects.get(offering=self.offering).taken

    def free(self):
        seats = Seats.objects.get(offering=self.offering)
        return seats.total - seats.taken


@pytest.mark.django_db
def test_any_order_of_events_keeps_seats_order_and_time():
    run_state_machine_as_test(
        WaitingList,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
