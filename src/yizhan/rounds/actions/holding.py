"""Hold and release the time of a booking's participants: nobody is in two rooms at once."""

from collections.abc import Sequence

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Session
from yizhan.people.models import Account
from yizhan.places.actions.claims import hold, release
from yizhan.places.rules.claims import Wanted
from yizhan.rounds.models import Booking
from yizhan.rounds.queries.times import busy, claims_of, held_for, sessions_to_hold, wanted_by

_BUSY = Phrase(
    "“{who}”在 {start}–{end} 已有别的安排，没有保存任何内容。",
    "“{who}” is somewhere else at {start}–{end}; nothing was saved.",
)


def hold_people(*, booking: Booking, by: Account | None) -> int:
    """Hold every session for every participant, or refuse naming who is elsewhere; returns how many times."""
    return _hold(booking, sessions_to_hold(booking.offering), by)


def hold_where_free(*, booking: Booking, by: Account | None) -> bool:
    """Hold the participants' time unless somebody is elsewhere; returns whether it is held."""
    return _is_held(booking, sessions_to_hold(booking.offering), by)


def hold_session(*, booking: Booking, session: Session, by: Account | None) -> bool:
    """Hold one session unless somebody is elsewhere; returns whether it is held."""
    return _is_held(booking, [session], by)


@transaction.atomic
def hold_all_free(*, bookings: Sequence[Booking], by: Account | None) -> int:
    """Hold the time of many bookings at once, but for those whose people are elsewhere; returns how many."""
    rows = Booking.objects.filter(pk__in=[each.pk for each in bookings]).order_by("pk")
    free = [each for each in rows.prefetch_related("participants", "offering__sessions") if not _meets(each)]
    wanted: dict[str, list[Wanted]] = {}
    for booking in free:
        wanted |= wanted_by(booking, booking.participants.all(), sessions_to_hold(booking.offering))
    try:
        hold(wanted=wanted, by=by)
    except Refusal as refusal:
        if refusal.code != "already_held":
            raise
        return sum(hold_where_free(booking=booking, by=by) for booking in free)
    return len(free)


def release_people(*, booking: Booking, by: Account | None) -> int:
    """Release everything a booking holds; returns how many times."""
    return release(held_for=set(claims_of(booking).values_list("held_for", flat=True)), by=by)


def release_session(*, booking: Booking, session: Session, by: Account | None) -> int:
    """Release what a booking holds for one session."""
    return release(held_for=[held_for(booking, session)], by=by)


def _meets(booking: Booking) -> bool:
    return busy(booking.participants.all(), sessions_to_hold(booking.offering)).exists()


@transaction.atomic
def _hold(booking: Booking, sessions: Sequence[Session], by: Account | None) -> int:
    try:
        return len(hold(wanted=wanted_by(booking, booking.participants.all(), sessions), by=by))
    except Refusal as refusal:
        if refusal.code != "already_held":
            raise
        facts = refusal.facts
        raise Refusal(
            "person_is_busy", _BUSY, who=facts["what"], start=facts["start"], end=facts["end"]
        ) from refusal


def _is_held(booking: Booking, sessions: Sequence[Session], by: Account | None) -> bool:
    try:
        _hold(booking, sessions, by)
    except Refusal as refusal:
        if refusal.code != "person_is_busy":
            raise
        return False
    return True
