"""What somebody holds or waits for, in words: state, place in line and why, until when to answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from yizhan.foundation import clock
from yizhan.offers.models import Offering
from yizhan.people.models import Contact
from yizhan.plans.bridge.chances import waiting_chance
from yizhan.portal.seats.rounds import when_words
from yizhan.portal.seats.spans import left_words, moment_words, share_words
from yizhan.portal.seats.stages import stage_of
from yizhan.rounds.models import Booking, RoundOffering
from yizhan.rounds.queries.bookings import bookings_of, entries_of, with_places
from yizhan.rounds.words import SEATED, STANDING, BookingState

SYMBOLS = {
    BookingState.WAITING: ("◐", "soon"),
    BookingState.OFFERED: ("!", "soon"),
    BookingState.CONFIRMED: ("✓", "open"),
    BookingState.GIVEN_BACK: ("○", ""),
    BookingState.LAPSED: ("○", ""),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A booking as its holder reads it."""

    row: Booking
    symbol: str
    css: str
    state: str
    when: str
    until: str
    left: str
    reason: str
    may_confirm: bool
    may_give_back: bool
    has_ticket: bool


def held_by(contact: Contact) -> list[Held]:
    """Return a contact's bookings, those still standing first; a constant number of queries."""
    rows = list(with_places(bookings_of(contact)))
    numbers = {row.offering_id for row in rows if row.state == BookingState.WAITING}
    waiting = _waiting(numbers)
    before = {one.offering_id: one for one in RoundOffering.objects.filter(offering__in=numbers)}
    return [
        _held(row, of=waiting.get(row.offering_id, 0), before=before.get(row.offering_id)) for row in rows
    ]


def entered_by(contact: Contact) -> list[dict[str, Any]]:
    """Return a contact's entries with their wishes and where each round stands."""
    now = clock.now()
    return [
        {
            "row": entry,
            "stage": stage_of(entry.round, now=now),
            "wishes": [wish.offering for wish in entry.wishes.all()],
            "people": [one.name for one in entry.participants.all()],
        }
        for entry in entries_of(contact)
    ]


def reason_words(booking: Booking, *, place: int, of: int, before: RoundOffering | None) -> str:
    """Return "候补第 7 位，共 31 人；上期 30 人中有 9 人退还。" with what explains the place."""
    words = _("候补第 %(place)d 位，共 %(of)d 位。") % {"place": place, "of": of}
    if booking.entry is not None and booking.entry.place:
        words += _("名次来自公开摇号：您的票号排在第 %(place)d 位。") % {"place": booking.entry.place}
    if before is not None and before.given_back_before is not None and before.seats_before:
        facts = {"seats": before.seats_before, "given": before.given_back_before}
        words += _("上期 %(seats)d 个名额中有 %(given)d 个退还。") % facts
    share = waiting_chance(booking, place=place, before=before)
    if share is not None:
        words += _("照上期推算，轮到您的机会约为 %(share)s（粗略估计）。") % {"share": share_words(share)}
    if booking.size > 1:
        words += _("同行 %(size)d 人一起候补，不会拆开。") % {"size": booking.size}
    return words


def _waiting(numbers: Iterable[int]) -> dict[int, int]:
    waits = Q(bookings__state=BookingState.WAITING)
    rows = (
        Offering.objects.filter(pk__in=numbers).order_by().annotate(waiting=Count("bookings", filter=waits))
    )
    return dict(rows.values_list(F("pk"), F("waiting")))


def _held(row: Booking, *, of: int, before: RoundOffering | None) -> Held:
    symbol, css = SYMBOLS[BookingState(row.state)]
    is_waiting, is_offered = row.state == BookingState.WAITING, row.state == BookingState.OFFERED
    place = (row.ahead or 0) + 1  # type: ignore[attr-defined]  # `with_places`
    return Held(
        row=row,
        symbol=symbol,
        css=css,
        state=str(BookingState(row.state).label),
        when=when_words(row.offering),
        until=moment_words(row.answer_until) if is_offered else "",
        left=left_words(row.answer_until, now=clock.now()) if is_offered else "",
        reason=reason_words(row, place=place, of=of, before=before) if is_waiting else "",
        may_confirm=is_offered,
        may_give_back=row.state in STANDING and row.ended_at is None,
        has_ticket=row.state in SEATED,
    )
