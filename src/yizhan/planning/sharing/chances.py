"""The chance of a seat before the draw: by drawing many times, or exactly where that is easy."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.allocation import Verdict
from yizhan.planning.sharing.entries import Entry
from yizhan.planning.sharing.problem import DrawProblem, Ints
from yizhan.planning.sharing.serving import serve

_NOBODY_KNOWS = Phrase("没有名为“{label}”的课程", "no offering is called '{label}'")
_RANGE = Phrase("{value} 应在 {low} 与 {high} 之间", "{value} is outside [{low}, {high}]")


@dataclass(frozen=True, slots=True)
class Chance:
    """
    How likely an entry is to get something.

    Attributes
    ----------
    any
        Share of the draws in which it got at least one of its wishes.
    wishes
        Offering → share of the draws in which it got this one.
    draws
        How many draws were simulated.
    """

    any: float
    wishes: Mapping[str, float]
    draws: int

    def error(self, share: float) -> float:
        """
        Return the standard error of a share, never 0: two successes and two failures are added first.

        Examples
        --------
        >>> round(Chance(0.5, {}, 1000).error(0.5), 3)
        0.016
        """
        adjusted = (share * self.draws + 2) / (self.draws + 4)
        return math.sqrt(adjusted * (1 - adjusted) / (self.draws + 4))


def chance_of(problem: DrawProblem, entry: Entry, *, draws: int = 1000, seed: int = 0) -> Chance:
    """
    Return how likely `entry` is to get each of its wishes, by simulated draws.

    Parameters
    ----------
    problem
        Everybody's entries; one with the same ticket is replaced by `entry`.
    draws
        How many draws to simulate; the standard error falls with its square root.
    seed
        Same seed, same answer.
    """
    if not 1 <= draws <= 1_000_000:
        raise ProblemError(where="draws", what=_RANGE, value=draws, low=1, high=1_000_000)
    own = _places(problem, entry)
    slips, tier, size, most, starts, wishes = _with(problem, entry, own)
    rng, clash, seats = np.random.default_rng(seed), problem.clash_table(), problem.seats
    won = np.zeros(len(own), dtype=np.int64)
    lucky = 0
    for _ in range(draws):
        order = np.lexsort((rng.exponential(size=len(slips)) / slips, tier)).astype(np.int64)
        got = serve((order, starts, wishes), (size, most), seats, clash)[starts[-2] :] == Verdict.GOT
        won += got
        lucky += bool(got.any())
    shares = dict(zip(entry.wishes, (won / draws).tolist(), strict=True))
    return Chance(lucky / draws, shares, draws)


def even_chance(seats: int, others: int) -> Fraction:
    """
    Return the exact chance in a draw for one offering, single persons of equal weight and no other wish.

    Examples
    --------
    >>> even_chance(20, 30)
    Fraction(20, 31)
    """
    return min(Fraction(1), Fraction(seats, others + 1))


def chance_on_list(needed: int, *, seats: int, returned: int, of: int) -> float:
    """
    Return how likely at least `needed` of `seats` come free if each does as often as last term.

    Last term `returned` of `of` were given back; one given back and one kept are added, so that nothing is
    certain. Seats are taken as independent of each other: a rough guide, to be shown as such.

    Examples
    --------
    >>> round(chance_on_list(7, seats=30, returned=9, of=30), 2)
    0.87
    """
    rate = (returned + 1) / (of + 2)
    return math.fsum(
        math.comb(seats, k) * rate**k * (1 - rate) ** (seats - k) for k in range(max(needed, 0), seats + 1)
    )


def _places(problem: DrawProblem, entry: Entry) -> Ints:
    place = {label: index for index, label in enumerate(problem.labels)}
    for label in entry.wishes:
        if label not in place:
            raise ProblemError(where="wishes", what=_NOBODY_KNOWS, label=label)
    return np.array([place[label] for label in entry.wishes], dtype=np.int64)


def _with(problem: DrawProblem, entry: Entry, own: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
    """Return the columns of all other entries with this one at the end."""
    others = np.array([ticket != entry.ticket for ticket in problem.tickets], dtype=np.bool_)
    lengths = np.diff(problem.wish_start)
    kept = np.repeat(others, lengths)
    starts = np.concatenate([[0], np.cumsum(np.append(lengths[others], len(own)))])
    columns = (
        (problem.slips, entry.slips),
        (problem.tier, entry.tier),
        (problem.size, entry.size),
        (problem.most, entry.most),
    )
    slips, tier, size, most = (np.append(column[others], value) for column, value in columns)
    return slips, tier, size, most, starts.astype(np.int64), np.append(problem.wishes[kept], own)
