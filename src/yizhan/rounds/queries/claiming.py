"""What must be known before a seat is claimed, in two plain statements: a rush leaves no time for more."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from yizhan.foundation import clock
from yizhan.offers.models import Offering
from yizhan.people.models import Contact

_LOCK = "SELECT erased_at FROM people_contact WHERE id = %s"
_FACTS = """
    SELECT
        (SELECT MIN(s.starts_at) FROM offers_session s WHERE s.offering_id = o.id AND s.state <> 'cancelled'),
        (SELECT MAX(s.ends_at) FROM offers_session s WHERE s.offering_id = o.id AND s.state <> 'cancelled'),
        (SELECT COUNT(*) FROM rounds_booking b
            JOIN rounds_roundoffering m ON m.offering_id = b.offering_id AND m.round_id = u.id
            WHERE b.contact_id = %s AND b.state IN ('offered', 'confirmed')),
        CASE WHEN u.method = 'draw' THEN (SELECT COUNT(*) FROM rounds_entry e WHERE e.round_id = u.id)
             ELSE 0 END,
        u.method, u.state, u.opens_at, u.closes_at, u.seats_a_person
    FROM offers_offering o
    LEFT JOIN rounds_roundoffering r ON r.offering_id = o.id
    LEFT JOIN rounds_signupround u ON u.id = r.round_id
    WHERE o.id = %s
"""


@dataclass(frozen=True, slots=True)
class Window:
    """The round an offering is in, as it is now."""

    method: str
    state: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    seats_a_person: int


@dataclass(frozen=True, slots=True)
class Facts:
    """When an offering begins and ends; its round; how many seats of it somebody has, how many entered it."""

    first: dt.datetime | None
    last: dt.datetime | None
    held: int
    entries: int
    window: Window | None


def lock_contact(contact: Contact) -> bool:
    """Wait until nobody else acts for a contact; returns whether the contact is there and not erased."""
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK + lock, [contact.pk])
        row = cursor.fetchone()
    return row is not None and row[0] is None


def facts_for(offering: Offering, contact: Contact) -> Facts:
    """Return the facts as they are once the contact is locked, whatever the rows at hand still say."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [contact.pk, offering.pk])
        first, last, held, entries, method, state, opens_at, closes_at, most = cursor.fetchone()
    opens, closes = _moment(opens_at), _moment(closes_at)
    window = Window(method, state, opens, closes, most) if opens is not None and closes is not None else None
    return Facts(_moment(first), _moment(last), held, entries, window)


def _moment(stored: dt.datetime | str | None) -> dt.datetime | None:
    """Return a moment as PostgreSQL gives it, or as SQLite keeps it: text in UTC."""
    if isinstance(stored, str):
        stored = dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC)
    return stored and stored.astimezone(clock.SHANGHAI)
