"""Small words for the templates: names in the reader's language, links that keep the reader's choices."""

import re
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yizhan.foundation import text
from yizhan.portal.reader import Reader, reads_english

register = template.Library()


@register.filter
def told(row: Any, field: str) -> str:
    """Return a row's field in the reader's language, else in the other."""
    chinese, english = getattr(row, f"{field}_zh"), getattr(row, f"{field}_en")
    return str((english or chinese) if reads_english() else (chinese or english))


@register.filter
def named(row: Any) -> str:
    """Return a row's name in the reader's language."""
    return told(row, "name")


@register.filter
def invented(row: Any, part: str) -> bool:
    """Whether this part of a station, a story or a route is invented for the demonstration."""
    return bool(row) and part in row.example_parts


@register.filter
def degrees(value: float) -> str:
    """Write a longitude or latitude with a point, whatever the language."""
    return f"{value:.6f}"


@register.filter
def masked(number: str) -> str:
    """Return a telephone number that only its owner recognises."""
    return text.masked(number)


@register.simple_tag(takes_context=True)
def here(context: Context, name: str, *arguments: str, **query: str) -> str:
    """Return the address of a page, keeping the reader's large type, starting point and pace."""
    reader: Reader = context["reader"]
    pairs = {key: value for key, value in (reader.carried | query).items() if value}
    address = reverse(name, args=arguments)
    return f"{address}?{urlencode(pairs)}" if pairs else address


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a drawing of the sprite; the words beside it carry the meaning."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def example() -> SafeString:
    """Mark what stands before it as invented for the demonstration."""
    return format_html('<span class="example" title="{}">{}</span>', _("演示用，不是真的"), _("示例"))


@register.simple_tag
def phone(station: Any) -> SafeString:
    """Return a link that dials the station."""
    digits = re.sub(r"[^\d+]", "", station.phone)
    return format_html('<a class="tel" href="tel:{}">{}{}</a>', digits, icon("phone"), station.phone)
