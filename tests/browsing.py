"""A real Chromium for tests: started once, a fresh window each, on the machine's own fonts."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from needs import require

CHROMIUM = Path(os.environ.get("YIZHAN_CHROMIUM", "/usr/bin/chromium"))
# Software drawing, so that WebGL works without a screen.
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
# A browser that cannot draw: for what must hold without the map, and quickly.
NO_WEBGL = """
const get = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return kind.startsWith("webgl") ? null : get.call(this, kind, ...more);
};
"""
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the session."""
    require(CHROMIUM.exists(), f"Chromium at {CHROMIUM} (or name it in YIZHAN_CHROMIUM)")
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright keeps an event loop in this thread; the rows are still made by plain calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(chromium: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open windows on the running portal; anything a page complains of fails the test."""
    contexts, complaints = [], []

    def open_window(size: dict[str, int], *, scripts: bool = True, webgl: bool = True, **options: Any) -> Any:
        context = chromium.new_context(
            viewport=size, java_script_enabled=scripts, base_url=live_server.url, locale="zh-CN", **options
        )
        contexts.append(context)
        page = context.new_page()
        if not webgl:
            page.add_init_script(NO_WEBGL)
        _listen(page, complaints, home=live_server.url)
        return page

    yield open_window
    for context in contexts:
        with suppress(Exception):
            context.close()
    assert complaints == []


def _listen(page: Any, complaints: list[str], *, home: str) -> None:
    """Note errors, failed and missing resources, and anything asked of another server."""
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("requestfailed", lambda request: _note_failure(request, complaints))
    page.on("response", lambda response: _note_missing(response, complaints))
    page.on("console", lambda said: _note_console(said, complaints))
    page.on("request", lambda request: _note_elsewhere(request, complaints, home=home))


def _note_elsewhere(request: Any, complaints: list[str], *, home: str) -> None:
    if not request.url.startswith((home, "data:", "blob:")):
        complaints.append(f"asked elsewhere: {request.url}")


def _note_console(said: Any, complaints: list[str]) -> None:
    # A page that says no is itself "a resource that failed to load"; missing parts are noted below.
    if said.type == "error" and "Failed to load resource" not in said.text:
        complaints.append(f"console: {said.text}")


def _note_missing(response: Any, complaints: list[str]) -> None:
    if response.status >= 400 and not response.request.is_navigation_request():
        complaints.append(f"missing: {response.status} {response.url}")


def _note_failure(request: Any, complaints: list[str]) -> None:
    """Note a request that failed by itself; leaving a page, or a test that cuts the line, breaks it off."""
    if request.failure not in {"net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED"}:
        complaints.append(f"request failed: {request.url} {request.failure}")


def wait_for_map(page: Any) -> None:
    """Wait until the map has drawn everything it was given."""
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-drawn=yes]", state="attached", timeout=30_000)
    for _ in range(100):
        if page.evaluate("() => window.yizhanMap.loaded() && window.yizhanMap.areTilesLoaded()"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the map never finished loading")
