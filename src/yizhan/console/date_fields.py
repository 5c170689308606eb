"""Dates and moments as staff type them, within the years a calendar can be computed for."""

import datetime as dt
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Year 1 or 9999 cannot be told in another time zone; the rules then say what is near enough.
FIRST_YEAR, LAST_YEAR = 2000, 2100

Day = TypeVar("Day", bound=dt.date)


class DayField(forms.DateField):
    """A day of this century."""

    def to_python(self, value: Any) -> dt.date | None:
        """Read a day, or complain about its year."""
        return _near(super().to_python(value))


class MomentField(forms.DateTimeField):
    """A moment of this century."""

    def to_python(self, value: Any) -> dt.datetime | None:
        """Read a moment, or complain about its year."""
        return _near(super().to_python(value))


def _near(day: Day | None) -> Day | None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise ValidationError(_("年份应在 %(first)d 到 %(last)d 之间。") % years)
    return day
