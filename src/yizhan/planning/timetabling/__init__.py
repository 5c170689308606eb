"""
When, and in which room: courses, rooms, slots and lecturers; one model, its special case, its checker.

Numba and HiGHS are loaded when `solve` is imported from here, so faces import it where they need it.
"""

from yizhan.planning.timetabling.check import Checked, check
from yizhan.planning.timetabling.curriculum_based import curriculum_based
from yizhan.planning.timetabling.optimum import solve, warm_up
from yizhan.planning.timetabling.problem import TimetableProblem, WishPrices
from yizhan.planning.timetabling.rules import broken_rules
from yizhan.planning.timetabling.timetable import Broken, Rule, Timetable, Wish
from yizhan.planning.timetabling.wishes import broken_wishes, recount

__all__ = [
    "Broken",
    "Checked",
    "Rule",
    "Timetable",
    "TimetableProblem",
    "Wish",
    "WishPrices",
    "broken_rules",
    "broken_wishes",
    "check",
    "curriculum_based",
    "recount",
    "solve",
    "warm_up",
]
