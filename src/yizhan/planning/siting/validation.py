"""Refusals of malformed labels and arrays; each names the field."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError

_LENGTH = Phrase("应有 {wanted} 项，实有 {found} 项", "{wanted} entries wanted, {found} found")
RANGE = Phrase(
    "第 {index} 项是 {value}，应在 {low} 与 {high} 之间", "entry {index} is {value}, outside [{low}, {high}]"
)
_REPEATED = Phrase("标签“{label}”重复", "label '{label}' is repeated")
_UNKNOWN = Phrase("没有名为“{label}”的项", "there is nothing labelled '{label}'")


def refuse_repeated(where: str, labels: Sequence[str]) -> None:
    """Refuse a label that appears twice."""
    if len(set(labels)) < len(labels):
        seen: set[str] = set()
        for label in labels:
            if label in seen:
                raise ProblemError(where=where, what=_REPEATED, label=label)
            seen.add(label)


def refuse_length(where: str, entries: Sequence[object] | NDArray[np.generic], wanted: int) -> None:
    """Refuse a wrong number of entries."""
    if len(entries) != wanted:
        raise ProblemError(where=where, what=_LENGTH, wanted=wanted, found=len(entries))


def refuse_outside(where: str, numbers: NDArray[np.generic], low: float, high: float) -> None:
    """Refuse NaN, infinity and what lies outside [low, high]."""
    values = np.asarray(numbers, dtype=np.float64)
    bad = ~(np.isfinite(values) & (values >= low) & (values <= high))
    if bool(bad.any()):
        index = int(np.argmax(bad))
        raise ProblemError(
            where=where, what=RANGE, index=index, value=float(values[index]), low=low, high=high
        )


def refuse_unknown(where: str, labels: Iterable[str], known: Sequence[str]) -> None:
    """Refuse labels that are not known."""
    unknown = sorted(set(labels) - set(known))
    if unknown:
        raise ProblemError(where=where, what=_UNKNOWN, label=unknown[0])
