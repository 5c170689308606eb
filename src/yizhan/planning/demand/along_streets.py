"""Demand where nothing is known but totals: people spread along streets, in walking cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.foundation.datums import metres_per_degree
from yizhan.foundation.phrases import Phrase
from yizhan.planning.demand.assumptions import Assumptions
from yizhan.planning.demand.points import DemandPoints, Floats, demand_points
from yizhan.planning.demand.presence import present, share_out
from yizhan.planning.errors import ProblemError

_NO_STREET = Phrase("范围内没有街道可供分布", "there is no street in the area to spread people along")

_MAIN, _SIDE, _LANE = range(3)
_MAIN_CLASSES = ("trunk", "primary", "secondary")
_SIDE_CLASSES = ("tertiary", "unclassified", "residential", "road")


@dataclass(frozen=True, slots=True)
class _Pieces:
    """Streets cut into short pieces: their middles, degrees, their metres and their rank."""

    lon: Floats
    lat: Floats
    metres: Floats
    rank: NDArray[np.int64]


def along_streets(
    begin: ArrayLike,
    end: ArrayLike,
    *,
    length_m: ArrayLike,
    highway: Sequence[str],
    assumptions: Assumptions,
) -> DemandPoints:
    """
    Return residents and workers spread along streets.

    Parameters
    ----------
    begin, end
        Shape (m, 2): the ends of straight street segments, degrees of longitude and latitude.
    length_m
        Shape (m,): the metres of each that count (those inside the study area).
    highway
        The OpenStreetMap class of each segment.
    assumptions
        Totals, weights by class, shares by window, and the side of a cell.

    Returns
    -------
    DemandPoints
        One point per square cell that holds any weight, at the middle of the street piece nearest to the
        weighted centre of its streets, so that every point lies on a street; labelled by row and column.
        Residents and workers add up to the totals exactly, in whole people.

    Raises
    ------
    ProblemError
        There is no street, or all weights are zero.

    Notes
    -----
    Segments are cut into pieces no longer than half a cell, so that a long street counts in every
    cell it crosses. A rough picture: use building floor area wherever it is to be had.
    """
    ends = np.stack([np.asarray(begin, np.float64), np.asarray(end, np.float64)], axis=1).reshape(-1, 2, 2)
    pieces = _cut(ends, np.asarray(length_m, np.float64), highway, piece_m=assumptions.cell_m / 2)
    if not len(pieces.metres):
        raise ProblemError(where="length_m", what=_NO_STREET)
    values = assumptions
    home = np.array([values.residents_main, values.residents_side, values.residents_lane])[pieces.rank]
    work = np.array([values.workers_main, values.workers_side, values.workers_lane])[pieces.rank]
    home, work = home * pieces.metres, work * pieces.metres
    cell, labels = _cells(pieces, side_m=values.cell_m)
    residents = share_out(values.residents, np.bincount(cell, weights=home, minlength=len(labels)))
    workers = share_out(values.workers, np.bincount(cell, weights=work, minlength=len(labels)))
    middle = _middles(pieces, cell, home + work)
    people = present(residents, workers, assumptions=values)
    some = people.sum(axis=1) > 0
    kept = [label for label, any_one in zip(labels, some.tolist(), strict=True) if any_one]
    return demand_points(
        kept, lon=pieces.lon[middle[some]], lat=pieces.lat[middle[some]], people=people[some]
    )


def rank_of(highway: str) -> int:
    """Return whether a class is a main road (0), a side street (1), or a lane or path (2)."""
    plain = highway.removesuffix("_link")
    if plain in _MAIN_CLASSES:
        return _MAIN
    return _SIDE if plain in _SIDE_CLASSES else _LANE


def _cut(ends: Floats, length_m: Floats, highway: Sequence[str], *, piece_m: float) -> _Pieces:
    """Return the segments in pieces of at most `piece_m`."""
    rank = np.array([rank_of(one) for one in highway], np.int64)
    count = np.where(length_m > 0, np.ceil(length_m / piece_m), 0).astype(np.int64)
    segment = np.repeat(np.arange(len(count)), count)
    place = np.arange(len(segment)) - np.repeat(np.cumsum(count) - count, count)
    share = (place + 0.5) / count[segment]
    middle = ends[segment, 0] + share[:, None] * (ends[segment, 1] - ends[segment, 0])
    return _Pieces(middle[:, 0], middle[:, 1], length_m[segment] / count[segment], rank[segment])


def _cells(pieces: _Pieces, *, side_m: float) -> tuple[NDArray[np.int64], list[str]]:
    """Return the cell of each piece and the cells' labels: rows from the north, columns from the west."""
    across, along = metres_per_degree(float((pieces.lat.min() + pieces.lat.max()) / 2))
    column = np.floor((pieces.lon - pieces.lon.min()) * across / side_m).astype(np.int64)
    row = np.floor((pieces.lat.max() - pieces.lat) * along / side_m).astype(np.int64)
    cells, cell = np.unique(np.stack([row, column], axis=1), axis=0, return_inverse=True)
    return cell.reshape(-1), [f"R{one + 1:02d}C{other + 1:02d}" for one, other in cells.tolist()]


def _middles(pieces: _Pieces, cell: NDArray[np.int64], weight: Floats) -> NDArray[np.int64]:
    """Return, for each cell, its piece nearest to the weighted centre of its pieces."""
    # Pieces without weight may make up a whole cell; a sliver of weight keeps its centre defined.
    weight = weight + np.finfo(float).tiny * 1e20
    whole = np.bincount(cell, weights=weight)
    centre_lon = np.bincount(cell, weights=weight * pieces.lon) / whole
    centre_lat = np.bincount(cell, weights=weight * pieces.lat) / whole
    across, along = metres_per_degree(float(pieces.lat.mean()))
    away = np.hypot((pieces.lon - centre_lon[cell]) * across, (pieces.lat - centre_lat[cell]) * along)
    order = np.lexsort((np.arange(len(cell)), away, cell))
    _, first = np.unique(cell[order], return_index=True)
    return order[first]
