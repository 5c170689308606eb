"""The form in which a round is prepared, or its dates are put off."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.console.date_fields import MomentField
from yizhan.console.rounds.standing import first_day_words
from yizhan.console.templatetags.console import named
from yizhan.foundation import clock
from yizhan.offers.models import Offering, Session
from yizhan.offers.words import SignUp
from yizhan.people.models import Subdistrict
from yizhan.rounds.models import SignUpRound
from yizhan.rounds.rules.windows import RoundTerms
from yizhan.rounds.words import Method, Randomness

_WRITTEN = "%Y-%m-%dT%H:%M"
_WINDOW = dt.timedelta(hours=72)


def _moment(label: Any, help_text: Any = "", *, required: bool = True) -> MomentField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_WRITTEN)
    return MomentField(label=label, help_text=help_text, widget=widget, required=required)


class DatesForm(forms.Form):
    """The dates of a round; after announcing they can only be put off."""

    opens_at = _moment(gettext_lazy("报名开始"))
    closes_at = _moment(gettext_lazy("报名截止"))
    draw_at = _moment(gettext_lazy("摇号时间"), gettext_lazy("至少在截止后 10 分钟。"), required=False)
    confirm_until = _moment(gettext_lazy("确认期限"), required=False)

    def terms(self, before: RoundTerms | None = None) -> RoundTerms:
        """Return the rules entered; whatever this form does not ask stays as it was."""
        known = {name: getattr(before, name) for name in before.__slots__} if before else {}
        names = {one for one in RoundTerms.__slots__ if one in self.cleaned_data}
        return RoundTerms(**known | {name: self.cleaned_data[name] for name in names})


class RoundForm(DatesForm):
    """A new round: name, dates, rules, offerings."""

    field_order = (
        "name_zh",
        "name_en",
        "slug",
        "method",
        "opens_at",
        "closes_at",
        "draw_at",
        "confirm_until",
    )
    name_zh = forms.CharField(label=gettext_lazy("名称（中文）"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("名称（英文）"), max_length=120, required=False)
    slug = forms.SlugField(
        label=gettext_lazy("短地址"), max_length=50, help_text=gettext_lazy("小写字母、数字和连字符。")
    )
    method = forms.ChoiceField(label=gettext_lazy("名额怎么给"), choices=Method.choices)
    randomness = forms.ChoiceField(label=gettext_lazy("随机数来源"), choices=Randomness.choices)
    wishes_at_most = forms.IntegerField(label=gettext_lazy("最多几个志愿"), min_value=1, max_value=20)
    seats_a_person = forms.IntegerField(label=gettext_lazy("每人最多几个名额"), min_value=1, max_value=20)
    offer_hours = forms.IntegerField(label=gettext_lazy("候补确认小时数"), min_value=1, max_value=240)
    held_percent = forms.IntegerField(
        label=gettext_lazy("给电话和柜台预留（%）"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("只用于先到先得；摇号时各渠道机会本来就相同。"),
    )
    offerings = forms.ModelMultipleChoiceField(
        Offering.objects.none(), label=gettext_lazy("课程"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, place: Subdistrict, **named_arguments: Any) -> None:
        named_arguments.setdefault("initial", _proposed())
        super().__init__(*arguments, **named_arguments)
        field = self.fields["offerings"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = offerings_without_round(place)
        field.label_from_instance = _told  # type: ignore[method-assign, assignment]  # the reader's language


def offerings_without_round(place: Subdistrict) -> Any:
    """Return the public offerings that are in no round yet and not over."""
    free = Offering.objects.filter(subdistrict=place, is_public=True, round_offering=None)
    to_come = Session.objects.filter(offering=OuterRef("pk"), starts_at__gt=clock.now())
    free = free.filter(Q(sessions=None) | Exists(to_come))
    there = free.filter(sign_up__in=[SignUp.DRAW, SignUp.FIRST_COME]).order_by("sign_up", "kind", "slug")
    return there.select_related("station").prefetch_related("sessions")


def _told(offering: Offering) -> str:
    """Return what tells one class from another: name, first day, station, seats, how seats are had."""
    seats = _("%(n)d 个名额") % {"n": offering.seats}
    parts = [named(offering), first_day_words(offering), named(offering.station), seats]
    return " · ".join(part for part in [*parts, offering.get_sign_up_display()] if part)


def dates_of(row: SignUpRound) -> dict[str, Any]:
    """Return a round's dates as the form shows them."""
    return {name: getattr(row, name) for name in ("opens_at", "closes_at", "draw_at", "confirm_until")}


def _proposed() -> dict[str, Any]:
    """Return a round of three days, drawn on the evening after, as a proposal."""
    opens = (clock.now() + dt.timedelta(days=2)).replace(hour=10, minute=0, second=0, microsecond=0)
    closes = opens + _WINDOW
    return {
        "opens_at": opens,
        "closes_at": closes,
        "draw_at": closes + dt.timedelta(hours=5),
        "confirm_until": closes + dt.timedelta(days=3),
        "wishes_at_most": 5,
        "seats_a_person": 1,
        "offer_hours": 24,
        "held_percent": 20,
    }
