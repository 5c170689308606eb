"""Reads about tenants, roles, and people who hold seats."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac

from yizhan.people.models import Account, AuditEntry, Contact, Message, SignInCode, Subdistrict
from yizhan.people.rules import may_run


def roles_in(account: Account, subdistrict: Subdistrict) -> frozenset[str]:
    """Return the names of the roles an account has in a sub-district."""
    return frozenset(account.roles.filter(subdistrict=subdistrict).values_list("name", flat=True))


def public_subdistrict() -> Subdistrict | None:
    """Return whose pages are public here: the sub-district named in the settings, else the first."""
    everybody = Subdistrict.objects.select_related("district").order_by("pk")
    if settings.PORTAL_SUBDISTRICT:
        everybody = everybody.filter(slug=settings.PORTAL_SUBDISTRICT)
    return everybody.first()


def home_subdistrict(account: Account) -> Subdistrict | None:
    """Return the sub-district an account works in (the first by name, where it has several)."""
    return Subdistrict.objects.filter(roles__account=account).order_by("slug").first()


def runs(account: Account | None, subdistrict: Subdistrict) -> bool:
    """Whether somebody may change stations here; None is the person at the server's command line."""
    return account is None or may_run(roles_in(account, subdistrict))


def entries_of(subdistrict: Subdistrict) -> QuerySet[AuditEntry]:
    """Return who did what in a sub-district, newest first."""
    return AuditEntry.objects.filter(subdistrict=subdistrict).select_related("by")


def entries_about(subject: Model) -> QuerySet[AuditEntry]:
    """Return who did what to one row, newest first."""
    return AuditEntry.objects.filter(subject__startswith=f"{type(subject).__name__} {subject.pk} ")


def contact_by_phone(subdistrict: Subdistrict, phone: str) -> Contact | None:
    """Return the contact of a normalised telephone number, or None."""
    return Contact.objects.filter(subdistrict=subdistrict, phone=phone).exclude(phone="").first()


def contacts_due(today: dt.date) -> QuerySet[Contact]:
    """Return the contacts whose day of erasing has come."""
    return Contact.objects.filter(erase_on__lte=today, erased_at=None).order_by("pk")


def texts_to_send() -> QuerySet[Message]:
    """Return what waits to be sent to mobile telephones, oldest first."""
    return Message.objects.filter(sent_at=None, phone__startswith="1")


def calls_to_make(subdistrict: Subdistrict) -> QuerySet[Message]:
    """Return the messages staff must say by telephone, since a landline receives no texts."""
    waiting = Message.objects.filter(sent_at=None, subdistrict=subdistrict, phone__startswith="0")
    return waiting.select_related("contact")


def codes_of_last_hour(subdistrict: Subdistrict, phone: str, *, now: dt.datetime) -> int:
    """Return how many codes a telephone was sent within the hour."""
    since = now - dt.timedelta(hours=1)
    return SignInCode.objects.filter(subdistrict=subdistrict, phone=phone, created_at__gt=since).count()


def phone_digest(phone: str) -> str:
    """Return a keyed digest under which a telephone is recognised without being stored."""
    return salted_hmac("yizhan.people.phones", phone, algorithm="sha256").hexdigest()


def copy_of(contact: Contact) -> dict[str, Any]:
    """Return everything this floor stores about a contact, for the contact to keep."""
    return {
        "phone": contact.phone,
        "name": contact.name,
        "created_at": contact.created_at.isoformat(),
        "erase_on": contact.erase_on.isoformat(),
        "participants": [
            {
                "name": one.name,
                "is_child": one.is_child,
                "guardian_consented_at": one.guardian_consented_at and one.guardian_consented_at.isoformat(),
            }
            for one in contact.participants.exclude(name="")
        ],
        "messages": [
            {"at": message.created_at.isoformat(), "text": message.text_zh}
            for message in contact.messages.all()
        ],
    }
