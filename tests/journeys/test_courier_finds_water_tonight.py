"""A courier, close to midnight, on a cheap phone without JavaScript: where is water, and is it open?"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from browsing import PHONE
from factories.towns import MIDNIGHT, Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_courier_finds_water_tonight(
    window: Callable[..., Any], streets_town: Town, clock_at: Callable[[dt.datetime], None]
) -> None:
    clock_at(MIDNIGHT)
    page = window(PHONE, scripts=False, color_scheme="dark")
    page.goto("/rest/")
    page.get_by_role("link", name="饮水").click()

    first = page.locator(".card").first
    words = first.inner_text()
    assert "关爱之家" in words
    assert "全天开放" in words
    assert "不需证明" in words
    assert first.get_by_role("link", name="021-0000-0104").get_attribute("href") == "tel:02100000104"
    assert page.context.cookies() == []
    red, green, blue = page.evaluate(
        "() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)"
    )
    assert max(red, green, blue) < 64  # dark enough not to blind anybody at night
