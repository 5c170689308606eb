"""Walking routes: list, page with map, A4 sheet for the guide, GPX, and a page for the pocket."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Route
from yizhan.offers.queries.routes import published_routes
from yizhan.offers.words import SessionState
from yizhan.outside.squares import square_code
from yizhan.people.models import Subdistrict
from yizhan.plans.queries import is_route_current, street_attribution
from yizhan.portal.map_page import map_context
from yizhan.portal.moments import date_words
from yizhan.portal.pages import around, show
from yizhan.portal.tenancy import subdistrict_here
from yizhan.portal.walks.gpx import gpx_of
from yizhan.portal.walks.lines import Variant, variants_of
from yizhan.portal.walks.schematic import schematic

SESSIONS = 6
GPX = "application/gpx+xml"
# A page that is kept on a telephone brings its own style, and asks for nothing.
POCKET_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
)
_NO_SUCH_WALK = Phrase("没有这条路线，或者它还没有公布。", "There is no such route, or it is not public yet.")
_NOT_STEP_FREE = Phrase("这条路线没有无台阶的走法。", "This route has no step-free variant.")


@require_safe
def walks(request: HttpRequest) -> HttpResponse:
    """List the routes with their length and time."""
    place = subdistrict_here()
    rows = [_row(route) for route in published_routes(place)]
    return show(request, "portal/walks.html", {"rows": rows}, place=place, page="walks")


@require_safe
def walk(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one route: map, stops with times, the step-free variant, guided walks, files."""
    place = subdistrict_here()
    route = _route(place, slug)
    context = (
        _row(route)
        | {
            "is_current": is_route_current(route),
            "walks": _guided(route),
        }
        | map_context(place, origin=None)
    )
    return show(request, "portal/walk.html", context, place=place, page="walks")


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the guide's A4 sheet."""
    return _sheet(request, slug, step_free=False)


@require_safe
def step_free_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the guide's A4 sheet of the step-free walk."""
    return _sheet(request, slug, step_free=True)


def _sheet(request: HttpRequest, slug: str, *, step_free: bool) -> HttpResponse:
    place = subdistrict_here()
    route = _route(place, slug)
    address = request.build_absolute_uri(reverse("portal:walk", args=[slug]))
    context = {
        "route": route,
        "variant": _variant(route, step_free=step_free),
        "other": variants_of(route).get(not step_free),
        "address": address,
        "code": square_code(address),
        "walks": _guided(route),
    }
    return show(request, "portal/walk_sheet.html", context, place=place)


@require_safe
def gpx(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the walk as GPX 1.1."""
    return _gpx(request, slug, step_free=False)


@require_safe
def step_free_gpx(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the step-free walk as GPX 1.1."""
    return _gpx(request, slug, step_free=True)


def _gpx(request: HttpRequest, slug: str, *, step_free: bool) -> HttpResponse:
    place = subdistrict_here()
    route = _route(place, slug)
    address = request.build_absolute_uri(reverse("portal:walk", args=[slug]))
    body = gpx_of(
        route, _variant(route, step_free=step_free), address=address, attribution=street_attribution(place)
    )
    return _file(body, GPX, name=f"{slug}-step-free.gpx" if step_free else f"{slug}.gpx")


@require_safe
def pocket(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with one page to keep on a telephone: no network, no script, a map drawn in it."""
    place = subdistrict_here()
    route = _route(place, slug)
    variants = _row(route)
    context = (
        around(request, place)
        | variants
        | {
            "map": schematic(variants["whole"], place=place) if variants["whole"] else "",
            "attribution": street_attribution(place),
            "saved_at": clock.now(),
            "walks": _guided(route),
            "policy": POCKET_POLICY,
            "address": request.build_absolute_uri(reverse("portal:walk", args=[slug])),
        }
    )
    body = render_to_string("portal/walk_pocket.html", context, request=request)
    response = _file(body.encode(), "text/html; charset=utf-8", name=f"{slug}.html")
    response.headers["Content-Security-Policy"] = POCKET_POLICY
    return response


def _route(place: Subdistrict, slug: str) -> Route:
    route = published_routes(place).filter(slug=slug).first()
    if route is None:
        raise Refusal("no_such_walk", _NO_SUCH_WALK)
    return route


def _row(route: Route) -> dict[str, Any]:
    variants = variants_of(route)
    step_free = variants.get(True)
    has_other = step_free is not None and len(step_free.lines) > 1
    return {
        "route": route,
        "whole": variants.get(False),
        "step_free": step_free if has_other else None,
        "no_step_free": step_free if step_free is not None and not has_other else None,
        "stops": [] if not variants else variants[False].lines,
    }


def _variant(route: Route, *, step_free: bool) -> Variant:
    variant = variants_of(route).get(step_free)
    if variant is None or len(variant.lines) < 2:
        raise Refusal("no_such_walk", _NOT_STEP_FREE if step_free else _NO_SUCH_WALK)
    return variant


def _guided(route: Route) -> list[dict[str, Any]]:
    """Return the public classes that walk it, with their next sessions."""
    now, found = clock.now(), []
    for walk in route.walks.all():
        offering = walk.offering
        if not offering.is_public:
            continue
        coming = offering.sessions.filter(ends_at__gt=now).order_by("starts_at")[:SESSIONS]
        sessions = [_session(one) for one in coming]
        found.append({"offering": offering, "course": offering.version.course, "sessions": sessions})
    return found


def _session(row: Any) -> dict[str, Any]:
    starts = row.starts_at.astimezone(clock.SHANGHAI)
    words = f"{date_words(starts.date())} {starts:%H:%M}"
    return {"row": row, "words": words, "cancelled": row.state == SessionState.CANCELLED}


def _file(body: bytes, kind: str, *, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
