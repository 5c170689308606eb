"""
Longitude and latitude: WGS-84 inside; GCJ-02 and BD-09 accepted and offered at the edge.

Map services in mainland China show positions in GCJ-02 (most of them) or BD-09 (Baidu), a few hundred
metres from WGS-84. Both are published only as formulas found in open code; the ones here agree with
the vectors of googollee/eviltransform and wandergis/coordtransform.
"""

import enum
import math
from collections.abc import Callable
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase

#: Mean radius of the Earth, m (IUGG R1).
MEAN_RADIUS_M = 6_371_008.8

#: Semi-major axis, m, and first eccentricity squared of the WGS-84 ellipsoid.
WGS84_AXIS_M = 6_378_137.0
WGS84_ECCENTRICITY2 = 0.006_694_379_990_14

#: The constants GCJ-02 is built on (the Krasovsky ellipsoid), as in every published implementation.
_GCJ_AXIS_M = 6_378_245.0
_GCJ_ECCENTRICITY2 = 0.006_693_421_622_965_943

#: Twist of BD-09, and its shift in longitude and latitude, degrees.
_BD_TWIST = math.pi * 3000.0 / 180.0
_BD_LON_SHIFT = 0.0065
_BD_LAT_SHIFT = 0.006

#: The box outside which GCJ-02 is WGS-84 itself, as in the published implementations.
_CHINA = (72.004, 137.8347, 0.8293, 55.8271)

#: The inverse stops when a step is smaller than this, degrees (about 0.1 mm).
_CONVERGED_DEG = 1e-9
_MOST_STEPS = 30

#: How far a GCJ-02 or BD-09 reading may lie from WGS-84, degrees; a larger difference is another mistake.
_PLAUSIBLE_SHIFT_DEG = 0.025


class Datum(enum.StrEnum):
    """Which system a longitude and latitude are written in."""

    WGS84 = "wgs84"  # GPS, OpenStreetMap, Tianditu (CGCS2000 is within a metre)
    GCJ02 = "gcj02"  # Amap, Tencent, Apple maps in China
    BD09 = "bd09"  # Baidu

    @property
    def label(self) -> Phrase:
        """The name people know it by."""
        return _LABELS[self]


_LABELS = {
    Datum.WGS84: Phrase("WGS-84（GPS、OpenStreetMap、天地图）", "WGS-84 (GPS, OpenStreetMap, Tianditu)"),
    Datum.GCJ02: Phrase("GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)"),
    Datum.BD09: Phrase("BD-09（百度）", "BD-09 (Baidu)"),
}

#: A longitude and a latitude, degrees.
LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of longitudes and latitudes, degrees, edges included."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Whether the point lies inside."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def convert(lon: float, lat: float, *, source: Datum, target: Datum) -> LonLat:
    """
    Return a point of one datum in another.

    Parameters
    ----------
    lon, lat
        Degrees in `source`.
    source, target
        The datum given and the datum wanted.

    Returns
    -------
    tuple of float
        Longitude and latitude in `target`, degrees; unchanged where the two datums agree.

    Notes
    -----
    Forward formulas are closed; the inverse of GCJ-02 and of BD-09 is a fixed-point iteration on the
    forward formula, so that converting there and back returns the point within a millimetre. The
    one-step inverse of many libraries is off by metres.

    Examples
    --------
    >>> lon, lat = convert(121.5272106, 31.1774276, source=Datum.WGS84, target=Datum.GCJ02)
    >>> round(lon, 6), round(lat, 6)
    (121.531542, 31.175304)
    """
    if source is target:
        return lon, lat
    wgs = _TO_WGS84[source](lon, lat)
    return _FROM_WGS84[target](*wgs)


def fits_as(lon: float, lat: float, *, box: Box) -> Datum | None:
    """
    Return the datum in which a point lies inside a WGS-84 box, trying WGS-84, GCJ-02, then BD-09.

    None when it fits in none of them. A point outside as WGS-84 but inside as GCJ-02 was in all
    likelihood copied from a Chinese map service: callers say so instead of moving it silently.

    Examples
    --------
    >>> harbour = Box(121.476, 31.244, 121.514, 31.265)
    >>> fits_as(121.5172, 31.2570, box=harbour)
    <Datum.GCJ02: 'gcj02'>
    """
    for datum in Datum:
        if box.holds(*convert(lon, lat, source=datum, target=Datum.WGS84)):
            return datum
    return None


def looks_swapped(lon: float, lat: float, *, box: Box) -> bool:
    """Whether the point lies outside the box but inside it, in some datum, when read latitude first."""
    return fits_as(lon, lat, box=box) is None and fits_as(lat, lon, box=box) is not None


def haversine_m(
    lon: float, lat: float, other_lon: float, other_lat: float, *, radius_m: float = MEAN_RADIUS_M
) -> float:
    """
    Return the great-circle distance on a sphere, m; within 0.5 % of the ellipsoid.

    Examples
    --------
    >>> round(haversine_m(121.49, 31.25, 121.50, 31.25))
    951
    """
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_lon = math.radians(other_lon - lon) / 2
    half_lat = (other_phi - phi) / 2
    chord2 = math.sin(half_lat) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lon) ** 2
    return 2 * radius_m * math.asin(min(1.0, math.sqrt(chord2)))


def metres_per_degree(lat: float) -> tuple[float, float]:
    """
    Return metres per degree of longitude and of latitude on the WGS-84 ellipsoid at a latitude.

    Examples
    --------
    >>> [round(metres) for metres in metres_per_degree(31.25)]
    [95254, 110874]
    """
    phi = math.radians(lat)
    root2 = 1 - WGS84_ECCENTRICITY2 * math.sin(phi) ** 2
    across = WGS84_AXIS_M / math.sqrt(root2) * math.cos(phi)
    along = WGS84_AXIS_M * (1 - WGS84_ECCENTRICITY2) / root2**1.5
    return math.radians(across), math.radians(along)


def _in_china(lon: float, lat: float) -> bool:
    west, east, south, north = _CHINA
    return west <= lon <= east and south <= lat <= north


def _wgs_to_gcj(lon: float, lat: float) -> LonLat:
    if not _in_china(lon, lat):
        return lon, lat
    east, north = _gcj_shift_m(lon - 105.0, lat - 35.0)
    phi = math.radians(lat)
    root2 = 1 - _GCJ_ECCENTRICITY2 * math.sin(phi) ** 2
    across = _GCJ_AXIS_M / math.sqrt(root2) * math.cos(phi)
    along = _GCJ_AXIS_M * (1 - _GCJ_ECCENTRICITY2) / (root2 * math.sqrt(root2))
    return lon + math.degrees(east / across), lat + math.degrees(north / along)


def _gcj_shift_m(x: float, y: float) -> tuple[float, float]:
    """Return the shift east and north, in metres of the datum, at degrees from (105 E, 35 N)."""
    ripple = 20.0 * math.sin(6.0 * math.pi * x) + 20.0 * math.sin(2.0 * math.pi * x)
    root, product = math.sqrt(abs(x)), x * y
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * product + 0.2 * root
    north += (ripple + 20.0 * math.sin(math.pi * y) + 40.0 * math.sin(math.pi / 3.0 * y)) * 2.0 / 3.0
    north += (160.0 * math.sin(math.pi / 12.0 * y) + 320.0 * math.sin(math.pi / 30.0 * y)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * product + 0.1 * root
    east += (ripple + 20.0 * math.sin(math.pi * x) + 40.0 * math.sin(math.pi / 3.0 * x)) * 2.0 / 3.0
    east += (150.0 * math.sin(math.pi / 12.0 * x) + 300.0 * math.sin(math.pi / 30.0 * x)) * 2.0 / 3.0
    return east, north


def _gcj_to_bd(lon: float, lat: float) -> LonLat:
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _BD_TWIST)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _BD_TWIST)
    return radius * math.cos(angle) + _BD_LON_SHIFT, radius * math.sin(angle) + _BD_LAT_SHIFT


def _wgs_to_bd(lon: float, lat: float) -> LonLat:
    return _gcj_to_bd(*_wgs_to_gcj(lon, lat)) if _in_china(lon, lat) else (lon, lat)


def _inverse(forward: Callable[[float, float], LonLat]) -> Callable[[float, float], LonLat]:
    """Return the exact inverse of a forward formula that moves points by a smooth, small shift."""

    def invert(lon: float, lat: float) -> LonLat:
        guess_lon, guess_lat = lon, lat
        for _ in range(_MOST_STEPS):
            there_lon, there_lat = forward(guess_lon, guess_lat)
            miss_lon, miss_lat = lon - there_lon, lat - there_lat
            guess_lon, guess_lat = guess_lon + miss_lon, guess_lat + miss_lat
            if max(abs(miss_lon), abs(miss_lat)) < _CONVERGED_DEG:
                break
        moved = max(abs(guess_lon - lon), abs(guess_lat - lat))
        # On the rim of the box the formula jumps and no original exists: such a point is left alone.
        return (guess_lon, guess_lat) if moved < _PLAUSIBLE_SHIFT_DEG else (lon, lat)

    return invert


def _unchanged(lon: float, lat: float) -> LonLat:
    return lon, lat


_FROM_WGS84 = {Datum.WGS84: _unchanged, Datum.GCJ02: _wgs_to_gcj, Datum.BD09: _wgs_to_bd}
_TO_WGS84 = {Datum.WGS84: _unchanged, Datum.GCJ02: _inverse(_wgs_to_gcj), Datum.BD09: _inverse(_wgs_to_bd)}
