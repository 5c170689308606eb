"""What the map draws under the stations: streets and the study area."""

import json
from collections import defaultdict
from typing import Any

from django.core.cache import cache as memory
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from shapely import MultiLineString, line_merge
from shapely.geometry import mapping

from yizhan.people.models import Subdistrict
from yizhan.plans import queries as plans
from yizhan.portal.tenancy import subdistrict_here

GEOJSON = "application/geo+json"
KEPT_S = 600
DIGITS = 5  # about one metre


def compact(collection: dict[str, Any]) -> bytes:
    """Write GeoJSON without blanks, positions to a metre."""
    return json.dumps(_rounded(collection), ensure_ascii=False, separators=(",", ":")).encode()


def lines_of(feature: dict[str, Any]) -> list[list[list[float]]]:
    """Return the lines of a street, which may be in one piece or in several."""
    geometry = feature["geometry"]
    several = geometry["type"] == "MultiLineString"
    return list(geometry["coordinates"]) if several else [geometry["coordinates"]]


def joined(streets: dict[str, Any]) -> dict[str, Any]:
    """Join the pieces of each street end to end, so that names fit along them."""
    pieces: dict[tuple[str, str, int], list[Any]] = defaultdict(list)
    for feature in streets["features"]:
        street = feature["properties"]
        name = street["name_zh"] or "", street["name_en"] or "", street["rank"]
        pieces[name] += lines_of(feature)
    features = [
        {
            "type": "Feature",
            "properties": {"name_zh": name_zh, "name_en": name_en, "rank": rank},
            "geometry": mapping(line_merge(MultiLineString(lines))),
        }
        for (name_zh, name_en, rank), lines in pieces.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, (list, tuple)):
        return [_rounded(part) for part in value]
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    return value


def network_key(place: Subdistrict) -> str:
    """Return what names the streets shown: newly imported ones are shown at once."""
    network = plans.newest_streets(place)
    return f"{place.pk}:{network.pk if network else 0}"


@require_safe
@cache_control(max_age=KEPT_S, public=True)
def streets(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer with the streets as lines."""
    place = subdistrict_here()
    key = f"portal:streets:{network_key(place)}"
    body = memory.get_or_set(key, lambda: compact(joined(plans.street_lines(place))), KEPT_S)
    return HttpResponse(body, content_type=GEOJSON)


@require_safe
@cache_control(max_age=KEPT_S, public=True)
def area(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Answer with the outline of the study area; without one, with nothing to draw."""
    outline = plans.study_area(subdistrict_here())
    features = [] if outline is None else [{"type": "Feature", "properties": {}, "geometry": outline}]
    return HttpResponse(compact({"type": "FeatureCollection", "features": features}), content_type=GEOJSON)
