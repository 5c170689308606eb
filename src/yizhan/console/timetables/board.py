"""The timetable's board: a week of one station or of all, in which lessons are moved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.timetables.shapes import shown
from yizhan.places.models import Station
from yizhan.plans.models import Timetable
from yizhan.plans.queries import standing_release, timetables_of


def timetable_here(desk: Desk, slug: str) -> Timetable:
    """Return a timetable of this desk's sub-district, or refuse."""
    row: Timetable = found(timetables_of(desk.place), slug=slug)
    return row


def station_chosen(desk: Desk, slug: str) -> Station | None:
    """Return the station named, None for all."""
    return Station.objects.filter(subdistrict=desk.place, slug=slug).first() if slug else None


@require_safe
@staff
def board(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show the board."""
    row = timetable_here(desk, slug)
    station = station_chosen(desk, request.GET.get("station", ""))
    context: dict[str, Any] = shown(row, station) | {"release": standing_release(row)}
    return show(request, "console/timetables/board.html", context, page="timetables")
