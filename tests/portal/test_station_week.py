"""A station's week: what is public, in order, with what was cancelled; any other week by its day."""

import datetime as dt

import pytest
from django.test import Client

from factories.offers import make_offering, make_session
from factories.places import make_room
from factories.towns import Town
from yizhan.foundation import clock
from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.words import SessionState
from yizhan.places.models import Station

WEEK = "/stations/centre/week/"


@pytest.fixture
def centre(town: Town) -> Station:
    return Station.objects.get(subdistrict=town.subdistrict, slug="centre")


def monday() -> dt.date:
    today = clock.now().date()
    return today - dt.timedelta(days=today.weekday())


def at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), SHANGHAI)


def test_a_week_shows_public_sessions_in_order(client: Client, centre: Station) -> None:
    hall = make_room(centre, name_zh="会议厅", name_en="Hall")
    offering = make_offering(centre, name_zh="书法班", name_en="Calligraphy")
    make_session(offering, at(monday(), 18), room=hall)
    make_session(offering, at(monday(), 9), room=hall, state=SessionState.CANCELLED)
    make_session(make_offering(centre, name_zh="内部班", is_public=False), at(monday(), 10))
    page = client.get(WEEK).content.decode()
    assert page.index("09:00–10:30") < page.index("18:00–19:30")
    assert (page.count("书法班"), "已取消" in page, "内部班" in page) == (2, True, False)
    assert "Calligraphy" in client.get(f"/en{WEEK}").content.decode()


def test_another_week_is_named_by_a_day(client: Client, centre: Station) -> None:
    make_session(make_offering(centre, name_zh="下周的班"), at(monday() + dt.timedelta(days=9), 9))
    assert "下周的班" not in client.get(WEEK).content.decode()
    next_week = client.get(WEEK, {"week": (monday() + dt.timedelta(days=8)).isoformat()})
    assert "下周的班" in next_week.content.decode()
    for nonsense in ("soon", "9999-12-31"):
        page = client.get(WEEK, {"week": nonsense}).content.decode()
        assert "这一周没有公开的活动" in page


def test_no_station_no_week(client: Client, town: Town) -> None:
    assert client.get("/stations/nowhere/week/").status_code == 404
