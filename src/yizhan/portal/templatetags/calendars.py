"""Links to a calendar: to subscribe (webcal) and to download; for any page of the portal."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django import template
from django.template.context import Context
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("portal/clubs/subscribe.html", takes_context=True)
def subscribe(context: Context, kind: str, key: str) -> dict[str, Any]:
    """Return links to the calendar of an "offering", "station" or "season" (slug), or "mine" (token)."""
    address = context["request"].build_absolute_uri(reverse(f"portal:calendar_{kind}", args=[key]))
    webcal = urlunsplit(urlsplit(address)._replace(scheme="webcal"))
    return {"address": address, "webcal": webcal, "file": "mine" if kind == "mine" else key}
