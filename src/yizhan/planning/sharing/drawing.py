"""Draws, allocates and checks: the one door to a finished draw."""

from yizhan.planning.errors import SolverError
from yizhan.planning.sharing.allocation import Allocation
from yizhan.planning.sharing.check import faults
from yizhan.planning.sharing.problem import DrawProblem
from yizhan.planning.sharing.ranks import drawn_order
from yizhan.planning.sharing.serving import allocate


def run(problem: DrawProblem, *, randomness: str) -> Allocation:
    """
    Draw, allocate and check.

    Parameters
    ----------
    randomness
        The public value, lowercase hexadecimal.

    Raises
    ------
    ProblemError
        The randomness is malformed.
    SolverError
        The answer failed our own check.
    """
    allocation = allocate(problem, drawn_order(problem, randomness))
    wrong = faults(allocation, randomness=randomness)
    if wrong:
        raise SolverError("; ".join(wrong))
    return allocation
