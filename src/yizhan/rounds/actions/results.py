"""Write what a draw says: places, offers with a deadline, waiting lists; and tell everybody."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import QuerySet

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.text import moment_text
from yizhan.offers.models import Offering
from yizhan.people.actions import tell
from yizhan.people.models import Account, Participant
from yizhan.rounds.actions.holding import hold_all_free
from yizhan.rounds.models import Booking, Entry, RoundOffering, SignUpRound
from yizhan.rounds.queries.times import called
from yizhan.rounds.rules.saying import chance, joined
from yizhan.rounds.words import BookingState

_RESULT = Phrase(
    "“{round}”已摇号，您的票号 {ticket} 排在第 {place} 位。{lines}",
    "“{round}” is drawn; your ticket {ticket} has place {place}. {lines}",
)
_OFFERED = Phrase(
    "“{what}”给您留了 {size} 个名额，请在 {until} 前确认。",
    "“{what}”: {size} seat(s) kept for you; confirm by {until}.",
)
_WAITING = Phrase(
    "“{what}”候补第 {place} 位，共 {of} 位。{chance}",
    "“{what}”: place {place} of {of} on the waiting list. {chance}",
)
_NOTHING = Phrase(
    "这次没有排到，也没有进入候补。", "This time there was neither a seat nor a waiting list for you."
)


@transaction.atomic
def store_result(
    *,
    sign_up_round: SignUpRound,
    places: Mapping[str, int],
    seats: Mapping[str, Sequence[str]],
    waiting: Mapping[str, Sequence[str]],
    by: Account | None,
) -> list[Booking]:
    """Store places of tickets, offered seats and waiting lists, given by tickets and short names."""
    entries = _placed(sign_up_round, places)
    offerings = {each.slug: each for each in Offering.objects.filter(round_offering__round=sign_up_round)}
    bookings = [
        _booking(entries[ticket], offerings[slug], BookingState.OFFERED, sign_up_round)
        for ticket, got in seats.items()
        for slug in got
    ]
    bookings += [
        _booking(entries[ticket], offerings[slug], BookingState.WAITING, sign_up_round)
        for slug, tickets in waiting.items()
        for ticket in tickets
    ]
    Booking.objects.bulk_create(bookings, batch_size=500)
    people: dict[int | None, QuerySet[Participant]] = {
        entry.pk: entry.participants.all() for entry in entries.values()
    }
    through = Booking.participants.through
    through.objects.bulk_create(
        (
            through(booking_id=booking.pk, participant_id=person.pk)
            for booking in bookings
            for person in people[booking.entry_id]
        ),
        batch_size=1000,
    )
    hold_all_free(bookings=[each for each in bookings if each.state == BookingState.OFFERED], by=by)
    return bookings


@transaction.atomic
def tell_results(*, sign_up_round: SignUpRound, bookings: Sequence[Booking], by: Account | None) -> int:
    """Tell every entrant their place, what is kept for them until when, and where they wait."""
    lines: dict[int | None, list[Phrase]] = defaultdict(list)
    for booking, line in _lines(sign_up_round, bookings):
        lines[booking.entry_id].append(line)
    told = 0
    for entry in sign_up_round.entries.filter(withdrawn_at=None).select_related("contact"):
        said = joined(lines[entry.pk] or [_NOTHING])
        facts = {"round": _name(sign_up_round), "ticket": entry.ticket, "place": entry.place, "lines": said}
        told += len(tell(contacts=[entry.contact], text=_RESULT, by=by, **facts))
    return told


def _placed(sign_up_round: SignUpRound, places: Mapping[str, int]) -> dict[str, Entry]:
    rows = Entry.objects.filter(round=sign_up_round, withdrawn_at=None).prefetch_related("participants")
    entries = {entry.ticket: entry for entry in rows}
    for ticket, place in places.items():
        entries[ticket].place = place
    Entry.objects.bulk_update(entries.values(), ["place"], batch_size=500)
    return entries


def _booking(entry: Entry, offering: Offering, state: BookingState, around: SignUpRound) -> Booking:
    return Booking(
        offering=offering,
        contact_id=entry.contact_id,
        entry=entry,
        size=entry.size,
        state=state,
        place=entry.place or 0,
        channel=entry.channel,
        booked_at=clock.now(),
        answer_until=around.confirm_until if state == BookingState.OFFERED else None,
        secret=secrets.token_urlsafe(24),
    )


def _lines(around: SignUpRound, bookings: Sequence[Booking]) -> list[tuple[Booking, Phrase]]:
    before = {row.offering_id: row for row in RoundOffering.objects.filter(round=around)}
    waiting: dict[int, int] = defaultdict(int)
    for booking in bookings:
        waiting[booking.offering_id] += booking.state == BookingState.WAITING
    until = moment_text(around.confirm_until) if around.confirm_until else ""
    place: dict[int, int] = defaultdict(int)
    lines = []
    for booking in bookings:
        facts: dict[str, object] = {"what": called(booking.offering)}
        if booking.state == BookingState.OFFERED:
            line = _filled(_OFFERED, **facts, size=booking.size, until=until)
        else:
            number = booking.offering_id
            place[number] += 1
            row = before[number]
            told = chance(given_back=row.given_back_before, seats=row.seats_before)
            line = _filled(_WAITING, **facts, place=place[number], of=waiting[number], chance=told)
        lines.append((booking, line))
    return lines


def _filled(phrase: Phrase, **facts: object) -> Phrase:
    said = (phrase.say(language, **facts) for language in ("zh", "en"))
    return Phrase(*(text.replace("{", "(").replace("}", ")") for text in said))


def _name(around: SignUpRound) -> Phrase:
    return Phrase(around.name_zh, around.name_en or around.name_zh)
