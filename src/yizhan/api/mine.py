"""What a signed-in contact may do: enter a round, book, confirm, give back, see what is theirs."""

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Router, Status

from yizhan.api.programme import absent
from yizhan.api.shapes import BookingIn, BookingOut, EntryIn, EntryOut, Problem
from yizhan.api.signed_in import caller_of, contact_of, signed_in
from yizhan.offers.models import Offering
from yizhan.people.models import Contact, Participant
from yizhan.people.words import Channel
from yizhan.rounds.actions.bookings import confirm, give_back
from yizhan.rounds.actions.claiming import book_first_come
from yizhan.rounds.actions.entering import enter, withdraw_entry
from yizhan.rounds.actions.waiting import offer_next
from yizhan.rounds.models import Booking, Entry
from yizhan.rounds.queries.asking import Caller, public_by_slug, public_round
from yizhan.rounds.queries.bookings import bookings_of, entries_of, place_in_line, standing_entry
from yizhan.rounds.words import BookingState

REFUSED = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
router = Router(tags=["mine"], auth=signed_in)


@router.get("/me/bookings", response={200: list[BookingOut], 401: Problem})
def my_bookings(request: HttpRequest) -> list[BookingOut]:
    """List one's bookings; those that wait say at which place."""
    return [_booking(row) for row in bookings_of(contact_of(request))]


@router.get("/me/entries", response={200: list[EntryOut], 401: Problem})
def my_entries(request: HttpRequest) -> list[EntryOut]:
    """List one's entries in rounds."""
    return [
        _entry(row, [wish.offering for wish in row.wishes.all()]) for row in entries_of(contact_of(request))
    ]


@router.put("/rounds/{slug}/entry", response={200: EntryOut, **REFUSED})
def put_entry(request: HttpRequest, slug: str, asked: EntryIn) -> EntryOut:
    """Enter a round, or change one's entry; entering early or late makes no difference."""
    caller = caller_of(request)
    around = public_round(caller.contact.subdistrict, slug)
    if around is None:
        raise absent(slug)
    wishes = _offerings(caller.contact, asked.wishes)
    entry = enter(
        sign_up_round=around,
        contact=caller.contact,
        participants=_participants(caller, asked.participants),
        wishes=wishes,
        channel=Channel.WEB,
        by=None,
    )
    return _entry(entry, wishes)


@router.delete("/rounds/{slug}/entry", response={204: None, **REFUSED})
def delete_entry(request: HttpRequest, slug: str) -> Status[None]:
    """Withdraw one's entry before the close."""
    contact = contact_of(request)
    around = public_round(contact.subdistrict, slug)
    entry = standing_entry(around, contact) if around else None
    if entry is None:
        raise absent(slug)
    withdraw_entry(entry=entry, by=None)
    return Status(204, None)


@router.post("/bookings", response={201: BookingOut, **REFUSED})
def post_booking(request: HttpRequest, asked: BookingIn) -> Status[BookingOut]:
    """Book where first come is first served: confirmed, or the next on the waiting list."""
    caller = caller_of(request)
    (offering,) = _offerings(caller.contact, [asked.offering])
    booking = book_first_come(
        offering=offering,
        contact=caller.contact,
        participants=_participants(caller, asked.participants),
        channel=Channel.WEB,
        by=None,
    )
    return Status(201, _booking(booking))


@router.post("/bookings/{number}/confirm", response={200: BookingOut, **REFUSED})
def post_confirm(request: HttpRequest, number: int, instead_of: int | None = None) -> BookingOut:
    """Confirm an offered seat; `instead_of` is given back in the same step."""
    contact = contact_of(request)
    other = _mine(contact, instead_of) if instead_of is not None else None
    booking = confirm(booking=_mine(contact, number), instead_of=other, by=None)
    if other is not None:
        offer_next(offering=other.offering, by=None)
    return _booking(booking)


@router.post("/bookings/{number}/give-back", response={200: BookingOut, **REFUSED})
def post_give_back(request: HttpRequest, number: int) -> BookingOut:
    """Give a seat or a place on a waiting list back; the seat is offered to the next in line."""
    booking = give_back(booking=_mine(contact_of(request), number), by=None)
    offer_next(offering=booking.offering, by=None)
    return _booking(booking)


def _mine(contact: Contact, number: int) -> Booking:
    booking = (
        Booking.objects.filter(contact=contact, pk=number).select_related("offering__subdistrict").first()
    )
    if booking is None:
        raise absent(str(number))
    return booking


def _offerings(contact: Contact, slugs: Iterable[str]) -> list[Offering]:
    """Return public offerings in the order asked for."""
    asked = list(slugs)
    found = public_by_slug(contact.subdistrict, asked)
    for slug in asked:
        if slug not in found:
            raise absent(slug)
    return [found[slug] for slug in asked]


def _participants(caller: Caller, numbers: Iterable[int] | None) -> list[Participant]:
    """Return those asked for among the contact's own; nobody named means the contact alone."""
    people = list(caller.people)
    if numbers is None:
        return people[:1]
    wanted = set(numbers)
    found = [person for person in people if person.pk in wanted]
    if len(found) < len(wanted):
        raise absent("participant")
    return found


def _booking(row: Booking) -> BookingOut:
    place, of = place_in_line(row) if row.state == BookingState.WAITING else (None, None)
    return BookingOut(
        id=row.pk,
        offering=row.offering.slug,
        state=row.state,
        size=row.size,
        answer_until=row.answer_until,
        place=place,
        of=of,
    )


def _entry(row: Entry, wishes: Iterable[Offering]) -> EntryOut:
    return EntryOut(
        round=row.round.slug,
        ticket=row.ticket,
        size=row.size,
        wishes=[offering.slug for offering in wishes],
        place=row.place,
    )
