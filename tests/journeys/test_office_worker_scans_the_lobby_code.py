"""An office worker at lunch scans the code in the lobby: at most three taps to somebody who books."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import PHONE
from factories.towns import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_office_worker_scans_the_lobby_code(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(PHONE)
    page.goto("/b/greenland/")  # what the code says
    phones = page.locator(".answers .tel")
    assert phones.count() == 2  # one tap
    assert page.locator(".answers").first.get_by_text("楼宇健康驿站").is_visible()
    page.get_by_role("link", name="绿地楼党群服务站").first.click()
    assert page.get_by_role("heading", name="绿地楼党群服务站").is_visible()
    assert page.locator(".tel").first.is_visible()
