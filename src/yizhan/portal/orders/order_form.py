"""The form in which an organisation orders a course: a contact and a head-count, no list of names."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.offers.models import CourseVersion
from yizhan.places.models import Station
from yizhan.portal.templatetags.portal import named
from yizhan.rounds.rules.orders import WISHES, Group, Wish
from yizhan.rounds.words import Segment


class MomentField(forms.DateTimeField):
    """A moment near today; year 1 or 9999 cannot be told in another time zone."""

    def __init__(self, **named_arguments: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **named_arguments)

    def to_python(self, value: Any) -> dt.datetime | None:
        """Read a moment, or complain about its year."""
        moment = super().to_python(value)
        if moment is not None and not 2000 <= moment.year <= 2100:
            raise ValidationError(_("请检查年份。"))
        return moment


class OrderForm(forms.Form):
    """Who orders, for how many, when they would like it."""

    organisation = forms.CharField(label=gettext_lazy("单位名称"), max_length=80)
    segment = forms.ChoiceField(label=gettext_lazy("单位类型"), choices=Segment.choices)
    head_count = forms.IntegerField(
        label=gettext_lazy("来多少人"),
        min_value=1,
        max_value=32767,
        help_text=gettext_lazy("只要人数，不要名单。"),
    )
    wish_1 = MomentField(label=gettext_lazy("最希望的时间"))
    wish_2 = MomentField(label=gettext_lazy("第二个时间（可不填）"), required=False)
    wish_3 = MomentField(label=gettext_lazy("第三个时间（可不填）"), required=False)
    station = forms.ModelChoiceField(
        Station.objects.none(), label=gettext_lazy("希望在哪个站点"), required=False
    )
    name = forms.CharField(
        label=gettext_lazy("联系人称呼"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("联系电话"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=gettext_lazy("只用来告诉您安排和变化；活动结束 30 天后自动删除。"),
    )
    note = forms.CharField(
        label=gettext_lazy("还想说的（可不填）"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("请不要写个人信息。"),
    )
    # The suggestions were seen; the chosen one comes before the wishes.
    considered = forms.BooleanField(required=False, widget=forms.HiddenInput)
    instead = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, stations: Any, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        field = self.fields["station"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = stations
        field.empty_label = _("都可以")
        field.label_from_instance = named  # type: ignore[method-assign, assignment]  # the reader's language

    @property
    def asked(self) -> Any:
        """The fields a person fills in, in order."""
        return [field for field in self if field.name not in {"considered", "instead"}]

    @property
    def group(self) -> Group:
        """Who orders."""
        entered = self.cleaned_data
        return Group(
            organisation=entered["organisation"],
            segment=Segment(entered["segment"]),
            head_count=entered["head_count"],
            phone=entered["phone"],
            name=entered["name"],
            note=entered["note"],
        )

    def wishes(self, version: CourseVersion) -> list[Wish]:
        """Return the wished times, best first; a suggestion that was taken is best."""
        starts = [self.cleaned_data[f"wish_{n}"] for n in range(1, WISHES + 1)]
        taken = _moment(self.cleaned_data["instead"])
        chosen = [moment for moment in (taken, *starts) if moment is not None][:WISHES]
        length = dt.timedelta(minutes=version.minutes)
        return [Wish(moment, moment + length) for moment in chosen]


def _moment(written: str) -> dt.datetime | None:
    """Return a moment written by the page itself; what is not one is left out."""
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and 2000 <= moment.year <= 2100 else None
