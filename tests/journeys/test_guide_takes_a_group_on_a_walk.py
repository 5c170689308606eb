"""A guide with a wheelchair user in the group: which way, how long, on paper and without a network."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import PHONE
from factories.stories import make_route, make_story
from factories.towns import Town
from yizhan.places.words import Steps
from yizhan.plans.actions import compute_route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_guide_takes_a_group_on_a_walk(window: Callable[..., Any], streets_town: Town) -> None:
    place = streets_town.subdistrict
    stories = [
        make_story(place, title_zh="霍山公园", lon=121.5067, lat=31.2555),
        make_story(place, title_zh="纪念馆", lon=121.5048, lat=31.2562),
        make_story(place, title_zh="下海庙", lon=121.5022, lat=31.2574, steps=Steps.SOME),
    ]
    compute_route(route=make_route(place, *stories, slug="ark", name_zh="方舟"), by=None)

    page = window(PHONE, scripts=False)
    page.goto("/")
    page.get_by_role("link", name="走读").click()
    page.get_by_role("link", name="方舟").click()
    assert page.get_by_text("不去的站：").count() == 1
    assert page.get_by_text("下海庙：有台阶").count() == 1
    page.get_by_role("link", name="打印无台阶走法").click()
    rows = page.locator("tbody tr")
    assert rows.count() == 2
    assert "09:30" in rows.first.inner_text()
    page.get_by_role("link", name="回到路线页面").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="存到手机（离线可看）").click()
    assert download.value.suggested_filename == "ark.html"
    assert page.context.cookies() == []
