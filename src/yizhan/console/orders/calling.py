"""Ordering for somebody who telephones, comes to the counter or hands in a paper form."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yizhan.console.date_fields import MomentField
from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.templatetags.console import named, told
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import MenuItem
from yizhan.people.models import Subdistrict
from yizhan.people.words import ASSISTED, Channel
from yizhan.places.models import Station
from yizhan.places.queries import live_stations
from yizhan.rounds.actions.orders import place_order
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import orderable_items
from yizhan.rounds.queries.spreading import diaries_for, suggestions_for
from yizhan.rounds.rules.orders import WISHES, Group, Wish
from yizhan.rounds.rules.spreading import Suggestion
from yizhan.rounds.words import Segment


def moment_field(label: Any, *, required: bool = True) -> MomentField:
    """Return a field for a day and a time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return MomentField(label=label, required=required, widget=widget)


class CallerForm(forms.Form):
    """The same questions as online, and how the caller reached us."""

    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的"),
        choices=[(one.value, one.label) for one in Channel if one in ASSISTED],
    )
    item = forms.ModelChoiceField(MenuItem.objects.none(), label=gettext_lazy("课程"))
    organisation = forms.CharField(label=gettext_lazy("单位名称"), max_length=80)
    segment = forms.ChoiceField(label=gettext_lazy("单位类型"), choices=Segment.choices)
    head_count = forms.IntegerField(
        label=gettext_lazy("来多少人"),
        min_value=1,
        max_value=32767,
        help_text=gettext_lazy("只要人数，不要名单。"),
    )
    wish_1 = moment_field(gettext_lazy("最希望的时间"))
    wish_2 = moment_field(gettext_lazy("第二个时间（可不填）"), required=False)
    wish_3 = moment_field(gettext_lazy("第三个时间（可不填）"), required=False)
    station = forms.ModelChoiceField(
        Station.objects.none(), label=gettext_lazy("希望在哪个站点"), required=False
    )
    name = forms.CharField(label=gettext_lazy("联系人称呼"), max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("联系电话"), max_length=30, widget=forms.TextInput(attrs={"type": "tel"})
    )
    note = forms.CharField(
        label=gettext_lazy("还想说的（可不填）"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("请不要写个人信息。"),
    )

    def __init__(self, *arguments: Any, place: Subdistrict, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        for name, rows, label in (
            ("item", orderable_items(place), lambda item: told(item.version, "title")),
            ("station", live_stations(place), named),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.empty_label = _("请选择") if field.required else _("都可以")
            field.label_from_instance = label  # type: ignore[method-assign]  # the reader's language

    @property
    def group(self) -> Group:
        """Who orders."""
        entered = self.cleaned_data
        names = ("organisation", "head_count", "phone", "name", "note")
        return Group(segment=Segment(entered["segment"]), **{name: entered[name] for name in names})

    @property
    def wishes(self) -> list[Wish]:
        """The wished times, best first."""
        length = dt.timedelta(minutes=self.cleaned_data["item"].version.minutes)
        starts = [self.cleaned_data[f"wish_{n}"] for n in range(1, WISHES + 1)]
        return [Wish(moment, moment + length) for moment in starts if moment is not None]


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take an order down; easier times are shown once, for the caller to choose."""
    desk.running()
    form = CallerForm(request.POST or None, place=desk.place, initial={"channel": Channel.PHONE})
    suggestions: list[Suggestion] = []
    if request.method == "POST" and form.is_valid():
        suggestions = [] if request.POST.get("considered") else suggested(form, desk.place)
        order = None if suggestions else _placed(form, desk)
        if order is not None:
            told_number = _("点单 %(number)s 已登记，请把编号报给来电人。") % {"number": order.number}
            messages.success(request, told_number)
            return redirect("console:order", order.number)
    context = {
        "form": form,
        "suggestions": [{"row": one, "why": one.say(language())} for one in suggestions],
    }
    return show(
        request, "console/orders/new.html", context, status=400 if form.errors else 200, page="orders"
    )


def suggested(form: CallerForm, place: Subdistrict) -> list[Suggestion]:
    """Return easier times near the best wish."""
    wish, now = form.wishes[0], clock.now()
    if wish.starts_at <= now:
        return []
    version = form.cleaned_data["item"].version
    diaries = diaries_for(version, place, people=form.cleaned_data["head_count"], around=[wish])
    return suggestions_for(wish, diaries=diaries, subdistrict=place, now=now)


def _placed(form: CallerForm, desk: Desk) -> GroupOrder | None:
    entered = form.cleaned_data
    try:
        return place_order(
            item=entered["item"],
            group=form.group,
            wishes=form.wishes,
            station=entered["station"],
            channel=Channel(entered["channel"]),
            by=desk.account,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.say(language()))
        return None
