"""Coordinates in people's tables: their datum, and what is probably wrong with them."""

from yizhan.foundation.datums import Box, Datum, convert, fits_as, looks_swapped
from yizhan.foundation.phrases import Phrase
from yizhan.outside.tables import Row

_OUTSIDE = Phrase(
    "({lon}, {lat}) 不在范围内(经度 {west:.4f}–{east:.4f},纬度 {south:.4f}–{north:.4f})",
    "({lon}, {lat}) lies outside the area (about {west:.3f}-{east:.3f} E, {south:.3f}-{north:.3f} N)",
)
_DATUM = Phrase(
    "({lon}, {lat}) 按 WGS-84 不在范围内,按 {datum} 才落在范围内;请换算,或在 datum 列注明 {written}",
    "({lon}, {lat}) lies outside as WGS-84 and only fits as {datum}; write {written} in a column named datum",
)
_SWAPPED = Phrase(
    "({lon}, {lat}) 像是经纬度写反了", "({lon}, {lat}) looks like latitude and longitude exchanged"
)

#: How far beyond the box a point may still lie, degrees; doors stand beside streets.
_MARGIN_DEG = 0.005


def coordinates(row: Row, *, box: Box) -> tuple[float, float]:
    """
    Return a row's WGS-84 longitude and latitude from its columns lon, lat and (if given) datum.

    Raises
    ------
    BadInput
        Missing, no number, impossible, or outside the box; says so where it would fit in another datum or
        exchanged.
    """
    lon = row.number("lon", minimum=-180, maximum=180)
    lat = row.number("lat", minimum=-180, maximum=180)
    datum = Datum(row.choice("datum", [one.value for one in Datum], default=Datum.WGS84.value))
    there = convert(lon, lat, source=datum, target=Datum.WGS84) if abs(lat) <= 90 else (lon, lat)
    wide = Box(
        box.west - _MARGIN_DEG, box.south - _MARGIN_DEG, box.east + _MARGIN_DEG, box.north + _MARGIN_DEG
    )
    if wide.holds(*there):
        return there
    if looks_swapped(lon, lat, box=box):
        raise row.refusal("lon", code="coordinates_swapped", phrase=_SWAPPED, lon=lon, lat=lat)
    other = fits_as(lon, lat, box=wide) if abs(lat) <= 90 else None
    if other is not None and datum is Datum.WGS84:
        raise row.refusal(
            "lon", code="other_datum", phrase=_DATUM, lon=lon, lat=lat, datum=other.label, written=other.value
        )
    limits = {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
    raise row.refusal("lon", code="outside_area", phrase=_OUTSIDE, lon=lon, lat=lat, **limits)
