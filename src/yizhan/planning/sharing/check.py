"""Recounts an allocation from the published problem alone, and says what is wrong with it."""

import hashlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.sharing.allocation import Allocation, Verdict, Verdicts
from yizhan.planning.sharing.problem import DrawProblem, Ints

Flags = NDArray[np.bool_]


def faults(allocation: Allocation, *, randomness: str) -> list[str]:
    """
    Return what is wrong with an allocation, one sentence each; nothing wrong is an empty list.

    Checked are: the order against freshly hashed slips; seats, clashes and caps; for every party turned away,
    that those drawn before it had left too few seats (no justified envy, no blocking pair, no seat wasted);
    and the reason given for every wish.
    """
    wrong = order_faults(allocation.problem, allocation.order, randomness=randomness)
    return wrong or seat_faults(allocation)


def order_faults(problem: DrawProblem, order: Ints, *, randomness: str) -> list[str]:
    """Return what is wrong with a drawn order."""
    if not np.array_equal(np.sort(order), np.arange(len(problem.tickets))):
        return ["the order does not name every entry once"]
    sha256, tickets = hashlib.sha256, problem.tickets
    keys = [
        (tier, min([sha256(f"{randomness}:{ticket}:{k}".encode()).digest() for k in range(slips)]), ticket)
        for tier, ticket, slips in (
            (tier, tickets[entry], slips)
            for entry, tier, slips in zip(
                order.tolist(), problem.tier[order].tolist(), problem.slips[order].tolist(), strict=True
            )
        )
    ]
    return [] if all(a < b for a, b in pairwise(keys)) else ["the order is not the order of the best slips"]


def seat_faults(allocation: Allocation) -> list[str]:
    """Return what is wrong with the seats, given the order."""
    problem, verdicts = allocation.problem, allocation.verdicts
    if len(verdicts) != len(problem.wishes):
        return ["the verdicts are not one for each wish"]
    owner = np.repeat(np.arange(len(problem.tickets), dtype=np.int64), np.diff(problem.wish_start))
    got = verdicts == Verdict.GOT
    held_above = _held_above(problem, owner, got)
    clashing = _clashes_above(problem, owner, got)
    before = _seats_taken_before(problem, owner, got, place=allocation.place)
    room = before + problem.size[owner] <= problem.seats[problem.wishes]
    barred = clashing | (held_above >= problem.most[owner])
    found = {
        "an offering has more persons than seats": got & ~room,
        "an entry holds two offerings at the same time": got & clashing,
        "an entry holds more offerings than it may": got & (held_above >= problem.most[owner]),
        "a party was turned away although those drawn before it left room": ~got & ~barred & room,
        "a reason is not what the problem says": ~got
        & (verdicts != _reasons(problem, owner, held_above, clashing)),
    }
    return [sentence for sentence, where in found.items() if bool(where.any())]


def _reasons(problem: DrawProblem, owner: Ints, held_above: Ints, clashing: Flags) -> Verdicts:
    """Return the reason each wish would have if it was not granted."""
    reasons = np.where(clashing, np.int8(Verdict.CLASH), np.int8(Verdict.FULL))
    return np.where(held_above >= problem.most[owner], np.int8(Verdict.ENOUGH), reasons)


def _held_above(problem: DrawProblem, owner: Ints, got: Flags) -> Ints:
    """Return how many dearer wishes of the same entry were granted."""
    running = np.concatenate([[0], np.cumsum(got, dtype=np.int64)])
    return running[:-1] - running[problem.wish_start[owner]]


def _clashes_above(problem: DrawProblem, owner: Ints, got: Flags) -> Flags:
    """Return whether a dearer granted wish of the same entry excludes the wish."""
    clash, wishes = problem.clash_table(), problem.wishes
    clashing = np.zeros(len(wishes), dtype=np.bool_)
    for step in range(1, int(np.diff(problem.wish_start).max(initial=0))):
        same = (owner[step:] == owner[:-step]) & got[:-step]
        clashing[step:] |= same & clash[wishes[:-step], wishes[step:]]
    return clashing


def _seats_taken_before(problem: DrawProblem, owner: Ints, got: Flags, *, place: Ints) -> Ints:
    """Return, for each wish, the seats of its offering held by entries drawn before."""
    sequence = np.argsort(problem.wishes * len(problem.tickets) + place[owner])
    taken = np.where(got, problem.size[owner], 0)[sequence]
    running = np.cumsum(taken) - taken
    groups = np.searchsorted(problem.wishes[sequence], np.arange(len(problem.offerings)))
    start = np.append(running, 0)[groups]
    before = np.empty_like(running)
    before[sequence] = running - start[problem.wishes[sequence]]
    return before
