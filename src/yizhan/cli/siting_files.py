"""The two tables `yizhan solve coverage` reads."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yizhan.outside.tables import Table, read_columns

#: Farther, heavier or dearer than this is a slip, and products of it would leave the range of numbers.
FARTHEST, MOST = 1e12, 1e15


@dataclass(frozen=True, slots=True, eq=False)
class Customers:
    """People by point: `ids`, `points[person, xy]`, `weight[person]`."""

    ids: list[str]
    points: NDArray[np.float64]
    weight: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """Places that may open: `ids`, `points[site, xy]`, `cost[site]` (None: the file has no such column)."""

    ids: list[str]
    points: NDArray[np.float64]
    cost: NDArray[np.float64] | None


def read_customers(path: Path) -> Customers:
    """Return the customers of a CSV file with columns id,x,y[,weight]; an absent weight is 1."""
    table = read_columns(path, required=("id", "x", "y"), optional=("weight",))
    weight = table.numbers(
        "weight", minimum=0.0, maximum=MOST, default=None if "weight" in table.columns else 1.0
    )
    return Customers(table.identifiers("id"), _points(table), weight)


def read_sites(path: Path) -> Sites:
    """Return the sites of a CSV file with columns id,x,y[,cost]."""
    table = read_columns(path, required=("id", "x", "y"), optional=("cost",))
    cost = table.numbers("cost", minimum=0.0, maximum=MOST) if "cost" in table.columns else None
    return Sites(table.identifiers("id"), _points(table), cost)


def _points(table: Table) -> NDArray[np.float64]:
    axes = (table.numbers(axis, minimum=-FARTHEST, maximum=FARTHEST) for axis in ("x", "y"))
    return np.column_stack(tuple(axes))
