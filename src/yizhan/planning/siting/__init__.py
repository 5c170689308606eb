"""
Where to open, at what level and hours: one model, its special cases, its checker.

Numba and HiGHS are loaded when `solve` is imported from here, so faces import it where they need it.
"""

from yizhan.planning.siting.check import faults, recount
from yizhan.planning.siting.coverage import coverable, everyone_covered, most_covered, within_reach
from yizhan.planning.siting.optimum import solve, warm_up
from yizhan.planning.siting.p_median import numbered, p_median
from yizhan.planning.siting.problem import Goal, SitingPlan, SitingProblem

__all__ = [
    "Goal",
    "SitingPlan",
    "SitingProblem",
    "coverable",
    "everyone_covered",
    "faults",
    "most_covered",
    "numbered",
    "p_median",
    "recount",
    "solve",
    "warm_up",
    "within_reach",
]
