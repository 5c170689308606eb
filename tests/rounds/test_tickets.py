"""Tickets: every mistyped sign is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.refusing import refused
from yizhan.rounds.rules.tickets import SIGNS, TICKETS, read_ticket, ticket_of

numbers = st.integers(0, TICKETS - 1)


@given(numbers)
def test_a_ticket_reads_as_itself_however_it_is_written(number):
    ticket = ticket_of(number)
    assert read_ticket(ticket.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == ticket


@given(numbers, st.integers(0, 11), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(number, place, sign):
    signs = ticket_of(number).replace("-", "")
    wrong = signs[:place] + sign + signs[place + 1 :]
    if wrong != signs:
        refused("ticket_mistyped", lambda: read_ticket(wrong))


@given(numbers, st.integers(0, 10))
def test_two_swapped_neighbours_are_noticed(number, place):
    signs = ticket_of(number).replace("-", "")
    wrong = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
    if wrong != signs:
        refused("ticket_mistyped", lambda: read_ticket(wrong))


@pytest.mark.parametrize("text", ["", "ABC", "U" * 12, "#!", "0" * 13])
def test_what_is_no_ticket_is_refused(text):
    refused("ticket_mistyped", lambda: read_ticket(text))
