"""Hides numbers small enough to tell who somebody is, and those from which they could be worked out."""

from collections.abc import Mapping

#: Groups smaller than this are not shown.
FEWEST = 5

Counts = tuple[int, int]
Shown = tuple[int | None, int | None]


def hidden(counts: Mapping[str, Counts]) -> dict[str, Shown]:
    """
    Return for each group its entries and how many got a seat, None where fewer than five people stand behind.

    Nobody seated, or nobody left out, tells about everybody in the group and is shown only where the group is
    large enough. Where exactly one number is hidden, the next smallest is hidden with it: else it could be
    worked out from the total.

    Examples
    --------
    >>> hidden({"web": (90, 30), "phone": (12, 7), "paper": (3, 1)})
    {'web': (90, 30), 'phone': (None, None), 'paper': (None, None)}
    """
    small = {name for name, (entries, _) in counts.items() if entries < FEWEST}
    if len(small) == 1 and len(counts) > 1:
        others = [name for name in counts if name not in small]
        small.add(min(others, key=lambda name: counts[name]))
    silent = small | {name for name, numbers in counts.items() if _tells(*numbers)}
    if len(silent) == 1 and len(counts) > 1:
        silent.add(min((name for name in counts if name not in silent), key=lambda name: counts[name]))
    return {
        name: (None if name in small else entries, None if name in silent else seated)
        for name, (entries, seated) in counts.items()
    }


def _tells(entries: int, seated: int) -> bool:
    """Whether between one and four of either kind would point at persons."""
    return 0 < seated < FEWEST or 0 < entries - seated < FEWEST
