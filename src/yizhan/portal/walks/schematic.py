"""The streets around a walk as one small drawing, for paper and for telephones without a network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache as memory
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from shapely import LineString, clip_by_rect

from yizhan.foundation.datums import metres_per_degree
from yizhan.people.models import Subdistrict
from yizhan.plans import queries as plans
from yizhan.portal.map_data import KEPT_S, joined, lines_of, network_key
from yizhan.portal.walks.lines import Variant

WIDE = 720.0
MARGIN_M = 150.0
#: Bends smaller than this are not drawn, m.
SMOOTH_M = 4.0
#: So many points of streets at most: small streets go first.
MOST_POINTS = 6000


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rectangle drawn, in degrees, and how degrees become units of the drawing."""

    west: float
    north: float
    per_lon: float
    per_lat: float
    high: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * self.per_lon, 1), round((self.north - lat) * self.per_lat, 1)

    def path(self, points: Iterable[Sequence[float]]) -> str:
        return "M" + "L".join("{} {}".format(*self.at(*point[:2])) for point in points)


def schematic(variant: Variant, *, place: Subdistrict) -> SafeString:
    """Draw streets, way and numbered stops as SVG; the list beside it says the same in words."""
    points = [*variant.points, *([line.lon, line.lat] for line in variant.lines)]
    sheet, bounds = _sheet(points)
    roads = format_html_join("", '<path class="r{}" d="{}"/>', _roads(sheet, bounds, place))
    stops = format_html_join(
        "",
        '<g transform="translate({} {})"><circle r="25"/><text dy="10">{}</text></g>',
        ((*sheet.at(line.lon, line.lat), line.number) for line in variant.lines),
    )
    return format_html(
        '<svg class="sketch" viewBox="0 0 {} {}" role="img" aria-labelledby="sketch-title" '
        'xmlns="http://www.w3.org/2000/svg"><title id="sketch-title">{}</title>'
        '{}<path class="way" d="{}"/>{}</svg>',
        round(WIDE),
        round(sheet.high),
        " → ".join(line.name for line in variant.lines),
        roads,
        sheet.path(variant.points),
        stops,
    )


def _sheet(points: Sequence[Sequence[float]]) -> tuple[_Sheet, tuple[float, float, float, float]]:
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    across, along = metres_per_degree(sum(lats) / len(lats))
    west, east = min(lons) - MARGIN_M / across, max(lons) + MARGIN_M / across
    south, north = min(lats) - MARGIN_M / along, max(lats) + MARGIN_M / along
    per_lon = WIDE / (east - west)
    per_lat = per_lon * along / across
    return _Sheet(west, north, per_lon, per_lat, (north - south) * per_lat), (west, south, east, north)


def _roads(
    sheet: _Sheet, bounds: tuple[float, float, float, float], place: Subdistrict
) -> list[tuple[int, str]]:
    """Return the class and path of each street inside, main streets first while there is room, drawn last."""
    streets: Any = memory.get_or_set(
        f"portal:joined:{network_key(place)}", lambda: joined(plans.street_lines(place)), KEPT_S
    )
    smooth = SMOOTH_M / 100_000
    drawn: list[tuple[int, str]] = []
    room = MOST_POINTS
    for feature in sorted(streets["features"], key=lambda one: one["properties"]["rank"]):
        rank = feature["properties"]["rank"]
        for line in lines_of(feature):
            inside = clip_by_rect(LineString(line), *bounds).simplify(smooth)
            for piece in getattr(inside, "geoms", [inside]):
                room -= len(piece.coords) if not piece.is_empty else 0
                if room < 0:
                    return drawn[::-1]
                if not piece.is_empty:
                    drawn.append((rank, sheet.path(piece.coords)))
    return drawn[::-1]
