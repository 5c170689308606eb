"""Keeps a contact's data until the last session they signed up for, and thirty days more."""

import datetime as dt

from yizhan.foundation import clock
from yizhan.people.actions import keep_until
from yizhan.people.models import Account, Contact
from yizhan.people.rules.contacts import erased_on


def keep_contact(*, contact: Contact, last: dt.datetime | None, by: Account | None) -> Contact:
    """Put off the day of erasure to thirty days after `last`, never bring it forward."""
    day = (last or clock.now()).astimezone(clock.SHANGHAI).date()
    # Asked here too: most are kept long enough already, and somebody else may be waiting.
    return contact if erased_on(day) <= contact.erase_on else keep_until(contact=contact, last_day=day, by=by)
