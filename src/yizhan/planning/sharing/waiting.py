"""Waiting lists with timed offers: who is asked when seats come free, and what each person is told."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.planning.sharing.ties import WhenTooBig

_PLACE = Phrase("候补第 {place} 位，共 {of} 位", "place {place} of {of} on the waiting list")
_GIVEN_BACK = Phrase(
    "候补第 {place} 位，共 {of} 位；上期 {seats} 个名额中有 {returned} 个退回",
    "place {place} of {of}; {returned} of {seats} gave back last term",
)
_OFFER = Phrase(
    "空出名额，轮到您：{size} 人同去，请在 {until:%Y-%m-%d %H:%M} 前答复",
    "seats came free and it is your turn: {size} together; please answer by {until:%Y-%m-%d %H:%M}",
)
_EXPIRED = Phrase(
    "未在 {until:%Y-%m-%d %H:%M} 前答复，名额转给下一位",
    "no answer came by {until:%Y-%m-%d %H:%M}; the seats go to the next",
)
_TOO_BIG = Phrase(
    "空出 {free} 个名额，您一行 {size} 人坐不下；位置保留，先问后面坐得下的人",
    "{free} came free, too few for your party of {size}; you keep your place and a party that fits is asked",
)
_HOLDS_BACK = Phrase(
    "空出 {free} 个名额，您一行 {size} 人坐不下；位置保留，等名额凑齐",
    "{free} came free, too few for your party of {size}; you keep your place and nobody passes you",
)
_NOT_WAITING = Phrase("票号 {ticket} 不在候补名单上", "ticket {ticket} is not on the waiting list")
_NOT_OFFERED = Phrase("现在没有待答复的名额", "there is no offer to answer")
_LATE = Phrase(
    "答复期限 {until:%Y-%m-%d %H:%M} 已过，名额已转给下一位",
    "the time to answer ended at {until:%Y-%m-%d %H:%M}; the seats went to the next",
)


class Standing(enum.StrEnum):
    """Where a party on a waiting list stands."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"


class Act(enum.StrEnum):
    """What a step does."""

    OFFER = "offer"
    EXPIRE = "expire"
    KEEP = "keep"  # too big for what is free: the place is kept


@dataclass(frozen=True, slots=True)
class Waiter:
    """A party on the waiting list; `until` is when its open offer ends."""

    ticket: str
    size: int = 1
    standing: Standing = Standing.WAITING
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to a waiting list, and the sentence for the person it concerns."""

    ticket: str
    act: Act
    phrase: Phrase
    facts: tuple[tuple[str, object], ...] = ()

    def say(self, language: str) -> str:
        """Return the sentence."""
        return self.phrase.say(language, **dict(self.facts))


def advance(
    queue: Sequence[Waiter],
    *,
    free: int,
    now: dt.datetime,
    answer_within: dt.timedelta,
    last: dt.datetime | None = None,
    too_big: WhenTooBig = WhenTooBig.SKIP,
) -> tuple[tuple[Waiter, ...], tuple[Step, ...]]:
    """
    Return the list after expired offers ended and seats that are free were offered, and what was done.

    A party is asked whole or not at all, in the order of the list. That a party is too big is said anew each
    time seats are free; the caller need not tell the person twice.

    Parameters
    ----------
    queue
        In drawn order; seats of open offers are held and are not part of `free`.
    free
        Seats neither taken nor held by an open offer, ≥ 0.
    answer_within
        How long an offer stands.
    last
        From this moment on nobody is asked; no offer stands longer.
    too_big
        ``skip``: the first party that fits is asked, a bigger one ahead keeps its place.
        ``wait``: nobody passes a bigger party ahead.
    """
    steps: list[Step] = []
    after = list(queue)
    for index, waiter in enumerate(after):
        if waiter.standing is Standing.OFFERED and waiter.until is not None and waiter.until <= now:
            after[index] = replace(waiter, standing=Standing.EXPIRED)
            free += waiter.size
            steps.append(_step(waiter, Act.EXPIRE, _EXPIRED, until=waiter.until))
    until = now + answer_within if last is None else min(now + answer_within, last)
    for index, waiter in enumerate(after):
        if waiter.standing is not Standing.WAITING or free <= 0 or until <= now:
            continue
        if waiter.size <= free:
            after[index] = replace(waiter, standing=Standing.OFFERED, until=until)
            free -= waiter.size
            steps.append(_step(waiter, Act.OFFER, _OFFER, size=waiter.size, until=until))
        elif too_big is WhenTooBig.SKIP:
            steps.append(_step(waiter, Act.KEEP, _TOO_BIG, size=waiter.size, free=free))
        else:
            steps.append(_step(waiter, Act.KEEP, _HOLDS_BACK, size=waiter.size, free=free))
            break
    return tuple(after), tuple(steps)


def answered(
    queue: Sequence[Waiter], ticket: str, *, accepts: bool, now: dt.datetime
) -> tuple[tuple[Waiter, ...], int]:
    """
    Return the list after a party answered its offer, and the seats that come free by it.

    Raises
    ------
    Refusal
        The ticket is not on the list, has no open offer, or answers too late.
    """
    index = _index(queue, ticket)
    waiter = queue[index]
    if waiter.standing is not Standing.OFFERED or waiter.until is None:
        raise Refusal("offer_absent", _NOT_OFFERED)
    if waiter.until <= now:
        raise Refusal("offer_expired", _LATE, until=waiter.until)
    standing = Standing.ACCEPTED if accepts else Standing.DECLINED
    after = (*queue[:index], replace(waiter, standing=standing, until=None), *queue[index + 1 :])
    return after, 0 if accepts else waiter.size


def left(queue: Sequence[Waiter], ticket: str) -> tuple[tuple[Waiter, ...], int]:
    """Return the list without a party that leaves it, and the seats of its open offer that come free."""
    index = _index(queue, ticket)
    held = queue[index].size if queue[index].standing is Standing.OFFERED else 0
    return (*queue[:index], *queue[index + 1 :]), held


def place_of(queue: Sequence[Waiter], ticket: str) -> tuple[int, int]:
    """Return the place of a ticket among those still waiting or asked, from 1, and how many these are."""
    still = [waiter.ticket for waiter in queue if waiter.standing in {Standing.WAITING, Standing.OFFERED}]
    if ticket not in still:
        raise Refusal("not_waiting", _NOT_WAITING, ticket=ticket)
    return still.index(ticket) + 1, len(still)


def seats_needed(queue: Sequence[Waiter], ticket: str) -> int:
    """Return how many seats must come free until this party's turn is served: those ahead, and its own."""
    ahead = queue[: _index(queue, ticket) + 1]
    return sum(waiter.size for waiter in ahead if waiter.standing is Standing.WAITING)


def told(
    queue: Sequence[Waiter], ticket: str, *, returned: int | None = None, seats: int | None = None
) -> tuple[Phrase, dict[str, object]]:
    """
    Return the sentence on a ticket's place, with what came back last term where that is known.

    Examples
    --------
    >>> phrase, facts = told([Waiter("a"), Waiter("b")], "b", returned=9, seats=30)
    >>> phrase.say("en", **facts)
    'place 2 of 2; 9 of 30 gave back last term'
    """
    place, of = place_of(queue, ticket)
    if returned is None or seats is None:
        return _PLACE, {"place": place, "of": of}
    return _GIVEN_BACK, {"place": place, "of": of, "returned": returned, "seats": seats}


def _index(queue: Sequence[Waiter], ticket: str) -> int:
    for index, waiter in enumerate(queue):
        if waiter.ticket == ticket:
            return index
    raise Refusal("not_waiting", _NOT_WAITING, ticket=ticket)


def _step(waiter: Waiter, act: Act, phrase: Phrase, **facts: object) -> Step:
    return Step(waiter.ticket, act, phrase, tuple(facts.items()))
