"""Seasons, calendars and door codes as everybody meets them: no account, no cookie, two languages."""

import datetime as dt

import icalendar
import pytest

from factories.offers import make_offering, make_session
from factories.rounds import make_booking, make_contact, make_seats
from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.actions.sessions import cancel_session
from yizhan.offers.models import Season
from yizhan.offers.words import OfferingKind
from yizhan.rounds.actions.calendars import revoke_calendar
from yizhan.rounds.actions.tallies import record_tally
from yizhan.rounds.queries.calendars import arrival_token, own_token
from yizhan.rounds.rules.door_codes import code_at, key_of, window_of

pytestmark = pytest.mark.django_db
# The town's clock stands at this Wednesday noon.
NOON = dt.datetime(2026, 3, 11, 12, 0, tzinfo=SHANGHAI)
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def club(town):
    season = Season.objects.create(
        subdistrict=town.subdistrict,
        slug="spring",
        name_zh="春季社团",
        name_en="Spring clubs",
        first_day=NOON.date() - WEEK,
        last_day=NOON.date() + 8 * WEEK,
    )
    offering = make_offering(
        town.centre,
        kind=OfferingKind.CLUB,
        season=season,
        name_zh="编程",
        name_en="Coding",
        for_children=True,
        is_example=True,
    )
    offering.slug = "coding"
    offering.save()
    make_seats(offering)
    record_tally(session=make_session(offering, NOON - WEEK), figure=105, by=None)
    for number in range(1, 4):
        make_session(offering, NOON + number * WEEK)
    return offering


def events(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_season_shows_its_clubs_and_its_sentence(client, club):
    page = client.get("/clubs/spring/").content.decode()
    assert "春季社团开设1个社团，开展1场次100余人次活动。" in page
    assert "须监护人同意" in page
    assert "已举行 1 场，105 人次。" in page
    assert page.count("示例") > 1
    english = client.get("/en/clubs/spring/")
    assert "Coding" in english.content.decode()
    assert "a guardian must consent" in english.content.decode()
    assert not english.cookies


def test_few_attendances_are_not_published_one_by_one(client, club):
    session = club.sessions.order_by("number").first()
    record_tally(session=session, figure=3, by=None)
    assert "已举行 1 场，不足 5 人次。" in client.get("/clubs/spring/").content.decode()


def test_a_cancelled_session_is_said_with_its_reason(client, club):
    session = club.sessions.order_by("-number").first()
    cancel_session(session=session, reason_zh="台风", reason_en="Typhoon", by=None)
    assert "台风" in client.get("/clubs/spring/").content.decode()
    assert "Typhoon" in client.get("/en/clubs/spring/").content.decode()


def test_lists_have_an_empty_state_and_hidden_seasons_are_not_there(client, town):
    assert "目前没有社团" in client.get("/clubs/").content.decode()
    hidden = Season.objects.create(
        subdistrict=town.subdistrict, slug="hidden", name_zh="内部", first_day=NOON, last_day=NOON
    )
    make_offering(town.centre, kind=OfferingKind.CLUB, season=hidden, is_public=False)
    assert client.get("/clubs/hidden/").status_code == 404
    assert client.get("/calendars/season/hidden.ics").status_code == 404
    assert "内部" not in client.get("/clubs/").content.decode()


def test_queries_do_not_grow_with_clubs(client, club, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get("/clubs/spring/")
    for _ in range(3):
        more = make_offering(club.station, kind=OfferingKind.CLUB, season=club.season)
        make_session(more, NOON + WEEK)
    with django_assert_max_num_queries(12):
        client.get("/clubs/spring/")


@pytest.mark.parametrize("address", ["offering/coding", "station/centre", "season/spring"])
def test_calendars_of_an_offering_a_station_and_a_season(client, club, address):
    found = events(client.get(f"/calendars/{address}.ics"))
    assert [str(event["SUMMARY"]) for event in found] == [f"编程 第 {n} 场" for n in (1, 2, 3, 4)]
    assert found[1].decoded("DTSTART") == NOON + WEEK
    assert str(found[0]["LOCATION"]).startswith("街道党群服务中心")
    english = events(client.get(f"/en/calendars/{address}.ics"))
    assert str(english[0]["SUMMARY"]) == "Coding, session 1"
    assert [event["UID"] for event in english] == [event["UID"] for event in found]


def test_what_is_not_public_has_no_calendar(client, club, town):
    inside = make_offering(town.centre, is_public=False)
    assert client.get(f"/calendars/offering/{inside.slug}.ics").status_code == 404
    assert client.get("/calendars/offering/nothing.ics").status_code == 404
    assert client.get("/calendars/station/nothing.ics").status_code == 404


def test_pages_offer_to_subscribe_and_to_download(client, club):
    page = client.get("/clubs/spring/").content.decode()
    assert 'href="webcal://testserver/calendars/season/spring.ics"' in page
    assert 'href="/calendars/offering/coding.ics" download="coding.ics"' in page


def test_an_own_calendar_holds_every_session_of_every_booking_until_revoked(client, club):
    contact = make_contact(club.subdistrict)
    make_booking(club, contact)
    token = own_token(contact)
    answer = client.get(f"/calendars/mine/{token}.ics")
    assert len(events(answer)) == 4
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.content.decode()
    assert contact.phone not in text
    assert contact.name not in text
    revoke_calendar(contact=contact, by=None)
    assert client.get(f"/calendars/mine/{token}.ics").status_code == 404
    assert client.get(f"/calendars/mine/{contact.pk}-1.ics").status_code == 404


def test_a_holder_finds_the_code_of_the_session_at_hand(client, club, clock_at):
    booking = make_booking(club, secret="s" * 24)
    address = f"/arrive/{arrival_token(booking)}/"
    assert "开场前两小时" in client.get(address).content.decode()
    clock_at(NOON + WEEK - dt.timedelta(minutes=20))
    session = club.sessions.get(number=2)
    key = key_of(booking.secret, session.pk)
    page = client.get(address)
    assert code_at(key, window_of(NOON + WEEK - dt.timedelta(minutes=20))) in page.content.decode()
    assert 'http-equiv="refresh"' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert booking.secret not in page.content.decode()
    assert client.get(f"{address}code.svg").headers["Content-Type"] == "image/svg+xml"
    clock_at(NOON + 10 * WEEK)
    assert "所有场次都结束了" in client.get(address).content.decode()
    assert client.get(f"/arrive/{booking.pk}:forged/").status_code == 404
