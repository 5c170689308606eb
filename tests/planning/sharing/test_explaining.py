"""What a person is told: place, reasons, chance; every number recounted."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.draws import SOURCE, problems, values
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing import (
    Entry,
    Offering,
    Verdict,
    chance_of,
    chance_on_list,
    draw_problem,
    even_chance,
    explanations,
    run,
)
from yizhan.planning.sharing.exact import random_serial_dictatorship

VALUE = "ab" * 32
MONDAY = (("2026-03-02T18:00", "2026-03-02T19:00"),)


def of_one_course(count, *, seats):
    return draw_problem(
        slug="s",
        source=SOURCE,
        offerings=[Offering("brush", seats)],
        entries=[Entry(f"t{index:02d}", ("brush",)) for index in range(count)],
    )


def test_place_and_reason_are_said_in_both_languages():
    told = list(explanations(run(of_one_course(31, seats=6), randomness=VALUE)))
    assert told[6].say("en") == [
        "drawn at place 7 of 31 entries",
        "brush: 0 seats were left at your turn, you need 1; place 1 on the waiting list",
    ]
    assert told[6].say("zh")[1] == "brush：轮到您时剩 0 个名额，需要 1 个；候补第 1 位"
    assert told[6].wishes[0].say_place("en") == "place 7 of the 31 entries that wished for brush"
    assert told[0].say("en")[1] == "brush: you got 1 of its seats"


def test_clash_and_cap_are_named():
    problem = draw_problem(
        slug="s",
        source=SOURCE,
        cap=1,
        offerings=[Offering("brush", 1, MONDAY), Offering("clay", 1, MONDAY), Offering("code", 1)],
        entries=[Entry("t", ("brush", "clay", "code"))],
    )
    (told,) = explanations(run(problem, randomness=VALUE), {"t"})
    assert [wish.verdict for wish in told.wishes] == [Verdict.GOT, Verdict.ENOUGH, Verdict.ENOUGH]
    two = draw_problem(
        slug="s", source=SOURCE, cap=2, offerings=problem.offerings,
        entries=[Entry("t", ("brush", "clay", "code"), most=2)],
    )  # fmt: skip
    (told,) = explanations(run(two, randomness=VALUE), {"t"})
    assert told.say("en")[2] == "clay: it clashes with brush, which you wished for more and got"
    named = told.say("zh", {"brush": "书法", "clay": "陶艺"})
    assert named[2] == "陶艺：与您已得到的书法时间冲突"


@given(problem=problems(), value=values)
def test_explanations_agree_with_the_lists(problem, value):
    allocation = run(problem, randomness=value)
    waiting, seats = allocation.waiting(), allocation.seats()
    told = {explanation.ticket: explanation for explanation in explanations(allocation)}
    assert list(told) == allocation.order_of_tickets()
    for ticket, explanation in told.items():
        assert [w.label for w in explanation.wishes if w.verdict is Verdict.GOT] == seats[ticket]
        for wish in explanation.wishes:
            assert wish.say("zh") != wish.say("en")
            if wish.verdict is Verdict.FULL:
                facts = dict(wish.facts)
                assert waiting[wish.label][facts["waiting"] - 1] == ticket
                assert 0 <= facts["free"] < facts["size"]


def test_simulated_chance_is_near_the_exact_one():
    preferences = {"1": "abcd", "2": "abcd", "3": "badc", "4": "badc"}
    problem = draw_problem(
        slug="s",
        source=SOURCE,
        offerings=[Offering(thing, 1) for thing in "abcd"],
        entries=[Entry(person, tuple(wished)) for person, wished in preferences.items() if person != "1"],
    )
    chance = chance_of(problem, Entry("1", tuple("abcd")), draws=4000, seed=1)
    exact = random_serial_dictatorship(preferences)["1"]
    assert chance.any == 1.0
    for thing, share in chance.wishes.items():
        assert abs(share - float(exact[thing])) < 4 * chance.error(share)


def test_lowered_weight_halves_the_odds_not_the_person():
    """Among 30 ordinary entries for one seat, one slip of 61 is the chance; half a slip would be less."""
    problem = of_one_course(30, seats=1)
    chance = chance_of(problem, Entry("x", ("brush",), slips=1), draws=20_000)
    assert abs(chance.any - 1 / 61) < 4 * (1 / 61 * 60 / 61 / 20_000) ** 0.5


def test_own_entry_is_replaced_and_the_seed_decides():
    problem = of_one_course(3, seats=1)
    twice = [chance_of(problem, Entry("t00", ("brush",)), draws=500, seed=7) for _ in range(2)]
    assert twice[0] == twice[1]
    assert abs(twice[0].any - 1 / 3) < 4 * twice[0].error(1 / 3)


def test_certain_and_hopeless_chances_have_an_error():
    problem = of_one_course(2, seats=3)
    chance = chance_of(problem, Entry("x", ("brush",)), draws=100)
    assert (chance.any, chance.error(1.0) > 0) == (1.0, True)
    assert chance_of(problem, Entry("x", ("brush",), size=4), draws=100).any == 0.0
    assert chance_of(problem, Entry("x", ()), draws=10).any == 0.0


@pytest.mark.parametrize(("wishes", "draws"), [(("clay",), 10), (("brush",), 0)])
def test_impossible_question_is_refused(wishes, draws):
    with pytest.raises(ProblemError):
        chance_of(of_one_course(2, seats=1), Entry("x", wishes), draws=draws)


@given(seats=st.integers(0, 9), others=st.integers(0, 9))
def test_even_chance_is_seats_by_parties(seats, others):
    assert even_chance(seats, others) * (others + 1) == min(seats, others + 1)


def test_chance_on_the_list_is_the_binomial_tail():
    rate = 10 / 32
    at_least = 1 - sum(comb(30, k) * rate**k * (1 - rate) ** (30 - k) for k in range(7))
    assert abs(chance_on_list(7, seats=30, returned=9, of=30) - at_least) < 1e-12
    assert chance_on_list(31, seats=30, returned=9, of=30) == 0.0
    assert abs(chance_on_list(0, seats=30, returned=9, of=30) - 1.0) < 1e-12
