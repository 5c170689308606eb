"""A resident opens a round, signs in with a code, orders wishes with arrow keys, and sends them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browsing import DESK, PHONE
from factories.evenings import make_classes, make_evening
from factories.towns import Town
from yizhan.rounds.models import Entry, SignUpRound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evening(town: Town) -> SignUpRound:
    return make_evening(make_classes(town))


def sign_in(page: Any) -> None:
    """Type a number, read the code in the mailbox of the laptop, type the code."""
    page.get_by_label("手机号").fill("138 1234 1234")
    page.get_by_role("button", name="发送验证码").press("Enter")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="演示信箱").click()
    letter = opened.value.locator(".letters").first.inner_text()
    opened.value.close()
    page.get_by_label("6 位验证码").fill(re.findall(r"验证码 (\d{6})", letter)[0])
    page.get_by_role("button", name="登录", exact=True).press("Enter")


def wished() -> list[str]:
    return [wish.offering.name_zh for wish in Entry.objects.get().wishes.all()]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "360"])
def test_resident_wishes_with_arrow_keys(
    window: Callable[..., Any], evening: SignUpRound, home: Path, size: dict[str, int]
) -> None:
    page = window(size)
    page.goto("/rounds/evening/")
    assert page.context.cookies() == []
    page.get_by_role("link", name="加入志愿 书法").press("Enter")
    sign_in(page)
    page.wait_for_url("**/wishes/?add=*")

    said = page.locator("[data-said]")
    page.get_by_role("button", name="加入 陶艺").press("Enter")
    assert said.inner_text() == "已加入 陶艺，第 2 位"
    page.keyboard.press("ArrowUp")
    assert said.inner_text() == "陶艺 移到第 1 位"
    page.get_by_role("button", name="加入 摄影").press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert said.inner_text() == "摄影 移到第 1 位"
    page.get_by_role("button", name="撤销上一步").press("Enter")
    assert page.locator("[data-chosen] b").all_inner_texts() == ["陶艺", "摄影", "书法"]

    page.get_by_label("您的姓名或称呼").fill("李女士")
    page.get_by_role("button", name="送出志愿", exact=True).last.press("Enter")
    page.wait_for_url("**/seats/")
    assert "志愿已收到" in page.get_by_role("status").first.inner_text()
    assert wished() == ["陶艺", "摄影", "书法"]
    page.get_by_role("button", name="退出登录").press("Enter")
    page.wait_for_url("**/rounds/")
    assert page.context.cookies() == []


def test_resident_drags_a_wish(window: Callable[..., Any], evening: SignUpRound, home: Path) -> None:
    page = window(DESK)
    page.goto("/rounds/evening/wishes/")
    sign_in(page)
    for name in ("书法", "陶艺", "摄影"):
        page.get_by_role("button", name=f"加入 {name}").click()
    first, last = page.locator("[data-chosen] .what").first, page.locator("[data-chosen] .what").last
    page.evaluate("() => document.querySelector('#chosen').scrollIntoView()")
    last.hover()
    page.mouse.down()
    box = first.bounding_box()
    for step in (40, 20, 0):
        page.mouse.move(box["x"] + 20, box["y"] + 3 + step)
    page.mouse.up()
    assert page.locator("[data-chosen] b").all_inner_texts() == ["摄影", "书法", "陶艺"]
    assert page.locator("[data-said]").inner_text() == "摄影 移到第 1 位"


def test_resident_without_scripts_uses_the_same_buttons(
    window: Callable[..., Any], evening: SignUpRound, home: Path
) -> None:
    page = window(PHONE, scripts=False)
    page.goto("/rounds/evening/wishes/")
    sign_in(page)
    for name in ("书法", "陶艺"):
        page.get_by_role("button", name=f"加入 {name}").click()
    page.get_by_role("button", name="上移 陶艺").click()
    assert page.url.endswith("#chosen")
    page.get_by_label("您的姓名或称呼").fill("李女士")
    page.get_by_role("button", name="送出志愿", exact=True).last.click()
    assert wished() == ["陶艺", "书法"]
