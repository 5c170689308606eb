"""Time on rooms, lecturers, devices and people: never held twice, by whatever way it is asked for."""

import datetime as dt
import importlib

import pytest
from django.db import IntegrityError, connection, transaction

from factories.places import make_alliance_room
from factories.racing import race
from factories.refusing import refused
from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.places.actions.alliances import lend_room, return_room
from yizhan.places.actions.claims import hold, release
from yizhan.places.models import Claim
from yizhan.places.rules.claims import Wanted, overlap_within
from yizhan.places.words import Resource

pytestmark = pytest.mark.django_db
guards = importlib.import_module("yizhan.places.migrations.0004_no_claims_overlap")
HOUR = dt.timedelta(hours=1)
START = dt.datetime(2027, 3, 1, 18, tzinfo=clock.SHANGHAI)
WIDE = 64


def wanted(start=0, hours=2, kind=Resource.ROOM, resource=7):
    starts_at = START + start * HOUR
    return Wanted(kind, resource, starts_at, starts_at + hours * HOUR, Phrase("多功能厅", "hall"))


def test_all_of_a_request_is_held_or_nothing():
    hold(wanted={"session:1": [wanted()]}, by=None)
    with pytest.raises(Exception, match="hall") as told:
        hold(wanted={"session:2": [wanted(kind=Resource.LECTURER), wanted(start=1)]}, by=None)
    assert told.value.code == "already_held"
    assert "多功能厅" in told.value.say("zh")
    assert list(Claim.objects.values_list("held_for", flat=True)) == ["session:1"]


@pytest.mark.parametrize("shift", [-2, 2])
def test_times_may_touch(shift):
    hold(wanted={"session:1": [wanted(), wanted(start=shift)]}, by=None)
    assert Claim.objects.count() == 2


def test_a_request_that_clashes_with_itself_is_refused():
    refused("already_held", hold, wanted={"session:1": [wanted(hours=5), wanted(start=3)]}, by=None)
    assert overlap_within([wanted(), wanted(start=2), wanted(start=4)]) is None


def test_what_is_released_may_be_held_again():
    hold(wanted={"session:1": [wanted()]}, by=None)
    assert release(held_for=["session:1"], by=None) == 1
    hold(wanted={"session:2": [wanted()]}, by=None)
    assert release(held_for=["session:1"], by=None) == 0


def test_a_room_that_is_lent_is_free_for_nothing_else():
    room, owner, borrower = make_alliance_room()
    start = clock.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    ends = {"starts_at": start, "ends_at": start + HOUR}
    loan = lend_room(room=room, owner=owner, borrower=borrower, **ends, by=None)
    lesson = Wanted(Resource.ROOM, room.pk, *ends.values(), Phrase("厅", "hall"))
    refused("already_held", hold, wanted={"session:1": [lesson]}, by=None)
    return_room(loan=loan, by=None)
    hold(wanted={"session:1": [lesson]}, by=None)


def overlaps():
    claims = list(Claim.objects.filter(released_at=None))
    return sum(
        one.pk < other.pk
        and (one.kind, one.resource) == (other.kind, other.resource)
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
        for one in claims
        for other in claims
    )


@pytest.mark.django_db(transaction=True)
def test_of_many_who_hold_at_once_exactly_one_succeeds():
    both = [wanted(), wanted(kind=Resource.LECTURER, resource=3)]
    outcomes = race(*[lambda: hold(wanted={"session:1": both}, by=None)] * WIDE)
    lost = [outcome for outcome in outcomes if outcome is not None]
    assert [getattr(outcome, "code", outcome) for outcome in lost] == ["already_held"] * (WIDE - 1)
    assert (Claim.objects.count(), overlaps()) == (2, 0)


def write_unasked():
    """Two transactions that write without asking: only the database stands between them."""

    def write():
        with transaction.atomic():
            Claim.objects.create(
                kind=Resource.ROOM, resource=7, starts_at=START, ends_at=START + HOUR, held_for="x:1"
            )

    return race(write, write)


@pytest.mark.django_db(transaction=True)
def test_the_guard_holds_where_the_program_does_not_ask():
    outcomes = write_unasked()
    assert (sum(outcome is None for outcome in outcomes), overlaps()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_same_race_holds_twice():
    """The negative control: the tests above fail when the guard is off."""
    with connection.schema_editor() as editor:
        guards.unguard(None, editor)
    try:
        assert (write_unasked(), overlaps()) == ([None, None], 1)
    finally:
        Claim.objects.all().delete()
        with connection.schema_editor() as editor:
            guards.guard(None, editor)


def test_the_database_refuses_to_move_a_claim_onto_another():
    hold(wanted={"session:1": [wanted(), wanted(start=4)]}, by=None)
    later = Claim.objects.order_by("-starts_at").first()
    with pytest.raises(IntegrityError, match="claims_do_not_overlap"), transaction.atomic():
        Claim.objects.filter(pk=later.pk).update(starts_at=START + HOUR)
