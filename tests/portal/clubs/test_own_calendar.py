"""Beside one's bookings: the calendar to subscribe to, its revocation, the code for the door."""

import re
from pathlib import Path

import icalendar
import pytest
from django.test import Client

from factories.offers import make_offering, make_session
from factories.rounds import make_booking, make_seats
from factories.signing import make_signed_in
from factories.towns import NOON, Town
from yizhan.people.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(town: Town, home: Path) -> tuple[Contact, Client]:
    contact, resident = make_signed_in(town.subdistrict, home)
    offering = make_seats(make_offering(town.centre, name_zh="编程")).offering
    make_session(offering, NOON)
    make_booking(offering, contact, secret="s" * 24)
    return contact, resident


def calendar_on(page: str) -> str:
    found = re.search(r'href="(/calendars/mine/[^"]+\.ics)" download', page)
    assert found is not None
    return found.group(1)


def test_one_subscription_holds_what_is_booked_until_it_is_ended(signed: tuple[Contact, Client]) -> None:
    _, resident = signed
    page = resident.get("/seats/").content.decode()
    address = calendar_on(page)
    assert f"webcal://testserver{address}" in page
    events = icalendar.Calendar.from_ical(Client().get(address).content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["编程 第 1 场"]
    after = resident.post("/calendars/mine/revoke/", follow=True).content.decode()
    assert "旧的日历链接已停用" in after
    assert Client().get(address).status_code == 404
    assert Client().get(calendar_on(after)).status_code == 200


def test_a_confirmed_seat_leads_to_its_code(signed: tuple[Contact, Client]) -> None:
    _, resident = signed
    found = re.search(r'href="(/arrive/[^"]+)"', resident.get("/seats/").content.decode())
    assert found is not None
    assert "data-digits" in Client().get(found.group(1)).content.decode()


def test_only_the_holder_ends_a_link(signed: tuple[Contact, Client]) -> None:
    _, resident = signed
    address = calendar_on(resident.get("/seats/").content.decode())
    answer = Client().post("/calendars/mine/revoke/")
    assert answer.status_code == 302
    assert "sign-in" in answer.headers["Location"]
    assert Client().get(address).status_code == 200
