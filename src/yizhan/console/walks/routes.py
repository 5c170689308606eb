"""Walking routes: list with the walks to come, editor, compute, publish, and the classes that walk them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.console.desk import Desk, absent, found, show, staff
from yizhan.console.programme.refused import accepted, done
from yizhan.console.walks.forms import RouteForm, StopForms
from yizhan.console.walks.stories import waiting
from yizhan.foundation import clock
from yizhan.offers.actions.routes import (
    Stop,
    add_route,
    change_route,
    stop_walking,
    unpublish_route,
    walk_route,
)
from yizhan.offers.models import Offering, Route, Session
from yizhan.offers.queries.menu_grid import when_words
from yizhan.offers.queries.routes import called, routes_of
from yizhan.offers.rules.naming import address_for
from yizhan.offers.words import CourseType, SessionState
from yizhan.people.queries import entries_about
from yizhan.plans.actions import compute_route, publish_walking_route
from yizhan.plans.queries import is_route_current

_FORM = "console/walk_form.html"
SOON = 20


@require_safe
@staff
def walks(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the routes, and the guided walks to come with the button for bad weather."""
    rows = [{"route": route, "timing": _whole(route)} for route in routes_of(desk.place)]
    context = {"rows": rows, "sessions": _sessions(desk)}
    return show(request, "console/walks.html", context | waiting(desk), page="walks")


@require_safe
@staff
def walk(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show one route: stops, what was computed, its classes."""
    route = _route(desk, slug)
    taken = [one.offering_id for one in route.walks.all()]
    walking = Offering.objects.filter(subdistrict=desk.place, version__course__type=CourseType.WALK).exclude(
        pk__in=taken
    )
    context = {
        "route": route,
        "stops": [{"row": stop, "name": called(stop)} for stop in route.stops.all()],
        "timings": route.timings.all(),
        "is_current": is_route_current(route),
        "offerings": walking,
        "entries": entries_about(route)[:10],
    }
    return show(request, "console/walk.html", context | waiting(desk), page="walks")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Make a route."""
    desk.running()
    form, stops = _forms(request, desk, initial={}, rows=[])
    if request.method == "POST" and form.is_valid() and stops.is_valid():
        taken = desk.place.routes.values_list("slug", flat=True)
        slug = address_for(form.cleaned_data["name_zh"], taken)
        act: dict[str, Any] = {"subdistrict": desk.place, "slug": slug, "stops": _entered(stops)}
        made = accepted(form, lambda: add_route(written=form.cleaned_data, by=desk.account, **act))
        if made is not None:
            messages.success(request, _("路线已建立，请计算。"))
            return redirect("console:walk", slug)
    return _shown(request, desk, form, stops, route=None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def edit(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Change a route; with other stops it must be computed anew."""
    route = _route(desk.running(), slug)
    before = [_stop(stop) for stop in route.stops.all()]
    initial = {name: getattr(route, name) for name in RouteForm.base_fields}
    form, stops = _forms(request, desk, initial=initial, rows=before)
    if request.method == "POST" and form.is_valid() and stops.is_valid():
        entered = _entered(stops)
        kept = entered == [Stop(**{k: v for k, v in row.items() if k != "order"}) for row in before]
        act: dict[str, Any] = {"route": route, "written": form.cleaned_data, "by": desk.account}
        if accepted(form, lambda: change_route(stops=None if kept else entered, **act)) is not None:
            messages.success(request, _("已保存。") if kept else _("站点已改，请重新计算再公布。"))
            return redirect("console:walk", slug)
    return _shown(request, desk, form, stops, route=route)


@require_POST
@staff
def move(request: HttpRequest, desk: Desk, slug: str, step: str) -> HttpResponse:
    """Compute, publish or take back a route."""
    steps: dict[str, tuple[Any, str]] = {
        "compute": (compute_route, _("路线已计算。")),
        "publish": (publish_walking_route, _("路线已公布。")),
        "take-back": (unpublish_route, _("路线已收回，公众看不到了。")),
    }
    if step not in steps:
        raise absent()
    route = _route(desk.running(), slug)
    act, told = steps[step]
    done(request, lambda: act(route=route, by=desk.account), told=told)
    return redirect("console:walk", slug)


@require_POST
@staff
def link(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Let a class walk the route."""
    route = _route(desk.running(), slug)
    rows = Offering.objects.filter(subdistrict=desk.place).select_related("version__course")
    offering = found(rows, slug=request.POST.get("offering", ""))
    done(
        request,
        lambda: walk_route(route=route, offering=offering, by=desk.account),
        told=_("班级已连到路线。"),
    )
    return redirect("console:walk", slug)


@require_POST
@staff
def part(request: HttpRequest, desk: Desk, slug: str, walk: int) -> HttpResponse:
    """Part a class from the route."""
    row = found(_route(desk.running(), slug).walks.select_related("route__subdistrict", "offering"), pk=walk)
    done(request, lambda: stop_walking(walk=row, by=desk.account), told=_("班级已与路线分开。"))
    return redirect("console:walk", slug)


def _route(desk: Desk, slug: str) -> Route:
    route: Route = found(routes_of(desk.place), slug=slug)
    return route


def _whole(route: Route) -> Any:
    return next((timing for timing in route.timings.all() if not timing.step_free), None)


def _sessions(desk: Desk) -> list[dict[str, Any]]:
    rows = Session.objects.filter(
        offering__walk__route__subdistrict=desk.place,
        starts_at__gt=clock.now(),
        state=SessionState.PLANNED,
    ).select_related("offering__walk__route")
    return [{"row": row, "words": when_words(row.starts_at)} for row in rows[:SOON]]


def _stop(stop: Any) -> dict[str, Any]:
    free = stop.story is None
    return {
        "order": stop.position,
        "story": stop.story,
        "name_zh": stop.name_zh,
        "name_en": stop.name_en,
        "lon": stop.lon if free else None,
        "lat": stop.lat if free else None,
        "visit_min": stop.visit_min,
        "steps": stop.steps,
        "note_zh": stop.note_zh,
        "note_en": stop.note_en,
    }


def _forms(request: HttpRequest, desk: Desk, *, initial: Any, rows: Any) -> tuple[RouteForm, Any]:
    entered = request.POST if request.method == "POST" else None
    # What was posted counts: a line as it was before is a stop, too.
    stops = StopForms(
        entered, initial=None if entered else rows, prefix="stop", form_kwargs={"place": desk.place}
    )
    return RouteForm(entered, initial=initial or None), stops


def _entered(stops: Any) -> list[Stop]:
    forms = [form for form in stops if form.is_stop]
    last = len(forms) + 100
    return [form.value for form in sorted(forms, key=lambda form: form.cleaned_data.get("order") or last)]


def _shown(
    request: HttpRequest, desk: Desk, form: RouteForm, stops: Any, *, route: Route | None
) -> HttpResponse:
    context = {"form": form, "stops": stops, "route": route}
    status = 400 if request.method == "POST" else 200
    return show(request, _FORM, context | waiting(desk), status=status, page="walks")
