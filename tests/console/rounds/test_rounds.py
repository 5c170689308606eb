"""The cockpit: prepare, announce, put off, publish the list, draw in public, move the line up."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.offers import make_offering, make_session
from factories.people import make_account
from factories.places import make_station
from factories.rounds import make_booking, make_contact, make_round
from factories.towns import NOON
from yizhan.offers.models import Offering
from yizhan.people.models import Subdistrict
from yizhan.people.words import Channel, RoleName
from yizhan.rounds.actions.entering import enter
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import Booking, RoundOffering, SignUpRound
from yizhan.rounds.words import BookingState, RoundState

BEACONS = Path(__file__).parents[2] / "outside"


@pytest.fixture(autouse=True)
def noon(clock_at: Callable[[dt.datetime], None]) -> None:
    clock_at(NOON)


@pytest.fixture
def classes(place: Subdistrict) -> list[Offering]:
    station = make_station(subdistrict=place)
    rows = [make_offering(station, seats=2) for _ in range(2)]
    for row in rows:
        make_session(row, NOON + dt.timedelta(days=20))
    return rows


@pytest.fixture
def evening(classes: list[Offering]) -> SignUpRound:
    for row in classes:
        open_seats(offering=row, by=None)
    return make_round(*classes, slug="evening", confirm_until=NOON + dt.timedelta(days=6), randomness="typed")


def filled(row: SignUpRound, classes: list[Offering], count: int, channel: Channel = Channel.WEB) -> None:
    for _ in range(count):
        contact = make_contact(row.subdistrict)
        by = None if channel == Channel.WEB else make_account(row.subdistrict, RoleName.CLERK)
        people = list(contact.participants.all())
        named = {"participants": people, "wishes": classes, "channel": channel, "by": by}
        enter(sign_up_round=row, contact=contact, **named)


def written(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def test_clerk_prepares_and_announces(clerk: Client, classes: list[Offering]) -> None:
    posted = {
        "name_zh": "春季夜校",
        "slug": "spring",
        "method": "draw",
        "randomness": "drand",
        "opens_at": written(NOON + dt.timedelta(days=1)),
        "closes_at": written(NOON + dt.timedelta(days=4)),
        "draw_at": written(NOON + dt.timedelta(days=5)),
        "confirm_until": written(NOON + dt.timedelta(days=7)),
        "wishes_at_most": 5,
        "seats_a_person": 1,
        "offer_hours": 24,
        "held_percent": 20,
        "offerings": [one.pk for one in classes],
    }
    assert clerk.post("/console/rounds/new/", posted).headers["Location"] == "/console/rounds/spring/"
    row = SignUpRound.objects.get()
    assert (row.state, row.round_offerings.count()) == (RoundState.DRAFT, 2)
    clerk.post("/console/rounds/spring/announce/")
    row.refresh_from_db()
    assert row.state == RoundState.ANNOUNCED


def test_classes_to_choose_from_are_told_apart(clerk: Client, classes: list[Offering]) -> None:
    station = classes[0].station
    over = make_offering(station, name_zh="去年的班")
    make_session(over, NOON - dt.timedelta(days=300))
    page = clerk.get("/console/rounds/new/").content.decode()
    assert f"{classes[0].name_zh} · " in page
    assert "去年的班" not in page
    assert f" · {station.name_zh} · {classes[0].seats} 个名额 · 填志愿、摇号" in page

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            clerk.get("/console/rounds/new/")
        return len(seen)

    few = queries()
    make_session(make_offering(station), NOON + dt.timedelta(days=9))
    assert queries() == few


def test_contradicting_dates_stay_in_the_form(clerk: Client, classes: list[Offering]) -> None:
    posted = {
        "name_zh": "春季夜校",
        "slug": "spring",
        "method": "draw",
        "randomness": "drand",
        "opens_at": written(NOON + dt.timedelta(days=4)),
        "closes_at": written(NOON + dt.timedelta(days=1)),
        "wishes_at_most": 5,
        "seats_a_person": 1,
        "offer_hours": 24,
        "held_percent": 20,
        "offerings": [classes[0].pk],
    }
    answer = clerk.post("/console/rounds/new/", posted)
    assert answer.status_code == 400
    assert "报名截止必须晚于报名开始" in answer.content.decode()
    assert not SignUpRound.objects.exists()


def test_announced_dates_are_put_off_only(clerk: Client, evening: SignUpRound) -> None:
    dates = {name: getattr(evening, name) for name in ("opens_at", "closes_at", "draw_at", "confirm_until")}
    earlier = dates | {"closes_at": evening.closes_at - dt.timedelta(hours=1)}
    answer = clerk.post("/console/rounds/evening/dates/", {k: written(v) for k, v in earlier.items()})
    assert answer.status_code == 400
    later = {name: moment + dt.timedelta(days=1) for name, moment in dates.items()} | {
        "opens_at": evening.opens_at
    }
    assert (
        clerk.post("/console/rounds/evening/dates/", {k: written(v) for k, v in later.items()}).status_code
        == 302
    )


def test_cockpit_shows_sums_and_no_person(
    clerk: Client, evening: SignUpRound, classes: list[Offering]
) -> None:
    filled(evening, classes, 6)
    filled(evening, classes, 2, Channel.PHONE)
    html = clerk.get("/console/rounds/evening/").content.decode()
    assert "示例人员" not in html.replace("示例人员（", "").split("<main")[1]
    assert "&lt; 5" in html
    assert "<b>8</b>" in html


def test_list_is_published_then_drawn_in_public(
    clerk: Client,
    evening: SignUpRound,
    classes: list[Offering],
    clock_at: Callable[[dt.datetime], None],
) -> None:
    filled(evening, classes, 7)
    clock_at(evening.closes_at + dt.timedelta(minutes=1))
    posted = {"source_name": "test-lottery"}
    assert clerk.post("/console/rounds/evening/freeze/", posted).headers["Location"].endswith("/event/")
    page = clerk.get("/console/rounds/evening/event/").content.decode()
    assert evening.__class__.objects.get().draw.list_hash in page
    assert "等待随机数" in page
    clerk.post("/console/rounds/evening/draw/", {"typed": "1 2 3"})
    evening.refresh_from_db()
    assert evening.state == RoundState.FROZEN  # too early
    clock_at(evening.draw_at + dt.timedelta(minutes=1))
    assert "现场公布的数值" in clerk.get("/console/rounds/evening/event/").content.decode()
    clerk.post("/console/rounds/evening/draw/", {"typed": "03 08 15"})
    page = clerk.get("/console/rounds/evening/event/").content.decode()
    assert "03 08 15" in page
    assert page.count("<li><code>") == 4
    assert "示例人员" not in page.split("<main")[1]
    assert Booking.objects.filter(state=BookingState.OFFERED).count() == 4


def test_draw_without_network_takes_a_pasted_round_and_checks_it(
    clerk: Client,
    evening: SignUpRound,
    classes: list[Offering],
    clock_at: Callable[[dt.datetime], None],
) -> None:
    SignUpRound.objects.update(randomness="drand")
    filled(evening, classes, 5)
    clock_at(evening.closes_at + dt.timedelta(minutes=1))
    clerk.post("/console/rounds/evening/freeze/")
    clock_at(evening.draw_at + dt.timedelta(minutes=1))
    for pasted in ("not json", '{"round": 1, "signature": "00", "randomness": "00"}'):
        answer = clerk.post("/console/rounds/evening/draw/", {"beacon": pasted}, follow=True)
        assert 'class="notice bad"' in answer.content.decode()
    evening.refresh_from_db()
    assert evening.state == RoundState.FROZEN


def test_free_seats_move_along_the_line(clerk: Client, evening: SignUpRound, classes: list[Offering]) -> None:
    SignUpRound.objects.update(state=RoundState.DRAWN)
    waiting = make_booking(classes[0], state=BookingState.WAITING, place=1)
    clerk.post("/console/rounds/evening/offers/")
    waiting.refresh_from_db()
    assert waiting.state == BookingState.OFFERED


def test_round_of_others_is_not_there(clerk: Client) -> None:
    make_round(make_offering(), slug="theirs")
    assert clerk.get("/console/rounds/theirs/").status_code == 404


def test_stranger_is_sent_to_sign_in(client: Client, evening: SignUpRound) -> None:
    for address in ("rounds/", "rounds/evening/", "rounds/evening/event/", "callers/"):
        assert client.get(f"/console/{address}").status_code == 302


def test_empty_list_says_what_to_do(clerk: Client) -> None:
    assert "还没有报名轮次" in clerk.get("/console/rounds/").content.decode()


def test_queries_do_not_grow_with_offerings(clerk: Client, evening: SignUpRound) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert clerk.get("/console/rounds/evening/").status_code == 200
        return len(seen)

    few = queries()
    for _ in range(3):
        more = make_offering(evening.round_offerings.first().offering.station)
        make_session(more, NOON + dt.timedelta(days=9))
        RoundOffering.objects.create(round=evening, offering=more)
    assert queries() == few
    assert few <= 20
