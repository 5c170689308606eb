"""Small words for the templates: names in the reader's language, figures, bars."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yizhan.console.words import verb_words
from yizhan.foundation.phrases import Phrase

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
def said(phrase: Phrase) -> str:
    """Return a phrase in the reader's language."""
    return phrase.say(get_language() or "zh")


@register.filter
def verb(name: str) -> str:
    """Return what somebody did, from the name kept in the audit."""
    return verb_words(name)


@register.filter
def times_words(row: Any) -> str:
    """Return when a lecturer can come, as "周一、周三 18:00–21:00"."""
    short = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    days = [name for day, name in enumerate(short) if row.weekdays >> day & 1]
    season = [f"{day:%Y-%m-%d}" if day else "" for day in (row.first_day, row.last_day)]
    words = f"{_('、').join(days)} {row.starts:%H:%M}–{row.ends:%H:%M}"
    return f"{words} ({'–'.join(season)})" if any(season) else words


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
