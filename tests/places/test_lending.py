"""Rooms lent between members of an alliance: who, when, and never twice at the same time."""

import datetime as dt
import importlib

import pytest
from django.db import IntegrityError, connection, transaction

from factories.people import make_account
from factories.places import make_alliance, make_alliance_room, make_loan, make_member, make_room
from factories.racing import race
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName
from yizhan.places import queries
from yizhan.places.actions.alliances import found_alliance, join_alliance, lend_room, return_room
from yizhan.places.models import Loan
from yizhan.places.words import Access

pytestmark = pytest.mark.django_db
guards = importlib.import_module("yizhan.places.migrations.0002_no_loans_overlap")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def tomorrow():
    return clock.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=1)


def lend(room, owner, borrower, start, hours=2, by=None):
    return lend_room(
        room=room, owner=owner, borrower=borrower, starts_at=start, ends_at=start + hours * HOUR, by=by
    )


def refused(code, act, *arguments, **named):
    with pytest.raises(Refusal) as refusal:
        act(*arguments, **named)
    assert refusal.value.code == code
    assert refusal.value.say("zh")
    assert refusal.value.say("en")


def test_a_loan_has_start_end_owner_and_is_written_down(tomorrow):
    room, owner, borrower = make_alliance_room()
    loan = lend(room, owner, borrower, tomorrow)
    assert (loan.owner, loan.borrower, loan.ends_at - loan.starts_at) == (owner, borrower, 2 * HOUR)
    assert AuditEntry.objects.get().verb == "lend_room"
    assert list(queries.loans_of(room.station, after=clock.now())) == [loan]


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_a_second_loan_at_the_same_time_is_refused(tomorrow, shift):
    room, owner, borrower = make_alliance_room()
    lend(room, owner, borrower, tomorrow)
    refused("room_already_lent", lend, room, owner, borrower, tomorrow + shift * HOUR)
    assert Loan.objects.count() == 1


@pytest.mark.parametrize("shift", [-2, 2])
def test_loans_may_touch(tomorrow, shift):
    room, owner, borrower = make_alliance_room()
    lend(room, owner, borrower, tomorrow)
    lend(room, owner, borrower, tomorrow + shift * HOUR)
    assert Loan.objects.count() == 2


def test_another_room_may_be_lent_at_the_same_time(tomorrow):
    room, owner, borrower = make_alliance_room()
    lend(room, owner, borrower, tomorrow)
    lend(make_room(room.station, access=Access.ALLIANCE), owner, borrower, tomorrow)
    assert Loan.objects.count() == 2


def test_a_returned_room_may_be_lent_again(tomorrow):
    room, owner, borrower = make_alliance_room()
    loan = return_room(loan=lend(room, owner, borrower, tomorrow), by=None)
    lend(room, owner, borrower, tomorrow)
    assert loan.returned_at is not None
    refused("loan_already_returned", return_room, loan=loan, by=None)


def test_the_database_refuses_to_move_a_loan_onto_another(tomorrow):
    room, owner, borrower = make_alliance_room()
    make_loan(room, owner, borrower, tomorrow)
    later = make_loan(room, owner, borrower, tomorrow + 4 * HOUR)
    with pytest.raises(IntegrityError, match="loans_do_not_overlap"), transaction.atomic():
        Loan.objects.filter(pk=later.pk).update(starts_at=tomorrow + HOUR)


def test_the_database_lets_a_loan_be_changed_in_place(tomorrow):
    room, owner, borrower = make_alliance_room()
    loan = make_loan(room, owner, borrower, tomorrow)
    loan.ends_at += HOUR
    loan.save()
    assert Loan.objects.get().ends_at == tomorrow + 3 * HOUR


def test_only_members_of_this_alliance_may_borrow(tomorrow):
    room, owner, _ = make_alliance_room()
    refused("not_one_alliance", lend, room, owner, make_member(make_alliance()), tomorrow)
    refused("lent_to_oneself", lend, room, owner, owner, tomorrow)


def test_only_alliance_rooms_are_lent(tomorrow):
    room, owner, borrower = make_alliance_room()
    other = make_room(room.station, access=Access.BOOKABLE)
    refused("room_is_not_lent", lend, other, owner, borrower, tomorrow)


def test_a_loan_must_end_after_it_starts_and_not_be_over(tomorrow):
    room, owner, borrower = make_alliance_room()
    refused("loan_ends_before_it_starts", lend, room, owner, borrower, tomorrow, hours=0)
    refused("loan_is_over", lend, room, owner, borrower, tomorrow - dt.timedelta(days=2))


@pytest.mark.parametrize(("days", "hours"), [(-2, 96), (729, 48), (3000, 2)])
def test_a_loan_lies_between_today_and_two_years_ahead(tomorrow, days, hours):
    room, owner, borrower = make_alliance_room()
    start = tomorrow + days * 24 * HOUR
    refused("loan_out_of_range", lend, room, owner, borrower, start, hours)


def test_the_owner_and_staff_may_lend_and_nobody_else(tomorrow):
    room, owner, borrower = make_alliance_room()
    manager, guest = make_account(), make_account()
    owner.accounts.add(manager)
    borrower.accounts.add(guest)
    clerk = make_account(room.station.subdistrict, RoleName.CLERK)
    stranger = make_account(role=RoleName.HEAD)
    lend(room, owner, borrower, tomorrow, by=manager)
    lend(room, owner, borrower, tomorrow + 2 * HOUR, by=clerk)
    for who in (guest, stranger):
        refused("not_your_loan", lend, room, owner, borrower, tomorrow + 4 * HOUR, by=who)


def test_a_building_has_one_alliance_and_a_firm_joins_once():
    _, owner, _ = make_alliance_room()
    alliance = owner.alliance
    refused("alliance_exists", found_alliance, building=alliance.building, name_zh="又一个", by=None)
    refused("member_exists", join_alliance, alliance=alliance, name_zh=owner.name_zh, by=None)
    account = make_account()
    member = join_alliance(alliance=alliance, name_zh="新成员（示例）", accounts=[account], by=None)
    assert list(member.accounts.all()) == [account]


def overlapping_loans():
    loans = list(Loan.objects.filter(returned_at=None))
    return sum(
        one.pk < other.pk
        and one.room_id == other.room_id
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
        for one in loans
        for other in loans
    )


@pytest.mark.django_db(transaction=True)
def test_of_people_lending_at_once_exactly_one_succeeds(tomorrow):
    room, owner, borrower = make_alliance_room()
    outcomes = race(*[lambda: lend(room, owner, borrower, tomorrow)] * 4)
    lost = [outcome for outcome in outcomes if outcome is not None]
    assert [getattr(outcome, "code", outcome) for outcome in lost] == ["room_already_lent"] * 3
    assert (Loan.objects.count(), overlapping_loans()) == (1, 0)


def write_unasked(room, owner, borrower, start):
    """Two transactions that write without asking: only the database stands between them."""

    def write():
        with transaction.atomic():
            make_loan(room, owner, borrower, start)

    return race(write, write)


@pytest.mark.django_db(transaction=True)
def test_the_guard_holds_where_the_program_does_not_ask(tomorrow):
    outcomes = write_unasked(*make_alliance_room(), tomorrow)
    assert (sum(outcome is None for outcome in outcomes), overlapping_loans()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_same_race_oversells(tomorrow):
    """The negative control: the tests above fail when the guard is off."""
    rows = make_alliance_room()
    with connection.schema_editor() as editor:
        guards.unguard(None, editor)
    try:
        outcomes = write_unasked(*rows, tomorrow)
        assert (outcomes, overlapping_loans()) == ([None, None], 1)
    finally:
        Loan.objects.all().delete()
        with connection.schema_editor() as editor:
            guards.guard(None, editor)
