"""How a series is said in a template."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from yizhan.console.words import WEEKDAYS

register = template.Library()


@register.filter
def when_it_meets(series: Any) -> str:
    """Return the weekdays of a series, and every how many weeks."""
    days = _("、").join(str(label) for day, label in WEEKDAYS if series.weekdays >> day & 1)
    if series.every_weeks == 1:
        return _("每%(days)s") % {"days": days}
    return _("每 %(weeks)d 周的%(days)s") % {"weeks": series.every_weeks, "days": days}
