"""
A grid: named columns and rows of plain values, written as a page, a Word file or an Excel file.

All three show `shown(cell)` of the same cells, so that nothing is typed twice.
"""

import datetime as dt
import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from yizhan.foundation.clock import SHANGHAI

Cell = str | int | float | dt.date | dt.datetime | dt.time | None

#: Characters that neither XML nor a spreadsheet can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Kind(enum.StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, what it holds, and its width in Latin characters (a Chinese one takes two)."""

    header: str
    kind: Kind = Kind.TEXT
    width: int = 12


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a name; every row has a cell for every column."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


def printable(text: str) -> str:
    """Return text without characters no file format can hold."""
    return _UNPRINTABLE.sub("", text)


def shown(cell: Cell) -> str:
    """
    Return a cell as people read it; moments in Shanghai time.

    Examples
    --------
    >>> shown(dt.date(2026, 1, 5)), shown(2.5), shown(None)
    ('2026-01-05', '2.5', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{local(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    return printable(f"{cell:g}" if isinstance(cell, float) else str(cell))


def local(moment: dt.datetime) -> dt.datetime:
    """Return a moment as the clock in Shanghai shows it, without its zone."""
    return moment if moment.tzinfo is None else moment.astimezone(SHANGHAI).replace(tzinfo=None)
