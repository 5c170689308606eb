"""What must be known before an entry is stored, in plain statements."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from yizhan.offers.models import Offering
from yizhan.people.models import Contact
from yizhan.people.models.rows import row_of, selecting
from yizhan.rounds.models import SignUpRound
from yizhan.rounds.queries.absences import digest_of
from yizhan.rounds.queries.claiming import moment

_ROUND = "SELECT {u} FROM rounds_signupround u WHERE u.id = %s"
_WISHES = """
    SELECT o.id, EXISTS (SELECT 1 FROM rounds_roundoffering r WHERE r.round_id = %s AND r.offering_id = o.id),
        (SELECT MAX(s.ends_at) FROM offers_session s WHERE s.offering_id = o.id),
        EXISTS (SELECT 1 FROM rounds_absence a WHERE a.subdistrict_id = %s AND a.digest = %s)
    FROM offers_offering o WHERE o.id IN (wished)
"""


@dataclass(frozen=True, slots=True)
class WishFacts:
    """Which wishes are in the round, when the last of them ends, whether somebody's weight is lowered."""

    in_round: frozenset[int]
    last: dt.datetime | None
    is_lowered: bool


def round_kept_open(sign_up_round: SignUpRound) -> SignUpRound:
    """Return the round as it is now; it is not frozen before the transaction ends."""
    # Shared: entries do not wait for each other, only freezing waits for them.
    lock = " FOR KEY SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(selecting(_ROUND, u=SignUpRound) + lock, [sign_up_round.pk])
        current = row_of(SignUpRound, cursor.fetchone())
    current.subdistrict = sign_up_round.subdistrict
    return current


def facts_of_wishes(current: SignUpRound, contact: Contact, wishes: Sequence[Offering]) -> WishFacts:
    """Return what the rules ask about wishes, and about whoever has them."""
    if not wishes:
        return WishFacts(frozenset(), None, is_lowered=False)
    asked: list[int | str] = [
        current.pk,
        contact.subdistrict_id,
        digest_of(contact.phone),
        *(each.pk for each in wishes),
    ]
    marks = ", ".join(["%s"] * len(wishes))
    with connection.cursor() as cursor:
        cursor.execute(_WISHES.replace("(wished)", f"({marks})"), asked)
        rows = cursor.fetchall()
    ends = [last for row in rows if (last := moment(row[2])) is not None]
    in_round = frozenset(row[0] for row in rows if row[1])
    return WishFacts(in_round, max(ends, default=None), is_lowered=any(row[3] for row in rows))
