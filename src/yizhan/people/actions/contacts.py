"""
Contacts and the people they sign up: find, add, correct.

Codes are in `codes`, messages in `telling`, erasing in `erasing`.
"""

import datetime as dt

from django.db import transaction

from yizhan.foundation import clock
from yizhan.people.actions.accounts import record, require_runner
from yizhan.people.models import Account, Contact, Participant, Subdistrict
from yizhan.people.rules.contacts import (
    checked_name,
    erased_on,
    normalised_phone,
    phone_taken,
    refuse_another,
    refuse_without_consent,
)


@transaction.atomic
def find_contact(*, subdistrict: Subdistrict, phone: str, name: str, by: Account | None) -> Contact:
    """
    Return the contact of a telephone, made where new, with itself as the first participant.

    A name that is there already stays: correcting it is `change_name`.
    """
    contact = contact_of_phone(subdistrict=subdistrict, phone=phone, by=by)
    if not contact.name:
        contact.name = checked_name(name)
        contact.save(update_fields=["name"])
        if not contact.participants.exists():
            Participant.objects.create(contact=contact, name=contact.name)
    return contact


def contact_of_phone(*, subdistrict: Subdistrict, phone: str, by: Account | None) -> Contact:  # noqa: ARG001 - every action says who
    """Return the contact of a telephone, made without a name where new; two at once get the same."""
    now = clock.now()
    contact, _ = Contact.objects.get_or_create(
        subdistrict=subdistrict,
        phone=normalised_phone(phone),
        defaults={"created_at": now, "erase_on": erased_on(now.date())},
    )
    return contact


@transaction.atomic
def add_participant(
    *,
    contact: Contact,
    name: str,
    is_child: bool = False,
    guardian_consents: bool = False,
    by: Account | None,
) -> Participant:
    """Add somebody of the family; for a child the guardian's consent is recorded, or it is refused."""
    name = checked_name(name)
    refuse_without_consent(is_child=is_child, guardian_consents=guardian_consents)
    Contact.objects.select_for_update().get(pk=contact.pk)
    refuse_another(standing=contact.participants.exclude(name="").count())
    consented = clock.now() if is_child else None
    participant = Participant.objects.create(
        contact=contact, name=name, is_child=is_child, guardian_consented_at=consented
    )
    if is_child:
        record(
            verb="record_consent",
            subject=participant,
            by=by,
            subdistrict=contact.subdistrict,
            means="guardian",
        )
    return participant


@transaction.atomic
def change_name(*, contact: Contact, name: str, by: Account | None) -> Contact:
    """Correct the name of a contact."""
    contact.name = checked_name(name)
    contact.save(update_fields=["name"])
    if by is not None:
        record(verb="change_contact", subject=contact, by=by, subdistrict=contact.subdistrict, field="name")
    return contact


@transaction.atomic
def change_phone(*, contact: Contact, phone: str, by: Account | None) -> Contact:
    """Correct a telephone number; staff do it for somebody who asks, since a code proves the old one only."""
    require_runner(by=by, subdistrict=contact.subdistrict)
    phone = normalised_phone(phone)
    if Contact.objects.filter(subdistrict=contact.subdistrict, phone=phone).exclude(pk=contact.pk).exists():
        raise phone_taken()
    contact.phone = phone
    contact.save(update_fields=["phone"])
    contact.messages.filter(sent_at=None).update(phone=phone)
    record(verb="change_contact", subject=contact, by=by, subdistrict=contact.subdistrict, field="phone")
    return contact


@transaction.atomic
def change_participant(*, participant: Participant, name: str, by: Account | None) -> Participant:
    """Correct the name of somebody signed up."""
    participant.name = checked_name(name)
    participant.save(update_fields=["name"])
    if by is not None:
        subdistrict = participant.contact.subdistrict
        record(verb="change_contact", subject=participant, by=by, subdistrict=subdistrict, field="name")
    return participant


@transaction.atomic
def forget_participant(*, participant: Participant, by: Account | None) -> Participant:
    """Erase the name and consent of somebody signed up; bookings keep their size."""
    participant.name, participant.guardian_consented_at = "", None
    participant.save(update_fields=["name", "guardian_consented_at"])
    if by is not None:
        subdistrict = participant.contact.subdistrict
        record(verb="forget_participant", subject=participant, by=by, subdistrict=subdistrict)
    return participant


@transaction.atomic
def keep_until(*, contact: Contact, last_day: dt.date, by: Account | None) -> Contact:  # noqa: ARG001 - every action says who
    """Keep a contact until thirty days after a session on `last_day`; call it when a seat is held."""
    wanted = erased_on(last_day)
    if wanted > contact.erase_on:
        Contact.objects.filter(pk=contact.pk, erase_on__lt=wanted).update(erase_on=wanted)
        contact.erase_on = wanted
    return contact
