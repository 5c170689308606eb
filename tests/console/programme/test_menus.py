"""The menu editor: draft, arrange, check by a second person, publish, withdraw; refusals on the page."""

import datetime as dt
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from factories.offers import make_offering, make_version
from factories.people import make_subdistrict
from factories.places import make_room, make_station
from factories.rounds import make_booking, make_seats
from factories.studies import make_planner
from yizhan.foundation import clock
from yizhan.offers.models import MenuItem, Offering, QuarterMenu
from yizhan.offers.words import MenuState
from yizhan.people.models import Message
from yizhan.places.models import Claim

MENU = "/console/menus/2026q2/"


def titles(menu):
    return [item.version.title_zh for item in menu.items.order_by("position")]


def test_clerk_drafts_a_quarter_like_the_last(clerk, menu):
    page = clerk.get("/console/menus/").content.decode()
    assert 'name="year" value="2026"' in page
    answer = clerk.post("/console/menus/", {"year": 2026, "quarter": 3, "like": menu.pk})
    assert answer.headers["Location"] == "/console/menus/2026q3/"
    assert titles(QuarterMenu.objects.get(quarter=3)) == ["甲课", "乙课", "丙课"]
    again = clerk.post("/console/menus/", {"year": 2026, "quarter": 3})
    assert again.status_code == 400
    assert "已经有了" in again.content.decode()


def test_lines_move_by_buttons_and_by_dragging(clerk, menu):
    first, second, third = (item.pk for item in menu.items.all())
    order = f"{first} {second} {third}"
    clerk.post(f"{MENU}order/", {"order": order, "down": first})
    assert titles(menu) == ["乙课", "甲课", "丙课"]
    clerk.post(f"{MENU}order/", {"order": f"{second} {first} {third}", "up": second})
    assert titles(menu) == ["乙课", "甲课", "丙课"]
    clerk.post(f"{MENU}order/", {"order": f"{third} {first} {second}"})
    assert titles(menu) == ["丙课", "甲课", "乙课"]
    stale = clerk.post(f"{MENU}order/", {"order": f"{third} {first}"}, follow=True)
    assert "可能有人同时改过" in stale.content.decode()


def test_courses_are_ticked_onto_the_menu_noted_and_taken_off(clerk, place, menu):
    more = [make_version(place, title_zh="丁课"), make_version(place, title_zh="戊课")]
    assert "丁课" in clerk.get(MENU).content.decode()
    clerk.post(f"{MENU}items/", {"version": [version.pk for version in more]})
    assert titles(menu)[-2:] == ["丁课", "戊课"]
    item = menu.items.last()
    clerk.post(f"{MENU}items/{item.pk}/", {f"i{item.pk}-note_zh": "自带毛笔"})
    item.refresh_from_db()
    assert (item.note_zh, item.is_orderable) == ("自带毛笔", False)
    clerk.post(f"{MENU}items/{item.pk}/", {"step": "remove"})
    assert "戊课" not in titles(menu)
    nothing = clerk.post(f"{MENU}items/", {"version": ["x", ""]}, follow=True)
    assert "请先勾选课程" in nothing.content.decode()


def test_two_people_bring_a_menu_to_the_public(clerk, head, menu, client):
    assert "请另一位负责人或规划员来审核" in clerk.get(MENU).content.decode()
    assert clerk.get(f"{MENU}check/").status_code == 403
    assert "审核通过这份菜单" in head.get(f"{MENU}check/").content.decode()
    assert head.post(f"{MENU}check/").status_code == 302
    assert client.get("/menu/2026q2/").status_code == 404
    assert head.post(f"{MENU}publish/").status_code == 302
    assert "甲课" in client.get("/menu/2026q2/").content.decode()
    assert head.post(f"{MENU}withdraw/", {"reason_zh": ""}).status_code == 400
    assert head.post(f"{MENU}withdraw/", {"reason_zh": "增加一门课"}).status_code == 302
    assert "增加一门课" in head.get(MENU).content.decode()
    assert client.get("/menu/2026q2/").status_code == 404


def test_drafter_cannot_check_although_a_head(sign_in, place, menu):
    account = make_planner(place)
    menu.drafted_by = account
    menu.save()
    client = sign_in(account=account)
    assert "您是最后修改的人" in client.get(MENU).content.decode()
    refused = client.post(f"{MENU}check/")
    assert refused.status_code == 400
    assert "不能自己审核" in refused.content.decode()


def test_checked_menu_is_sent_back(head, menu):
    head.post(f"{MENU}check/")
    page = head.get(MENU).content.decode()
    assert "data-sortable" not in page
    head.post(f"{MENU}send-back/", {"reason_zh": "缺少老年课程"})
    menu.refresh_from_db()
    assert (menu.state, menu.reason_zh) == (MenuState.DRAFT, "缺少老年课程")


def test_draft_is_downloaded_with_the_same_rows(clerk, menu):
    sheet = load_workbook(io.BytesIO(clerk.get("/console/menus/2026q2.xlsx").content)).worksheets[0]
    assert [sheet.cell(line, 2).value for line in (2, 3, 4)] == ["甲课", "乙课", "丙课"]
    assert clerk.get("/console/menus/2026q2.docx").content[:2] == b"PK"


def test_class_is_opened_and_its_sessions_planned(clerk, place, menu):
    station = make_station(subdistrict=place)
    room = make_room(station, capacity=20)
    item = menu.items.first()
    address = f"{MENU}items/{item.pk}/class/"
    asked = {"name_zh": "甲课周一班", "room": room.pk, "seats": 20, "sign_up": "draw"}
    too_many = clerk.post(address, asked | {"seats": 21})
    assert too_many.status_code == 400
    assert "超过课程审核的人数上限" in too_many.content.decode()
    assert clerk.post(address, asked | {"room": ""}).status_code == 400
    answer = clerk.post(address, asked)
    offering = Offering.objects.get()
    assert answer.headers["Location"] == f"/console/classes/{offering.slug}/"
    plan = {"first_day": "2027-03-01", "starts": "18:30", "every_weeks": 1, "times": 3}
    clerk.post(answer.headers["Location"], plan)
    assert offering.sessions.count() == 3
    clash = clerk.post(answer.headers["Location"], plan)
    assert clash.status_code == 400
    assert "已被占用" in clash.content.decode()
    session = offering.sessions.first()
    clerk.post(f"/console/classes/{offering.slug}/cancel/{session.pk}/", {"reason_zh": "台风"})
    assert "台风" in clerk.get(answer.headers["Location"]).content.decode()
    kept = clerk.post(f"/console/classes/{offering.slug}/drop/", follow=True)
    assert "不能删除" in kept.content.decode()


def test_whoever_holds_a_seat_is_told_of_sessions_that_come_and_go(clerk, place):
    offering = make_seats(make_offering(make_station(subdistrict=place))).offering
    booking = make_booking(offering)
    booking.participants.set(booking.contact.participants.all())
    address = f"/console/classes/{offering.slug}/"
    plan = {"first_day": clock.now().date() + dt.timedelta(days=9), "starts": "18:30"}
    clerk.post(address, plan | {"every_weeks": 1, "times": 1})
    session = offering.sessions.get()
    own = Claim.objects.filter(held_for=f"booking:{booking.pk}:{session.pk}", released_at=None)
    assert (Message.objects.count(), own.count()) == (1, 1)
    clerk.post(f"{address}cancel/{session.pk}/", {"reason_zh": "台风"})
    assert "台风" in Message.objects.last().text_zh
    assert (Message.objects.count(), own.count()) == (2, 0)


def test_class_without_anything_is_dropped(clerk, place, menu):
    station = make_station(subdistrict=place)
    item = menu.items.first()
    asked = {"name_zh": "行走班", "station": station.pk, "seats": 5, "sign_up": "first_come"}
    clerk.post(f"{MENU}items/{item.pk}/class/", asked)
    clerk.post(f"/console/classes/{Offering.objects.get().slug}/drop/")
    assert not Offering.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "menus/2026q2/",
        "menus/2026q2.docx",
        "menus/2026q2/items/1/class/",
        "menus/9999999q9/",
        "classes/none/",
    ],
)
def test_what_belongs_to_others_is_not_there(clerk, address):
    other = make_subdistrict()
    QuarterMenu.objects.create(subdistrict=other, year=2026, quarter=2)
    assert clerk.get(f"/console/{address}").status_code == 404


def test_step_nobody_knows_is_not_there(head, menu):
    assert head.get(f"{MENU}explode/").status_code == 404
    assert head.post(f"{MENU}publish/").status_code == 400


def queries(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", [MENU, "/console/menus/", "/console/courses/", "/console/providers/"])
def test_queries_do_not_grow(clerk, place, menu, address):
    few = queries(clerk, address)
    for position in range(4, 8):
        MenuItem.objects.create(menu=menu, version=make_version(place), position=position)
        make_version(place)
    assert queries(clerk, address) == few <= 26


def test_keys_that_are_none_are_passed_over(clerk, menu, versions):
    nonsense = "1" * 18 + "x"
    assert clerk.post(f"{MENU}items/", {"version": nonsense}).status_code == 302
    assert clerk.post(f"{MENU}order/", {"order": nonsense, "up": "9" * 5000}).status_code == 302
    assert (
        clerk.post("/console/courses/reviews/", {"menu": nonsense, "version": versions[0].pk}).status_code
        == 302
    )
