"""The interface: open data without a cookie; what is one's own after signing in; refusals as problems."""

import datetime as dt
import json

import pytest
from django.test import Client

from factories.offers import make_offering, make_session
from factories.rounds import make_contact, make_round, make_seats
from yizhan.foundation import clock
from yizhan.offers.words import SignUp
from yizhan.rounds.models import Booking, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    made = make_offering(sign_up=SignUp.FIRST_COME, seats=1)
    make_seats(made, total=1)
    make_session(made, clock.now() + dt.timedelta(days=9))
    return made


@pytest.fixture
def enter_as(cookies_of):
    def client(contact):
        made = Client(enforce_csrf_checks=True, headers={"X-CSRFToken": "t" * 32})
        made.cookies.load(cookies_of(contact))
        return made

    return client


def send(client, verb, path, **body):
    return getattr(client, verb)(f"/api{path}", json.dumps(body), content_type="application/json")


def test_open_data_needs_no_cookie_and_sets_none(client, offering):
    around = make_round(make_offering(offering.station))
    answer = client.get("/api/offerings")
    assert offering.slug in [row["id"] for row in answer.json()]
    assert client.get(f"/api/rounds/{around.slug}").json()["wishes_at_most"] == 5
    assert [row["id"] for row in client.get("/api/rounds").json()] == [around.slug]
    assert not answer.cookies
    assert client.get("/api/openapi.json").json()["info"]["title"] == "yizhan"


def test_what_is_not_there_is_a_problem_in_both_languages(client, offering):
    for path in ("/api/rounds/nothing", "/api/rounds/nothing/list", "/api/rounds/nothing/draw"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
        assert "nothing" in answer.json()["detail"]
        assert "nothing" in answer.json()["detail_en"]


def test_without_signing_in_nothing_of_anybody_is_seen(client, offering):
    for answer in (
        client.get("/api/me/bookings"),
        client.get("/api/me/entries"),
        send(client, "post", "/bookings", offering=offering.slug),
    ):
        assert (answer.status_code, Booking.objects.count()) in {(401, 0), (403, 0)}


def test_a_request_from_another_site_is_refused(enter_as, offering):
    client = enter_as(make_contact(offering.subdistrict))
    answer = client.post(
        "/api/bookings",
        json.dumps({"offering": offering.slug}),
        content_type="application/json",
        headers={"X-CSRFToken": "f" * 32},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "may_not_send_from_elsewhere")
    assert Booking.objects.count() == 0


def test_booking_waiting_giving_back_and_being_offered(enter_as, offering):
    first, second = (enter_as(make_contact(offering.subdistrict)) for _ in range(2))
    booked = send(first, "post", "/bookings", offering=offering.slug)
    assert (booked.status_code, booked.json()["state"]) == (201, "confirmed")
    again = send(first, "post", "/bookings", offering=offering.slug)
    assert (again.status_code, again.json()["code"]) == (409, "booked_already")
    waiting = send(second, "post", "/bookings", offering=offering.slug).json()
    assert (waiting["state"], waiting["place"], waiting["of"]) == ("waiting", 1, 1)
    assert send(second, "post", f"/bookings/{booked.json()['id']}/give-back").status_code == 404
    assert send(first, "post", f"/bookings/{booked.json()['id']}/give-back").json()["state"] == "given_back"
    assert second.get("/api/me/bookings").json()[0]["state"] == "offered"
    assert send(second, "post", f"/bookings/{waiting['id']}/confirm").json()["state"] == "confirmed"


def test_entering_and_withdrawing(enter_as, offering):
    wish = make_offering(offering.station)
    around = make_round(wish)
    client = enter_as(make_contact(offering.subdistrict))
    entry = send(client, "put", f"/rounds/{around.slug}/entry", wishes=[wish.slug])
    assert (entry.status_code, entry.json()["wishes"]) == (200, [wish.slug])
    assert client.get("/api/me/entries").json()[0]["ticket"] == Entry.objects.get().ticket
    assert send(client, "put", f"/rounds/{around.slug}/entry", wishes=["unknown"]).status_code == 404
    assert send(client, "put", f"/rounds/{around.slug}/entry", wishes=[]).json()["code"] == "wishes_missing"
    assert send(client, "delete", f"/rounds/{around.slug}/entry").status_code == 204
    assert send(client, "delete", f"/rounds/{around.slug}/entry").status_code == 404


def test_a_malformed_request_names_the_field(enter_as, offering):
    client = enter_as(make_contact(offering.subdistrict))
    answer = send(client, "post", "/bookings", offering=7)
    assert (answer.status_code, answer.json()["code"]) == (422, "request_malformed")
    assert "offering" in answer.json()["detail"]
    stranger = make_contact(offering.subdistrict).participants.get().pk
    assert (
        send(client, "post", "/bookings", offering=offering.slug, participants=[stranger]).status_code == 404
    )


def test_a_session_that_ended_is_nobody(offering, enter_as, clock_at):
    client = enter_as(make_contact(offering.subdistrict))
    clock_at(clock.now() + dt.timedelta(hours=2))
    assert client.get("/api/me/bookings").status_code == 401
