"""Setting a station up like another: the comparison first, then the copy; a new station from a template."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.stations import station_here, stations_of
from yizhan.foundation.refusals import Refusal
from yizhan.places.actions.setups import clone_station, copy_setup
from yizhan.places.models import Station
from yizhan.places.queries import setup_of
from yizhan.places.rules.cloning import CloneDiff, PartDiff, Setup, clone_diff
from yizhan.places.rules.schedules import Regular
from yizhan.places.words import Amenity, Days, ServiceKind


class NewStationForm(forms.Form):
    """What a new station does not take over from its template."""

    slug = forms.SlugField(label=gettext_lazy("网址代号"), max_length=50)
    name_zh = forms.CharField(label=gettext_lazy("中文名称"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=120)
    address_zh = forms.CharField(label=gettext_lazy("地址（中文）"), max_length=200, required=False)
    address_en = forms.CharField(label=gettext_lazy("地址（英文）"), max_length=200, required=False)
    floor = forms.CharField(label=gettext_lazy("楼层"), max_length=20, required=False)
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    lon = forms.FloatField(label=gettext_lazy("经度（WGS-84）"))
    lat = forms.FloatField(label=gettext_lazy("纬度（WGS-84）"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def copy(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show what a station would take over from a template; on confirmation, copy it."""
    row = station_here(desk, slug)
    templates = stations_of(desk.place).exclude(pk=row.pk)
    asked = request.POST.get("template") or request.GET.get("template", "")
    template = templates.filter(slug=asked).first()
    if request.method == "POST":
        copy_setup(template=found(templates, slug=asked), station=row, by=desk.running().account)
        messages.success(request, _("已照样板配置；已有的内容没有改动。"))
        return redirect("console:station", slug)
    diff = None
    if template is not None:
        mine = setup_of(row)
        diff = clone_diff(setup_of(template).offered_to(mine), mine)
    context = {
        "station": row,
        "templates": templates,
        "template": template,
        "parts": _parts(diff) if diff else [],
    }
    return show(request, "console/copy.html", context, page="stations")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def clone(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Plan a new station set up like this one."""
    template = station_here(desk, slug)
    form = NewStationForm(request.POST or None)
    if request.method == "POST" and desk.running() and form.is_valid():
        new = _cloned(template, form, desk)
        if new is not None:
            messages.success(request, _("新站点已建立，状态为“规划中”。"))
            return redirect("console:station", new.slug)
    diff = clone_diff(setup_of(template), Setup())
    context = {"station": template, "form": form, "parts": _parts(diff)}
    status = 400 if form.is_bound and form.errors else 200
    return show(request, "console/clone.html", context, status=status, page="stations")


def _cloned(template: Station, form: NewStationForm, desk: Desk) -> Station | None:
    entered = dict(form.cleaned_data)
    place = {name: entered.pop(name) for name in ("slug", "lon", "lat")}
    try:
        station, _diff = clone_station(template=template, by=desk.account, **place, **entered)
    except Refusal as refusal:
        form.add_error("slug" if refusal.code == "slug_taken" else None, refusal.say(language()))
        return None
    return station


def _parts(diff: CloneDiff) -> list[dict[str, Any]]:
    return [
        _part(_("服务"), diff.services, lambda code: str(ServiceKind(code).label)),
        _part(_("设施"), diff.amenities, lambda code: str(Amenity(code).label)),
        _part(_("房间"), diff.rooms, str),
        _part(_("时间"), diff.hours, _scoped),
    ]


def _part(name: str, part: PartDiff[Any], words: Callable[[Any], str]) -> dict[str, Any]:
    return {
        "name": name,
        "added": [words(item) for item in part.added],
        "kept": [words(item) for item in part.kept],
        "own": [words(item) for item in part.removed],
    }


def _scoped(scoped: tuple[str | None, Regular]) -> str:
    room, rule = scoped
    hours = (
        _("全天")
        if rule.hours.opens == rule.hours.closes
        else f"{rule.hours.opens:%H:%M}–{rule.hours.closes:%H:%M}"
    )
    return " ".join(filter(None, [room, str(Days(rule.days).label), hours]))
