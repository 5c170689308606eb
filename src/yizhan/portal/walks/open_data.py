"""Open data: stories with their sources, and routes with their ways."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.foundation.datums import Datum, convert
from yizhan.offers.models import Route
from yizhan.offers.queries.routes import published_routes
from yizhan.places.models import Story
from yizhan.places.queries.stories import content_of, published_stories
from yizhan.portal.map_data import GEOJSON
from yizhan.portal.open_data import FRESH_S, datum_of
from yizhan.portal.tenancy import subdistrict_here

SIX = 6


@require_safe
@cache_control(max_age=FRESH_S, public=True)
def stories_geojson(request: HttpRequest) -> HttpResponse:
    """Answer with every public story as a point."""
    datum = datum_of(request)
    features = []
    for row in published_stories(subdistrict_here()):
        values = _story(row, request)
        point = [values.pop("lon"), values.pop("lat")]
        features.append(_feature(row.slug, "Point", _moved(point, datum), values))
    return _answer(features, datum)


@require_safe
@cache_control(max_age=FRESH_S, public=True)
def stories_json(request: HttpRequest) -> HttpResponse:
    """Answer with every public story as plain JSON, WGS-84."""
    rows = [_story(row, request) for row in published_stories(subdistrict_here())]
    content = {"generated_at": _now(), "datum": Datum.WGS84.value, "stories": rows}
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")


@require_safe
@cache_control(max_age=FRESH_S, public=True)
def routes_geojson(request: HttpRequest) -> HttpResponse:
    """Answer with every public route, whole and step-free, as a line with its metres and minutes."""
    datum = datum_of(request)
    features = [
        feature for route in published_routes(subdistrict_here()) for feature in _ways(route, request, datum)
    ]
    return _answer(features, datum)


def _story(row: Story, request: HttpRequest) -> dict[str, Any]:
    page = request.build_absolute_uri(reverse("portal:story", args=[row.slug]))
    values = {"id": row.slug, **content_of(row), "example_parts": row.example_parts, "page": page}
    return values | {"published_at": row.published_at and row.published_at.isoformat(timespec="seconds")}


def _ways(route: Route, request: HttpRequest, datum: Datum) -> list[dict[str, Any]]:
    page = request.build_absolute_uri(reverse("portal:walk", args=[route.slug]))
    stops = [stop.name_zh or (stop.story.title_zh if stop.story else "") for stop in route.stops.all()]
    ways = []
    for timing in route.timings.all():
        if not timing.legs:
            continue
        line = [_moved(point, datum) for leg in timing.legs for point in leg["line"]]
        left_out = [row["stop"] for row in timing.left_out]
        values = {
            "route": route.slug,
            "name_zh": route.name_zh,
            "name_en": route.name_en,
            "step_free": timing.step_free,
            "metres": round(timing.metres),
            "walk_min": round(timing.walk_min),
            "visit_min": round(timing.visit_min),
            "stops": [name for number, name in enumerate(stops, start=1) if number not in left_out],
            "network": timing.network,
            "example_parts": route.example_parts,
            "page": page,
        }
        slug = f"{route.slug}-step-free" if timing.step_free else route.slug
        ways.append(_feature(slug, "LineString", line, values))
    return ways


def _moved(point: list[float], datum: Datum) -> list[float]:
    lon, lat = convert(*point, source=Datum.WGS84, target=datum)
    return [round(lon, SIX), round(lat, SIX)]


def _feature(slug: str, kind: str, coordinates: list[Any], values: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "id": slug, "geometry": geometry, "properties": values}


def _answer(features: list[dict[str, Any]], datum: Datum) -> HttpResponse:
    collection = {
        "type": "FeatureCollection",
        "datum": datum.value,
        "datum_label": {"zh": datum.label.zh, "en": datum.label.en},
        "generated_at": _now(),
        "features": features,
    }
    return HttpResponse(json.dumps(collection, ensure_ascii=False, indent=1), content_type=GEOJSON)


def _now() -> str:
    return clock.now().isoformat(timespec="seconds")
