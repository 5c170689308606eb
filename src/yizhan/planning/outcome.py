"""What every optimiser answers: a plan, its objective, and a proof of how good it is."""

import enum
import math
from dataclasses import dataclass
from typing import Generic, TypeVar

from yizhan.foundation.phrases import Phrase

PlanT = TypeVar("PlanT")

#: Relative difference up to which an objective and its bound are the same number.
TOLERANCE = 1e-9


class Status(enum.StrEnum):
    """How the search ended."""

    OPTIMAL = "optimal"  # objective and bound meet
    FEASIBLE = "feasible"  # a plan, and a bound that does not meet it yet
    INFEASIBLE = "infeasible"  # proved: no plan exists; `conflicts` says why
    UNKNOWN = "unknown"  # the limit passed before any plan was found


class Sense(enum.StrEnum):
    """Whether more is better."""

    MAXIMISE = "maximise"
    MINIMISE = "minimise"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One constraint that cannot be kept together with the others named."""

    constraint: str
    phrase: Phrase
    facts: tuple[tuple[str, object], ...] = ()

    def say(self, language: str) -> str:
        """Return the sentence for a person."""
        return self.phrase.say(language, **dict(self.facts))


@dataclass(frozen=True, slots=True)
class Outcome(Generic[PlanT]):
    """
    The answer of one run.

    Attributes
    ----------
    status
        How the search ended.
    sense
        Whether `objective` is to be as large or as small as possible.
    plan
        The best plan found; None when infeasible or unknown.
    objective
        Its value, recounted from the data by the checker, never the solver's own number.
    bound
        No plan can be better than this (above when maximising, below when minimising).
    seconds
        Wall time used, s.
    seed
        The seed given; the same problem and seed give the same plan unless the limit passed.
    conflicts
        When infeasible: a smallest set of constraints that cannot hold together.
    """

    status: Status
    sense: Sense
    plan: PlanT | None
    objective: float | None
    bound: float | None
    seconds: float
    seed: int
    conflicts: tuple[Conflict, ...] = ()

    @property
    def gap(self) -> float | None:
        """
        Return |bound - objective| / max(|bound|, |objective|), 0 when they meet; None without a plan.

        Examples
        --------
        >>> Outcome(Status.FEASIBLE, Sense.MAXIMISE, (), 90.0, 100.0, 0.1, 0).gap
        0.1
        """
        if self.objective is None or self.bound is None:
            return None
        return relative_gap(self.objective, self.bound)


def relative_gap(objective: float, bound: float) -> float:
    """Return the distance between objective and bound relative to the larger of the two."""
    largest = max(abs(objective), abs(bound))
    if math.isinf(largest):
        return math.inf
    difference = abs(bound - objective)
    return 0.0 if difference <= TOLERANCE * max(1.0, largest) else difference / largest
