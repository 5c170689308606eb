"""A genuine round of drand, pasted without a network, is checked and draws; another round is refused."""

import datetime as dt
import json
from collections.abc import Callable

from django.test import Client

from factories.evenings import enter_many
from factories.offers import make_offering, make_session
from factories.places import make_station
from factories.rounds import make_round
from yizhan.foundation.clock import SHANGHAI
from yizhan.people.models import Subdistrict
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import Draw, SignUpRound
from yizhan.rounds.words import RoundState

#: quicknet, round 1000: out at 15:59:24 UTC on 23 August 2023.
BEACON = {
    "round": 1000,
    "signature": "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
    "e342b73a8dd2bacbe47e4b6b63ed5e39",
    "randomness": "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd",
}
DRAW_AT = dt.datetime(2023, 8, 23, 23, 59, 23, tzinfo=SHANGHAI)
HOUR = dt.timedelta(hours=1)


def make_summer(place: Subdistrict, clock_at: Callable[[dt.datetime], None]) -> SignUpRound:
    clock_at(DRAW_AT - 70 * HOUR)
    offering = make_offering(make_station(subdistrict=place), seats=2)
    make_session(offering, DRAW_AT + 500 * HOUR)
    open_seats(offering=offering, by=None)
    times = {"opens_at": DRAW_AT - 72 * HOUR, "closes_at": DRAW_AT - 6 * HOUR, "draw_at": DRAW_AT}
    row = make_round(offering, slug="summer", confirm_until=DRAW_AT + 48 * HOUR, **times)
    enter_many(row, [offering], 6)
    return row


def test_pasted_round_is_checked_and_draws(
    clerk: Client, place: Subdistrict, clock_at: Callable[[dt.datetime], None]
) -> None:
    row = make_summer(place, clock_at)
    clock_at(DRAW_AT - 5 * HOUR)
    clerk.post("/console/rounds/summer/freeze/")
    row.refresh_from_db()
    assert (row.state, row.randomness_round) == (RoundState.FROZEN, 1000)
    clock_at(DRAW_AT + HOUR)
    forged = BEACON | {"signature": "a" + BEACON["signature"][1:]}
    for wrong in (forged, BEACON | {"round": 1001}):
        clerk.post("/console/rounds/summer/draw/", {"beacon": json.dumps(wrong)})
        assert Draw.objects.get().drawn_at is None
    clerk.post("/console/rounds/summer/draw/", {"beacon": json.dumps(BEACON)})
    assert Draw.objects.get().randomness_value == BEACON["randomness"]
    page = clerk.get("/console/rounds/summer/event/").content.decode()
    assert "签名已核对，是预告的那一轮" in page
    assert BEACON["randomness"] in page
    public = Client().get("/rounds/summer/").content.decode()
    assert "drand-quicknet 1000" in public
