"""Confirm, give back, offer and lapse: one booking at a time, under the lock of its offering's seats."""

import datetime as dt

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.text import moment_text
from yizhan.people.actions import record, require_runner, tell
from yizhan.people.models import Account
from yizhan.rounds.actions.holding import hold_people, hold_where_free, release_people
from yizhan.rounds.models import Booking, Seats
from yizhan.rounds.queries.bookings import overdue, seats_held_by, standing_of
from yizhan.rounds.queries.seats import free_seats
from yizhan.rounds.queries.times import called, claims_of
from yizhan.rounds.rules.seats import refuse_confirming, refuse_giving_back, refuse_more_than
from yizhan.rounds.words import BookingState

_OFFERED = Phrase(
    "“{what}”有名额了：您排到第 1 位，请在 {until} 前确认，否则转给下一位。{note}",
    "A seat in “{what}” is yours if you confirm it by {until}; then it goes to the next in line.{note}",
)
_MEETS = Phrase(
    "注意：它与您已报的其他课程时间冲突，确认前请先退还那一个。",
    " Mind: it meets something else you booked; give that back before you confirm.",
)
_NOTHING = Phrase("", "")
_LAPSED = Phrase(
    "“{what}”的名额逾期没有确认，已转给候补的下一位。",
    "Your offered seat in “{what}” was not confirmed in time and goes to the next in line.",
)
_PASSED = Phrase(
    "“{what}”空出 {free} 个名额，不够您同行的 {size} 人；您仍是候补第 {place} 位，共 {of} 位，名次不变。",
    "{free} seats of “{what}” came free, too few for your party of {size}; you keep place {place} of {of}.",
)


@transaction.atomic
def confirm(*, booking: Booking, by: Account | None, instead_of: Booking | None = None) -> Booking:
    """
    Confirm an offered seat; `instead_of` is given back in the same step where one may have no more.

    Raises
    ------
    Refusal
        It is not offered, the deadline has passed, one has as many as allowed, or somebody is elsewhere.
    """
    require_runner(by=by, subdistrict=booking.offering.subdistrict)
    if instead_of is not None and instead_of.contact_id == booking.contact_id:
        _lock_seats(booking, instead_of)
        give_back(booking=instead_of, by=by)
    booking = _locked(booking)
    refuse_confirming(state=booking.state, answer_until=booking.answer_until, now=clock.now())
    in_round = getattr(booking.offering, "round_offering", None)
    if in_round is not None:
        held = seats_held_by(booking.contact, in_round.round) - 1  # itself
        refuse_more_than(in_round.round.seats_a_person, held=held)
    if not claims_of(booking).exists():
        hold_people(booking=booking, by=by)
    booking.state = BookingState.CONFIRMED
    booking.save(update_fields=["state"])
    _record("confirm_booking", booking, by=by)
    return booking


@transaction.atomic
def give_back(*, booking: Booking, by: Account | None) -> Booking:
    """Give a seat or a place on the waiting list back; the time is free again. Then offer the seat on."""
    require_runner(by=by, subdistrict=booking.offering.subdistrict)
    booking = _locked(booking)
    refuse_giving_back(has_ended=booking.ended_at is not None)
    _end(booking, BookingState.GIVEN_BACK, by=by)
    _record("give_back_booking", booking, by=by)
    return booking


@transaction.atomic
def offer_seat(*, booking: Booking, until: dt.datetime, by: Account | None) -> Booking | None:
    """
    Offer free seats to a waiting party until a moment, and tell it; None where somebody else came first.

    The time of its members is held where they are free; where not, they are told to choose.
    """
    require_runner(by=by, subdistrict=booking.offering.subdistrict)
    booking = _locked(booking)
    if booking.state != BookingState.WAITING or booking.size > free_seats(booking.offering, booking.channel):
        return None
    booking.state, booking.answer_until = BookingState.OFFERED, until
    booking.save(update_fields=["state", "answer_until"])
    is_free = hold_where_free(booking=booking, by=by)
    tell(
        contacts=[booking.contact],
        text=_OFFERED,
        by=by,
        what=called(booking.offering),
        until=moment_text(until),
        note=_NOTHING if is_free else _MEETS,
    )
    _record("offer_seat", booking, by=by)
    return booking


@transaction.atomic
def explain_passing(*, booking: Booking, free: int, by: Account | None) -> int:
    """Tell a party why a smaller one was asked first, and that it keeps its place."""
    require_runner(by=by, subdistrict=booking.offering.subdistrict)
    standing = standing_of(booking)
    facts = {"what": called(booking.offering), "free": free, "size": booking.size}
    told = tell(
        contacts=[booking.contact], text=_PASSED, by=by, place=standing.place, of=standing.of, **facts
    )
    return len(told)


def lapse_overdue(*, by: Account | None, now: dt.datetime | None = None) -> list[Booking]:
    """End every offer nobody answered in time, each in a step of its own; returns them, to be offered on."""
    moment = now or clock.now()
    lapsed = [_lapse(booking, moment, by=by) for booking in overdue(moment)]
    return [booking for booking in lapsed if booking is not None]


@transaction.atomic
def _lapse(booking: Booking, now: dt.datetime, *, by: Account | None) -> Booking | None:
    booking = _locked(booking)
    if booking.state != BookingState.OFFERED or booking.answer_until is None or booking.answer_until > now:
        return None
    _end(booking, BookingState.LAPSED, by=by)
    tell(contacts=[booking.contact], text=_LAPSED, by=by, what=called(booking.offering))
    return booking


def _end(booking: Booking, state: BookingState, *, by: Account | None) -> None:
    booking.state, booking.ended_at = state, clock.now()
    booking.save(update_fields=["state", "ended_at"])
    release_people(booking=booking, by=by)


def _locked(booking: Booking) -> Booking:
    """Return the booking as it is now; the seats are locked first, so that nobody waits in a circle."""
    _lock_seats(booking)
    rows = Booking.objects.select_for_update(of=("self",)).select_related("offering__subdistrict", "contact")
    return rows.get(pk=booking.pk)


def _lock_seats(*bookings: Booking) -> None:
    """Lock the seats of these bookings, always in the same order."""
    rows = Seats.objects.select_for_update().filter(offering__in=[each.offering_id for each in bookings])
    list(rows.order_by("pk"))


def _record(verb: str, booking: Booking, *, by: Account | None) -> None:
    """Write down what staff did; what people do for themselves is in their own rows and goes with them."""
    if by is not None:
        record(verb=verb, subject=booking, by=by, subdistrict=booking.offering.subdistrict)
