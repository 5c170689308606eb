"""A firm of a building alliance sees and lends what the alliance shares; others see nothing of it."""

import datetime as dt

import pytest
from django.test import Client

from factories.people import make_account
from factories.places import make_alliance_room, make_member, make_room
from yizhan.foundation import clock
from yizhan.people.models import Account
from yizhan.places.models import Loan

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared_room():
    return make_alliance_room()


@pytest.fixture
def firm(shared_room):
    """A client signed in for the owner of the room."""
    _, owner, _ = shared_room
    account = make_account()
    owner.accounts.add(account)
    client = Client()
    client.force_login(account)
    return client


def asked(room, owner, borrower, *, hour: int = 10) -> dict[str, object]:
    day = (clock.now() + dt.timedelta(days=3)).date()
    return {
        "firm": owner.pk,
        f"m{owner.pk}-room": room.pk,
        f"m{owner.pk}-owner": owner.pk,
        f"m{owner.pk}-borrower": borrower.pk,
        f"m{owner.pk}-starts_at": f"{day}T{hour:02d}:00",
        f"m{owner.pk}-ends_at": f"{day}T{hour + 2:02d}:00",
    }


def test_firm_is_led_to_its_page_after_signing_in(firm):
    assert firm.get("/console/").headers["Location"] == "/console/membership/"


def test_firm_sees_the_shared_rooms_of_its_building(firm, shared_room):
    assert shared_room[0].name_zh in firm.get("/console/membership/").content.decode()
    assert "My building alliance" in firm.get("/en/console/membership/").content.decode()


def test_firm_lends_its_room_and_takes_it_back(firm, shared_room):
    assert firm.post("/console/membership/", asked(*shared_room)).status_code == 302
    loan = Loan.objects.get()
    assert (loan.owner, loan.borrower) == (shared_room[1], shared_room[2])
    assert firm.post(f"/console/membership/loans/{loan.pk}/return/").status_code == 302
    assert Loan.objects.get().returned_at is not None


def test_overlapping_loan_is_refused_beside_the_form(firm, shared_room):
    firm.post("/console/membership/", asked(*shared_room))
    again = firm.post("/console/membership/", asked(*shared_room, hour=11))
    assert again.status_code == 400
    assert Loan.objects.count() == 1


def test_firm_cannot_lend_for_another(firm, shared_room):
    room, owner, borrower = shared_room
    forged = asked(room, owner, borrower) | {
        f"m{owner.pk}-owner": borrower.pk,
        f"m{owner.pk}-borrower": owner.pk,
    }
    assert firm.post("/console/membership/", forged).status_code == 400
    assert not Loan.objects.exists()


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        ("0001-01-01T00:00", "9999-12-31T23:59"),
        ("0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00"),
        ("2000-01-01T00:00", "2100-12-31T23:59"),
    ],
)
def test_loan_of_absurd_length_is_refused(firm, shared_room, starts_at, ends_at):
    prefix = f"m{shared_room[1].pk}"
    absurd = {f"{prefix}-starts_at": starts_at, f"{prefix}-ends_at": ends_at}
    answer = firm.post("/console/membership/", asked(*shared_room) | absurd)
    assert answer.status_code == 400
    assert any(words in answer.content.decode() for words in ("年份应在 2000 到 2100 之间", "两年以内"))
    assert not Loan.objects.exists()


def test_stranger_has_no_such_page(shared_room):
    stranger = Client()
    assert stranger.get("/console/membership/").status_code == 302
    account: Account = make_account()
    stranger.force_login(account)
    assert stranger.get("/console/membership/").status_code == 404


def test_stranger_cannot_end_a_loan(firm, shared_room):
    firm.post("/console/membership/", asked(*shared_room))
    other = make_member(make_alliance_room()[1].alliance)
    account = make_account()
    other.accounts.add(account)
    outsider = Client()
    outsider.force_login(account)
    assert outsider.post(f"/console/membership/loans/{Loan.objects.get().pk}/return/").status_code == 404
    assert Loan.objects.get().returned_at is None


def test_public_page_shows_the_room_to_members_only(firm, shared_room):
    room = shared_room[0]
    make_room(room.station)
    page = f"/stations/{room.station.slug}/"
    assert room.name_zh in firm.get(page).content.decode()
    public = Client().get(page)
    assert room.name_zh not in public.content.decode()
    assert not public.cookies
