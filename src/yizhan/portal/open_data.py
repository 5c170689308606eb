"""Open data: stations and rest points for map makers, in the datum they need."""

import csv
import io
import json
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from yizhan.foundation import clock
from yizhan.foundation.datums import Datum, convert
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.places import queries as places
from yizhan.places.models import Station
from yizhan.portal.cards import shown
from yizhan.portal.map_data import GEOJSON
from yizhan.portal.tenancy import subdistrict_here
from yizhan.portal.week import hours_this_week

FRESH_S = 300
_NO_SUCH_DATUM = Phrase(
    zh="没有名为“{given}”的坐标系；可用 wgs84、gcj02、bd09。",
    en="There is no datum called “{given}”; choose wgs84, gcj02 or bd09.",
)

Row = dict[str, object]


def datum_of(request: HttpRequest) -> Datum:
    """Return the datum asked for, WGS-84 without one; refuse what is none."""
    given = request.GET.get("datum", Datum.WGS84.value)
    try:
        return Datum(given)
    except ValueError as error:
        raise Refusal("bad_datum", _NO_SUCH_DATUM, given=given[:40]) from error


def _rows(stations: Iterable[Station], *, datum: Datum, request: HttpRequest) -> list[Row]:
    stations = list(stations)
    hours = hours_this_week(stations, today=clock.now().date())
    rows: list[Row] = []
    for station in stations:
        lon, lat = convert(station.lon, station.lat, source=Datum.WGS84, target=datum)
        rows.append(
            {
                "id": station.slug,
                "name_zh": station.name_zh,
                "name_en": station.name_en,
                "level": station.level,
                "lon": round(lon, 6),
                "lat": round(lat, 6),
                "datum": datum.value,
                "within_m": station.point_within_m,
                "address_zh": station.address_zh,
                "floor": station.floor,
                "phone": station.phone,
                "entry": station.entry,
                "amenities": sorted(thing.amenity for thing in station.amenities.all()),
                "services": sorted(service.service for service in station.services.all()),
                "hours": hours[station.pk],
                "example_parts": station.example_parts,
                "page": request.build_absolute_uri(reverse("portal:station", args=[station.slug])),
            }
        )
    return rows


def _geojson(rows: list[Row], *, datum: Datum) -> HttpResponse:
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {key: value for key, value in row.items() if key not in {"lon", "lat"}},
        }
        for row in rows
    ]
    collection = {
        "type": "FeatureCollection",
        "datum": datum.value,
        "datum_label": {"zh": datum.label.zh, "en": datum.label.en},
        "generated_at": clock.now().isoformat(timespec="seconds"),
        "features": features,
    }
    return HttpResponse(json.dumps(collection, ensure_ascii=False, indent=1), content_type=GEOJSON)


@require_safe
@cache_control(max_age=FRESH_S, public=True)
def stations_geojson(request: HttpRequest) -> HttpResponse:
    """Answer with every live station."""
    datum = datum_of(request)
    stations = shown(places.live_stations(subdistrict_here()))
    return _geojson(_rows(stations, datum=datum, request=request), datum=datum)


@require_safe
@cache_control(max_age=FRESH_S, public=True)
def rest_points_geojson(request: HttpRequest) -> HttpResponse:
    """Answer with the places where outdoor workers may rest."""
    datum = datum_of(request)
    stations = shown(places.rest_points(subdistrict_here()))
    return _geojson(_rows(stations, datum=datum, request=request), datum=datum)


@require_safe
@cache_control(max_age=FRESH_S, public=True)
def rest_points_csv(request: HttpRequest) -> HttpResponse:
    """Answer with the same as a table that office programs open."""
    datum = datum_of(request)
    stations = shown(places.rest_points(subdistrict_here()))
    rows = _rows(stations, datum=datum, request=request)
    names = list(rows[0]) if rows else ["id", "name_zh", "name_en", "lon", "lat", "datum"]
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, names)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    # The mark at the start lets Excel read the Chinese.
    response = HttpResponse("\ufeff" + table.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="rest-points-{datum.value}.csv"'
    return response


def _cell(value: object) -> object:
    """Return a value for a cell; text that a spreadsheet would run as a formula gets an apostrophe."""
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    if isinstance(value, dict):
        return ";".join(f"{key} {part}" for key, part in value.items())
    if isinstance(value, str) and value[:1] in "=+-@\t\r" and value:
        return "'" + value
    return value
