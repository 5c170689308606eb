"""The form in which a club is opened."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from yizhan.console.templatetags.console import named, told
from yizhan.offers.models import CourseVersion, Lecturer
from yizhan.offers.rules.classes import FOR_CLASSES
from yizhan.offers.words import CourseType, SignUp
from yizhan.people.models import Subdistrict
from yizhan.places.models import Room, Station
from yizhan.places.words import State


class ClubForm(forms.Form):
    """Course, names, where, by whom, for how many."""

    version = forms.ModelChoiceField(CourseVersion.objects.none(), label=gettext_lazy("课程（已审核）"))
    name_zh = forms.CharField(label=gettext_lazy("名称（中文）"), max_length=80, required=False)
    name_en = forms.CharField(label=gettext_lazy("名称（英文）"), max_length=120, required=False)
    station = forms.ModelChoiceField(Station.objects.none(), label=gettext_lazy("站点"))
    room = forms.ModelChoiceField(Room.objects.none(), label=gettext_lazy("房间"), required=False)
    lecturer = forms.ModelChoiceField(Lecturer.objects.none(), label=gettext_lazy("教师"), required=False)
    seats = forms.IntegerField(label=gettext_lazy("名额"), min_value=1, max_value=5000)
    sign_up = forms.ChoiceField(
        label=gettext_lazy("怎么报名"),
        choices=[(one.value, SignUp(one).label) for one in FOR_CLASSES],
    )
    for_children = forms.BooleanField(
        label=gettext_lazy("有 14 岁以下儿童参加（须监护人同意）"), required=False
    )
    is_public = forms.BooleanField(label=gettext_lazy("对公众公开"), required=False)

    def __init__(self, *arguments: Any, place: Subdistrict, **named_arguments: Any) -> None:
        super().__init__(*arguments, **named_arguments)
        reviewed = CourseVersion.objects.filter(
            course__subdistrict=place,
            course__type=CourseType.CLUB,
            course__retired_at=None,
            reviewed_at__isnull=False,
        )
        stations = Station.objects.filter(subdistrict=place, state=State.LIVE)
        choices = {
            "version": (reviewed, lambda row: f"{told(row, 'title')} v{row.number}"),
            "station": (stations, named),
            "room": (
                Room.objects.filter(station__in=stations).select_related("station"),
                lambda row: f"{named(row.station)} · {named(row)}",
            ),
            "lecturer": (Lecturer.objects.filter(provider__subdistrict=place), named),
        }
        for name, (rows, label) in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            field.label_from_instance = label  # type: ignore[method-assign]  # the reader's language
