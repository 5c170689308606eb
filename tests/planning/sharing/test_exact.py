"""Exact fractions and stability: the textbook's instances to the last digit, and our draw beside them."""

import json
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import shared
from strategies.draws import SOURCE
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing import Entry, Offering, draw_problem, run
from yizhan.planning.sharing.exact import probabilistic_serial, random_serial_dictatorship
from yizhan.planning.sharing.priorities import blocking_pairs, deferred_acceptance, drawn_lines
from yizhan.planning.sharing.serving import allocate


@pytest.fixture(scope="module")
def textbook():
    return json.loads(shared("suites/allocation/textbook_vectors.json").read_text(encoding="utf-8"))


def as_fractions(rows):
    return {
        person: {thing: Fraction(text) for thing, text in shares.items()} for person, shares in rows.items()
    }


def as_draw(preferences, *, slips=None):
    things = sorted({thing for wished in preferences.values() for thing in wished})
    entries = [
        Entry(person, tuple(wished), slips=(slips or {}).get(person, 1))
        for person, wished in preferences.items()
    ]
    return draw_problem(
        slug="textbook", source=SOURCE, offerings=[Offering(thing, 1) for thing in things], entries=entries
    )


def frequencies(problem, orders):
    counts = {entry.ticket: dict.fromkeys(problem.labels, 0) for entry in problem.entries()}
    number = 0
    for order in orders:
        number += 1
        for ticket, got in allocate(problem, np.array(order, dtype=np.int64)).seats().items():
            for thing in got:
                counts[ticket][thing] += 1
    return {
        ticket: {thing: Fraction(count, number) for thing, count in row.items()}
        for ticket, row in counts.items()
    }


def test_random_serial_dictatorship_is_the_textbook_s(textbook):
    vector = textbook["bogomolnaia_moulin_2001"]
    exact = random_serial_dictatorship(vector["preferences"])
    assert exact == as_fractions(vector["random_serial_dictatorship"])


def test_probabilistic_serial_is_the_textbook_s(textbook):
    vector = textbook["bogomolnaia_moulin_2001"]
    assert probabilistic_serial(vector["preferences"]) == as_fractions(vector["probabilistic_serial"])


def test_our_draw_over_all_orders_is_the_textbook_s(textbook):
    vector = textbook["bogomolnaia_moulin_2001"]
    problem = as_draw(vector["preferences"])
    counted = frequencies(problem, permutations(range(4)))
    assert counted == as_fractions(vector["random_serial_dictatorship"])


def test_hashed_draws_are_within_four_sigma_of_the_textbook(textbook):
    vector, draws = textbook["bogomolnaia_moulin_2001"], 10_000
    problem = as_draw(vector["preferences"])
    won = {(ticket, thing): 0 for ticket in problem.tickets for thing in problem.labels}
    for number in range(draws):
        for ticket, got in run(problem, randomness=f"{number:064x}").seats().items():
            won[ticket, got[0]] += 1
    for person, shares in as_fractions(vector["random_serial_dictatorship"]).items():
        for thing, chance in shares.items():
            sigma = float(draws * chance * (1 - chance)) ** 0.5
            assert abs(won[person, thing] - float(draws * chance)) < 4 * sigma


def test_weighted_draws_are_within_four_sigma_of_the_exact_weights():
    """First place goes by slips: 2, 2, 2 and 1 of 7, however many compete."""
    problem = draw_problem(
        slug="s",
        source=SOURCE,
        offerings=[Offering("c", 1)],
        entries=[Entry(f"t{index}", ("c",), slips=2 - (index == 3)) for index in range(4)],
    )
    draws, first = 10_000, dict.fromkeys(problem.tickets, 0)
    for number in range(draws):
        first[run(problem, randomness=f"{number:064x}").order_of_tickets()[0]] += 1
    for ticket, weight in zip(problem.tickets, (2, 2, 2, 1), strict=True):
        chance = weight / 7
        assert abs(first[ticket] - draws * chance) < 4 * (draws * chance * (1 - chance)) ** 0.5


@given(
    orders=st.lists(st.permutations("abc"), min_size=1, max_size=4),
    seats=st.fixed_dictionaries({thing: st.integers(0, 2) for thing in "abc"}),
)
def test_exact_fractions_are_the_count_over_all_orders(orders, seats):
    preferences = {f"p{index}": order for index, order in enumerate(orders)}
    problem = draw_problem(
        slug="s",
        source=SOURCE,
        offerings=[Offering(thing, count) for thing, count in seats.items()],
        entries=[Entry(person, tuple(wished)) for person, wished in preferences.items()],
    )
    counted = frequencies(problem, permutations(range(len(orders))))
    assert random_serial_dictatorship(preferences, seats=seats) == counted


@given(orders=st.lists(st.permutations("abcd"), min_size=1, max_size=5))
def test_probabilistic_serial_eats_what_there_is(orders):
    eaten = probabilistic_serial({f"p{index}": order for index, order in enumerate(orders)})
    assert all(sum(shares.values()) == min(1, Fraction(4, len(orders))) for shares in eaten.values())
    for thing in "abcd":
        assert sum(shares[thing] for shares in eaten.values()) <= 1


def test_too_many_for_exact_fractions_is_refused():
    with pytest.raises(ProblemError, match="at most 12"):
        random_serial_dictatorship({f"p{index}": ["a"] for index in range(13)})


def test_deferred_acceptance_is_roth_s(textbook):
    vector = textbook["roth_1982"]
    seats = dict.fromkeys(vector["schools"], vector["capacity"])
    stable = deferred_acceptance(vector["students"], vector["schools"], seats=seats)
    assert stable == vector["student_optimal_stable(DA)"]
    assert blocking_pairs(stable, vector["students"], vector["schools"], seats=seats) == []


def test_the_better_but_unstable_matching_is_blocked_as_roth_says(textbook):
    vector = textbook["roth_1982"]
    seats = dict.fromkeys(vector["schools"], vector["capacity"])
    trading = vector["pareto_dominating_but_unstable(TTC)"]
    blocked = blocking_pairs(trading, vector["students"], vector["schools"], seats=seats)
    assert blocked == [tuple(vector["blocking_pair_of_TTC"])]


@st.composite
def markets(draw):
    applicants = [f"a{index}" for index in range(draw(st.integers(1, 5)))]
    offerings = [f"c{index}" for index in range(draw(st.integers(1, 3)))]

    def some(of):
        return draw(st.permutations(of))[: draw(st.integers(0, len(of)))]

    return (
        {applicant: some(offerings) for applicant in applicants},
        {offering: some(applicants) for offering in offerings},
        {offering: draw(st.integers(0, 2)) for offering in offerings},
    )


@given(market=markets())
def test_deferred_acceptance_is_stable_and_feasible(market):
    wishes, priorities, seats = market
    matching = deferred_acceptance(wishes, priorities, seats=seats)
    assert blocking_pairs(matching, wishes, priorities, seats=seats) == []
    assert all(offering in wishes[applicant] for applicant, offering in matching.items())
    assert all(list(matching.values()).count(offering) <= seats[offering] for offering in seats)


@given(market=markets(), data=st.data())
def test_no_misreport_helps_in_deferred_acceptance(market, data):
    wishes, priorities, seats = market
    liar = data.draw(st.sampled_from(sorted(wishes)))
    lie = data.draw(st.permutations(sorted(priorities)))[: data.draw(st.integers(0, len(priorities)))]
    honest = deferred_acceptance(wishes, priorities, seats=seats).get(liar)
    lying = deferred_acceptance({**wishes, liar: lie}, priorities, seats=seats).get(liar)
    ranks = {offering: rank for rank, offering in enumerate(wishes[liar])}
    assert ranks.get(honest, len(ranks)) <= ranks.get(lying, len(ranks))


@given(market=markets(), data=st.data())
def test_one_common_line_gives_what_the_draw_gives(market, data):
    wishes, _, seats = market
    order = data.draw(st.permutations(sorted(wishes)))
    lines = drawn_lines({offering: dict.fromkeys(wishes, 0) for offering in seats}, order)
    problem = draw_problem(
        slug="s",
        source=SOURCE,
        offerings=[Offering(offering, count) for offering, count in seats.items()],
        entries=[Entry(applicant, tuple(wished)) for applicant, wished in wishes.items()],
    )
    places = np.array([problem.tickets.index(applicant) for applicant in order], dtype=np.int64)
    drawn = {ticket: got[0] for ticket, got in allocate(problem, places).seats().items() if got}
    assert deferred_acceptance(wishes, lines, seats=seats) == drawn


def test_lines_go_by_tier_and_then_by_the_draw():
    lines = drawn_lines({"c": {"x": 1, "y": 0, "z": 1}}, ["z", "x", "y"])
    assert lines == {"c": ["y", "z", "x"]}


@pytest.mark.parametrize(
    ("wishes", "priorities"), [({"a": ["d"]}, {"c": ["a"]}), ({"a": ["c"]}, {"c": ["a", "a"]})]
)
def test_malformed_market_is_refused(wishes, priorities):
    with pytest.raises(ProblemError):
        deferred_acceptance(wishes, priorities, seats={"c": 1})
