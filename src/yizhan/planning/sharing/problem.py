"""The published problem of a draw: its offerings, its entries by columns, its rules."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.entries import (
    LOWERED_SLIPS,
    ORDINARY_SLIPS,
    Entry,
    Offering,
    Source,
    overlapping,
    refuse_label,
    refuse_time,
)
from yizhan.planning.sharing.ties import LOWEST_TICKET, SourceKind

__all__ = [
    "LOWERED_SLIPS",
    "ORDINARY_SLIPS",
    "DrawProblem",
    "Entry",
    "Ints",
    "Offering",
    "Source",
    "draw_problem",
]

Ints = NDArray[np.int64]

MOST_SLIPS = 16
MOST_SEATS = 1_000_000
MOST_TIERS = 1_000


_ROUND = re.compile(r"[1-9][0-9]{0,15}")

_BAD_ROUND = Phrase("轮次“{label}”应为正整数", "round '{label}' must be a whole number from 1 up")
_TWICE = Phrase("“{label}”出现了两次", "'{label}' appears twice")
_NOBODY_KNOWS = Phrase("没有名为“{label}”的课程", "no offering is called '{label}'")
_OUTSIDE = Phrase(
    "“{label}”的值是 {value}，应在 {low} 与 {high} 之间", "{value} for '{label}' is outside [{low}, {high}]"
)
_WISH_TWICE = Phrase("“{label}”的志愿有重复", "entry '{label}' wishes for something twice")
_ITSELF = Phrase("“{label}”不能与自己冲突", "'{label}' cannot clash with itself")
_SORTED = Phrase("票号应按顺序排列：“{label}”", "tickets must ascend: '{label}'")
_SHAPE = Phrase("各列长度应一致", "columns must have the same length")
_TIES = Phrase("没有名为“{value}”的规则", "there is no rule called '{value}'")


@dataclass(frozen=True, slots=True, eq=False)
class DrawProblem:
    """
    One draw: who may get which seats, before anything is random. Formulae: docs/methods/draws.md.

    Attributes
    ----------
    slug
        Label of the sign-up round.
    source
        The randomness announced beforehand.
    offerings : (n_offerings,)
        In ascending order of label.
    tickets : (n_entries,)
        Labels of entries, ascending.
    size, slips, tier, most : (n_entries,)
        See `Entry`.
    wish_start : (n_entries + 1,)
        The wishes of entry i are ``wishes[wish_start[i]:wish_start[i + 1]]``.
    wishes : (n_wishes,)
        Indices of offerings, the dearest first.
    cap
        Offerings an entry may get at most.
    clashes
        Pairs of labels that exclude each other for reasons other than their times.
    ties
        ``lowest_ticket``: equal hashes are ordered by ticket.

    Raises
    ------
    ProblemError
        Anything is out of shape, out of range, repeated or unknown; `where` names the field.
    """

    slug: str
    source: Source
    offerings: tuple[Offering, ...]
    tickets: Sequence[str]
    size: Ints
    slips: Ints
    tier: Ints
    most: Ints
    wish_start: Ints
    wishes: Ints
    cap: int = 1
    clashes: frozenset[tuple[str, str]] = frozenset()
    ties: str = LOWEST_TICKET

    def __post_init__(self) -> None:
        _refuse_malformed(self)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the offerings."""
        return tuple(offering.label for offering in self.offerings)

    @property
    def seats(self) -> Ints:
        """Seats of each offering."""
        return np.array([offering.seats for offering in self.offerings], dtype=np.int64)

    def entry(self, index: int) -> Entry:
        """Return one entry on its own."""
        wished = self.wishes[self.wish_start[index] : self.wish_start[index + 1]].tolist()
        return Entry(
            ticket=self.tickets[index],
            wishes=tuple(self.offerings[wish].label for wish in wished),
            size=int(self.size[index]),
            slips=int(self.slips[index]),
            tier=int(self.tier[index]),
            most=int(self.most[index]),
        )

    def entries(self) -> Iterator[Entry]:
        """Yield every entry in ascending order of ticket."""
        return (self.entry(index) for index in range(len(self.tickets)))

    def clash_table(self) -> NDArray[np.bool_]:
        """Return which offerings exclude each other: by their times, or because it was announced."""
        place = {label: index for index, label in enumerate(self.labels)}
        table = np.zeros((len(place), len(place)), dtype=np.bool_)
        for one, other in overlapping(self.offerings):
            table[one, other] = table[other, one] = True
        for left, right in self.clashes:
            table[place[left], place[right]] = table[place[right], place[left]] = True
        return table


def draw_problem(
    *,
    slug: str,
    source: Source,
    offerings: Iterable[Offering],
    entries: Iterable[Entry],
    cap: int = 1,
    clashes: Iterable[tuple[str, str]] = (),
) -> DrawProblem:
    """
    Return the problem of these offerings and entries, whatever their order.

    Raises
    ------
    ProblemError
        As `DrawProblem`; an unknown wish names the entry.
    """
    ordered = tuple(sorted(offerings, key=lambda offering: offering.label))
    place = {offering.label: index for index, offering in enumerate(ordered)}
    listed = sorted(entries, key=lambda entry: entry.ticket)
    return DrawProblem(
        slug=slug,
        source=source,
        offerings=ordered,
        tickets=[entry.ticket for entry in listed],
        size=_column([entry.size for entry in listed]),
        slips=_column([entry.slips for entry in listed]),
        tier=_column([entry.tier for entry in listed]),
        most=_column([entry.most for entry in listed]),
        wish_start=_column([0, *np.cumsum([len(entry.wishes) for entry in listed], dtype=np.int64)]),
        wishes=_column([_place_of(wish, place) for entry in listed for wish in entry.wishes]),
        cap=cap,
        clashes=frozenset((min(pair), max(pair)) for pair in clashes),
    )


def _column(numbers: Sequence[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _place_of(label: str, place: Mapping[str, int]) -> int:
    if label not in place:
        raise ProblemError(where="wishes", what=_NOBODY_KNOWS, label=label)
    return place[label]


def _refuse_malformed(problem: DrawProblem) -> None:
    refuse_label("slug", problem.slug)
    refuse_label("source", problem.source.detail)
    if problem.source.kind is SourceKind.DRAND and not _ROUND.fullmatch(problem.source.detail):
        raise ProblemError(where="source", what=_BAD_ROUND, label=problem.source.detail)
    if problem.ties != LOWEST_TICKET:
        raise ProblemError(where="ties", what=_TIES, value=problem.ties)
    _refuse_outside("cap", [str(problem.cap)], _column([problem.cap]), low=1, high=MOST_SEATS)
    _check_offerings(problem)
    _check_clashes(problem)
    _check_entries(problem)
    _check_wishes(problem)


def _refuse_disorder(where: str, labels: Sequence[str]) -> None:
    """Refuse labels that do not strictly ascend."""
    for before, label in pairwise(labels):
        if before >= label:
            raise ProblemError(where=where, what=_TWICE if before == label else _SORTED, label=label)


def _refuse_outside(where: str, labels: Sequence[str], numbers: Ints, *, low: int, high: int) -> None:
    bad = np.flatnonzero((numbers < low) | (numbers > high))
    if len(bad):
        index = int(bad[0])
        raise ProblemError(
            where=where, what=_OUTSIDE, label=labels[index], value=int(numbers[index]), low=low, high=high
        )


def _check_offerings(problem: DrawProblem) -> None:
    for offering in problem.offerings:
        refuse_label("offerings", offering.label)
        for start, end in offering.times:
            refuse_time(offering.label, start, end)
    _refuse_disorder("offerings", problem.labels)
    _refuse_outside("seats", problem.labels, problem.seats, low=0, high=MOST_SEATS)


def _check_clashes(problem: DrawProblem) -> None:
    known = set(problem.labels)
    for pair in sorted(problem.clashes):
        if pair[0] == pair[1]:
            raise ProblemError(where="clashes", what=_ITSELF, label=pair[0])
        for label in pair:
            if label not in known:
                raise ProblemError(where="clashes", what=_NOBODY_KNOWS, label=label)


def _check_entries(problem: DrawProblem) -> None:
    count = len(problem.tickets)
    columns = (problem.size, problem.slips, problem.tier, problem.most)
    if any(len(column) != count for column in columns) or len(problem.wish_start) != count + 1:
        raise ProblemError(where="entries", what=_SHAPE)
    for ticket in problem.tickets:
        refuse_label("tickets", ticket)
    _refuse_disorder("tickets", problem.tickets)
    _refuse_outside("size", problem.tickets, problem.size, low=1, high=MOST_SEATS)
    _refuse_outside("slips", problem.tickets, problem.slips, low=1, high=MOST_SLIPS)
    _refuse_outside("tier", problem.tickets, problem.tier, low=0, high=MOST_TIERS)
    _refuse_outside("most", problem.tickets, problem.most, low=1, high=problem.cap)


def _check_wishes(problem: DrawProblem) -> None:
    starts, wishes, count = problem.wish_start, problem.wishes, len(problem.offerings)
    if starts[0] != 0 or starts[-1] != len(wishes) or bool(np.any(np.diff(starts) < 0)):
        raise ProblemError(where="wish_start", what=_SHAPE)
    if len(wishes) and (int(wishes.min()) < 0 or int(wishes.max()) >= count):
        raise ProblemError(where="wishes", what=_NOBODY_KNOWS, label=str(int(wishes.max())))
    owner = np.repeat(np.arange(len(problem.tickets), dtype=np.int64), np.diff(starts))
    pairs = np.sort(owner * max(count, 1) + wishes)
    twice = np.flatnonzero(pairs[1:] == pairs[:-1])
    if len(twice):
        entry = int(pairs[int(twice[0])]) // max(count, 1)
        raise ProblemError(where="wishes", what=_WISH_TWICE, label=problem.tickets[entry])
