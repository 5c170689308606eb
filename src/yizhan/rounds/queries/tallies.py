"""Reads about 人次: what telephones counted, who showed a code, what a door needs to know."""

from collections.abc import Iterable

from django.db.models import F, Sum

from yizhan.offers.models import Session
from yizhan.rounds.models import Arrival, Booking, Tally
from yizhan.rounds.rules.door_codes import Verifier, key_of
from yizhan.rounds.rules.tallies import Counter, attendance
from yizhan.rounds.words import BookingState


def counters_of(session: Session) -> dict[str, Counter]:
    """Return what each telephone counted."""
    rows = Tally.objects.filter(session=session).values_list("device", "came", "corrected")
    return {device: Counter(came, corrected) for device, came, corrected in rows}


def arrivals_of(session: Session) -> dict[int, int]:
    """Return how many of each booking's party showed their code."""
    return dict(Arrival.objects.filter(session=session).values_list("booking_id", "came"))


def attendance_of(session: Session) -> int:
    """Return 人次 of one session."""
    return attendance(counters_of(session), arrivals_of(session).values())


def attendances(sessions: Iterable[Session]) -> dict[int, int]:
    """Return 人次 of each session that was counted, by key, in two queries; the others are missing."""
    keys = [session.pk for session in sessions]
    tallies = Tally.objects.filter(session__in=keys).values("session").order_by()
    counted = dict(tallies.values_list("session").annotate(people=Sum(F("came") - F("corrected"))))
    arrivals = Arrival.objects.filter(session__in=keys).order_by()
    shown = dict(arrivals.values_list("session").annotate(people=Sum("came")))
    return {key: max(0, counted.get(key, 0)) + shown.get(key, 0) for key in {*counted, *shown}}


def verifiers_of(session: Session) -> list[Verifier]:
    """Return what a door needs to know the codes of those who hold a seat: no names, no telephones."""
    bookings = Booking.objects.filter(offering=session.offering_id, state=BookingState.CONFIRMED)
    rows = bookings.exclude(secret="").values_list("pk", "secret", "size")
    return [Verifier(pk, key_of(secret, session.pk), size) for pk, secret, size in rows]
