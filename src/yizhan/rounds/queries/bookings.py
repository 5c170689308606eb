"""Reads about entries, bookings and waiting lists."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from yizhan.offers.models import Offering
from yizhan.people.models import Contact
from yizhan.rounds.models import Arrival, Booking, Entry, RoundOffering, SignUpRound
from yizhan.rounds.words import SEATED, STANDING, BookingState

#: Plain: everybody in a rush asks it.
_LINE = """
    SELECT COUNT(*) FILTER (WHERE place < %s OR (place = %s AND id < %s)), COUNT(*)
    FROM rounds_booking WHERE offering_id = %s AND state = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody is on a waiting list, and what happened to the seats last term (None where unknown)."""

    place: int
    of: int
    given_back_before: int | None = None
    seats_before: int | None = None


def bookings_of(contact: Contact) -> QuerySet[Booking]:
    """Return a contact's bookings with what a list of them shows, those still standing first."""
    bookings = Booking.objects.filter(contact=contact).annotate(
        has_arrived=Exists(Arrival.objects.filter(booking=OuterRef("pk")))
    )
    return (
        bookings.select_related("offering__station", "offering__room", "entry")
        .prefetch_related("participants", "offering__sessions")
        .order_by(F("ended_at").desc(nulls_first=True), "offering__slug")
    )


def arrivals_of(booking: Booking) -> QuerySet[Arrival]:
    """Return the sessions at whose door a party showed its code, in order: what a certificate may say."""
    return booking.arrivals.select_related("session").order_by("session__starts_at")


def entries_of(contact: Contact) -> QuerySet[Entry]:
    """Return a contact's entries with their wishes in order, newest round first; withdrawn ones left out."""
    entries = Entry.objects.filter(contact=contact, withdrawn_at=None)
    return (
        entries.select_related("round")
        .prefetch_related("participants", "wishes__offering")
        .order_by("-round__opens_at")
    )


def standing_entry(sign_up_round: SignUpRound, contact: Contact) -> Entry | None:
    """Return a contact's entry in a round, or None."""
    return entries_of(contact).filter(round=sign_up_round).first()


def waiting_list(offering: Offering) -> QuerySet[Booking]:
    """Return who waits, the first in line first."""
    return Booking.objects.filter(offering=offering, state=BookingState.WAITING).order_by("place", "id")


def place_in_line(booking: Booking) -> tuple[int, int]:
    """Return at which place a booking waits, from 1, and how many wait."""
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [booking.place, booking.place, booking.pk, booking.offering_id])
        ahead, of = cursor.fetchone()
    return ahead + 1, of


def standing_of(booking: Booking) -> Standing:
    """Return a waiting booking's place, how many wait, and what was given back last term."""
    place, of = place_in_line(booking)
    before = getattr(booking.offering, "round_offering", None)
    return Standing(
        place=place,
        of=of,
        given_back_before=before.given_back_before if before else None,
        seats_before=before.seats_before if before else None,
    )


def with_places(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Return the bookings with `ahead`, how many wait before each, in the same query."""
    before = Q(place__lt=OuterRef("place")) | Q(place=OuterRef("place"), id__lt=OuterRef("pk"))
    waiting = Booking.objects.filter(before, offering=OuterRef("offering"), state=BookingState.WAITING)
    counted = waiting.order_by().values("offering").annotate(count=Count("pk")).values("count")
    return bookings.annotate(ahead=Subquery(counted))


def seats_held_by(contact: Contact, sign_up_round: SignUpRound) -> int:
    """Return how many seats of a round somebody has: offered or confirmed."""
    mine = Booking.objects.filter(contact=contact, offering__round_offering__round=sign_up_round)
    return mine.filter(state__in=SEATED).count()


def holders(offering: Offering) -> QuerySet[Booking]:
    """Return the bookings of an offering that are not over."""
    return Booking.objects.filter(offering=offering, state__in=STANDING).select_related("contact")


def overdue(now: dt.datetime) -> QuerySet[Booking]:
    """Return offered seats nobody answered for in time."""
    return Booking.objects.filter(state=BookingState.OFFERED, answer_until__lte=now).order_by("id")


def last_term(offering: Offering) -> tuple[int | None, int | None]:
    """Return how many seats of the same course were given back last time, and of how many."""
    course = offering.version.course_id
    earlier = RoundOffering.objects.filter(
        offering__version__course=course, round__draw__drawn_at__isnull=False
    )
    last = earlier.exclude(offering=offering).order_by("-round__opens_at").first()
    if last is None:
        return None, None
    given = last.offering.bookings.filter(
        state__in=[BookingState.GIVEN_BACK, BookingState.LAPSED], answer_until__isnull=False
    )
    return given.count(), last.offering.seats
