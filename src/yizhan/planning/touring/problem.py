"""The tour problem: points with worth, stay and opening hours, walking minutes, and a time allowed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError

Minutes = NDArray[np.float64]

_LONGEST = 1e6
_SHAPE = Phrase("应为 {wanted}，实为 {found}", "shape {wanted} wanted, {found} found")
_RANGE = Phrase(
    "“{label}”的值 {value} 应在 {low} 与 {high} 之间", "{value} of '{label}' is outside [{low}, {high}]"
)
_TWICE = Phrase("“{label}”出现了两次", "'{label}' appears twice")
_POINT = Phrase("没有第 {index} 个点", "there is no point {index}")
_STILL = Phrase("留在原地不花时间", "staying at a point takes no time")
_HOURS = Phrase("“{label}”在开门之前就关门", "'{label}' closes before it opens")
_ENDS = Phrase("起点和终点没有价值、停留和开放时间", "start and end have no worth, stay or hours")


@dataclass(frozen=True, slots=True, eq=False)
class TourProblem:
    """
    Visit points from `start` to `end` within `limit_min`, for the greatest worth.

    Attributes
    ----------
    points : (n_points,)
        A distinct label for each point.
    start, end
        Indices of the first and last point; they may be the same.
    worth : (n_points,)
        What a visit is worth, ≥ 0; nothing at the start and the end.
    minutes : (n_points, n_points)
        Walking time from row to column, min; infinite where there is no way, 0 on the diagonal.
    stay_min : (n_points,)
        How long a visit takes, min.
    opens_min, closes_min : (n_points,)
        A visit begins between these, minutes after setting out; who comes early waits.
    limit_min
        Time allowed from setting out to arriving, waiting and visits included, min.
    needed : (n_points,)
        Points the tour must visit.

    Raises
    ------
    ProblemError
        Anything is out of shape, out of range or repeated; `where` names the field.
    """

    points: Sequence[str]
    start: int
    end: int
    worth: NDArray[np.float64]
    minutes: Minutes
    stay_min: Minutes
    opens_min: Minutes
    closes_min: Minutes
    limit_min: float
    needed: NDArray[np.bool_]

    def __post_init__(self) -> None:
        count = len(self.points)
        _refuse_twice(self.points)
        for where, index in (("start", self.start), ("end", self.end)):
            if not 0 <= index < count:
                raise ProblemError(where=where, what=_POINT, index=index)
        for where in ("worth", "stay_min", "opens_min", "closes_min", "needed"):
            _refuse_shape(where, getattr(self, where), (count,))
        _refuse_shape("minutes", self.minutes, (count, count))
        for where, most in (("worth", _LONGEST), ("stay_min", _LONGEST), ("opens_min", _LONGEST)):
            _refuse_outside(where, self.points, getattr(self, where), high=most)
        _refuse_outside("closes_min", self.points, self.closes_min, high=np.inf)
        _refuse_outside("minutes", self.points, self.minutes.min(axis=1, initial=0.0), high=np.inf)
        _refuse_outside("minutes", self.points, self.minutes.max(axis=1, initial=0.0), high=np.inf)
        shut = self.opens_min > self.closes_min
        if shut.any():
            label = self.points[int(np.argmax(shut))]
            raise ProblemError(where="closes_min", what=_HOURS, label=label)
        if self.minutes.diagonal().any():
            raise ProblemError(where="minutes", what=_STILL)
        _refuse_outside("limit_min", ["limit_min"], np.array([self.limit_min]), high=_LONGEST)
        ends = [self.start, self.end]
        if self.worth[ends].any() or self.stay_min[ends].any() or self.opens_min[ends].any():
            raise ProblemError(where="worth", what=_ENDS)

    @property
    def stops(self) -> NDArray[np.int64]:
        """Indices of the points that may be visited on the way."""
        return np.array([p for p in range(len(self.points)) if p not in {self.start, self.end}], np.int64)


@dataclass(frozen=True, slots=True)
class Tour:
    """
    The answer: points in order of visit, from start to end.

    Attributes
    ----------
    visits
        Indices of points, the start first and the end last.
    arrive_min
        When each is reached, minutes after setting out; a visit may begin later, when it opens.
    worth
        What all visits are worth together.
    """

    visits: tuple[int, ...]
    arrive_min: tuple[float, ...]
    worth: float

    @property
    def minutes(self) -> float:
        """How long the whole tour takes, min."""
        return self.arrive_min[-1]


def within(
    minutes: Minutes,
    worth: NDArray[np.float64],
    *,
    limit_min: float,
    start: int = 0,
    end: int = 1,
    points: Sequence[str] | None = None,
) -> TourProblem:
    """
    Return the orienteering problem: no stays, always open, nothing that must be visited.

    Parameters
    ----------
    minutes : (n_points, n_points)
        Walking time, min.
    worth : (n_points,)
        What a visit is worth.

    References
    ----------
    .. [1] Tsiligirides (1984), Journal of the Operational Research Society 35(9), 797-809.
    """
    count = len(worth)
    return TourProblem(
        points=points or [str(number + 1) for number in range(count)],
        start=start,
        end=end,
        worth=worth,
        minutes=minutes,
        stay_min=np.zeros(count),
        opens_min=np.zeros(count),
        closes_min=np.full(count, np.inf),
        limit_min=limit_min,
        needed=np.zeros(count, dtype=np.bool_),
    )


def _refuse_twice(labels: Sequence[str]) -> None:
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise ProblemError(where="points", what=_TWICE, label=label)
        seen.add(label)


def _refuse_shape(where: str, array: NDArray[np.generic], wanted: tuple[int, ...]) -> None:
    if array.shape != wanted:
        raise ProblemError(where=where, what=_SHAPE, wanted=wanted, found=array.shape)


def _refuse_outside(where: str, labels: Sequence[str], numbers: Minutes, *, high: float) -> None:
    bad = ~((numbers >= 0) & (numbers <= high))
    if bool(bad.any()):
        index = int(np.argmax(bad))
        facts = {"label": labels[index], "value": float(numbers[index]), "low": 0, "high": high}
        raise ProblemError(where=where, what=_RANGE, **facts)
