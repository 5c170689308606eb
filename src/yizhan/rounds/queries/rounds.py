"""Reads about sign-up rounds: what is open, how many wish for what."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q, QuerySet

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Offering
from yizhan.people.models import Contact, Participant, Subdistrict
from yizhan.rounds.models import RoundOffering, SignUpRound
from yizhan.rounds.queries.times import called
from yizhan.rounds.rules.entering import Person, Place
from yizhan.rounds.rules.windows import RoundTerms
from yizhan.rounds.words import Method, Randomness, RoundState


def public_rounds(subdistrict: Subdistrict) -> QuerySet[SignUpRound]:
    """Return the rounds everybody may see, newest first; drafts are the staff's."""
    return SignUpRound.objects.filter(subdistrict=subdistrict).exclude(state=RoundState.DRAFT)


def open_rounds(subdistrict: Subdistrict, *, now: dt.datetime) -> QuerySet[SignUpRound]:
    """Return the rounds in which people can sign up now."""
    announced = SignUpRound.objects.filter(subdistrict=subdistrict, state=RoundState.ANNOUNCED)
    return announced.filter(opens_at__lte=now, closes_at__gt=now)


def with_offerings(rounds: QuerySet[SignUpRound]) -> QuerySet[SignUpRound]:
    """Return the rounds with their offerings, stations and sessions, in a constant number of queries."""
    shown = RoundOffering.objects.select_related(
        "offering__station",
        "offering__room",
        "offering__lecturer",
        "offering__version",
        "offering__seat_count",
    ).prefetch_related("offering__sessions")
    return rounds.prefetch_related(Prefetch("round_offerings", queryset=shown))


def demand(sign_up_round: SignUpRound) -> dict[int, dict[str, int]]:
    """Return for each offering how many entries, and people, wish for it, and how many wish for it most."""
    standing = Q(wishes__entry__withdrawn_at=None, wishes__entry__round=sign_up_round)
    offerings = Offering.objects.filter(round_offering__round=sign_up_round).order_by()
    rows = offerings.values("pk").annotate(
        entries=Count("wishes", filter=standing), first=Count("wishes", filter=standing & Q(wishes__rank=1))
    )
    return {row["pk"]: {"entries": row["entries"], "first": row["first"]} for row in rows}


def crowded(sign_up_round: SignUpRound) -> list[Offering]:
    """Return the offerings more people wish for than there are seats: a draw is fairer there than a race."""
    wished = demand(sign_up_round)
    offerings = Offering.objects.filter(round_offering__round=sign_up_round).order_by("slug")
    return [offering for offering in offerings if wished[offering.pk]["entries"] > offering.seats]


def terms_of(sign_up_round: SignUpRound) -> RoundTerms:
    """Return a round's rules as plain values."""
    row = sign_up_round
    return RoundTerms(
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        method=Method(row.method),
        draw_at=row.draw_at,
        confirm_until=row.confirm_until,
        offer_hours=row.offer_hours,
        seats_a_person=row.seats_a_person,
        wishes_at_most=row.wishes_at_most,
        held_percent=row.held_percent,
        hold_until=row.hold_until,
        randomness=Randomness(row.randomness),
    )


def people_of(participants: Iterable[Participant], contact: Contact) -> list[Person]:
    """Return what the rules ask about each participant."""
    return [
        Person(
            name=person.name,
            is_child=person.is_child,
            has_consent=person.guardian_consented_at is not None,
            is_theirs=person.contact_id == contact.pk,
        )
        for person in participants
    ]


def place_of(offering: Offering, *, seats: int, is_in_round: bool = True) -> Place:
    """Return what the rules ask about an offering."""
    name: Phrase = called(offering)
    return Place(offering.pk, name, seats, for_children=offering.for_children, is_in_round=is_in_round)
