"""The map in a real browser: it draws, speaks both languages, and the list stands without it."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from browsing import DESK, PHONE, wait_for_map
from factories.towns import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The colours drawn, counted inside the page: a blank canvas has one.
COLOURS = """
() => new Promise((resolve) => {
  const map = window.yizhanMap;
  map.once("render", () => {
    const gl = map.getCanvas().getContext("webgl2");
    const [width, height] = [gl.drawingBufferWidth, gl.drawingBufferHeight];
    const pixels = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    const seen = new Set();
    for (let i = 0; i < pixels.length; i += 4) {
      seen.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
    }
    resolve(seen.size);
  });
  map.triggerRepaint();
})
"""
LABELS = """
() => [...new Set(window.yizhanMap.queryRenderedFeatures({ layers: ["names-main", "names-small"] })
  .map((feature) => feature.layer.layout["text-field"].toString()))]
"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
@pytest.mark.parametrize(("address", "label"), [("/", "路"), ("/en/", " Road")])
def test_map_draws_streets_with_names(
    window: Callable[..., Any], streets_town: Town, size: dict[str, int], address: str, label: str
) -> None:
    page = window(size)
    page.goto(address)
    wait_for_map(page)
    assert page.evaluate(COLOURS) > 20
    labels = page.evaluate(LABELS)
    assert sum(label in text for text in labels) >= 3, labels


def test_pin_opens_a_popup_with_the_facts_of_the_list(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(DESK)
    page.goto("/")
    wait_for_map(page)
    pin = page.get_by_role("button", name="1 街道党群服务中心, 开放中，到 20:30")
    pin.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".maplibregl-popup-content")
    for fact in ("街道党群服务中心", "开放中，到 20:30", "任何人可直接进入", "021-0000-0101"):
        assert fact in popup.inner_text()
    assert "chosen" in page.locator("#s-centre").get_attribute("class")


def test_card_shows_its_station_on_the_map(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(DESK)
    page.goto("/")
    wait_for_map(page)
    page.locator("#s-bookshop").get_by_role("button", name="在地图上看").click()
    assert "1925书局站" in page.locator(".maplibregl-popup-content").inner_text()
    centre = page.evaluate("() => window.yizhanMap.getCenter().toArray()")
    assert centre == pytest.approx([121.4806, 31.2505], abs=1e-4)


def test_tap_on_the_map_starts_a_walk_from_there_rounded(
    window: Callable[..., Any], streets_town: Town
) -> None:
    page = window(DESK)
    page.goto("/?at=now")
    wait_for_map(page)
    canvas = page.locator(".maplibregl-canvas")
    canvas.click(position={"x": 300, "y": 120})
    page.get_by_role("link", name="从这里出发").click()
    page.wait_for_url("**from=*")
    lon, lat = (float(part) for part in page.url.split("from=")[1].split("%2C"))
    assert round(lon / 0.0005, 6) % 1 == 0
    assert round(lat / 0.0005, 6) % 1 == 0
    assert "at=now" in page.url


def test_without_webgl_the_list_stands_alone_and_says_so(
    window: Callable[..., Any], streets_town: Town
) -> None:
    page = window(DESK, webgl=False)
    page.goto("/")
    assert page.get_by_text("这台设备画不了地图").is_visible()
    assert page.locator("[data-map-section]").is_hidden()
    assert page.locator(".card").count() == 4


def test_without_javascript_the_list_is_complete(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(PHONE, scripts=False)
    page.goto("/")
    assert page.locator("[data-map-section]").is_hidden()
    assert page.locator(".card").count() == 4
    page.get_by_text("按设施、时间、出发点查找").click()
    page.get_by_role("checkbox", name="饮水").check()
    page.get_by_role("checkbox", name="厕所", exact=True).check()
    page.get_by_role("button", name="查找").click()
    assert page.locator(".card h2").all_inner_texts() == ["1. 街道党群服务中心", "2. 关爱之家"]


def test_way_on_foot_is_drawn_on_the_station_s_map(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(PHONE)
    page.goto("/stations/centre/?from=121.4935,31.2520")
    wait_for_map(page)
    drawn = page.evaluate("() => window.yizhanMap.queryRenderedFeatures({ layers: ['route'] }).length")
    assert drawn > 0


def test_screen_is_not_one_colour(window: Callable[..., Any], streets_town: Town) -> None:
    """What a person sees, not only what the drawing buffer holds."""
    page = window(DESK)
    page.goto("/")
    wait_for_map(page)
    png = page.locator("[data-map]").screenshot()
    assert len(io.BytesIO(png).getvalue()) > 20_000
