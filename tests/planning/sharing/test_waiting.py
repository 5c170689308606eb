"""Waiting lists: parties whole or not at all, offers that end, and sentences that say why."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.foundation.refusals import Refusal
from yizhan.planning.sharing import (
    Act,
    Standing,
    Waiter,
    WhenTooBig,
    advance,
    answered,
    left,
    place_of,
    seats_needed,
    told,
)

NOW = dt.datetime(2026, 3, 1, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(hours=24)
QUEUE = (Waiter("family", 3), Waiter("pair", 2), Waiter("one"))


def moved(queue, free, **more):
    return advance(queue, free=free, now=NOW, answer_within=DAY, **more)


def offered(queue):
    return [waiter.ticket for waiter in queue if waiter.standing is Standing.OFFERED]


@pytest.mark.parametrize(
    ("free", "asked"), [(0, []), (1, ["one"]), (2, ["pair"]), (3, ["family"]), (4, ["family", "one"])]
)
def test_first_party_that_fits_is_asked(free, asked):
    queue, _ = moved(QUEUE, free)
    assert offered(queue) == asked


def test_bigger_party_keeps_its_place_and_is_told_why():
    queue, steps = moved(QUEUE, 2)
    assert [(step.ticket, step.act) for step in steps] == [("family", Act.KEEP), ("pair", Act.OFFER)]
    assert place_of(queue, "family") == (1, 3)
    assert "too few for your party of 3" in steps[0].say("en")
    assert steps[0].say("zh") == "空出 2 个名额，您一行 3 人坐不下；位置保留，先问后面坐得下的人"
    assert steps[1].say("en").endswith("please answer by 2026-03-02 10:00")


def test_nobody_passes_a_bigger_party_where_that_was_announced():
    queue, steps = moved(QUEUE, 2, too_big=WhenTooBig.WAIT)
    assert (offered(queue), [step.act for step in steps]) == ([], [Act.KEEP])
    queue, _ = moved(queue, 3, too_big=WhenTooBig.WAIT)
    assert offered(queue) == ["family"]


def test_offer_that_expires_goes_to_the_next():
    queue, _ = moved(QUEUE, 3)
    later = NOW + DAY
    queue, steps = advance(queue, free=0, now=later, answer_within=DAY)
    assert [(step.ticket, step.act) for step in steps] == [
        ("family", Act.EXPIRE),
        ("pair", Act.OFFER),
        ("one", Act.OFFER),
    ]
    assert queue[0].standing is Standing.EXPIRED
    assert place_of(queue, "one") == (2, 2)


def test_offer_stands_until_its_last_moment():
    queue, _ = moved(QUEUE, 3)
    after, steps = advance(queue, free=0, now=NOW + DAY - dt.timedelta(seconds=1), answer_within=DAY)
    assert (after, steps) == (queue, ())


def test_no_offer_stands_longer_than_the_last_moment():
    last = NOW + dt.timedelta(hours=2)
    queue, _ = moved(QUEUE, 3, last=last)
    assert queue[0].until == last
    assert moved(QUEUE, 3, last=NOW) == (QUEUE, ())


def test_accepted_and_declined_offers():
    queue, _ = moved(QUEUE, 4)
    queue, freed = answered(queue, "one", accepts=True, now=NOW)
    assert (freed, place_of(queue, "pair")) == (0, (2, 2))
    queue, freed = answered(queue, "family", accepts=False, now=NOW)
    assert freed == 3
    queue, _ = moved(queue, freed)
    assert offered(queue) == ["pair"]


def test_party_that_leaves_gives_its_seats_back():
    queue, _ = moved(QUEUE, 3)
    queue, freed = left(queue, "family")
    assert (freed, [waiter.ticket for waiter in queue]) == (3, ["pair", "one"])
    assert left(queue, "one")[1] == 0


@pytest.mark.parametrize(
    ("ticket", "at", "code"),
    [
        ("nobody", NOW, "not_waiting"),
        ("pair", NOW, "offer_absent"),
        ("family", NOW + DAY, "offer_expired"),
    ],
)
def test_answer_that_cannot_count_is_refused(ticket, at, code):
    queue, _ = moved(QUEUE, 3)
    with pytest.raises(Refusal) as refusal:
        answered(queue, ticket, accepts=True, now=at)
    assert refusal.value.code == code
    assert refusal.value.say("zh") != refusal.value.say("en")


def test_person_is_told_place_and_what_came_back():
    queue = [Waiter(f"t{index:02d}") for index in range(1, 32)]
    phrase, facts = told(queue, "t07", returned=9, seats=30)
    assert phrase.say("en", **facts) == "place 7 of 31; 9 of 30 gave back last term"
    assert phrase.say("zh", **facts) == "候补第 7 位，共 31 位；上期 30 个名额中有 9 个退回"
    phrase, facts = told(queue, "t07")
    assert phrase.say("en", **facts) == "place 7 of 31 on the waiting list"
    assert seats_needed(queue, "t07") == 7
    assert seats_needed(QUEUE, "pair") == 5


@given(
    sizes=st.lists(st.integers(1, 5), max_size=8),
    events=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 30)), max_size=6),
    too_big=st.sampled_from(WhenTooBig),
)
def test_no_seat_is_promised_twice(sizes, events, too_big):
    """Seats free and seats on offer together never exceed what was given back."""
    queue, free, now = tuple(Waiter(f"t{index}", size) for index, size in enumerate(sizes)), 0, NOW
    given_back = 0
    for more, hours in events:
        now += dt.timedelta(hours=hours)
        free, given_back = free + more, given_back + more
        before = sum(waiter.size for waiter in queue if waiter.standing is Standing.OFFERED)
        queue, _ = advance(queue, free=free, now=now, answer_within=DAY, too_big=too_big)
        promised = sum(waiter.size for waiter in queue if waiter.standing is Standing.OFFERED)
        free += before - promised
        assert free >= 0
        assert promised + free == given_back
        fits = [w for w in queue if w.standing is Standing.WAITING and w.size <= free]
        assert fits == [] or too_big is WhenTooBig.WAIT
