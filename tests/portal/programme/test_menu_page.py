"""The menu page: newest published menu, filters without scripts, older quarters, empty states."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.menus import make_menu
from factories.offers import make_version
from yizhan.offers.models import MenuItem
from yizhan.offers.words import MenuState


def titles(client, address):
    html = client.get(address).content.decode()
    return re.findall(r"<h2 class=.numbered.>.*?<a [^>]*>([^<]*)</a>", html)


def test_menu_lists_its_courses_in_order(client, programme):
    assert titles(client, "/menu/") == ["书法入门", "亲子共读", "专题党课"]
    assert titles(client, "/en/menu/") == ["Calligraphy", "Reading together", "Lecture"]
    html = client.get("/menu/").content.decode()
    assert "测试街道2026年第一季度课程菜单" in html
    assert "书法周二班" in html
    assert "2026-03-17 周二 18:30" in html


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("type=lecture", ["专题党课"]),
        ("for=children", ["书法入门", "亲子共读"]),
        ("time=evening", ["书法入门"]),
        ("time=weekend", ["亲子共读"]),
        ("time=daytime", []),
        ("place=bookshop", ["书法入门"]),
        ("type=culture&time=weekend&place=greenland-station", ["亲子共读"]),
        ("type=nonsense&time=nonsense&place=nonsense", ["书法入门", "亲子共读", "专题党课"]),
    ],
)
def test_menu_is_searched_by_type_audience_time_and_station(client, programme, query, left):
    query = query.replace("bookshop", programme.town.bookshop.slug)
    query = query.replace("greenland-station", programme.town.station.slug)
    assert titles(client, f"/menu/?{query}") == left


def test_nothing_found_shows_the_way_out(client, programme):
    html = client.get("/menu/?time=daytime").content.decode()
    assert "没有符合这些条件的课程" in html
    assert 'href="/menu/2026q1/"' in html


def test_filters_are_kept_when_the_language_changes(client, programme):
    html = client.get("/menu/?time=evening").content.decode()
    assert 'href="/en/menu/?time=evening"' in html


def test_older_menu_has_an_address_of_its_own(client, programme):
    place = programme.town.subdistrict
    make_menu(place, make_version(place, title_zh="旧课"), year=2025, quarter=4, state=MenuState.PUBLISHED)
    assert titles(client, "/menu/2025q4/") == ["旧课"]
    assert "2025q4" in client.get("/menu/").content.decode()


@pytest.mark.parametrize(
    "address", ["/menu/2026q2/", "/menu/2026q9/", "/menu/99999999q1/", "/menu/2031q1.docx"]
)
def test_menu_that_is_not_published_is_not_there(client, programme, address):
    place = programme.town.subdistrict
    make_menu(place, make_version(place), quarter=2)
    assert client.get(address).status_code == 404


def test_withdrawn_menu_says_why(client, programme):
    menu = programme.menu
    menu.state, menu.reason_zh, menu.reason_en = MenuState.DRAFT, "增加一门课", "One more course"
    menu.save()
    assert "增加一门课" in client.get("/menu/").content.decode()
    assert "One more course" in client.get("/en/menu/").content.decode()


def test_without_any_menu_the_page_says_so(client, town):
    answer = client.get("/menu/")
    assert answer.status_code == 200
    assert "还没有公布课程菜单" in answer.content.decode()


def test_classes_that_are_not_public_are_not_shown(client, programme):
    programme.evening.is_public = False
    programme.evening.save()
    assert "书法周二班" not in client.get("/menu/").content.decode()
    assert titles(client, "/menu/?time=evening") == []


def queries(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("address", "limit"), [("/menu/", 12), ("/menu/2026q1.docx", 8), ("/menu/2026q1.xlsx", 8)]
)
def test_queries_do_not_grow_with_the_menu(client, programme, address, limit):
    few = queries(client, address)
    place, menu = programme.town.subdistrict, programme.menu
    for position in range(4, 8):
        MenuItem.objects.create(menu=menu, version=make_version(place), position=position)
    assert queries(client, address) == few
    assert few <= limit
