"""Erase what was stored about people: on the day named beforehand, or at once when they ask."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from yizhan.foundation import clock
from yizhan.people.actions.accounts import record
from yizhan.people.actions.telling import forget_letters
from yizhan.people.models import Account, Contact, Message, Participant, SignInCode
from yizhan.people.queries import contacts_due
from yizhan.people.rules.contacts import CODES_KEPT_FOR, KEPT_DAYS

#: So many contacts are erased in one transaction.
AT_ONCE = 200


def erase_due(*, today: dt.date, by: Account | None) -> int:
    """Erase contacts whose day has come, and codes nobody can use; returns how many contacts were erased."""
    SignInCode.objects.filter(created_at__lt=clock.now() - CODES_KEPT_FOR).delete()
    erased = 0
    while some := _erase_some(today, by):
        erased += some
    _forget_stray_messages()
    return erased


@transaction.atomic
def _erase_some(today: dt.date, by: Account | None) -> int:
    # Locked: of two who tend at once one erases a contact, and whoever books in this moment is kept.
    due = list(contacts_due(today).select_for_update(no_key=True)[:AT_ONCE])
    _erase(due, by)
    return len(due)


def _forget_stray_messages() -> None:
    """Delete what was told in the moment of an erasure, and what providers were told a month ago."""
    Message.objects.filter(contact__erased_at__isnull=False).delete()
    a_month_ago = clock.now() - dt.timedelta(days=KEPT_DAYS)
    Message.objects.filter(contact=None, created_at__lt=a_month_ago).delete()


@transaction.atomic
def erase_now(*, contact: Contact, by: Account | None) -> None:
    """Erase a contact who asks for it, with everything that only served to reach them."""
    contact = Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    if contact.erased_at is None:
        _erase([contact], by)
        record(verb="erase_contact", subject=contact, by=by, subdistrict=contact.subdistrict)


@transaction.atomic
def _erase(contacts: Sequence[Contact], by: Account | None) -> None:
    keys = [contact.pk for contact in contacts]
    phones = [contact.phone for contact in contacts]
    # Floors above keep secrets of a contact too: they are named in the settings and called in turn.
    for name in settings.ERASED_WITH_CONTACTS:
        import_string(name)(contacts=contacts, by=by)
    Message.objects.filter(contact__in=keys).delete()
    forget_letters(phones=phones, by=by)
    Participant.objects.filter(contact__in=keys).update(name="", guardian_consented_at=None)
    for place in {contact.subdistrict_id for contact in contacts}:
        SignInCode.objects.filter(subdistrict=place, phone__in=phones).delete()
    Contact.objects.filter(pk__in=keys).update(phone="", name="", erased_at=clock.now())
