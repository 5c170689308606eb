"""What a caller holds, waits for and may sign up for, as the desk reads it."""

from typing import Any

from yizhan.foundation import clock
from yizhan.offers.models import Offering, Session
from yizhan.offers.queries.menu_grid import when_words
from yizhan.offers.words import SessionState, SignUp
from yizhan.people.models import Contact
from yizhan.rounds.models import Booking
from yizhan.rounds.queries.bookings import bookings_of, entries_of, with_places
from yizhan.rounds.queries.rounds import open_rounds, with_offerings
from yizhan.rounds.words import SEATED, STANDING, BookingState, Method, RoundState

#: So many first-come offerings are listed for the desk.
SHOWN = 60


def held_for_desk(contact: Contact) -> dict[str, Any]:
    """Return everything the page of a caller shows."""
    entries = list(entries_of(contact))
    entered = {entry.round_id: entry for entry in entries}
    rows = with_offerings(open_rounds(contact.subdistrict, now=clock.now())).filter(method=Method.DRAW)
    return {
        "bookings": [_booking(row) for row in with_places(bookings_of(contact))],
        "entries": entries,
        "rounds": [_round(row, entered.get(row.pk)) for row in rows],
        "first_come": first_come_offerings(contact),
    }


def first_come_offerings(contact: Contact) -> list[dict[str, Any]]:
    """Return what can be booked at once: first come, first served, or left over after a draw."""
    now = clock.now()
    public = Offering.objects.filter(
        subdistrict=contact.subdistrict, is_public=True, seat_count__isnull=False
    )
    at_once = public.filter(sign_up=SignUp.FIRST_COME)
    left = public.filter(sign_up=SignUp.DRAW, round_offering__round__state=RoundState.DRAWN)
    rows = (at_once | left).exclude(sessions__starts_at__lte=now).select_related("seat_count", "station")
    shown = rows.distinct().prefetch_related("sessions").order_by("slug")[:SHOWN]
    return [_choice(row) for row in shown]


def _booking(row: Booking) -> dict[str, Any]:
    return {
        "row": row,
        "place": (row.ahead or 0) + 1 if row.state == BookingState.WAITING else None,  # type: ignore[attr-defined]  # `with_places`
        "may_confirm": row.state == BookingState.OFFERED,
        "may_give_back": row.state in STANDING and row.ended_at is None,
        "has_ticket": row.state in SEATED,
    }


def _round(row: Any, entry: Any) -> dict[str, Any]:
    chosen = [wish.offering.slug for wish in entry.wishes.all()] if entry else []
    boxes = [
        {"rank": rank, "chosen": chosen[rank - 1] if rank <= len(chosen) else ""}
        for rank in range(1, row.wishes_at_most + 1)
    ]
    people = {one.pk for one in entry.participants.all()} if entry else set()
    choices = [_choice(item.offering) for item in row.round_offerings.all()]
    return {"row": row, "boxes": boxes, "entry": entry, "people": people, "choices": choices}


def _choice(offering: Offering) -> dict[str, Any]:
    """Return an offering with its first day, which a caller asks for."""
    return {"row": offering, "when": first_day_words(offering)}


def first_day_words(offering: Offering) -> str:
    """Return when the first session still planned begins; nothing where none is."""
    sessions: list[Session] = [one for one in offering.sessions.all() if one.state == SessionState.PLANNED]
    return when_words(sessions[0].starts_at) if sessions else ""
