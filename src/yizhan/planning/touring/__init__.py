"""Which way to walk: the tour of greatest worth within a time, with opening hours (orienteering)."""

from yizhan.planning.touring.check import faults, recount
from yizhan.planning.touring.optimum import solve, warm_up
from yizhan.planning.touring.problem import Tour, TourProblem, within

__all__ = ["Tour", "TourProblem", "faults", "recount", "solve", "warm_up", "within"]
