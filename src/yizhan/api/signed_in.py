"""Who signed in: the contact named in the session that the portal's sign-in began."""

import datetime as dt

from django.http import HttpRequest
from ninja.security import APIKeyCookie

from yizhan.foundation import clock
from yizhan.people.models import Contact

#: As the portal's sign-in writes them (a test compares).
WHO, UNTIL = "contact", "contact_until"


class SignedIn(APIKeyCookie):
    """The session's cookie, with the token against requests from other sites."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Contact | None:
        """Return the contact, or None to ask for signing in."""
        if not key:
            return None
        number, until = request.session.get(WHO), request.session.get(UNTIL)
        if not number or not until or dt.datetime.fromisoformat(until) <= clock.now():
            return None
        standing = Contact.objects.filter(pk=number, erased_at=None)
        return standing.select_related("subdistrict").first()


signed_in = SignedIn()


def contact_of(request: HttpRequest) -> Contact:
    """Return the contact that was let in."""
    contact: Contact = request.auth  # type: ignore[attr-defined]  # set by ninja
    return contact
