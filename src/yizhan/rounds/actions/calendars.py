"""Give a person's own calendar a new address when the old one got about."""

from django.db import transaction
from django.db.models import F

from yizhan.people.actions import record
from yizhan.people.models import Account, Contact
from yizhan.rounds.models import CalendarLink


@transaction.atomic
def revoke_calendar(*, contact: Contact, by: Account | None) -> CalendarLink:
    """End the address of a contact's own calendar; the next one shown is new."""
    link, _ = CalendarLink.objects.get_or_create(contact=contact)
    CalendarLink.objects.filter(pk=link.pk).update(number=F("number") + 1)
    link.refresh_from_db()
    record(verb="revoke_calendar", subject=link, by=by, subdistrict=contact.subdistrict)
    return link
