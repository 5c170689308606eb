"""Demand points: how many people are where, in each time window."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from yizhan.foundation.datums import metres_per_degree
from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError

Floats = NDArray[np.float64]

_SHAPE = Phrase("形状应为 {expected}，实为 {found}", "expected shape {expected}, found {found}")
_NOT_FINITE = Phrase("有不是数的值", "some values are not finite numbers")
_NEGATIVE = Phrase("人数有负值", "some numbers of people are negative")
_NOT_DEGREES = Phrase("坐标不是经纬度（度）", "the coordinates are not degrees of longitude and latitude")
_TWICE = Phrase("编号“{label}”重复", "the label {label} appears twice")
_NO_SEED = Phrase("没有给出任何片区", "no neighbourhood is given")


class Window(enum.StrEnum):
    """The four parts of a week in which different people are in different places."""

    WORKDAY = "workday"  # working days, 9:00-17:00
    EVENING = "evening"  # working days, 17:00-22:00
    WEEKEND = "weekend"  # days off, 9:00-22:00
    LATE_NIGHT = "late_night"  # every night, 22:00-6:00

    @property
    def label(self) -> Phrase:
        """The name people know it by."""
        return _LABELS[self]


WINDOWS = tuple(Window)

_LABELS = {
    Window.WORKDAY: Phrase("工作日白天", "workday"),
    Window.EVENING: Phrase("工作日晚间", "evening"),
    Window.WEEKEND: Phrase("休息日", "weekend"),
    Window.LATE_NIGHT: Phrase("深夜", "late night"),
}


@dataclass(frozen=True, slots=True)
class DemandPoints:
    """
    Where people are; build it with `demand_points`.

    Attributes
    ----------
    labels
        The n points, each once.
    lon, lat
        Shape (n,): WGS-84 degrees.
    people
        Shape (n, 4): people present in each window, in the order of `WINDOWS`.
    neighbourhood
        The neighbourhood of each point; "" where it is unknown.
    """

    labels: tuple[str, ...]
    lon: Floats
    lat: Floats
    people: Floats
    neighbourhood: tuple[str, ...]

    def __len__(self) -> int:
        """How many points."""
        return len(self.labels)

    def total(self, window: Window) -> float:
        """Return the people present in a window, over all points."""
        return float(self.people[:, WINDOWS.index(window)].sum())

    def in_nearest(self, names: Sequence[str], *, lon: ArrayLike, lat: ArrayLike) -> "DemandPoints":
        """
        Return the points with the name of the nearest of some places as their neighbourhood.

        The straight line decides; of two equally near places the first. For areas whose neighbourhoods are
        known by a point each (a committee's office), not by an outline.
        """
        lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        if not len(names) or lon.shape != (len(names),) or lat.shape != (len(names),):
            raise ProblemError(where="names", what=_NO_SEED)
        across, along = metres_per_degree(float(lat.mean()))
        east = (self.lon[:, None] - lon) * across
        north = (self.lat[:, None] - lat) * along
        nearest = np.argmin(east**2 + north**2, axis=1).tolist()
        return replace(self, neighbourhood=tuple(names[one] for one in nearest))


def demand_points(
    labels: Sequence[str],
    *,
    lon: ArrayLike,
    lat: ArrayLike,
    people: ArrayLike,
    neighbourhood: Sequence[str] | None = None,
) -> DemandPoints:
    """
    Return demand points after checking labels, shapes and numbers.

    Parameters
    ----------
    labels
        n labels, each once.
    lon, lat
        Shape (n,): WGS-84 degrees.
    people
        Shape (n, 4): people present in each window, zero or more, in the order of `WINDOWS`.
    neighbourhood
        The neighbourhood of each point; unknown if absent.

    Raises
    ------
    ProblemError
        A label appears twice, shapes differ, a number is not finite or negative, or no degree.
    """
    count = len(labels)
    points = DemandPoints(
        tuple(labels),
        np.array(lon, np.float64),
        np.array(lat, np.float64),
        np.array(people, np.float64).reshape(-1, len(WINDOWS))
        if np.size(people) == 0
        else np.array(people, np.float64),
        ("",) * count if neighbourhood is None else tuple(neighbourhood),
    )
    _check(points)
    return points


def _check(points: DemandPoints) -> None:
    count = len(points)
    shapes = {"lon": (count,), "lat": (count,), "people": (count, len(WINDOWS))}
    for name, expected in shapes.items():
        values = getattr(points, name)
        if values.shape != expected:
            raise ProblemError(where=name, what=_SHAPE, expected=expected, found=values.shape)
        if not np.isfinite(values).all():
            raise ProblemError(where=name, what=_NOT_FINITE)
    if len(points.neighbourhood) != count:
        found = (len(points.neighbourhood),)
        raise ProblemError(where="neighbourhood", what=_SHAPE, expected=(count,), found=found)
    if (points.people < 0).any():
        raise ProblemError(where="people", what=_NEGATIVE)
    if (np.abs(points.lon) > 180).any() or (np.abs(points.lat) > 90).any():
        raise ProblemError(where="lon, lat", what=_NOT_DEGREES)
    seen: set[str] = set()
    for label in points.labels:
        if label in seen:
            raise ProblemError(where="labels", what=_TWICE, label=label)
        seen.add(label)
