"""Reads orienteering instances of the KU Leuven collection: `Tmax P`, then `x y score` a line."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.tables import file_text

MOST_POINTS = 2_000
_EMPTY = Phrase("文件是空的", "the file is empty")
_HEADER = Phrase("第一行应是“时间上限 路径数”两个数", "the first line must be two numbers: Tmax P")
_ONE_PATH = Phrase(
    "只支持一条路径，文件要求 {paths} 条", "only one path is supported, the file wants {paths}"
)
_POINT = Phrase("应是“x y 分值”三个有限的数，分值不为负", "three finite numbers wanted: x y score ≥ 0")
_FEW = Phrase("至少要有起点和终点", "there must be a start and an end")
_MANY = Phrase("{count} 个点太多，最多 {most} 个", "{count} points are too many, at most {most}")


@dataclass(frozen=True, slots=True, eq=False)
class OrienteeringFile:
    """
    An instance: the first point is the start, the second the end; distances are Euclidean.

    Attributes
    ----------
    limit
        Length of the longest tour, in units of the coordinates.
    distances : (n_points, n_points)
        Not rounded.
    worth : (n_points,)
        Score of each point.
    """

    limit: float
    distances: NDArray[np.float64]
    worth: NDArray[np.float64]


def read_orienteering(path: Path | str) -> OrienteeringFile:
    """
    Return an orienteering instance.

    Raises
    ------
    BadInput
        The file is absent or malformed; names row and what is wrong.

    References
    ----------
    .. [1] Tsiligirides (1984), Journal of the Operational Research Society 35(9), 797-809.
    """
    file = str(path)
    lines = [(row, line.split()) for row, line in enumerate(file_text(file).splitlines(), start=1)]
    lines = [(row, words) for row, words in lines if words]
    if not lines:
        raise BadInput("file_empty", _EMPTY, file=file)
    row, words = lines[0]
    header = _numbers(words)
    if header is None or len(header) != 2 or header[0] < 0:
        raise BadInput("header_malformed", _HEADER, file=file, row=row)
    if header[1] != 1:
        raise BadInput("several_paths", _ONE_PATH, file=file, row=row, paths=words[1])
    points = [_point(words, file=file, row=row) for row, words in lines[1:]]
    if len(points) < 2:
        raise BadInput("points_missing", _FEW, file=file)
    if len(points) > MOST_POINTS:
        raise BadInput("too_many_points", _MANY, file=file, count=len(points), most=MOST_POINTS)
    table = np.array(points)
    gaps = table[:, None, :2] - table[None, :, :2]
    worth = table[:, 2].copy()
    worth[:2] = 0.0
    return OrienteeringFile(header[0], np.hypot(gaps[..., 0], gaps[..., 1]), worth)


def _numbers(words: list[str]) -> list[float] | None:
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None


def _point(words: list[str], *, file: str, row: int) -> list[float]:
    numbers = _numbers(words)
    if numbers is None or len(numbers) != 3 or numbers[2] < 0 or max(map(abs, numbers)) > 1e6:
        raise BadInput("point_malformed", _POINT, file=file, row=row)
    return numbers
