"""Signing in: no cookie before, none after leaving, nothing to guess, nothing cached."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client, override_settings

from factories.people import make_account
from factories.rounds import make_contact
from factories.signing import code_in, signed_in_as
from factories.towns import NOON, Town
from yizhan.people.models import Contact

OWN = ["/seats/", "/seats/my-data/", "/seats/my-data.json", "/seats/my-data/erase/"]


def test_no_cookie_before_signing_in(client: Client, town: Town, home: Path) -> None:
    for answer in (
        client.get("/seats/sign-in/"),
        client.post("/seats/sign-in/", {"phone": "13812341234"}),
        client.post("/seats/sign-in/", {"phone": "13812341234", "code": "000000"}),
    ):
        assert not answer.cookies
    assert not client.cookies


@pytest.mark.parametrize("address", OWN)
def test_own_pages_ask_to_sign_in(client: Client, town: Town, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/seats/sign-in/?next=")
    assert not answer.cookies


@pytest.mark.parametrize("address", OWN)
def test_own_pages_are_never_cached(resident: Client, address: str) -> None:
    answer = resident.get(address)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_session_is_for_two_hours(resident: Client, clock_at: Callable[[dt.datetime], None]) -> None:
    assert resident.cookies["sessionid"]["httponly"]
    clock_at(NOON + dt.timedelta(hours=2, minutes=1))
    assert resident.get("/seats/").status_code == 302


def test_signing_out_takes_the_cookies_back(resident: Client) -> None:
    resident.get("/seats/")
    answer = resident.post("/seats/sign-out/")
    assert {name: morsel.value for name, morsel in answer.cookies.items()} == {
        "sessionid": "",
        "csrftoken": "",
    }
    assert resident.get("/seats/").status_code == 302


def test_staff_stay_at_work_when_a_contact_leaves(town: Town, home: Path) -> None:
    client = Client()
    account = make_account()
    client.force_login(account)
    signed_in_as(make_contact(town.subdistrict), home, client)
    client.post("/seats/sign-out/")
    assert client.session["_auth_user_id"] == str(account.pk)


def test_form_from_elsewhere_is_refused(client: Client, town: Town, home: Path) -> None:
    posted = {"phone": "13812341234"}
    for header in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert client.post("/seats/sign-in/", posted, headers=header).status_code == 403
    assert client.post("/seats/sign-in/", posted, headers={"Origin": "http://testserver"}).status_code == 200


def test_forms_after_signing_in_need_the_token(town: Town, home: Path) -> None:
    client = Client(enforce_csrf_checks=True)
    signed_in_as(make_contact(town.subdistrict), home, client)
    assert client.post("/seats/sign-out/").status_code == 403


@pytest.mark.parametrize(
    "given", ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:1"]
)
def test_nobody_is_led_elsewhere(client: Client, town: Town, home: Path, given: str) -> None:
    client.post("/seats/sign-in/", {"phone": "13812341234"})
    entered = {"phone": "13812341234", "code": code_in(home), "next": given}
    assert client.post("/seats/sign-in/", entered).headers["Location"] == "/seats/"


def test_nonsense_is_said_calmly(client: Client, town: Town, home: Path) -> None:
    answer = client.post("/en/seats/sign-in/", {"phone": "12<b>"})
    assert answer.status_code == 400
    assert "is not a telephone number" in answer.content.decode()


def test_session_of_an_erased_contact_leads_nowhere(resident: Client, contact: Contact) -> None:
    from yizhan.people.actions import erase_now

    erase_now(contact=contact, by=None)
    assert resident.get("/seats/").status_code == 302


def test_mailbox_shows_the_code_on_a_laptop_only(client: Client, town: Town, home: Path) -> None:
    client.post("/seats/sign-in/", {"phone": "13812341234"})
    with override_settings(MAILBOX_IS_OPEN=True):
        assert code_in(home) in client.get("/mailbox/").content.decode()
    with override_settings(MAILBOX_IS_OPEN=False):
        assert client.get("/mailbox/").status_code == 404
