"""Stores an entry, anew or over the earlier one, in plain statements: nothing is read twice."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from yizhan.offers.models import Offering
from yizhan.people.models import Account, Participant
from yizhan.rounds.models import Entry

#: The earlier entry keeps its ticket.
_STORE = """
    INSERT INTO rounds_entry
        (round_id, contact_id, ticket, size, draws, channel, entered_at, entered_by_id, withdrawn_at, place)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, NULL, NULL)
    ON CONFLICT (round_id, contact_id) DO UPDATE SET size = excluded.size, draws = excluded.draws,
        channel = excluded.channel, entered_at = excluded.entered_at, entered_by_id = excluded.entered_by_id,
        withdrawn_at = NULL
    RETURNING id, ticket, place
"""
_FORGET_PARTY = "DELETE FROM rounds_entry_participants WHERE entry_id = %s"
_FORGET_WISHES = "DELETE FROM rounds_wish WHERE entry_id = %s"
_PARTY = "INSERT INTO rounds_entry_participants (entry_id, participant_id) VALUES "
_WISHES = "INSERT INTO rounds_wish (entry_id, offering_id, rank) VALUES "


def store_entry(
    *, entry: Entry, participants: Sequence[Participant], wishes: Sequence[Offering], by: Account | None
) -> Entry:
    """Store a checked entry with its party and wishes, in the transaction of whoever checked it."""
    entry.entered_by = by
    proposed = entry.ticket
    with connection.cursor() as cursor:
        cursor.execute(_STORE, _values(entry))
        entry.pk, entry.ticket, entry.place = cursor.fetchone()
        if entry.ticket != proposed:
            cursor.execute(_FORGET_PARTY, [entry.pk])
            cursor.execute(_FORGET_WISHES, [entry.pk])
        _insert(cursor, _PARTY, [(entry.pk, person) for person in {each.pk for each in participants}])
        ranked = [(entry.pk, offering.pk, rank) for rank, offering in enumerate(wishes, start=1)]
        _insert(cursor, _WISHES, ranked)
    return entry


def _values(entry: Entry) -> list[Any]:
    return [
        entry.round_id,
        entry.contact_id,
        entry.ticket,
        entry.size,
        entry.draws,
        str(entry.channel),
        connection.ops.adapt_datetimefield_value(entry.entered_at),
        entry.entered_by_id,
    ]


def _insert(cursor: Any, statement: str, rows: Sequence[tuple[int, ...]]) -> None:
    marks = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)
    cursor.execute(statement + marks, [value for row in rows for value in row])
