"""The forms of the programme: courses, menus, classes, providers, when lecturers can come."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from yizhan.console.date_fields import FIRST_YEAR, LAST_YEAR, DayField
from yizhan.console.templatetags.console import named
from yizhan.offers.models import Lecturer, Provider, QuarterMenu
from yizhan.offers.rules.availability import Available
from yizhan.offers.rules.classes import FOR_CLASSES
from yizhan.offers.rules.courses import MOST_LESSONS, MOST_MINUTES, MOST_PEOPLE
from yizhan.offers.words import Audience, CourseType, Function, Position, ProviderKind, RoomNeed
from yizhan.people.models import Subdistrict
from yizhan.places.models import Room, Station

WEEKDAYS = [
    (0, lazy("周一")),
    (1, lazy("周二")),
    (2, lazy("周三")),
    (3, lazy("周四")),
    (4, lazy("周五")),
    (5, lazy("周六")),
    (6, lazy("周日")),
]


def _day(label: Any, *, required: bool = True) -> DayField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DayField(label=label, widget=widget, required=required)


def _time(label: Any, *, required: bool = True) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=required)


def in_the_readers_language(field: forms.Field, rows: Any) -> None:
    """Offer these rows in a choice, named in the reader's language."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    field.label_from_instance = named  # type: ignore[method-assign, assignment]  # the reader's language


class ClassingForm(forms.Form):
    """How a course is classed."""

    type = forms.ChoiceField(label=lazy("类型"), choices=CourseType)
    provider = forms.ModelChoiceField(Provider.objects.none(), label=lazy("供给方"))
    audience = forms.ChoiceField(label=lazy("适合对象"), choices=Audience)
    function = forms.ChoiceField(label=lazy("主要功能"), choices=Function)
    positions = forms.MultipleChoiceField(
        label=lazy("三地定位"), choices=Position, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, place: Subdistrict, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        in_the_readers_language(self.fields["provider"], place.providers.all())


class VersionForm(forms.Form):
    """What a course consists of."""

    title_zh = forms.CharField(label=lazy("课程名称（中文）"), max_length=120)
    title_en = forms.CharField(label=lazy("课程名称（英文）"), max_length=160, required=False)
    minutes = forms.IntegerField(label=lazy("每次时长（分钟）"), min_value=1, max_value=MOST_MINUTES)
    lessons = forms.IntegerField(label=lazy("次数"), min_value=1, max_value=MOST_LESSONS, initial=1)
    capacity = forms.IntegerField(label=lazy("人数上限"), min_value=1, max_value=MOST_PEOPLE)
    room_needs = forms.MultipleChoiceField(
        label=lazy("场地需求"), choices=RoomNeed, required=False, widget=forms.CheckboxSelectMultiple
    )
    summary_zh = forms.CharField(
        label=lazy("简介（中文）"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    summary_en = forms.CharField(
        label=lazy("简介（英文）"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class MenuForm(forms.Form):
    """Which quarter, and whose courses to begin with."""

    year = forms.IntegerField(label=lazy("年"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    quarter = forms.TypedChoiceField(
        label=lazy("季度"), coerce=int, choices=[(1, "1"), (2, "2"), (3, "3"), (4, "4")]
    )
    like = forms.ModelChoiceField(QuarterMenu.objects.none(), label=lazy("从哪个季度复制"), required=False)

    def __init__(self, *arguments: Any, place: Subdistrict, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        field = self.fields["like"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = place.menus.all()


class ItemForm(forms.Form):
    """What a line of a menu says beside its course."""

    is_orderable = forms.BooleanField(label=lazy("单位可点单"), required=False)
    note_zh = forms.CharField(label=lazy("备注（中文）"), max_length=200, required=False)
    note_en = forms.CharField(label=lazy("备注（英文）"), max_length=200, required=False)


class ClassForm(forms.Form):
    """Where, by whom, for how many, and how a seat is had."""

    name_zh = forms.CharField(label=lazy("班级名称（中文）"), max_length=80)
    name_en = forms.CharField(label=lazy("班级名称（英文）"), max_length=120, required=False)
    room = forms.ModelChoiceField(Room.objects.none(), label=lazy("房间"), required=False)
    station = forms.ModelChoiceField(
        Station.objects.none(),
        label=lazy("站点"),
        required=False,
        help_text=lazy("选了房间就不用再选站点；行走课程只选集合的站点。"),
    )
    lecturer = forms.ModelChoiceField(Lecturer.objects.none(), label=lazy("教师"), required=False)
    seats = forms.IntegerField(label=lazy("名额"), min_value=1, max_value=MOST_PEOPLE)
    sign_up = forms.ChoiceField(
        label=lazy("报名方式"), choices=[(one.value, one.label) for one in FOR_CLASSES]
    )
    for_children = forms.BooleanField(label=lazy("14 岁以下可参加（须监护人同意）"), required=False)

    def __init__(
        self, *arguments: Any, place: Subdistrict, provider: Provider, **named_arguments: Any
    ) -> None:
        super().__init__(*arguments, **named_arguments)
        rooms = Room.objects.filter(station__subdistrict=place).select_related("station")
        in_the_readers_language(self.fields["station"], place.stations.order_by("slug"))
        in_the_readers_language(self.fields["lecturer"], provider.lecturers.all())
        in_the_readers_language(self.fields["room"], rooms.order_by("station__slug", "name_zh"))
        self.fields["room"].label_from_instance = _room_words  # type: ignore[attr-defined]  # with its station

    def clean(self) -> dict[str, Any]:
        """Take the station of the room; one of both is needed."""
        entered = super().clean() or self.cleaned_data
        room = entered.get("room")
        if room is not None:
            entered["station"] = room.station
        elif entered.get("station") is None:
            self.add_error("room", lazy("请选房间，或至少选一个站点。"))
        return entered


def _room_words(room: Room) -> str:
    return f"{named(room.station)} · {named(room)} ({room.capacity})"


class SessionsForm(forms.Form):
    """One session a week, so many times."""

    first_day = _day(lazy("第一次"))
    starts = _time(lazy("几点开始"))
    every_weeks = forms.IntegerField(label=lazy("每几周一次"), min_value=1, max_value=8, initial=1)
    times = forms.IntegerField(label=lazy("一共几次"), min_value=1, max_value=60)


class ProviderForm(forms.Form):
    """Who provides courses, and which accounts act for it."""

    name_zh = forms.CharField(label=lazy("名称（中文）"), max_length=80)
    name_en = forms.CharField(label=lazy("名称（英文）"), max_length=120, required=False)
    kind = forms.ChoiceField(label=lazy("性质"), choices=ProviderKind)
    phone = forms.CharField(label=lazy("电话"), max_length=40, required=False)


class LecturerForm(forms.Form):
    """Somebody who teaches; no more than a name and a speciality."""

    name_zh = forms.CharField(label=lazy("姓名（中文）"), max_length=40)
    name_en = forms.CharField(label=lazy("姓名（英文）"), max_length=80, required=False)
    speciality_zh = forms.CharField(label=lazy("擅长（中文）"), max_length=120, required=False)
    speciality_en = forms.CharField(label=lazy("擅长（英文）"), max_length=120, required=False)


class AvailabilityForm(forms.Form):
    """On these weekdays, from, to, perhaps between two days; an empty one is no time."""

    weekdays = forms.TypedMultipleChoiceField(
        label=lazy("星期几"),
        coerce=int,
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts = _time(lazy("从几点"), required=False)
    ends = _time(lazy("到几点"), required=False)
    first_day = _day(lazy("从哪天起（可不填）"), required=False)
    last_day = _day(lazy("到哪天止（可不填）"), required=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was entered."""
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Refuse weekdays without times."""
        entered = super().clean() or self.cleaned_data
        if not self.errors and not self.is_empty and not (entered["starts"] and entered["ends"]):
            self.add_error("starts", lazy("请填写从几点到几点。"))
        return entered

    @property
    def value(self) -> Available:
        """What was entered."""
        entered = self.cleaned_data
        days = sum(1 << day for day in entered["weekdays"])
        starts, ends = entered["starts"] or dt.time(), entered["ends"] or dt.time()
        return Available(days, starts, ends, entered["first_day"], entered["last_day"])


AvailabilityForms = forms.formset_factory(AvailabilityForm, extra=2, max_num=14, absolute_max=20)
