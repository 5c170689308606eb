"""Who asks, for what: each read in one plain statement, since in a rush a compiled one costs ten times it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from yizhan.offers.models import Offering
from yizhan.people.models import Contact, Participant, Subdistrict
from yizhan.people.models.rows import row_of, selecting, width
from yizhan.rounds.models import SignUpRound

_CALLER = """
    SELECT {c}, {s}, {p}
    FROM people_contact c JOIN people_subdistrict s ON s.id = c.subdistrict_id
    LEFT JOIN people_participant p ON p.contact_id = c.id AND p.name <> ''
    WHERE c.id = %s AND c.erased_at IS NULL ORDER BY p.id
"""
_OFFERINGS = """
    SELECT {o} FROM offers_offering o
    WHERE o.subdistrict_id = %s AND o.is_public AND o.slug IN (slugs)
"""
_ROUND = """
    SELECT {u} FROM rounds_signupround u
    WHERE u.subdistrict_id = %s AND u.slug = %s AND u.state <> 'draft'
"""


@dataclass(frozen=True, slots=True)
class Caller:
    """A contact who is not erased, the sub-district with it, and everybody the contact may sign up."""

    contact: Contact
    people: tuple[Participant, ...]


def caller(number: int) -> Caller | None:
    """Return a contact with all participants, or None where nobody is there or the data were erased."""
    with connection.cursor() as cursor:
        cursor.execute(selecting(_CALLER, c=Contact, s=Subdistrict, p=Participant), [number])
        rows = cursor.fetchall()
    if not rows:
        return None
    around, person = width(Contact), width(Contact) + width(Subdistrict)
    contact = row_of(Contact, rows[0][:around])
    contact.subdistrict = row_of(Subdistrict, rows[0][around:person])
    people = tuple(row_of(Participant, row[person:]) for row in rows if row[person] is not None)
    return Caller(contact, people)


def public_by_slug(subdistrict: Subdistrict, slugs: Sequence[str]) -> dict[str, Offering]:
    """Return those of these offerings that everybody may see, by their slugs."""
    if not slugs:
        return {}
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(slugs))
        cursor.execute(
            selecting(_OFFERINGS, o=Offering).replace("(slugs)", f"({marks})"), [subdistrict.pk, *slugs]
        )
        found = [row_of(Offering, row) for row in cursor.fetchall()]
    for offering in found:
        offering.subdistrict = subdistrict
    return {offering.slug: offering for offering in found}


def public_round(subdistrict: Subdistrict, slug: str) -> SignUpRound | None:
    """Return a round everybody may see, or None."""
    with connection.cursor() as cursor:
        cursor.execute(selecting(_ROUND, u=SignUpRound), [subdistrict.pk, slug])
        row = cursor.fetchone()
    if row is None:
        return None
    found = row_of(SignUpRound, row)
    found.subdistrict = subdistrict
    return found
