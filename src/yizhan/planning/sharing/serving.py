"""Seats in drawn order: each entry in turn takes its dearest wishes that are left (serial dictatorship)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from yizhan.planning.sharing.allocation import Allocation, Verdict, Verdicts
from yizhan.planning.sharing.problem import DrawProblem, Ints

_GOT, _FULL, _CLASH, _ENOUGH = (int(verdict) for verdict in Verdict)


def allocate(problem: DrawProblem, order: Ints) -> Allocation:
    """Return the allocation in a given order; nothing is hashed or checked."""
    verdicts = serve(
        (order, problem.wish_start, problem.wishes),
        (problem.size, problem.most),
        problem.seats,
        problem.clash_table(),
    )
    return Allocation(problem, order, verdicts)


def warm_up() -> None:
    """Compile the kernel, once, so that no draw in public waits for it."""
    one, none = np.zeros(1, dtype=np.int64), np.zeros((1, 1), dtype=np.bool_)
    serve((one, np.array([0, 1]), one), (one + 1, one + 1), one, none)


@njit(cache=True, nogil=True)
def serve(
    asked: tuple[Ints, Ints, Ints], parties: tuple[Ints, Ints], seats: Ints, clash: NDArray[np.bool_]
) -> Verdicts:
    """Serve entries in order; return the verdict on each wish."""
    (order, wish_start, wishes), (size, most) = asked, parties
    free = seats.copy()
    verdicts = np.empty(len(wishes), dtype=np.int8)
    for entry in order:
        held = 0
        for wish in range(wish_start[entry], wish_start[entry + 1]):
            if held == most[entry]:
                verdicts[wish] = _ENOUGH
                continue
            verdicts[wish] = _FULL
            for earlier in range(wish_start[entry], wish):
                if verdicts[earlier] == _GOT and clash[wishes[earlier], wishes[wish]]:
                    verdicts[wish] = _CLASH
            if verdicts[wish] == _FULL and free[wishes[wish]] >= size[entry]:
                verdicts[wish] = _GOT
                free[wishes[wish]] -= size[entry]
                held += 1
    return verdicts
