"""Preparing, announcing and changing a round: what was announced stands."""

import datetime as dt
from dataclasses import replace

import pytest

from factories.offers import make_offering, make_session
from factories.people import make_account
from factories.refusing import refused
from factories.rounds import make_booking
from yizhan.foundation import clock
from yizhan.offers.words import SignUp
from yizhan.people.words import RoleName
from yizhan.rounds.actions.rounds import announce_round, change_round, prepare_round
from yizhan.rounds.actions.seats import change_seats, open_seats
from yizhan.rounds.models import Seats, SignUpRound
from yizhan.rounds.queries.rounds import open_rounds, public_rounds, terms_of
from yizhan.rounds.rules.windows import RoundTerms
from yizhan.rounds.words import Method, RoundState

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def terms(**fields):
    now = clock.now()
    values = {
        "opens_at": now,
        "closes_at": now + 72 * HOUR,
        "draw_at": now + 80 * HOUR,
        "confirm_until": now + 128 * HOUR,
    }
    return RoundTerms(**values | fields)


def prepare(*offerings, **fields):
    return prepare_round(
        subdistrict=offerings[0].subdistrict,
        slug="autumn",
        name_zh="示例秋季报名",
        terms=terms(**fields),
        offerings=offerings,
        by=None,
    )


def offering(days=30, **fields):
    made = make_offering(**fields)
    make_session(made, clock.now() + dt.timedelta(days=days))
    return made


def test_a_draft_is_the_staffs_and_announcing_opens_the_seats():
    made = prepare(offering())
    place = made.subdistrict
    assert (public_rounds(place).count(), Seats.objects.count()) == (0, 0)
    announce_round(sign_up_round=made, by=None)
    assert list(open_rounds(place, now=clock.now())) == [made]
    assert Seats.objects.values_list("total", "held").get() == (20, 0)


def test_a_first_come_round_holds_a_share_for_the_telephone():
    made = prepare(offering(sign_up=SignUp.FIRST_COME), method=Method.FIRST_COME)
    announce_round(sign_up_round=made, by=None)
    assert Seats.objects.values_list("held", "hold_until").get() == (4, made.closes_at)


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("round_closes_before_it_opens", {"closes_at": clock.now() - HOUR}),
        ("draw_too_soon", {"draw_at": clock.now() + 72 * HOUR}),
        ("draw_time_missing", {"draw_at": None}),
        ("confirm_too_soon", {"confirm_until": clock.now() + 79 * HOUR}),
        ("round_out_of_range", {"confirm_until": clock.now() + dt.timedelta(days=500)}),
        ("round_numbers", {"wishes_at_most": 0}),
        ("round_numbers", {"held_percent": 101}),
    ],
)
def test_rules_that_contradict_themselves_are_refused(code, fields):
    made = offering()
    refused(code, lambda: prepare(made, **fields))
    assert SignUpRound.objects.count() == 0


def test_offerings_belong_to_one_round_of_their_own_kind():
    one = offering()
    prepare(one)
    for code, other in [
        ("offering_in_another_round", one),
        ("offering_other_way", offering(sign_up=SignUp.FIRST_COME)),
    ]:
        refused(
            code,
            prepare_round,
            subdistrict=other.subdistrict,
            slug="other",
            name_zh="示例",
            terms=terms(),
            offerings=[other],
            by=None,
        )
    refused("round_slug_taken", lambda: prepare(one))


def test_a_class_that_begins_before_its_seats_are_settled_is_refused():
    made = prepare(offering(days=5))
    refused("offering_begins_too_soon", announce_round, sign_up_round=made, by=None)


def test_after_announcing_the_close_may_only_be_put_off():
    made = announce_round(sign_up_round=prepare(offering()), by=None)
    before = terms_of(made)
    later = replace(before, closes_at=before.closes_at + HOUR, draw_at=before.draw_at + HOUR)
    assert change_round(sign_up_round=made, terms=later, by=None).closes_at == later.closes_at
    for change in ({"closes_at": before.closes_at}, {"wishes_at_most": 9}, {"draw_at": None}):
        refused(
            "round_is_announced", change_round, sign_up_round=made, terms=replace(later, **change), by=None
        )
    SignUpRound.objects.update(state=RoundState.FROZEN)
    refused("round_is_frozen", change_round, sign_up_round=made, terms=later, by=None)
    refused("round_is_announced", announce_round, sign_up_round=made, by=None)


def test_seats_never_fall_below_what_is_taken_nor_change_under_a_frozen_list():
    made = offering()
    open_seats(offering=made, by=None)
    make_booking(made, size=5)
    refused("seats_below_taken", change_seats, offering=made, total=4, by=None)
    assert change_seats(offering=made, total=5, by=None).total == 5
    around = prepare(made)
    SignUpRound.objects.filter(pk=around.pk).update(state=RoundState.FROZEN)
    refused("list_is_frozen", change_seats, offering=made, total=9, by=None)


def test_only_staff_of_the_place_prepare_rounds():
    made = offering()
    stranger = make_account(role=RoleName.CLERK)
    refused(
        "may_not_run",
        prepare_round,
        subdistrict=made.subdistrict,
        slug="x",
        name_zh="示例",
        terms=terms(),
        offerings=[made],
        by=stranger,
    )
