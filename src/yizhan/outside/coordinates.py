"""Coordinates in people's tables: their datum, and what is probably wrong with them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.datums import Datum, convert, looks_swapped
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.areas import box_of, holds, widened
from yizhan.outside.tables import Row

#: How far beyond the area a row may lie, m: outlines are rarely better, and a GCJ-02 shift is larger.
MARGIN_M = 150.0

_SWAPPED = Phrase("经度和纬度写反了", "longitude and latitude are swapped")
_OTHER_DATUM = Phrase(
    "此点在研究范围之外，但按 {datum} 读则在范围之内；请在“datum”列写明 {mark}",
    "the point lies outside the area, but inside if read as {datum}; write {mark} in a column named datum",
)
_OUTSIDE = Phrase(
    "此点在研究范围之外（范围约为经度 {west:.3f}–{east:.3f}、纬度 {south:.3f}–{north:.3f}）",
    "the point lies outside the area (about {west:.3f}-{east:.3f} E, {south:.3f}-{north:.3f} N)",
)


def coordinates(
    rows: Sequence[Row], *, area: Any = None, datum: Datum = Datum.WGS84, margin_m: float = MARGIN_M
) -> NDArray[np.float64]:
    """
    Return the rows' WGS-84 longitudes and latitudes, shape (n, 2), from columns lon, lat and perhaps datum.

    Parameters
    ----------
    area
        The study area, a shapely polygon; rows more than `margin_m` beyond it are refused.
    datum
        The datum of rows that do not name one.

    Raises
    ------
    BadInput
        Names file, row and field: missing, no number, impossible, exchanged, or outside the area; says so
        where the point would lie inside in another datum.
    """
    points = np.array([_point(row, area, datum=datum) for row in rows], np.float64).reshape(-1, 2)
    if area is not None:
        around = widened(area, margin_m)
        for one in np.flatnonzero(~holds(around, points[:, 0], points[:, 1])).tolist():
            raise _outside(rows[one], around, stated=_datum(rows[one], datum))
    return points


def _point(row: Row, area: Any, *, datum: Datum) -> tuple[float, float]:
    """Return a row's place in WGS-84."""
    lon = row.number("lon", minimum=-180, maximum=180)
    lat = row.number("lat", minimum=-180, maximum=180)
    if abs(lat) > 90 or (area is not None and looks_swapped(lon, lat, box=box_of(area))):
        if abs(lon) <= 90:
            raise row.refusal("lat", code="swapped", phrase=_SWAPPED)
        row.number("lat", minimum=-90, maximum=90)
    return convert(lon, lat, source=_datum(row, datum), target=Datum.WGS84)


def _datum(row: Row, default: Datum) -> Datum:
    return Datum(row.choice("datum", [one.value for one in Datum], default=default.value))


def _outside(row: Row, area: Any, *, stated: Datum) -> BadInput:
    """Return the refusal of a point outside the area: read in the wrong datum, or simply elsewhere."""
    for other in Datum:
        lon, lat = convert(row.number("lon"), row.number("lat"), source=other, target=Datum.WGS84)
        if other is not stated and holds(area, np.array([lon]), np.array([lat])).all():
            return row.refusal(
                "lon", code="other_datum", phrase=_OTHER_DATUM, datum=other.label, mark=other.value
            )
    box = box_of(area)
    return row.refusal(
        "lon",
        code="outside_area",
        phrase=_OUTSIDE,
        west=box.west,
        east=box.east,
        south=box.south,
        north=box.north,
    )
