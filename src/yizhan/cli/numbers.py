"""Numbers on the command line: finite ones, and seeds an engine accepts."""

from typing import Any

import click

#: Seeds are 31 bits wide in the engines.
MOST_SEED = 2**31 - 1


class Finite(click.FloatRange):
    """A range of numbers that lets no "nan" through."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number, or refuse what is none."""
        number: float = super().convert(value, param, ctx)
        if number != number:  # noqa: PLR0124 - only "nan" differs from itself
            self.fail(f"{value!r} is not a number", param, ctx)
        return number
