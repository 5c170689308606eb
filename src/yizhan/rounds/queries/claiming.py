"""What must be known before a seat is claimed, in two plain statements: a rush leaves no time for more."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from yizhan.foundation import clock
from yizhan.offers.models import Offering
from yizhan.people.models import Contact
from yizhan.rounds.models import SignUpRound

_LOCK = "SELECT erased_at FROM people_contact WHERE id = %s"
_FACTS = """
    SELECT MIN(s.starts_at), MAX(s.ends_at), (
        SELECT COUNT(*) FROM rounds_booking b
        JOIN rounds_roundoffering r ON r.offering_id = b.offering_id AND r.round_id = %s
        WHERE b.contact_id = %s AND b.state IN ('offered', 'confirmed'))
    FROM offers_session s WHERE s.offering_id = %s AND s.state <> 'cancelled'
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """When an offering begins and ends, and how many seats of its round somebody has."""

    first: dt.datetime | None
    last: dt.datetime | None
    held: int


def lock_contact(contact: Contact) -> bool:
    """Wait until nobody else acts for a contact; returns whether the contact is there and not erased."""
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK + lock, [contact.pk])
        row = cursor.fetchone()
    return row is not None and row[0] is None


def facts_for(offering: Offering, contact: Contact, around: SignUpRound | None) -> Facts:
    """Return the facts as they are once the contact is locked."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [around.pk if around else None, contact.pk, offering.pk])
        first, last, held = cursor.fetchone()
    return Facts(_moment(first), _moment(last), held)


def _moment(stored: dt.datetime | str | None) -> dt.datetime | None:
    """Return a moment as PostgreSQL gives it, or as SQLite keeps it: text in UTC."""
    if isinstance(stored, str):
        return dt.datetime.fromisoformat(stored).replace(tzinfo=dt.UTC).astimezone(clock.SHANGHAI)
    return stored
