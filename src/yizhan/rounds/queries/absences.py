"""Who stayed away last time: asked by a keyed digest of the telephone, never by name."""

import hashlib
import hmac

from django.conf import settings

from yizhan.people.models import Contact
from yizhan.rounds.models import Absence


def digest_of(phone: str) -> str:
    """Return the keyed digest of a telephone; without the server's secret it leads to nobody."""
    key = f"yizhan absence {settings.SECRET_KEY}".encode()
    return hmac.new(key, phone.encode(), hashlib.sha256).hexdigest()


def is_lowered(contact: Contact) -> bool:
    """Whether somebody's weight is lowered in their next draw."""
    return Absence.objects.filter(
        subdistrict=contact.subdistrict_id, digest=digest_of(contact.phone)
    ).exists()
