"""Stations as staff see them: the list, one station's week and rooms, and its steps through life."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yizhan.console.desk import Desk, absent, found, language, show, staff
from yizhan.console.notice_form import NoticeForm
from yizhan.console.rooms import rooms_of
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Subdistrict
from yizhan.places import queries as places
from yizhan.places.actions.stations import close_station, launch_station, reopen_station
from yizhan.places.actions.upgrades import complete_upgrade
from yizhan.places.models import OpeningException, Station, UpgradeItem
from yizhan.places.rules.schedules import Schedule, Span
from yizhan.places.rules.weeks import off_hours_share, weekly_hours
from yizhan.places.words import Grade, Level, State

WEEKDAYS = [
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
]


def stations_of(place: Subdistrict) -> Any:
    """Return every station of a sub-district, also the proposed and the closed."""
    return Station.objects.filter(subdistrict=place).select_related("building", "parent", "subdistrict")


def station_here(desk: Desk, slug: str) -> Station:
    """Return a station of this desk's sub-district, or refuse."""
    row: Station = found(stations_of(desk.place), slug=slug)
    return row


@require_safe
@staff
def stations(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the stations with level, grade and state."""
    kept = {name: request.GET.get(name, "") for name in ("level", "grade", "state")}
    rows = stations_of(desk.place).filter(**{name: value for name, value in kept.items() if value})
    schedules = places.schedules_of(rows)
    cards = [{"row": row, "off_hours": _off_hours(schedules[row.pk])} for row in rows]
    filters = [
        {"name": "level", "label": _("等级"), "chosen": kept["level"], "choices": Level.choices},
        {"name": "grade", "label": _("示范等级"), "chosen": kept["grade"], "choices": Grade.choices},
        {"name": "state", "label": _("状态"), "chosen": kept["state"], "choices": State.choices},
    ]
    closed = places.without_individual_route(desk.place)
    context = {"cards": cards, "filters": filters, "is_filtered": any(kept.values()), "groups_only": closed}
    return show(request, "console/stations.html", context, page="stations")


@require_safe
@staff
def station(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show one station."""
    return station_page(request, station_here(desk, slug), NoticeForm())


def station_page(request: HttpRequest, row: Station, form: NoticeForm, *, status: int = 200) -> HttpResponse:
    """Render a station with a form for a notice, empty or with what was entered."""
    today = clock.now().date()
    schedule = places.schedules_of([row])[row.pk]
    context: dict[str, Any] = {
        "station": row,
        "week": _week(schedule, today),
        "off_hours": _off_hours(schedule),
        "rules": row.opening_rules.select_related("room"),
        "exceptions": OpeningException.objects.filter(station=row, last_day__gte=today).select_related(
            "room"
        ),
        "rooms": rooms_of(row),
        "amenities": row.amenities.all(),
        "services": row.services.all(),
        "upgrades": row.upgrades.all(),
        "form": form,
    }
    return show(request, "console/station.html", context, status=status, page="stations")


@require_POST
@staff
def move(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Launch, close or reopen a station."""
    row, step = station_here(desk.running(), slug), request.POST.get("step", "")
    try:
        if step == "close":
            close_station(station=row, reason=request.POST.get("reason", ""), by=desk.account)
        elif step in {"launch", "reopen"}:
            {"launch": launch_station, "reopen": reopen_station}[step](station=row, by=desk.account)
        else:
            raise absent()
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("已改为“%(state)s”。") % {"state": row.get_state_display()})
    return redirect("console:station", slug)


@require_POST
@staff
def complete(request: HttpRequest, desk: Desk, slug: str, item: int) -> HttpResponse:
    """Tick one line of the upgrade checklist off."""
    row = station_here(desk.running(), slug)
    upgrade: UpgradeItem = found(row.upgrades.all(), pk=item)
    try:
        complete_upgrade(item=upgrade, by=desk.account)
    except Refusal as refusal:
        messages.info(request, refusal.say(language()))
    return redirect("console:station", slug)


def spans_words(spans: tuple[Span, ...]) -> str:
    """Return "08:30–20:30", or that the station rests."""
    words = [_("全天") if span.is_whole_day else f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in spans]
    return _("、").join(words) or _("休息")


def _week(schedule: Schedule, today: dt.date) -> list[dict[str, str]]:
    week = weekly_hours(schedule, on=today)
    if not week.published:
        return []
    return [
        {"day": str(name), "hours": spans_words(usual), "holiday": spans_words(holiday)}
        for name, usual, holiday in zip(WEEKDAYS, week.days, week.holidays, strict=True)
    ]


def _off_hours(schedule: Schedule) -> float | None:
    return off_hours_share(schedule, on=clock.now().date())
