"""The forms in which a series is started, and changed from a day on."""

import hashlib

from django import forms
from django.utils.translation import gettext_lazy

from yizhan.console.date_fields import DayField
from yizhan.console.words import WEEKDAYS
from yizhan.offers.rules.series import Pattern
from yizhan.offers.words import DaysOff


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SeriesForm(forms.Form):
    """Weekdays, every so many weeks, from when, until a day or a number; what to do on days off."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("星期几"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    every_weeks = forms.IntegerField(label=gettext_lazy("每几周一次"), min_value=1, max_value=12, initial=1)
    first_day = DayField(label=gettext_lazy("从哪天起"), widget=_date())
    starts = forms.TimeField(
        label=gettext_lazy("几点开始"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=gettext_lazy("时长（分钟）"), min_value=10, max_value=720)
    count = forms.IntegerField(
        label=gettext_lazy("共几场"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=gettext_lazy("场次数和最后日期至少填一个。"),
    )
    last_day = DayField(label=gettext_lazy("最后日期"), required=False, widget=_date())
    days_off = forms.ChoiceField(
        label=gettext_lazy("遇节假日"), choices=DaysOff.choices, initial=DaysOff.SKIP_HOLIDAYS
    )

    @property
    def pattern(self) -> Pattern:
        """The pattern entered."""
        given = self.cleaned_data
        return Pattern(
            weekdays=sum(1 << day for day in set(given["weekdays"])),
            first_day=given["first_day"],
            starts=given["starts"].replace(second=0, microsecond=0),
            minutes=given["minutes"],
            every_weeks=given["every_weeks"],
            last_day=given["last_day"],
            count=given["count"],
            days_off=DaysOff(given["days_off"]),
        )

    @property
    def fingerprint(self) -> str:
        """What was entered, in few letters: what is saved must be what was looked at."""
        said = repr(sorted((name, str(value)) for name, value in self.cleaned_data.items()))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


class ChangeForm(SeriesForm):
    """The same from a day on, with the reason that holders read, and what becomes of single changes."""

    reason_zh = forms.CharField(label=gettext_lazy("原因（中文）"), max_length=120)
    reason_en = forms.CharField(label=gettext_lazy("原因（英文）"), max_length=120, required=False)
    keep_singly = forms.BooleanField(
        label=gettext_lazy("单独改过期或锁定的场次保持不变"), required=False, initial=True
    )
