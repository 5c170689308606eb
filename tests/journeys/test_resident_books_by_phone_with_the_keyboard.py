"""Somebody who uses no mouse: filter, open the station, reach its phone number."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import DESK
from factories.towns import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def tab_until(page: Any, words: str, *, most: int = 60) -> None:
    """Press Tab until what has the focus says `words`."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => (document.activeElement.innerText || document.activeElement.value || "
            "document.activeElement.parentElement.innerText || '').trim()"
        )
        if words in focused:
            return
    raise AssertionError(f"{words} cannot be reached with the Tab key")


def test_resident_books_by_phone_with_the_keyboard(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(DESK)
    page.goto("/")
    tab_until(page, "跳到正文")
    page.keyboard.press("Enter")
    tab_until(page, "今晚 19:30")
    page.keyboard.press("Enter")
    page.wait_for_url("**at=tonight*")
    tab_until(page, "1. 街道党群服务中心")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stations/centre/*")
    tab_until(page, "021-0000-0101")
    assert page.evaluate("() => document.activeElement.href") == "tel:02100000101"
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
