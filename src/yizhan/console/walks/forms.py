"""The forms of stories, routes and suggested tours."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from yizhan.console.programme.forms import WEEKDAYS
from yizhan.console.templatetags.console import named, told
from yizhan.offers.actions.routes import Stop
from yizhan.offers.rules.routes import MOST_STOPS, MOST_VISIT_MIN
from yizhan.offers.words import Pace
from yizhan.people.models import Subdistrict
from yizhan.places.models import Station, Story
from yizhan.places.words import Certainty, Steps

MOST_TOUR_MIN = 12 * 60


def _text(label: Any, most: int, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required)


def _long(label: Any, *, required: bool = False) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=8000, required=required, widget=area)


def _time(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more
    )


def _degrees(label: Any, **more: Any) -> forms.FloatField:
    return forms.FloatField(label=label, widget=forms.NumberInput(attrs={"step": "any"}), **more)


class StoryForm(forms.Form):
    """What is told of a place."""

    title_zh = _text(lazy("标题（中文）"), 120, required=True)
    title_en = _text(lazy("标题（英文）"), 160)
    text_zh = _long(lazy("正文（中文）"), required=True)
    text_en = _long(lazy("正文（英文）"))
    lon = _degrees(lazy("经度（WGS-84）"))
    lat = _degrees(lazy("纬度（WGS-84）"))
    point_within_m = forms.IntegerField(
        label=lazy("位置误差（米以内）"), min_value=0, max_value=5000, initial=0
    )
    point_certainty = forms.ChoiceField(label=lazy("位置的确定程度"), choices=Certainty)
    address_zh = _text(lazy("地址（中文）"), 200)
    address_en = _text(lazy("地址（英文）"), 200)
    visit_min = forms.IntegerField(
        label=lazy("停留（分钟）"), min_value=0, max_value=MOST_VISIT_MIN, initial=10
    )
    is_outdoors = forms.BooleanField(label=lazy("在外面看，随时可以"), required=False)
    hours_zh = _text(lazy("参观说明（中文）"), 200)
    hours_en = _text(lazy("参观说明（英文）"), 200)
    steps = forms.ChoiceField(label=lazy("台阶"), choices=Steps)
    licence = _text(lazy("许可"), 80, required=True)
    attribution = _text(lazy("署名"), 200, required=True)


class ReasonForm(forms.Form):
    """Why a public story changes; everybody reads it."""

    reason_zh = _text(lazy("原因（中文，公开）"), 200, required=True)
    reason_en = _text(lazy("原因（英文，公开）"), 200)


class SourceForm(forms.Form):
    """Where it is known from; an empty one is no source."""

    citation = _text(lazy("来源"), 300)  # an emptied line takes a source away
    url = forms.URLField(label=lazy("网址"), max_length=500, required=False, assume_scheme="https")
    certainty = forms.ChoiceField(
        label=lazy("可靠程度"), choices=Certainty, initial=Certainty.MEDIUM, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an address without a citation."""
        entered = super().clean() or self.cleaned_data
        if entered.get("url") and not entered.get("citation"):
            self.add_error("citation", lazy("请写明来源是什么。"))
        return entered


class VisitingForm(forms.Form):
    """On these weekdays from, to; an empty one is no time."""

    weekdays = forms.TypedMultipleChoiceField(
        label=lazy("星期几"),
        coerce=int,
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    opens = _time(lazy("几点开"), required=False)
    closes = _time(lazy("几点关"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse half of the hours."""
        entered = super().clean() or self.cleaned_data
        if not self.errors and any(entered.values()) and not all(entered.values()):
            self.add_error("opens", lazy("请填写星期几、几点开和几点关，或都留空。"))
        return entered


SourceForms = forms.formset_factory(SourceForm, extra=2, max_num=20, absolute_max=20)
VisitingForms = forms.formset_factory(VisitingForm, extra=2, max_num=10, absolute_max=10)


class RouteForm(forms.Form):
    """What a route is called, when it sets out, what the weather does to it."""

    name_zh = _text(lazy("名称（中文）"), 120, required=True)
    name_en = _text(lazy("名称（英文）"), 160)
    pace = forms.ChoiceField(label=lazy("步行速度"), choices=Pace)
    sets_out = _time(lazy("几点出发"), initial=dt.time(9, 30))
    summary_zh = _long(lazy("简介（中文）"))
    summary_en = _long(lazy("简介（英文）"))
    weather_zh = _text(lazy("天气规则（中文）"), 300)
    weather_en = _text(lazy("天气规则（英文）"), 300)


class StopForm(forms.Form):
    """One stop: a story, or a name and a point; an empty one is no stop."""

    order = forms.IntegerField(label=lazy("次序"), min_value=1, max_value=99, required=False)
    story = forms.ModelChoiceField(Story.objects.none(), label=lazy("故事"), required=False)
    name_zh = _text(lazy("或地点（中文）"), 120)
    name_en = _text(lazy("地点（英文）"), 160)
    lon = _degrees(lazy("经度（WGS-84）"), required=False)
    lat = _degrees(lazy("纬度（WGS-84）"), required=False)
    visit_min = forms.IntegerField(
        label=lazy("停留（分钟）"), min_value=0, max_value=MOST_VISIT_MIN, required=False
    )
    steps = forms.ChoiceField(label=lazy("台阶"), choices=Steps, initial=Steps.UNKNOWN, required=False)
    note_zh = _text(lazy("备注（中文）"), 300)
    note_en = _text(lazy("备注（英文）"), 300)

    def __init__(self, *arguments: Any, place: Subdistrict, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        field = self.fields["story"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = place.stories.order_by("title_zh")
        field.label_from_instance = title_of  # type: ignore[method-assign, assignment]  # the reader's language

    @property
    def is_stop(self) -> bool:
        """Whether anything was entered."""
        return bool(self.cleaned_data.get("story") or self.cleaned_data.get("name_zh"))

    @property
    def value(self) -> Stop:
        """The stop entered."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "order"}
        return Stop(**entered | {"steps": entered["steps"] or Steps.UNKNOWN})


StopForms = forms.formset_factory(StopForm, extra=3, max_num=MOST_STOPS, absolute_max=MOST_STOPS)


class TourForm(forms.Form):
    """From where to where, when, for how long, how fast."""

    start = forms.ModelChoiceField(Station.objects.none(), label=lazy("从哪里出发"))
    end = forms.ModelChoiceField(
        Station.objects.none(), label=lazy("到哪里"), required=False, help_text=lazy("不选就是回到出发点。")
    )
    limit_min = forms.IntegerField(
        label=lazy("最多多少分钟"), min_value=10, max_value=MOST_TOUR_MIN, initial=120
    )
    weekday = forms.TypedChoiceField(label=lazy("星期几"), coerce=int, choices=WEEKDAYS, initial=5)
    sets_out = _time(lazy("几点出发"), initial=dt.time(9, 30))
    pace = forms.ChoiceField(label=lazy("步行速度"), choices=Pace)
    step_free = forms.BooleanField(label=lazy("全程无台阶"), required=False)

    def __init__(self, *arguments: Any, place: Subdistrict, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        for name in ("start", "end"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = place.stations.filter(parent=None).order_by("slug")
            field.label_from_instance = named  # type: ignore[method-assign, assignment]  # the reader's language


class SaveForm(forms.Form):
    """What the suggested tour is kept as; empty: only shown."""

    name_zh = _text(lazy("保存为路线（中文名称）"), 120)
    name_en = _text(lazy("保存为路线（英文名称）"), 160)


class WorthForm(forms.Form):
    """What one story is worth; empty or nought: no candidate."""

    worth = forms.FloatField(label=lazy("价值"), min_value=0, max_value=100, required=False)
    needed = forms.BooleanField(label=lazy("必到"), required=False)


def title_of(story: Story) -> str:
    """Return a story's title in the reader's language."""
    return told(story, "title")
