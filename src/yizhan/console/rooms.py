"""What a room has, ticked by staff."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yizhan.console.desk import Desk, found, language, staff
from yizhan.foundation.refusals import Refusal
from yizhan.places.actions.rooms import set_room_features
from yizhan.places.models import Room, Station
from yizhan.places.words import RoomFeature


def rooms_of(station: Station) -> list[dict[str, Any]]:
    """Return the rooms of a station with what each has, in words and as ticks."""
    return [
        {
            "row": room,
            "features": [str(RoomFeature(code).label) for code in room.features],
            "ticks": [
                {"code": one.value, "label": one.label, "on": one in room.features} for one in RoomFeature
            ],
        }
        for room in station.rooms.order_by("pk")
    ]


@require_POST
@staff
def features(request: HttpRequest, desk: Desk, slug: str, room: int) -> HttpResponse:
    """Replace what a room has."""
    rows = Room.objects.filter(station__subdistrict=desk.running().place, station__slug=slug)
    row: Room = found(rows.select_related("station__subdistrict"), pk=room)
    try:
        set_room_features(room=row, features=request.POST.getlist("feature"), by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("已保存。"))
    return redirect("console:station", slug)
