"""Who signed in: the contact named in the session that the portal's sign-in began."""

import datetime as dt

from django.http import HttpRequest
from ninja.security import APIKeyCookie

from yizhan.foundation import clock
from yizhan.people.models import Contact
from yizhan.rounds.queries.asking import Caller, caller

#: As the portal's sign-in writes them (a test compares).
WHO, UNTIL = "contact", "contact_until"


class SignedIn(APIKeyCookie):
    """The session's cookie, with the token against requests from other sites."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """Return the contact, or None to ask for signing in."""
        if not key:
            return None
        number, until = request.session.get(WHO), request.session.get(UNTIL)
        if not number or not until or dt.datetime.fromisoformat(until) <= clock.now():
            return None
        return caller(number)


signed_in = SignedIn()


def contact_of(request: HttpRequest) -> Contact:
    """Return the contact that was let in."""
    return caller_of(request).contact


def caller_of(request: HttpRequest) -> Caller:
    """Return the contact that was let in, with everybody it may sign up."""
    let_in: Caller = request.auth  # type: ignore[attr-defined]  # set by ninja
    return let_in
