"""The code a seat holder shows at the door: six digits that change every thirty seconds."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.offers.models import Session
from yizhan.offers.words import SessionState
from yizhan.outside.squares import square_code
from yizhan.portal.pages import show
from yizhan.rounds.models import Booking
from yizhan.rounds.queries.calendars import booking_of
from yizhan.rounds.rules.door_codes import SECONDS, code_at, key_of, no_such_link, window_of
from yizhan.rounds.rules.tallies import BEFORE


@never_cache
@require_safe
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Show the code for the session at hand; before that, say when it will be there."""
    booking, now = booking_of(token), clock.now()
    session = _next(booking, now)
    code = "" if session is None or not _is_near(session, now) else _code(booking, session, now)
    context = {
        "booking": booking,
        "offering": booking.offering,
        "session": session,
        "code": code,
        "key": key_of(booking.secret, session.pk) if code and session is not None else "",
        "drawing": square_code(code) if code else "",
        "token": token,
        "seconds": SECONDS,
    }
    return show(request, "portal/clubs/arrive.html", context, place=booking.offering.subdistrict)


@never_cache
@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer with the present code as a square code, for pages that refresh it."""
    booking, now = booking_of(token), clock.now()
    session = _next(booking, now)
    if session is None or not _is_near(session, now):
        raise no_such_link()
    return HttpResponse(square_code(_code(booking, session, now)), content_type="image/svg+xml")


def _next(booking: Booking, now: dt.datetime) -> Session | None:
    to_come = booking.offering.sessions.filter(ends_at__gt=now).exclude(state=SessionState.CANCELLED)
    return to_come.select_related("room").order_by("starts_at").first()


def _is_near(session: Session, now: dt.datetime) -> bool:
    return session.starts_at - BEFORE <= now


def _code(booking: Booking, session: Session, now: dt.datetime) -> str:
    return code_at(key_of(booking.secret, session.pk), window_of(now))
