"""A clerk publishes the list and draws before an audience; at home somebody looks up a ticket."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from browsing import DESK, PHONE
from factories.evenings import enter_many, make_classes, make_evening
from factories.studies import PASSWORD, make_planner
from factories.towns import Town
from yizhan.rounds.models import Draw, Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_round_is_drawn_in_public(
    window: Callable[..., Any], town: Town, clock_at: Callable[[dt.datetime], None]
) -> None:
    classes = make_classes(town, seats=2)
    evening = make_evening(classes)
    enter_many(evening, classes, 9)
    clerk = make_planner(town.subdistrict)
    clock_at(evening.closes_at + dt.timedelta(minutes=1))
    hall, home = window(DESK), window(PHONE, scripts=False)
    hall.goto("/console/rounds/evening/")
    hall.get_by_label("用户名").fill(clerk.username)
    hall.get_by_label("密码").fill(PASSWORD)
    hall.keyboard.press("Enter")
    hall.get_by_label("将查哪个公开来源").fill("welfare-lottery-2026032")
    hall.get_by_role("button", name="公布名单和指纹").click()
    hall.get_by_role("heading", name="等待随机数").wait_for()
    published = hall.locator(".hash").first.inner_text()

    home.goto("/rounds/evening/")
    assert published in home.locator("main").inner_text()
    ticket = Entry.objects.order_by("pk")[0].ticket
    home.get_by_label("用自己的票号查结果").fill(ticket)
    home.get_by_role("button", name="查", exact=True).click()
    assert "等待摇号" in home.get_by_role("status").inner_text()

    clock_at(evening.draw_at + dt.timedelta(minutes=1))
    hall.reload()
    hall.get_by_label("现场公布的数值").fill("03 08 15 22 27 31 + 09")
    hall.get_by_role("button", name="摇号", exact=True).click()
    hall.get_by_text("另一段程序重算过，完全一致").wait_for()
    assert hall.locator(".tickets code").count() == 6
    assert "示例人员" not in hall.locator("main").inner_text()
    assert Draw.objects.get().list_hash == published

    home.reload()
    place = Entry.objects.get(ticket=ticket).place
    assert f"摇号排在第 {place} 位，共 9 份报名" in home.get_by_role("status").inner_text()
