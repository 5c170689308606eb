"""What must be known before a seat is claimed, in two plain statements: a rush leaves no time for more."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from yizhan.foundation import clock
from yizhan.offers.models import Offering
from yizhan.people.models import Contact
from yizhan.people.models.rows import row_of, selecting

_LOCK = "SELECT {c} FROM people_contact c WHERE c.id = %s"
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


def lock_contact(contact: Contact) -> Contact | None:
    """Wait until nobody else acts for a contact; returns it as it is then, None where it was erased."""
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(selecting(_LOCK, c=Contact) + lock, [contact.pk])
        row = cursor.fetchone()
    standing = row_of(Contact, row) if row is not None else None
    return None if standing is None or standing.erased_at is not None else standing


def facts_for(offering: Offering, contact: Contact) -> Facts:
    """Return the facts as they are once the contact is locked, whatever the rows at hand still say."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [contact.pk, offering.pk])
        first, last, held, entries, method, state, opens_at, closes_at, most = cursor.fetchone()
    opens, closes = moment(opens_at), moment(closes_at)
    window = Window(method, state, opens, closes, most) if opens is not None and closes is not None else None
    return Facts(moment(first), moment(last), held, entries, window)


def moment(stored: dt.datetime | str | None) -> dt.datetime | None:
    """Return a moment as PostgreSQL gives it, or as SQLite keeps it: text in UTC."""
    if isinstance(stored, str):
        stored = dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC)
    return stored and stored.astimezone(clock.SHANGHAI)
