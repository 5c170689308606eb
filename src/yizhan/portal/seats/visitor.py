"""
Somebody who signed in with a telephone and a code, to hold a seat; nobody else gets a cookie.

The session knows one number, the contact's, for two hours. It ends with the browser or by signing out.
"""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Contact
from yizhan.portal.pages import around
from yizhan.portal.tenancy import subdistrict_here

WHO, UNTIL = "contact", "contact_until"
LASTS = dt.timedelta(hours=2)

_FOREIGN = Phrase(
    "这个请求不是从本站页面发出的，没有执行。",
    "This request did not come from a page of ours; nothing was done.",
)


def visitor_of(request: HttpRequest) -> Contact | None:
    """Return who signed in, or None; without a cookie nothing is looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    number, until = request.session.get(WHO), request.session.get(UNTIL)
    if not number or not until or dt.datetime.fromisoformat(until) <= clock.now():
        return None
    here = Contact.objects.filter(subdistrict=subdistrict_here(), erased_at=None)
    return here.filter(pk=number).first()


def welcome(request: HttpRequest, contact: Contact) -> None:
    """Begin a session for a contact; staff at work keep theirs beside it."""
    if request.user.is_authenticated:
        request.session.cycle_key()
    else:
        request.session.flush()
        request.session.set_expiry(LASTS)
    request.session[WHO] = contact.pk
    request.session[UNTIL] = (clock.now() + LASTS).isoformat(timespec="seconds")


def farewell(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """End a contact's session and take the cookies back; staff at work keep theirs."""
    if request.user.is_authenticated:
        for name in (WHO, UNTIL):
            request.session.pop(name, None)
    else:
        request.session.flush()
        response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite=settings.CSRF_COOKIE_SAMESITE)
    return response


def visitors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who signed in; send others to sign in and back. Nothing of it is cached."""

    @never_cache
    @wraps(view)
    def entered(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        contact = visitor_of(request)
        if contact is None:
            back = request.get_full_path() if request.method in {"GET", "HEAD"} else reverse("portal:seats")
            kept = {"next": back, "big": request.GET.get("big", "")}
            query = urlencode({name: value for name, value in kept.items() if value})
            return redirect(f"{reverse('portal:sign_in')}?{query}")
        return view(request, contact, *arguments, **named)

    return entered


def onward(request: HttpRequest, name: str) -> HttpResponse:
    """Lead to another page after something was done; large type stays large."""
    big = "?big=1" if request.GET.get("big") == "1" else ""
    return redirect(f"{reverse(name)}{big}")


def next_page(given: str) -> str:
    """Return where to go after signing in: a page of ours, else one's bookings."""
    is_ours = given.startswith("/") and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if is_ours else reverse("portal:seats")


def refuse_foreign(request: HttpRequest) -> None:
    """
    Raise a `Refusal` for a form sent from another site.

    Before signing in there is no cookie to compare a token with; every browser names where a form comes from.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    is_ours = urlsplit(origin).netloc == request.get_host() if origin else site in {"same-origin", "none"}
    if not is_ours:
        raise Refusal("may_not_send_from_elsewhere", _FOREIGN)


def seat_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of sign-up inside the public frame."""
    here = {"page": "rounds", "contact": context.get("contact")}
    return render(request, template, around(request) | here | context, status=status)
