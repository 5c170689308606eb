"""Run the waiting lists: offer free seats to the next party that fits, and tell those who are passed why."""

import datetime as dt

from django.db.models import F

from yizhan.foundation import clock
from yizhan.offers.models import Offering
from yizhan.people.actions import require_runner
from yizhan.people.models import Account
from yizhan.rounds.actions.bookings import explain_passing, lapse_overdue, offer_seat
from yizhan.rounds.models import Booking
from yizhan.rounds.queries.bookings import waiting_list
from yizhan.rounds.queries.seats import free_seats
from yizhan.rounds.queries.times import span
from yizhan.rounds.rules.waiting import answer_until, next_party
from yizhan.rounds.words import BookingState

#: How long an offer stands where no round says otherwise.
OFFER_HOURS = 24


def offer_next(*, offering: Offering, by: Account | None) -> list[Booking]:
    """
    Offer what is free to those who wait, in order, whole parties only, each in a step of its own.

    Call it after anything that frees seats. Nothing is offered once the first session has begun.
    """
    require_runner(by=by, subdistrict=offering.subdistrict)
    offered = []
    while (booking := _offer_one(offering, by)) is not None:
        offered.append(booking)
    return offered


def run_waiting_lists(*, by: Account | None, now: dt.datetime | None = None) -> list[Booking]:
    """End overdue offers everywhere and offer every free seat on; returns the new offers."""
    lapse_overdue(by=by, now=now)
    waited_for = Offering.objects.filter(
        bookings__state=BookingState.WAITING, seat_count__taken__lt=F("seat_count__total")
    )
    offered = []
    for offering in waited_for.select_related("subdistrict").order_by("pk").distinct():
        offered += offer_next(offering=offering, by=by)
    return offered


def _offer_one(offering: Offering, by: Account | None) -> Booking | None:
    until = answer_until(clock.now(), hours=_hours(offering), first=span(offering)["first"])
    if until is None:
        return None
    line = list(waiting_list(offering))
    free = {channel: free_seats(offering, channel) for channel in {each.channel for each in line}}
    index = next_party([each.size for each in line], [free[each.channel] for each in line])
    if index is None:
        return None
    offered = offer_seat(booking=line[index], until=until, by=by)
    if offered is None:  # somebody was faster: look again
        return _offer_one(offering, by)
    for passed in line[:index]:
        if passed.size > free[passed.channel] > 0:
            explain_passing(booking=passed, free=free[passed.channel], by=by)
    return offered


def _hours(offering: Offering) -> int:
    in_round = getattr(offering, "round_offering", None)
    return in_round.round.offer_hours if in_round is not None else OFFER_HOURS
