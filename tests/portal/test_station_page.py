"""One screen answers; then the week, rooms, doors, certainty."""

import datetime as dt
from collections.abc import Callable

from django.test import Client

from factories.places import make_exception
from factories.towns import NOON, Town
from yizhan.foundation.clock import SHANGHAI
from yizhan.places.words import State


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_answers_stand_in_the_order_people_ask(client: Client, town: Town) -> None:
    html = page(client, "/stations/centre/")
    asked = ["开放中，到 20:30", "任何人可直接进入", "饮水", "电话预约", "tel:02100000101", "今后七天"]
    places = [html.index(words) for words in asked]
    assert places == sorted(places)


def test_week_names_holidays_and_make_up_days(
    client: Client, town: Town, clock_at: Callable[[dt.datetime], None]
) -> None:
    clock_at(dt.datetime(2026, 2, 12, 9, 0, tzinfo=SHANGHAI))
    html = page(client, "/stations/centre/")
    saturday = html[html.index("2月14日 周六") : html.index("2月15日 周日")]
    assert "调休上班" in saturday
    assert "08:30–20:30" in saturday
    sunday = html[html.index("2月15日 周日") : html.index("2月16日 周一")]
    assert "法定节假日" in sunday
    assert "休息" in sunday


def test_unknown_year_says_so_instead_of_guessing(
    client: Client, town: Town, clock_at: Callable[[dt.datetime], None]
) -> None:
    clock_at(dt.datetime(2031, 3, 5, 9, 30, tzinfo=SHANGHAI))
    html = page(client, "/stations/tower/")
    assert "该年日历未公布" in html
    assert "若为工作日 08:30–18:00" in html


def test_exception_names_its_reason_in_the_week(client: Client, town: Town) -> None:
    day = NOON.date() + dt.timedelta(days=2)
    make_exception(town.centre, day, day, reason_zh="消防演练", reason_en="Fire drill")
    assert "消防演练" in page(client, "/stations/centre/")
    assert "Fire drill" in page(client, "/en/stations/centre/")


def test_alliance_room_is_not_shown_to_the_public(client: Client, town: Town) -> None:
    html = page(client, "/stations/centre/")
    assert "多功能厅" in html
    assert "联盟路演厅" not in html


def test_off_hours_share_is_stated(client: Client, town: Town) -> None:
    # Workdays 8:30–20:30 is 60 h, of which 40 h are office hours; weekends 16 h: (76 − 40) / 76.
    assert "每周开放时间的 47% 在八小时外" in page(client, "/stations/centre/")


def test_certainty_and_examples_are_stated(client: Client, town: Town) -> None:
    html = page(client, "/stations/tower/")
    assert "地址的可靠程度：低" in html
    assert "请勿据此前往" in html


def test_point_inside_is_named_on_the_page_of_its_station(client: Client, town: Town) -> None:
    html = page(client, "/stations/tower/")
    assert "站内还有" in html
    assert 'href="/stations/care-home/"' in html


def test_proposed_station_is_not_public(client: Client, town: Town) -> None:
    town.bookshop.state = State.PROPOSED
    town.bookshop.save()
    assert client.get("/stations/bookshop/").status_code == 404
