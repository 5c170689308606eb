"""Open a person's own calendar, and give it a new address when the old one got about."""

from django.db import transaction
from django.db.models import F

from yizhan.people.actions import record
from yizhan.people.models import Account, Contact
from yizhan.rounds.models import CalendarLink


@transaction.atomic
def open_calendar(*, contact: Contact, by: Account | None) -> CalendarLink:  # noqa: ARG001 - every action says who
    """Return the link to a contact's own calendar; made where there is none."""
    link, _ = CalendarLink.objects.get_or_create(contact=contact)
    return link


@transaction.atomic
def revoke_calendar(*, contact: Contact, by: Account | None) -> CalendarLink:
    """End the address of a contact's own calendar; returns the link to the new one."""
    link = open_calendar(contact=contact, by=by)
    CalendarLink.objects.filter(pk=link.pk).update(number=F("number") + 1)
    link.refresh_from_db()
    record(verb="revoke_calendar", subject=link, by=by, subdistrict=contact.subdistrict)
    return link
