"""Demand tables (CSV) from people: a point per row, and how many people are there in each time window."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.datums import Datum
from yizhan.foundation.phrases import Phrase
from yizhan.outside.coordinates import coordinates
from yizhan.outside.tables import Row, read_table

#: The columns of people, in the order of the time windows.
WINDOW_COLUMNS = ("workday", "evening", "weekend", "late_night")

_MOST_PEOPLE = 10_000_000.0

_TWICE = Phrase("“{value}”已在第 {first} 行出现过", "'{value}' already stands in row {first}")


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
    points = coordinates(rows, area=area, datum=datum)
    people = [[row.number(name, minimum=0, maximum=_MOST_PEOPLE) for name in WINDOW_COLUMNS] for row in rows]
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
