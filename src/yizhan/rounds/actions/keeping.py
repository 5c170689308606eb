"""Keeps a contact's data until thirty days after the last session they signed up for, and no longer."""

import datetime as dt
from collections.abc import Collection

from yizhan.foundation import clock
from yizhan.offers.models import Offering, Session
from yizhan.people.models import Account, Contact

#: Long enough to ask about a lost coat.
KEPT_AFTER = dt.timedelta(days=30)


def keep_contact(*, contact: Contact, offerings: Collection[Offering], by: Account | None) -> Contact:  # noqa: ARG001 - every action says who
    """Put off the day of erasure, never bring it forward."""
    sessions = Session.objects.filter(offering__in=[offering.pk for offering in offerings])
    last = sessions.order_by("-ends_at").values_list("ends_at", flat=True).first() or clock.now()
    day = (last.astimezone(clock.SHANGHAI) + KEPT_AFTER).date()
    if day > contact.erase_on:
        contact.erase_on = day
        Contact.objects.filter(pk=contact.pk, erase_on__lt=day).update(erase_on=day)
    return contact
