"""Demand tables (CSV) from people: a point per row, and how many people are there in each time window."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.datums import Datum, convert, looks_swapped
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.areas import box_of, holds, widened
from yizhan.outside.tables import Row, read_table

#: The columns of people, in the order of the time windows.
WINDOW_COLUMNS = ("workday", "evening", "weekend", "late_night")

#: How far beyond the area a row may lie, m: outlines are rarely better.
MARGIN_M = 150.0

_MOST_PEOPLE = 10_000_000.0

_TWICE = Phrase("“{value}”已在第 {first} 行出现过", "'{value}' already stands in row {first}")
_SWAPPED = Phrase("经度和纬度写反了", "longitude and latitude are swapped")
_OTHER_DATUM = Phrase(
    "此点在研究范围之外，但按 {datum} 读则在范围之内；请在“datum”列写明 {mark}",
    "the point lies outside the area, but inside if read as {datum}; write {mark} in a column named datum",
)
_OUTSIDE = Phrase(
    "此点在研究范围之外（范围约为经度 {west:.3f}–{east:.3f}、纬度 {south:.3f}–{north:.3f}）",
    "the point lies outside the area (about {west:.3f}-{east:.3f} E, {south:.3f}-{north:.3f} N)",
)


@dataclass(frozen=True, slots=True)
class DemandRows:
    """
    The rows of a demand table, WGS-84.

    Attributes
    ----------
    labels, neighbourhood
        The n rows' ids, each once, and their neighbourhoods.
    lon, lat
        Shape (n,): degrees.
    people
        Shape (n, 4): people in the order of `WINDOW_COLUMNS`.
    """

    labels: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    people: NDArray[np.float64]
    neighbourhood: tuple[str, ...]


def read_demand(path: Path | str, *, area: Any = None, datum: Datum = Datum.WGS84) -> DemandRows:
    """
    Return a demand table.

    Parameters
    ----------
    path
        CSV with the columns id, lon, lat, neighbourhood, workday, evening, weekend, late_night, and
        perhaps datum (wgs84, gcj02, bd09).
    area
        The study area, a shapely polygon; rows more than `MARGIN_M` beyond it are refused.
    datum
        The datum of rows that do not name one.

    Raises
    ------
    BadInput
        Names file, row and field: a value is missing, no number, negative or impossible; an id appears
        twice; longitude and latitude are swapped; the point lies outside the area, and whether it would lie
        inside in another datum.
    """
    rows = read_table(
        path, required=("id", "lon", "lat", "neighbourhood", *WINDOW_COLUMNS), optional=("datum",)
    )
    _check_ids(rows)
    points = np.array([_point(row, area, datum=datum) for row in rows], np.float64)
    people = [[row.number(name, minimum=0, maximum=_MOST_PEOPLE) for name in WINDOW_COLUMNS] for row in rows]
    if area is not None:
        _check_inside(rows, area, points, datum=datum)
    names = tuple(row.text("neighbourhood") for row in rows)
    labels = tuple(row.text("id") for row in rows)
    return DemandRows(labels, points[:, 0].copy(), points[:, 1].copy(), np.array(people, np.float64), names)


def _check_ids(rows: Sequence[Row]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        label = row.text("id")
        if label in seen:
            raise row.refusal("id", code="repeated", phrase=_TWICE, value=label, first=seen[label])
        seen[label] = row.line


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


def _check_inside(rows: Sequence[Row], area: Any, points: NDArray[np.float64], *, datum: Datum) -> None:
    inside = holds(widened(area, MARGIN_M), points[:, 0], points[:, 1])
    for one in np.flatnonzero(~inside).tolist():
        raise _outside(rows[one], area, stated=_datum(rows[one], datum))


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
