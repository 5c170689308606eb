"""The time a booking takes of each participant, and who else has it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Offering, Session
from yizhan.offers.words import SessionState
from yizhan.people.models import Participant
from yizhan.places.models import Claim
from yizhan.places.rules.claims import Wanted
from yizhan.places.words import Resource
from yizhan.rounds.models import Booking


def called(offering: Offering) -> Phrase:
    """Return what an offering is called in both languages."""
    return Phrase(offering.name_zh, offering.name_en or offering.name_zh)


def sessions_to_hold(offering: Offering) -> list[Session]:
    """Return the sessions a booking is for; cancelled ones take nobody's time."""
    return [session for session in offering.sessions.all() if session.state != SessionState.CANCELLED]


def span(offering: Offering) -> dict[str, Any]:
    """Return when the first session begins and the last one ends; None where none is planned."""
    sessions = Session.objects.filter(offering=offering).exclude(state=SessionState.CANCELLED)
    return sessions.order_by().aggregate(first=Min("starts_at"), last=Max("ends_at"))


def held_for(booking: Booking, session: Session) -> str:
    """Return the name under which a booking holds its participants' time for one session."""
    return f"booking:{booking.pk}:{session.pk}"


def wanted_by(
    booking: Booking, participants: Iterable[Participant], sessions: Iterable[Session]
) -> dict[str, list[Wanted]]:
    """Return the time a booking takes of each participant, by the name it is held under."""
    people = list(participants)
    return {held_for(booking, session): _wanted(people, session) for session in sessions}


def _wanted(people: Sequence[Participant], session: Session) -> list[Wanted]:
    return [
        Wanted(
            Resource.PERSON, person.pk, session.starts_at, session.ends_at, Phrase(person.name, person.name)
        )
        for person in people
    ]


def claims_of(booking: Booking) -> QuerySet[Claim]:
    """Return the time a booking holds now."""
    return Claim.objects.filter(held_for__startswith=f"booking:{booking.pk}:", released_at=None)


def busy(participants: Iterable[Participant], sessions: Iterable[Session]) -> QuerySet[Claim]:
    """Return what these people hold already at the time of these sessions."""
    people = [person.pk for person in participants]
    times = Q(pk__in=[])
    for session in sessions:
        times |= Q(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    mine = Claim.objects.filter(kind=Resource.PERSON, resource__in=people, released_at=None)
    return mine.filter(times)


def clashes_with_held(
    participants: Iterable[Participant], offerings: Iterable[Offering]
) -> list[tuple[Offering, Offering]]:
    """Return each wish that meets something these people hold already, with what they hold."""
    people, found = list(participants), []
    for offering in offerings:
        taken = busy(people, sessions_to_hold(offering)).filter(held_for__startswith="booking:")
        numbers = {int(name.split(":")[1]) for name in taken.values_list("held_for", flat=True)}
        held = Booking.objects.filter(pk__in=numbers).exclude(offering=offering).select_related("offering")
        found += [(offering, booking.offering) for booking in held]
    return found
