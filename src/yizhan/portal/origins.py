"""Where a walk begins: a place chosen from a list or tapped on the map, rounded, never stored."""

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.cache import cache as memory
from shapely.geometry import Point, shape

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import Subdistrict
from yizhan.plans import queries as plans
from yizhan.portal import positions
from yizhan.portal.map_data import lines_of, network_key
from yizhan.portal.positions import rounded
from yizhan.portal.reader import reads_english, shortened

LANDMARKS = Path(__file__).with_name("landmarks.csv")
# A starting point may lie this far outside the sub-district's box, degrees (about 2 km).
MARGIN = 0.02
KEPT_S = 600
# More corners than this are a list nobody reads.
MOST_CORNERS = 60

_BAD_POINT = Phrase(
    zh="出发点应写成“经度，纬度”，例如 121.4935,31.2520；收到的是“{given}”，这一条已忽略。",
    en="Write a starting point as “longitude,latitude”, like 121.4935,31.2520; got “{given}”, "
    "which was left out.",
)
_FAR_POINT = Phrase(
    zh="出发点 {given} 离{place}太远，步行走不到，这一条已忽略。",
    en="The starting point {given} is too far from {place} to walk and was left out.",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A rounded point, WGS-84 degrees, with the name people know it by."""

    lon: float
    lat: float
    name_zh: str
    name_en: str
    kind: str  # "metro", "sight", "corner" or "tapped"

    @property
    def key(self) -> str:
        """How the point is written in the address."""
        return positions.written(self.lon, self.lat)

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_en if reads_english() else self.name_zh


@cache
def _landmarks() -> tuple[Origin, ...]:
    with LANDMARKS.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Origin(
                lon=rounded(float(row["lon"])),
                lat=rounded(float(row["lat"])),
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                kind=row["kind"],
            )
            for row in csv.DictReader(rows)
        )


def street_corners(streets: dict[str, Any]) -> list[Origin]:
    """Return each crossing of two streets that have names in both languages, once, main streets first."""
    at: dict[tuple[float, float], set[tuple[int, str, str]]] = defaultdict(set)
    for feature in streets["features"]:
        street = feature["properties"]
        if street["name_zh"] and street["name_en"]:
            for lon, lat in chain.from_iterable(lines_of(feature)):
                at[lon, lat].add((street["rank"], street["name_zh"], street["name_en"]))
    corners: dict[tuple[str, str], tuple[int, Origin]] = {}
    for (lon, lat), names in sorted(at.items()):
        main, *others = sorted(names)
        crossing = next((other for other in others if other[1] != main[1]), None)
        if crossing is not None:
            corner = _corner(lon, lat, main[1:], crossing[1:])
            corners.setdefault((main[1], crossing[1]), (main[0] + crossing[0], corner))
    return [corner for _, corner in sorted(corners.values(), key=lambda ranked: ranked[0])]


def _corner(lon: float, lat: float, one: tuple[str, ...], other: tuple[str, ...]) -> Origin:
    (zh, en), (other_zh, other_en) = one, other
    return Origin(
        lon=rounded(lon),
        lat=rounded(lat),
        name_zh=f"{zh} / {other_zh}",
        name_en=f"{en} / {other_en}",
        kind="corner",
    )


def _within(point: Origin, place: Subdistrict, *, margin: float) -> bool:
    return (
        place.west - margin <= point.lon <= place.east + margin
        and place.south - margin <= point.lat <= place.north + margin
    )


def _list_points(place: Subdistrict) -> tuple[Origin, ...]:
    inside = inside_of(plans.study_area(place))
    corners = [point for point in street_corners(plans.street_lines(place)) if inside(point)][:MOST_CORNERS]
    landmarks = [point for point in _landmarks() if _within(point, place, margin=0)]
    by_name = sorted(corners, key=lambda corner: corner.name_en)
    return tuple({point.key: point for point in (*by_name[::-1], *landmarks[::-1])}.values())[::-1]


def inside_of(outline: dict[str, Any] | None) -> Callable[[Origin], bool]:
    """Return what tells whether a point lies in the study area; without one, everywhere does."""
    area = None if outline is None else shape(outline)
    return lambda point: area is None or bool(area.covers(Point(point.lon, point.lat)))


def starting_points(place: Subdistrict) -> tuple[Origin, ...]:
    """Return the places to choose from: metro stations, sights, street corners."""
    key = f"portal:starting_points:{network_key(place)}"
    points: tuple[Origin, ...] | None = memory.get(key)
    if points is None:
        points = _list_points(place)
        memory.set(key, points, KEPT_S)
    return points


def origin_at(given: str, *, place: Subdistrict) -> Origin | None:
    """Return the starting point written in the address, or None where none is; refuse nonsense."""
    if not given:
        return None
    point = positions.read(given)
    if point is None:
        raise Refusal("bad_starting_point", _BAD_POINT, given=shortened(given))
    lon, lat = point
    tapped = Origin(lon=lon, lat=lat, name_zh="地图上选的点", name_en="the point on the map", kind="tapped")
    if not _within(tapped, place, margin=MARGIN):
        raise Refusal("far_starting_point", _FAR_POINT, given=shortened(given), place=place.name_zh)
    return next((point for point in starting_points(place) if point.key == tapped.key), tapped)
