"""Somebody who sees badly: one link makes everything large, and it stays large."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import PHONE
from factories.towns import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_grandmother_reads_large_type(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(PHONE, scripts=False)
    page.goto("/")
    page.get_by_role("link", name="长辈版").click()
    page.get_by_role("link", name="街道党群服务中心").first.click()
    assert page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= 24
    assert page.locator(".tel").first.bounding_box()["height"] >= 60
    assert page.context.cookies() == []
    page.get_by_role("link", name="标准字号").click()
    assert page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") < 24
