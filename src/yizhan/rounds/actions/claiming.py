"""
Book a seat where first come is first served: one statement decides, under the lock of the seats' row.

The statement reads how many seats are left and writes the booking, confirmed or waiting, at once; whoever
comes next waits for that row. The count itself is kept by the database (migration 0002).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Contact, Participant
from yizhan.people.words import Channel
from yizhan.rounds.actions.holding import hold_people
from yizhan.rounds.actions.keeping import keep_contact
from yizhan.rounds.models import Booking
from yizhan.rounds.queries.claiming import Facts, facts_for, lock_contact
from yizhan.rounds.queries.rounds import people_of, place_of
from yizhan.rounds.queries.times import called
from yizhan.rounds.rules.entering import (
    is_assisted,
    refuse_channel,
    refuse_contact,
    refuse_party,
    refuse_place,
)
from yizhan.rounds.rules.seats import booked_already, refuse_booking, refuse_more_than
from yizhan.rounds.rules.windows import refuse_unless_open
from yizhan.rounds.words import Attendance, BookingState, Method

_NOT_OPEN = Phrase("“{what}”的名额还没有开放。", "The seats of “{what}” are not open yet.")

#: Nobody passes somebody who waits and whom the free seats would suit. Held back for telephone and counter
#: is what was promised less what they have taken.
_CLAIM = """
    INSERT INTO rounds_booking (offering_id, contact_id, size, state, place, channel, booked_at, booked_by_id,
                                attendance, secret)
    SELECT s.offering_id, %(contact)s, %(size)s,
        CASE WHEN s.taken + %(size)s <= s.total
              AND (%(assisted)s = 1 OR s.hold_until IS NULL OR s.hold_until <= %(now)s
                   OR s.taken + %(size)s + s.held <= s.total + (
                       SELECT COALESCE(SUM(b.size), 0) FROM rounds_booking b
                       WHERE b.offering_id = s.offering_id AND b.state IN ('offered', 'confirmed')
                         AND b.channel IN ('phone', 'counter', 'paper')))
              AND NOT EXISTS (
                  SELECT 1 FROM rounds_booking w
                  WHERE w.offering_id = s.offering_id AND w.state = 'waiting'
                    AND w.size + s.taken <= s.total
                    AND (s.hold_until IS NULL OR s.hold_until <= %(now)s
                         OR w.size + s.taken + s.held <= s.total + (
                             SELECT COALESCE(SUM(b.size), 0) FROM rounds_booking b
                             WHERE b.offering_id = s.offering_id AND b.state IN ('offered', 'confirmed')
                               AND b.channel IN ('phone', 'counter', 'paper'))))
             THEN 'confirmed' ELSE 'waiting' END,
        %(place)s, %(channel)s, %(now)s, %(by)s, %(attendance)s, %(secret)s
    FROM rounds_seats s WHERE s.offering_id = %(offering)s {lock}
    ON CONFLICT DO NOTHING RETURNING id, state
"""


_PARTY = "INSERT INTO rounds_booking_participants (booking_id, participant_id) VALUES (%s, %s)"
#: The same two steps in one statement, where the database can: others wait for the row meanwhile.
_CLAIM_WITH_PARTY = """
    WITH claimed AS ({claim}), party AS (
        INSERT INTO rounds_booking_participants (booking_id, participant_id)
        SELECT claimed.id, person FROM claimed, unnest(%(people)s::bigint[]) AS person)
    SELECT id, state FROM claimed
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request for seats, as checked so far."""

    offering: Offering
    contact: Contact
    participants: Sequence[Participant]
    channel: Channel
    by: Account | None


@transaction.atomic
def book_first_come(
    *,
    offering: Offering,
    contact: Contact,
    participants: Sequence[Participant],
    channel: Channel,
    by: Account | None,
) -> Booking:
    """
    Book a party into an offering: confirmed where seats are free, else the next on the waiting list.

    Raises
    ------
    Refusal
        Not first come, first served; not open; booked already; as many seats as one may have; or somebody
        of the party is elsewhere at that time. Nothing is saved.
    """
    require_runner(by=by, subdistrict=offering.subdistrict)
    refuse_channel(channel, by_staff=by is not None)
    people = people_of(participants, contact)
    refuse_party(people)
    refuse_place(place_of(offering, seats=offering.seats), people)
    # The contact's row is the queue for their own limits; strangers do not wait for it.
    refuse_contact(is_erased=lock_contact(contact) is None)
    facts = facts_for(offering, contact)
    _refuse_time(offering, facts)
    refuse_more_than(facts.window.seats_a_person if facts.window else None, held=facts.held)
    keep_contact(contact=contact, last=facts.last, by=by)
    # From here to the commit others wait for the seats' row: nothing more is done than must be.
    asked = _Asked(offering, contact, participants, channel, by)
    booking = _claimed(asked, after_draw=facts.entries)
    if booking.state == BookingState.CONFIRMED:
        hold_people(booking=booking, by=by)
    if by is not None:
        record(
            verb="book_seat", subject=booking, by=by, subdistrict=offering.subdistrict,
            channel=channel, state=booking.state,
        )  # fmt: skip
    return booking


def _refuse_time(offering: Offering, facts: Facts) -> None:
    now, window = clock.now(), facts.window
    refuse_booking(
        called(offering),
        sign_up=offering.sign_up,
        round_state=window.state if window else None,
        first=facts.first,
        now=now,
    )
    if window is not None and window.method == Method.FIRST_COME:
        refuse_unless_open(state=window.state, opens_at=window.opens_at, closes_at=window.closes_at, now=now)


def _claimed(asked: _Asked, *, after_draw: int) -> Booking:
    """Run the one statement, in line after a draw; refuse a second booking, or one without seats."""
    values = _values(asked, place=after_draw + 1)
    row = _run(values)
    if row is None:
        raise _not_claimed(asked)
    return Booking(
        pk=row[0],
        offering=asked.offering,
        contact=asked.contact,
        size=values["size"],
        state=row[1],
        place=values["place"],
        channel=asked.channel,
        booked_at=clock.now(),
        booked_by=asked.by,
        secret=values["secret"],
    )


def _not_claimed(asked: _Asked) -> Refusal:
    standing = Booking.objects.filter(offering=asked.offering, contact=asked.contact, ended_at=None).first()
    if standing is not None:
        return booked_already(called(asked.offering), standing.state)
    return Refusal("seats_not_open", _NOT_OPEN, what=called(asked.offering))


def _values(asked: _Asked, *, place: int) -> dict[str, Any]:
    return {
        "offering": asked.offering.pk,
        "contact": asked.contact.pk,
        "size": len(asked.participants),
        "place": place,
        "channel": asked.channel.value,
        "assisted": int(is_assisted(asked.channel)),
        "now": connection.ops.adapt_datetimefield_value(clock.now()),
        "by": asked.by.pk if asked.by else None,
        "attendance": Attendance.UNKNOWN.value,
        "secret": secrets.token_urlsafe(24),
        "people": [each.pk for each in asked.participants],
    }


def _run(values: dict[str, Any]) -> tuple[int, str] | None:
    """Write the booking with its party; returns its number and state, or None where nothing was written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_CLAIM_WITH_PARTY.format(claim=_CLAIM.format(lock="FOR UPDATE")), values)
            return cursor.fetchone()
        # SQLite lets one transaction write at a time: every one begins IMMEDIATE.
        cursor.execute(_CLAIM.format(lock=""), values)
        row = cursor.fetchone()
        if row is not None:
            cursor.executemany(_PARTY, [(row[0], each) for each in values["people"]])
        return row
