"""Links to a calendar: to subscribe (webcal) and to download; for any page of the portal."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django import template
from django.template.context import Context
from django.urls import reverse

from yizhan.people.models import Contact
from yizhan.rounds.models import Booking
from yizhan.rounds.queries.calendars import arrival_token, own_token
from yizhan.rounds.words import BookingState

register = template.Library()


@register.inclusion_tag("portal/clubs/subscribe.html", takes_context=True)
def subscribe(context: Context, kind: str, key: str) -> dict[str, Any]:
    """Return links to the calendar of an "offering", "station" or "season" (slug), or "mine" (token)."""
    address = reverse(f"portal:calendar_{kind}", args=[key])
    whole = context["request"].build_absolute_uri(address)
    webcal = urlunsplit(urlsplit(whole)._replace(scheme="webcal"))
    return {"address": address, "webcal": webcal, "file": "mine" if kind == "mine" else key}


@register.inclusion_tag("portal/clubs/own_calendar.html", takes_context=True)
def own_calendar(context: Context, contact: Contact) -> dict[str, Any]:
    """Return the links to a contact's own calendar, and the way to revoke them."""
    return subscribe(context, "mine", own_token(contact)) | {
        "reader": context["reader"],
        "csrf_token": context["csrf_token"],
    }


@register.simple_tag
def door_code(booking: Booking) -> str:
    """Return where a holder finds the code for the door; empty where there is none."""
    if booking.state != BookingState.CONFIRMED or not booking.secret:
        return ""
    return reverse("portal:arrive", args=[arrival_token(booking)])
