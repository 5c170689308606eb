"""Refusals of malformed labels and arrays of a timetabling problem; each names the field."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError

#: Larger numbers are a slip, and sums of prices would leave the range of whole numbers.
MOST = 1_000_000

_EMPTY = Phrase("至少要有一项", "at least one is needed")
_REPEATED = Phrase("标签“{label}”重复", "label '{label}' is repeated")
_SHAPE = Phrase("形状应为 {wanted}，实为 {found}", "shape {wanted} wanted, {found} found")
_KIND = Phrase("应为{wanted}", "{wanted} wanted")
_WHOLE = Phrase("整数", "whole numbers")
_YES_NO = Phrase("是或否", "yes or no")
_RANGE = Phrase(
    "第 {index} 项是 {value}，应在 {low} 与 {high} 之间", "entry {index} is {value}, outside [{low}, {high}]"
)


def refuse_labels(where: str, labels: Sequence[str], *, needed: bool) -> None:
    """Refuse a label that appears twice, and an empty list where one is needed."""
    if needed and not len(labels):
        raise ProblemError(where=where, what=_EMPTY)
    seen: set[str] = set()
    for label in labels:
        if label in seen:
            raise ProblemError(where=where, what=_REPEATED, label=label)
        seen.add(label)


def refuse_shape(where: str, array: NDArray[np.generic], wanted: tuple[int, ...]) -> None:
    """Refuse an array of another shape."""
    if np.shape(array) != wanted:
        raise ProblemError(where=where, what=_SHAPE, wanted=wanted, found=np.shape(array))


def refuse_numbers(
    where: str, array: NDArray[np.int64], wanted: tuple[int, ...], *, low: int, high: int = MOST
) -> None:
    """Refuse an array of another shape, of other than whole numbers, or with one outside [low, high]."""
    refuse_shape(where, array, wanted)
    values = np.asarray(array)
    if values.dtype.kind not in "iu":
        raise ProblemError(where=where, what=_KIND, wanted=_WHOLE)
    bad = (values < low) | (values > high)
    if bool(bad.any()):
        index = int(np.argmax(bad))
        raise ProblemError(
            where=where, what=_RANGE, index=index, value=int(values.flat[index]), low=low, high=high
        )


def refuse_flags(where: str, array: NDArray[np.bool_] | None, wanted: tuple[int, ...]) -> None:
    """Refuse an array of another shape or of other than yes and no; None is fine."""
    if array is None:
        return
    refuse_shape(where, array, wanted)
    if np.asarray(array).dtype.kind != "b":
        raise ProblemError(where=where, what=_KIND, wanted=_YES_NO)
