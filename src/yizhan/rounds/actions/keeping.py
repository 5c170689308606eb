"""Keeps a contact's data until the last session they signed up for, and thirty days more."""

from collections.abc import Collection

from yizhan.foundation import clock
from yizhan.offers.models import Offering, Session
from yizhan.people.actions import keep_until
from yizhan.people.models import Account, Contact


def keep_contact(*, contact: Contact, offerings: Collection[Offering], by: Account | None) -> Contact:
    """Put off the day of erasure, never bring it forward."""
    sessions = Session.objects.filter(offering__in=[offering.pk for offering in offerings])
    last = sessions.order_by("-ends_at").values_list("ends_at", flat=True).first() or clock.now()
    return keep_until(contact=contact, last_day=last.astimezone(clock.SHANGHAI).date(), by=by)
