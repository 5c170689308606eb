"""An older person telephones; the desk enters the wishes with the keyboard and prints the ticket."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import DESK
from factories.evenings import make_classes, make_evening
from factories.studies import PASSWORD, make_planner
from factories.towns import Town
from yizhan.people.models import AuditEntry
from yizhan.rounds.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_caller_is_entered_by_the_desk(window: Callable[..., Any], town: Town) -> None:
    make_evening(make_classes(town))
    clerk = make_planner(town.subdistrict)
    page = window(DESK)
    page.goto("/console/callers/")
    page.get_by_label("用户名").fill(clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="来电来访代办").wait_for()

    page.wait_for_function("() => document.activeElement.name === 'phone'")
    page.keyboard.type("021 6595 0000")
    page.keyboard.press("Enter")
    page.get_by_label("姓名或称呼").fill("张阿姨")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="张阿姨").wait_for()

    for rank, course in ((1, "摄影"), (2, "书法")):
        wish = page.get_by_label(f"第 {rank} 志愿")
        told = wish.locator("option", has_text=course).inner_text()
        assert told.startswith(f"{course} · ")
        wish.select_option(label=told)
    page.get_by_label("柜台").check()
    page.get_by_role("button", name="登记志愿").press("Enter")
    page.get_by_text("志愿已登记").wait_for()
    entry = Entry.objects.get()
    assert [wish.offering.name_zh for wish in entry.wishes.all()] == ["摄影", "书法"]
    assert (entry.channel, entry.draws, entry.entered_by) == ("counter", 1, clerk)
    assert AuditEntry.objects.filter(verb="enter_round", by=clerk).count() == 1

    page.get_by_role("link", name="打印票号").press("Enter")
    assert entry.ticket in page.locator(".receipt").inner_text()
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").first.is_visible()
