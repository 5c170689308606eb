"""Walks and stories in a real browser: axe, widths, the map with its way, the pocket page offline."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browsing import DESK, PHONE, wait_for_map

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ["/walks/", "/walks/ark/", "/walks/ark/print/", "/stories/", "/stories/museum/"]
ALL = [*PAGES, *(f"/en{page}" for page in PAGES), "/walks/ark/?big=1"]


def test_axe_finds_nothing_and_nothing_is_wider_than_the_phone(
    window: Callable[..., Any], walking: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = window(PHONE, webgl=False, bypass_csp=True)
    found: dict[str, Any] = {}
    for address in ALL:
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        over = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        violations = Axe().run(page).response["violations"]
        serious = [v["id"] for v in violations if v["impact"] in {"serious", "critical"}]
        if serious or over:
            found[address] = (serious, over)
    assert found == {}


def test_the_map_draws_the_way_and_the_numbers(window: Callable[..., Any], walking: Any) -> None:
    page = window(DESK)
    page.goto("/walks/ark/")
    wait_for_map(page)
    assert page.locator(".maplibregl-marker").count() == 3
    drawn = page.evaluate("() => window.yizhanMap.querySourceFeatures('route').length")
    assert drawn > 0


def test_the_pocket_page_opens_without_a_network(
    window: Callable[..., Any], chromium: Any, walking: Any, tmp_path: Path
) -> None:
    page = window(PHONE, webgl=False)
    page.goto("/walks/ark/")
    with page.expect_download() as download:
        page.get_by_role("link", name="存到手机（离线可看）").click()
    kept = tmp_path / download.value.suggested_filename
    download.value.save_as(kept)

    alone = chromium.new_context(viewport=PHONE, offline=True, java_script_enabled=False)
    opened = alone.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text))
    opened.goto(kept.as_uri())
    assert opened.locator("h1").inner_text() == "方舟"
    assert opened.locator("svg circle").count() == 3
    assert opened.locator("svg.sketch").bounding_box()["width"] <= PHONE["width"]
    assert complaints == []
    alone.close()
