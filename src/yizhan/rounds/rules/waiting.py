"""Whom a waiting list asks next: the first party that fits whole; a bigger one ahead keeps its place."""

import datetime as dt
from collections.abc import Sequence


def next_party(sizes: Sequence[int], free: Sequence[int]) -> int | None:
    """
    Return the index of the first party that fits into the seats free for it, or None.

    Parties are never split. Waiting until seats suffice for a big party would leave seats empty while others
    wait, so the next that fits is asked; the big party is told, and keeps its place.

    Examples
    --------
    >>> next_party([3, 1, 2], [2, 2, 2])
    1
    >>> next_party([3], [2]) is None
    True
    """
    return next(
        (index for index, (size, seats) in enumerate(zip(sizes, free, strict=True)) if size <= seats), None
    )


def answer_until(now: dt.datetime, *, hours: int, first: dt.datetime | None) -> dt.datetime | None:
    """Return until when an offer stands, at most until the first session; None once that began."""
    if first is None:
        return now + dt.timedelta(hours=hours)
    return min(now + dt.timedelta(hours=hours), first) if first > now else None
