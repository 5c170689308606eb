"""The fast draw does what the plain one does, and what was announced, on small draws of every kind."""

import dataclasses
import os
import subprocess
import sys
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.draws import SOURCE, problems, values
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing import Entry, Offering, Verdict, draw_problem, faults, run
from yizhan.planning.sharing.reference import excludes, plain_allocation, plain_order
from yizhan.planning.sharing.serving import allocate

VALUE = "ab" * 32


def with_entries(problem, entries):
    return draw_problem(
        slug=problem.slug,
        source=problem.source,
        offerings=problem.offerings,
        entries=entries,
        cap=problem.cap,
        clashes=problem.clashes,
    )


def of_one_course(entries, *, seats=1, **more):
    return draw_problem(
        slug="spring", source=SOURCE, offerings=[Offering("c", seats)], entries=entries, **more
    )


@given(problem=problems(), value=values)
def test_allocation_is_the_plain_one(problem, value):
    allocation = run(problem, randomness=value)
    order = plain_order(problem, value)
    assert allocation.order_of_tickets() == [entry.ticket for entry in order]
    assert (allocation.seats(), allocation.waiting()) == plain_allocation(problem, order)


@given(problem=problems(), value=values)
def test_allocation_is_feasible(problem, value):
    seats = run(problem, randomness=value).seats()
    offering = {offering.label: offering for offering in problem.offerings}
    taken = dict.fromkeys(offering, 0)
    for entry in problem.entries():
        got = seats[entry.ticket]
        assert len(got) <= entry.most
        assert set(got) <= set(entry.wishes)
        assert not any(excludes(problem, offering[a], offering[b]) for a in got for b in got if a < b)
        for label in got:
            taken[label] += entry.size
    assert all(taken[label] <= offering[label].seats for label in offering)


@given(problem=problems(), value=values)
def test_nobody_envies_a_later_one_and_no_seat_is_wasted(problem, value):
    """No blocking pair: the dearer wishes of a party were full with those drawn before it."""
    allocation = run(problem, randomness=value)
    seats, order = allocation.seats(), allocation.order_of_tickets()
    entries = {entry.ticket: entry for entry in problem.entries()}
    offering = {offering.label: offering for offering in problem.offerings}
    for place, ticket in enumerate(order):
        entry = entries[ticket]
        for rank, wish in enumerate(entry.wishes):
            dearer = [held for held in seats[ticket] if held in entry.wishes[:rank]]
            barred = any(excludes(problem, offering[wish], offering[held]) for held in dearer)
            if wish in seats[ticket] or barred or len(dearer) == entry.most:
                continue
            before = sum(entries[other].size for other in order[:place] if wish in seats[other])
            assert before + entry.size > offering[wish].seats


def worth(entry, got):
    """A lexicographic taste: any dearer wish outweighs all that are less dear."""
    return [wish in got for wish in entry.wishes]


@given(problem=problems(entries=6), value=values, data=st.data())
def test_no_misreport_helps(problem, value, data):
    """Neither another order of wishes nor leaving some out, whatever the cap; the ticket stays the same."""
    if not problem.tickets:
        return
    truth = problem.entry(data.draw(st.integers(0, len(problem.tickets) - 1)))
    labels = problem.labels
    lie = tuple(data.draw(st.permutations(labels)))[: data.draw(st.integers(0, len(labels)))]
    liar = dataclasses.replace(truth, wishes=lie, most=data.draw(st.integers(1, truth.most)))
    others = [entry for entry in problem.entries() if entry.ticket != truth.ticket]
    honest = run(problem, randomness=value).seats()[truth.ticket]
    lying = run(with_entries(problem, [*others, liar]), randomness=value).seats()[truth.ticket]
    assert worth(truth, honest) >= worth(truth, lying)


def first_wishes_first(problem, order):
    """The rule many portals use: all first wishes, then all second ones. Here to be gamed."""
    free = {offering.label: offering.seats for offering in problem.offerings}
    seats = {entry.ticket: [] for entry in order}
    for rank in range(len(free)):
        for entry in order:
            if rank < len(entry.wishes) and not seats[entry.ticket] and free[entry.wishes[rank]]:
                free[entry.wishes[rank]] -= 1
                seats[entry.ticket] = [entry.wishes[rank]]
    return seats


def test_rule_that_serves_first_wishes_first_can_be_gamed():
    """The negative control: there a lie gets the third one drawn a dearer course; in the draw it does not."""
    courses = [Offering("brush", 1), Offering("clay", 1), Offering("code", 1)]
    wishes = ("brush", "clay", "code")
    won = []
    for told in (wishes, ("clay", "brush", "code")):
        entries = [Entry("a", wishes), Entry("b", wishes), Entry("c", told)]
        problem = draw_problem(slug="s", source=SOURCE, offerings=courses, entries=entries)
        ours = allocate(problem, np.arange(3)).seats()["c"]
        won.append((first_wishes_first(problem, entries)["c"], ours))
    assert won == [(["code"], ["code"]), (["clay"], ["code"])]


@given(problem=problems(), value=values, data=st.data())
def test_only_ticket_and_hash_decide_between_equals(problem, value, data):
    """Equal treatment of equals: two who swap tickets swap what they get, and nobody else notices."""
    entries = list(problem.entries())
    if len(entries) < 2:
        return
    one, other = data.draw(st.permutations(entries))[:2]
    equal = dataclasses.replace(one, ticket=other.ticket)
    alike = with_entries(problem, [e for e in entries if e.ticket != other.ticket] + [equal])
    seats = run(alike, randomness=value).seats()
    swapped = [
        dataclasses.replace(
            e, ticket={one.ticket: other.ticket, other.ticket: one.ticket}.get(e.ticket, e.ticket)
        )
        for e in alike.entries()
    ]
    assert run(with_entries(problem, swapped), randomness=value).seats() == seats


@given(problem=problems(), value=values, data=st.data())
def test_order_of_entry_does_not_matter(problem, value, data):
    shuffled = with_entries(problem, data.draw(st.permutations(list(problem.entries()))))
    assert run(shuffled, randomness=value).seats() == run(problem, randomness=value).seats()


def test_equals_have_equal_odds_over_all_orders():
    entries = [Entry(f"t{index}", ("c",), size=1 + (index == 3)) for index in range(4)]
    problem = of_one_course(entries, seats=2)
    won = np.zeros(4)
    for order in permutations(range(4)):
        allocation = allocate(problem, np.array(order, dtype=np.int64))
        won += [bool(allocation.seats()[entry.ticket]) for entry in entries]
    assert won.tolist() == [12, 12, 12, 6]  # of 24: the party of two has to come first


def test_lowered_weight_is_exactly_one_half():
    """Over all orders of the slips in the hat, an entry is first in proportion to its slips."""
    slips = {"ordinary": 2, "also": 2, "lowered": 1}
    hat = [owner for owner, count in slips.items() for _ in range(count)]
    orders = list(permutations(range(len(hat))))
    first = {owner: Fraction(sum(hat[order[0]] == owner for order in orders), len(orders)) for owner in slips}
    assert first == {"ordinary": Fraction(2, 5), "also": Fraction(2, 5), "lowered": Fraction(1, 5)}


def test_lowered_entry_wins_a_third_against_an_ordinary_one():
    entries = [Entry("lowered", ("c",), slips=1), Entry("ordinary", ("c",), slips=2)]
    problem, draws = of_one_course(entries), 6_000
    won = sum(
        run(problem, randomness=f"{number:064x}").seats()["lowered"] == ["c"] for number in range(draws)
    )
    sigma = (draws * (1 / 3) * (2 / 3)) ** 0.5
    assert abs(won - draws / 3) < 4 * sigma  # one half would be 27 sigma away


def test_big_party_is_turned_away_whole_and_the_next_one_fits():
    problem = of_one_course([Entry("a", ("c",), size=2), Entry("b", ("c",))], seats=1)
    allocation = run(problem, randomness=VALUE)
    assert (allocation.seats()["a"], allocation.seats()["b"]) == ([], ["c"])
    assert allocation.waiting() == {"c": ["a"]}


def test_tier_comes_before_chance():
    entries = [Entry(f"t{index}", ("c",), tier=int(index > 0)) for index in range(40)]
    assert run(of_one_course(entries), randomness=VALUE).order_of_tickets()[0] == "t0"


def test_sessions_that_touch_do_not_clash():
    first, second = (
        Offering("a", 1, (("2026-03-02T18:00", "2026-03-02T19:00"),)),
        Offering("b", 1, (("2026-03-02T19:00", "2026-03-02T20:00"),)),
    )
    problem = draw_problem(
        slug="s", source=SOURCE, offerings=[first, second], cap=2, entries=[Entry("t", ("a", "b"), most=2)]
    )
    assert run(problem, randomness=VALUE).seats() == {"t": ["a", "b"]}


@pytest.mark.parametrize("verdict", list(Verdict))
@given(problem=problems(), value=values, data=st.data())
def test_checker_notices_any_other_verdict(verdict, problem, value, data):
    allocation = run(problem, randomness=value)
    if not len(allocation.verdicts):
        return
    wish = data.draw(st.integers(0, len(allocation.verdicts) - 1))
    if allocation.verdicts[wish] == verdict:
        return
    changed = allocation.verdicts.copy()
    changed[wish] = verdict
    assert faults(dataclasses.replace(allocation, verdicts=changed), randomness=value) != []


@given(problem=problems(), value=values, data=st.data())
def test_checker_notices_another_order(problem, value, data):
    allocation = run(problem, randomness=value)
    order = np.array(data.draw(st.permutations(allocation.order.tolist())), dtype=np.int64)
    wrong = faults(allocate(problem, order), randomness=value)
    assert (wrong == []) == (order.tolist() == allocation.order.tolist())


def test_answer_does_not_depend_on_the_hash_seed():
    code = (
        "from yizhan.planning.sharing import *\n"
        "s = Source(SourceKind.DRAND, '1000')\n"
        "o = [Offering(f'c{k}', 2) for k in range(4)]\n"
        "e = [Entry(f't{k}', (f'c{k % 4}', f'c{(k + 1) % 4}')) for k in range(20)]\n"
        "print(draw(draw_problem(slug='r', source=s, offerings=o, entries=e), value='ab' * 32).as_json())\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.parametrize(
    ("where", "entry"),
    [
        ("tickets", Entry("a b", ("c",))),
        ("tickets", Entry("", ("c",))),
        ("size", Entry("a", ("c",), size=0)),
        ("slips", Entry("a", ("c",), slips=0)),
        ("tier", Entry("a", ("c",), tier=-1)),
        ("most", Entry("a", ("c",), most=2)),
        ("wishes", Entry("a", ("d",))),
        ("wishes", Entry("a", ("c", "c"))),
    ],
)
def test_malformed_entry_is_refused(where, entry):
    with pytest.raises(ProblemError) as refusal:
        of_one_course([entry])
    assert refusal.value.where == where
    assert refusal.value.say("zh") != refusal.value.say("en")


@pytest.mark.parametrize(
    "value", ["", "AB" * 32, "ab" * 15, "xy" * 32, "ab" * 65, "ab" * 32 + "\n", "ab" * 16]
)
def test_malformed_randomness_is_refused(value):
    with pytest.raises(ProblemError, match="randomness"):
        run(of_one_course([Entry("a", ("c",))]), randomness=value)
