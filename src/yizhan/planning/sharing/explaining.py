"""What a draw means for one entry: its place, and for each wish why it was granted or not."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from yizhan.foundation.phrases import Phrase
from yizhan.planning.sharing.allocation import Allocation, Verdict

_PLACE = Phrase("抽签顺序第 {place} 位，共 {of} 份报名", "drawn at place {place} of {of} entries")
_PLACE_OF_WISH = Phrase(
    "报了{label}的共 {of} 份，您排第 {place} 位", "place {place} of the {of} entries that wished for {label}"
)
_SAID = {
    Verdict.GOT: Phrase("{label}：得到 {size} 个名额", "{label}: you got {size} of its seats"),
    Verdict.FULL: Phrase(
        "{label}：轮到您时剩 {free} 个名额，需要 {size} 个；候补第 {waiting} 位",
        "{label}: {free} seats were left at your turn, you need {size}; place {waiting} on the waiting list",
    ),
    Verdict.CLASH: Phrase(
        "{label}：与您已得到的{held}时间冲突",
        "{label}: it clashes with {held}, which you wished for more and got",
    ),
    Verdict.ENOUGH: Phrase(
        "{label}：您已得到 {most} 门，达到您的上限",
        "{label}: you had got {most} already, as many as you may have",
    ),
}
_AS_LABELLED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class WishReason:
    """
    Why one wish was granted or not.

    Attributes
    ----------
    label
        The offering.
    verdict
        What became of the wish.
    place, of
        Place of the entry among all that wished for the offering, from 1, in drawn order.
    facts
        The numbers in the sentence.
    """

    label: str
    verdict: Verdict
    place: int
    of: int
    facts: tuple[tuple[str, object], ...]

    def say(self, language: str, names: Mapping[str, str] = _AS_LABELLED) -> str:
        """Return the reason as a sentence; `names` gives offerings other names than their labels."""
        facts = {key: names.get(str(fact), fact) if key == "held" else fact for key, fact in self.facts}
        return _SAID[self.verdict].say(language, label=names.get(self.label, self.label), **facts)

    def say_place(self, language: str, names: Mapping[str, str] = _AS_LABELLED) -> str:
        """Return the place among those who wished for the same as a sentence."""
        label = names.get(self.label, self.label)
        return _PLACE_OF_WISH.say(language, label=label, place=self.place, of=self.of)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a draw means for one entry: its place, from 1, of so many, and a reason for each wish."""

    ticket: str
    place: int
    of: int
    wishes: tuple[WishReason, ...]

    def say(self, language: str, names: Mapping[str, str] = _AS_LABELLED) -> list[str]:
        """Return the place and the reasons, one sentence each."""
        return [
            _PLACE.say(language, place=self.place, of=self.of),
            *(wish.say(language, names) for wish in self.wishes),
        ]


def explanations(allocation: Allocation, tickets: Collection[str] | None = None) -> Iterator[Explanation]:
    """
    Yield the explanation of every entry, or of some, in drawn order; one pass over the whole draw.

    Parameters
    ----------
    tickets
        Whom to explain to; everybody when not given.
    """
    counts = _Counts(allocation)
    for place, index in enumerate(allocation.order.tolist(), start=1):
        reasons = counts.serve(index)
        ticket = allocation.problem.tickets[index]
        if tickets is None or ticket in tickets:
            yield Explanation(ticket, place, len(allocation.order), reasons)


class _Counts:
    """Seats left, and how many have wished and waited so far, for each offering."""

    def __init__(self, allocation: Allocation) -> None:
        problem = allocation.problem
        self.allocation = allocation
        self.clash, self.labels = problem.clash_table(), problem.labels
        self.free = problem.seats.tolist()
        self.wished = [0] * len(self.labels)
        self.waiting = [0] * len(self.labels)
        self.total = np.bincount(problem.wishes, minlength=len(self.labels)).tolist()

    def serve(self, index: int) -> tuple[WishReason, ...]:
        """Return the reasons of one entry, the next one drawn."""
        problem = self.allocation.problem
        start, end = problem.wish_start[index : index + 2].tolist()
        held: list[int] = []
        reasons = []
        wishes = problem.wishes[start:end].tolist()
        for wish, number in zip(wishes, self.allocation.verdicts[start:end].tolist(), strict=True):
            verdict = Verdict(number)
            self.wished[wish] += 1
            facts = tuple(self._facts(index, wish, verdict, held).items())
            if verdict is Verdict.GOT:
                self.free[wish] -= int(problem.size[index])
                held.append(wish)
            reasons.append(WishReason(self.labels[wish], verdict, self.wished[wish], self.total[wish], facts))
        return tuple(reasons)

    def _facts(self, index: int, wish: int, verdict: Verdict, held: list[int]) -> dict[str, object]:
        problem = self.allocation.problem
        if verdict is Verdict.CLASH:
            return {"held": self.labels[next(other for other in held if self.clash[other, wish])]}
        if verdict is Verdict.ENOUGH:
            return {"most": int(problem.most[index])}
        facts: dict[str, object] = {"size": int(problem.size[index])}
        if verdict is Verdict.FULL:
            self.waiting[wish] += 1
            facts |= {"free": self.free[wish], "waiting": self.waiting[wish]}
        return facts
