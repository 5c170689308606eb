"""Who got what, and what became of every wish."""

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.sharing.problem import DrawProblem, Ints

Verdicts = NDArray[np.int8]


class Verdict(enum.IntEnum):
    """What became of one wish."""

    GOT = 0  # a seat for everybody in the party
    FULL = 1  # too few seats were left at its turn: on the waiting list
    CLASH = 2  # at the same time as something it wished for more and got
    ENOUGH = 3  # it had got as many as it may have


@dataclass(frozen=True, slots=True, eq=False)
class Allocation:
    """
    Who got what.

    Attributes
    ----------
    problem
        What was drawn.
    order : (n_entries,)
        Indices of entries, the first drawn first.
    verdicts : (n_wishes,)
        What became of each wish, a `Verdict`.
    """

    problem: DrawProblem
    order: Ints
    verdicts: Verdicts

    @property
    def place(self) -> Ints:
        """Place of each entry in the drawn order, from 0."""
        place = np.empty(len(self.order), dtype=np.int64)
        place[self.order] = np.arange(len(self.order))
        return place

    def order_of_tickets(self) -> list[str]:
        """Return all tickets, the first drawn first."""
        tickets = self.problem.tickets
        return [tickets[index] for index in self.order.tolist()]

    def seats(self) -> dict[str, list[str]]:
        """Return the offerings each ticket got, dearest first; tickets in drawn order, empty ones too."""
        got: dict[str, list[str]] = {ticket: [] for ticket in self.order_of_tickets()}
        for entry, offering in self._in_drawn_order(Verdict.GOT):
            got[entry].append(offering)
        return got

    def waiting(self) -> dict[str, list[str]]:
        """Return the waiting list of each offering in drawn order, empty ones too."""
        lists: dict[str, list[str]] = {label: [] for label in self.problem.labels}
        for entry, offering in self._in_drawn_order(Verdict.FULL):
            lists[offering].append(entry)
        return lists

    def _in_drawn_order(self, verdict: Verdict) -> list[tuple[str, str]]:
        problem = self.problem
        owner = np.repeat(np.arange(len(problem.tickets), dtype=np.int64), np.diff(problem.wish_start))
        wish = np.flatnonzero(self.verdicts == verdict)
        wish = wish[np.argsort(self.place[owner[wish]], kind="stable")]
        labels = problem.labels
        return [
            (problem.tickets[entry], labels[offering])
            for entry, offering in zip(owner[wish].tolist(), problem.wishes[wish].tolist(), strict=True)
        ]
