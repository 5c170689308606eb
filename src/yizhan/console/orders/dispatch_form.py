"""The form of a dispatch: time, lecturer and room, each marked free or taken at that time."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yizhan.console.orders.calling import moment_field
from yizhan.console.templatetags.console import named
from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.models import Lecturer, Provider
from yizhan.places.models import Room, Station
from yizhan.places.queries import live_stations
from yizhan.rounds.models import GroupOrder
from yizhan.rounds.queries.orders import wishes_of
from yizhan.rounds.queries.spreading import Diaries, diaries_for, lecturer_diaries, needs_room
from yizhan.rounds.rules.orders import Wish
from yizhan.rounds.rules.spreading import Diary


class DispatchForm(forms.Form):
    """When, by whom, where."""

    starts_at = moment_field(gettext_lazy("时间"))
    lecturer = forms.ModelChoiceField(Lecturer.objects.none(), label=gettext_lazy("教师"), empty_label=None)
    room = forms.ModelChoiceField(
        Room.objects.none(), label=gettext_lazy("房间"), required=False, empty_label=None
    )
    station = forms.ModelChoiceField(
        Station.objects.none(), label=gettext_lazy("集合站点"), required=False, empty_label=None
    )
    despite = forms.BooleanField(label=gettext_lazy("已商定：不在平常时间也可以"), required=False)

    def __init__(self, *arguments: Any, order: GroupOrder, wish: Wish, diaries: Diaries, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._own = order.item.version.course.provider_id
        lecturers = Lecturer.objects.filter(provider__subdistrict=order.subdistrict)
        self._offer("lecturer", lecturers.select_related("provider"), diaries.lecturers, wish)
        if diaries.rooms is None:
            del self.fields["room"]
            field = self.fields["station"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = live_stations(order.subdistrict)
            field.label_from_instance = named  # type: ignore[method-assign, assignment]  # the reader's language
        else:
            del self.fields["station"]
            rooms = Room.objects.filter(station__subdistrict=order.subdistrict).select_related("station")
            self._offer("room", rooms, diaries.rooms, wish)

    def _offer(self, name: str, rows: Any, diaries: Mapping[Any, Diary], wish: Wish) -> None:
        """Offer rows with their state at the time: the course's own lecturers first, then the free ones."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

        def first(pair: tuple[Any, Diary]) -> tuple[bool, bool]:
            return getattr(pair[0], "provider_id", self._own) != self._own, not pair[1].is_free(wish)

        ordered = sorted(diaries.items(), key=first)
        field.choices = [(row.pk, f"{_called(row)}{_state(diary, wish)}") for row, diary in ordered]


def first_free(diaries: Mapping[Any, Diary], wish: Wish) -> int | None:
    """Return the key of the first that is free, else of the first."""
    free = [row.pk for row, diary in diaries.items() if diary.is_free(wish)]
    return free[0] if free else next((row.pk for row in diaries), None)


def every_diary(order: GroupOrder, wish: Wish) -> Diaries:
    """Return who could do an order: the course's own lecturers first, then those of other providers."""
    version, place = order.item.version, order.subdistrict
    diaries = diaries_for(version, place, people=order.head_count, around=[wish], besides=order)
    others = Lecturer.objects.filter(provider__in=Provider.objects.filter(subdistrict=place))
    rest = list(others.exclude(provider=version.course.provider).select_related("provider"))
    within = wish.starts_at - dt.timedelta(days=1), wish.ends_at + dt.timedelta(days=1)
    return Diaries(
        diaries.lecturers | lecturer_diaries(rest, within=within, besides=order), _near_first(order, diaries)
    )


def wish_at(order: GroupOrder, written: str) -> Wish:
    """Return the time asked for in the address, else the one dispatched, else the best wish."""
    length = dt.timedelta(minutes=order.item.version.minutes)
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        moment = None
    if moment is not None and 2000 <= moment.year <= 2100:
        local = moment.astimezone(SHANGHAI) if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)
        return Wish(local, local + length)
    if order.starts_at is not None:
        local = order.starts_at.astimezone(SHANGHAI)
        return Wish(local, local + length)
    return wishes_of(order)[0]


def initial_for(order: GroupOrder, wish: Wish, diaries: Diaries) -> dict[str, Any]:
    """Return what a fresh form proposes: who is free of the course's own lecturers, not another's."""
    place, own = order.station_id, order.item.version.course.provider_id
    lecturers = {one: diary for one, diary in diaries.lecturers.items() if one.provider_id == own}
    return {
        "starts_at": wish.starts_at,
        "lecturer": first_free(lecturers or diaries.lecturers, wish),
        "room": first_free(diaries.rooms, wish) if needs_room(order.item.version) and diaries.rooms else None,
        "station": place,
    }


def _near_first(order: GroupOrder, diaries: Diaries) -> dict[Room, Diary] | None:
    if diaries.rooms is None:
        return None
    ordered = sorted(diaries.rooms.items(), key=lambda pair: pair[0].station_id != order.station_id)
    return dict(ordered)


def _called(row: Any) -> str:
    if isinstance(row, Room):
        fits = _("%(n)d 人") % {"n": row.capacity}
        return f"{named(row.station)} · {named(row)} · {fits}"
    return f"{named(row)} · {named(row.provider)}"


def _state(diary: Diary, wish: Wish) -> str:
    if diary.is_held(wish):
        return _("（已占用）")
    return _("（空闲）") if diary.is_open(wish) else _("（平常这时没有）")
