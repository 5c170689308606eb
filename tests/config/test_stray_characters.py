"""A NUL is refused wherever it comes in: PostgreSQL stores none and would answer with a fault of ours."""

import json

import pytest

from factories.people import make_subdistrict
from yizhan.people.models import Subdistrict

SAID = "无法保存的字符"


@pytest.fixture(autouse=True)
def place(db: None) -> Subdistrict:
    return make_subdistrict()


@pytest.mark.parametrize(
    "address", ["/orders/a%00b/", "/arrive/a%00b/", "/programme/?for=%00", "/rooms/?day=%00"]
)
def test_an_address_is_refused(client, address):
    answer = client.get(address)
    assert answer.status_code in {400, 404}
    assert not answer.cookies


def test_a_form_is_refused_and_says_why(client):
    answer = client.post("/seats/sign-in/", {"phone": "1381234\x001234"})
    assert answer.status_code == 400
    assert SAID in answer.content.decode()


def test_a_program_is_told_as_a_problem(client):
    body = json.dumps({"offering": "a\x00", "participants": None})
    for answer in (
        client.post("/api/bookings", body, content_type="application/json"),
        client.post("/api/bookings", body, content_type="text/plain"),
        client.get("/api/rounds/a%00b"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (400, "stray_character")
