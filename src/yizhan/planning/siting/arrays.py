"""Bundles of arrays that travel together through the compiled kernels."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
States = NDArray[np.int8]
Flags = NDArray[np.bool_]

FREE, IN, OUT = 0, 1, -1


class Rows(NamedTuple):
    """Compressed rows; the entries of a row by falling value, then rising column."""

    pointer: Longs
    column: Ints
    value: Floats


class Columns(NamedTuple):
    """The same entries by columns, rows rising."""

    pointer: Longs
    row: Ints
    value: Floats


class Options(NamedTuple):
    """Per option: value earned without any row's choice, cost, site; options of a site are neighbours."""

    base: Floats
    cost: Floats
    site: Longs


class Limits(NamedTuple):
    """Where each site's options start, which sites must be open, how many may be, and the budget."""

    site_start: Longs
    kept: Flags
    fewest: int
    most: int
    budget: float


class Model(NamedTuple):
    """All a kernel needs to know of an instance; `state` holds FREE, IN or OUT for each option."""

    rows: Rows
    columns: Columns
    options: Options
    limits: Limits
    state: States


class Aim(NamedTuple):
    """What a descent steers for, the bound at which it stops, the greatest to fix options by, its steps."""

    target: float
    stop: float
    ceiling: float
    steps: int


class Descent(NamedTuple):
    """
    What the descent of the bound starts from, changes and leaves behind.

    `price`, `charge[0]`: the best prices of rows and budget so far. `control`: step factor, failures that
    shorten it, factor at which to stop. `bound_in`, `bound_out`: bounds on plans with and without an option.
    `chosen`: the choice at the best bound.
    """

    price: Floats
    charge: Floats
    control: Floats
    bound_in: Floats
    bound_out: Floats
    chosen: Flags


class Service(NamedTuple):
    """Per row: the best and next best open value, and who gives the best (-1: nobody)."""

    first: Floats
    second: Floats
    server: Ints
