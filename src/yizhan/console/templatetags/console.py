"""Small words for the templates: names in the reader's language, figures, bars."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def told(row: Any, field: str) -> str:
    """Return a row's field in the reader's language, else in the other."""
    chinese, english = getattr(row, f"{field}_zh"), getattr(row, f"{field}_en")
    return str((english or chinese) if (get_language() or "").startswith("en") else (chinese or english))


@register.filter
def named(row: Any) -> str:
    """Return a row's name in the reader's language."""
    return told(row, "name")


@register.filter
def bar(share: float | None) -> SafeString:
    """Draw a share as a bar; the figure beside it carries the meaning."""
    if share is None:
        return SafeString("")
    width = f"{100 * max(0.0, min(1.0, share)):.1f}"
    return format_html(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="whole" width="100" height="8"/><rect class="part" width="{}" height="8"/></svg>',
        width,
    )


@register.filter
def percent(share: float | None) -> str:
    """Write a share as "87.3 %"."""
    return "–" if share is None else f"{100 * share:.1f} %"


@register.filter
def count(number: float | None) -> str:
    """Write a number of people as "12,345"."""
    return "–" if number is None else f"{number:,.0f}"


@register.simple_tag
def example() -> SafeString:
    """Mark what stands before it as invented for the demonstration."""
    return format_html('<span class="example" title="{}">{}</span>', _("演示用，不是真的"), _("示例"))
