"""Checks a timetable from the data alone: rules it breaks, wishes it breaks, what they cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yizhan.planning.timetabling.problem import TimetableProblem
from yizhan.planning.timetabling.rules import broken_rules
from yizhan.planning.timetabling.timetable import Broken, Rule, Timetable
from yizhan.planning.timetabling.wishes import broken_wishes, recount


@dataclass(frozen=True, slots=True)
class Checked:
    """
    What is broken in a timetable.

    Attributes
    ----------
    timetable
        The timetable, its parts recounted.
    rules
        Every broken rule; a timetable with one cannot take place.
    wishes
        Every broken wish with its price; the prices add up to the objective.
    """

    timetable: Timetable
    rules: tuple[Broken, ...]
    wishes: tuple[Broken, ...]

    @property
    def violations(self) -> Mapping[Rule, int]:
        """How often each rule is broken."""
        return {rule: sum(broken.kind is rule for broken in self.rules) for rule in Rule}


def check(problem: TimetableProblem, slot: Sequence[int], room: Sequence[int]) -> Checked:
    """
    Return what is broken when lessons take place in these slots and rooms.

    Nothing but the problem, the slots and the rooms is used; no number of any search enters.

    Parameters
    ----------
    slot, room : (n_lessons,)
        Indices; -1 for a lesson without one.
    """
    timetable = recount(problem, slot, room)
    return Checked(timetable, broken_rules(problem, timetable), broken_wishes(problem, timetable))
