"""The draw said as plainly as possible; the judge of the fast one in tests, and the text of docs/draw."""

from collections.abc import Sequence

from yizhan.planning.sharing.entries import Entry, Offering
from yizhan.planning.sharing.problem import DrawProblem
from yizhan.planning.sharing.ranks import slip

Seats = dict[str, list[str]]


def plain_order(problem: DrawProblem, randomness: str) -> list[Entry]:
    """Return the entries, the first drawn first."""
    return sorted(
        problem.entries(),
        key=lambda entry: (
            entry.tier,
            min(slip(randomness, entry.ticket, number) for number in range(entry.slips)),
            entry.ticket,
        ),
    )


def plain_allocation(problem: DrawProblem, order: Sequence[Entry]) -> tuple[Seats, Seats]:
    """Return the seats of each ticket and the waiting list of each offering."""
    offerings = {offering.label: offering for offering in problem.offerings}
    free = {label: offering.seats for label, offering in offerings.items()}
    seats: Seats = {}
    waiting: Seats = {label: [] for label in offerings}
    for entry in order:
        mine: list[str] = []
        seats[entry.ticket] = mine
        for wish in entry.wishes:
            if len(mine) == entry.most or any(
                excludes(problem, offerings[wish], offerings[held]) for held in mine
            ):
                continue
            if free[wish] >= entry.size:
                free[wish] -= entry.size
                mine.append(wish)
            else:
                waiting[wish].append(entry.ticket)
    return seats, waiting


def excludes(problem: DrawProblem, one: Offering, other: Offering) -> bool:
    """Whether nobody may have both: they overlap, or it was announced."""
    pair = (min(one.label, other.label), max(one.label, other.label))
    return pair in problem.clashes or one.overlaps(other)
