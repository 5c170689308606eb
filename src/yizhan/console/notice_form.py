"""The form in which other hours are published for some dates."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.console.date_fields import DayField
from yizhan.places.rules.schedules import Hours


class NoticeForm(forms.Form):
    """Dates, closed or other hours, and the reason visitors read."""

    first_day = DayField(
        label=gettext_lazy("从哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = DayField(
        label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    opens = forms.TimeField(
        label=gettext_lazy("几点开"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("两个时间都留空表示不开放。"),
    )
    closes = forms.TimeField(
        label=gettext_lazy("几点关"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("关门早于开门表示过夜，例如 18:00–09:00 开到次日早上。"),
    )
    reason_zh = forms.CharField(label=gettext_lazy("原因（中文）"), max_length=120)
    reason_en = forms.CharField(label=gettext_lazy("原因（英文）"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse one time without the other."""
        entered = super().clean() or self.cleaned_data
        if bool(entered.get("opens")) != bool(entered.get("closes")):
            self.add_error("closes", _("请同时填写几点开和几点关，或都留空。"))
        return entered

    @property
    def hours(self) -> tuple[Hours, ...]:
        """The hours entered; none where closed."""
        opens, closes = (self.cleaned_data[name] for name in ("opens", "closes"))
        return (Hours(opens, closes),) if opens is not None else ()
