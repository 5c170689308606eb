"""axe-core on every page, nothing wider than the phone, targets large enough to hit."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import DESK, PHONE, wait_for_map
from factories.towns import Town
from pages import IN_ENGLISH, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ALL = [*PAGES, *IN_ENGLISH, "/?big=1", "/rest/?big=1"]
# Links inside running text may be smaller (WCAG 2.5.8); what stands alone may not.
SMALL_TARGETS = """
(least) => [..."nav a,.chips a,.button,button,select,summary,.tel,.card h2 a".split(",")]
  .flatMap((kind) => [...document.querySelectorAll(kind)])
  .filter((element) => element.checkVisibility() && !element.closest(".maplibregl-ctrl-attrib"))
  .map((element) => [element.textContent.trim().slice(0, 20), element.getBoundingClientRect()])
  .filter(([, box]) => box.height > 0 && box.height < least - 0.5)
  .map(([words, box]) => `${words}: ${box.height}`)
"""


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_axe_finds_nothing_serious(window: Callable[..., Any], streets_town: Town, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = window(PHONE, webgl=False, bypass_csp=True, color_scheme=scheme)
    found = {}
    # Night changes colours only: each kind of page once.
    for address in [*ALL, "/nowhere/"] if scheme == "light" else PAGES[2:-1:2]:
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        answer = Axe().run(page).response
        serious = [
            (violation["id"], violation["nodes"][0]["html"][:160])
            for violation in answer["violations"]
            if violation["impact"] in {"serious", "critical"}
        ]
        if serious:
            found[address] = serious
    assert found == {}


def test_axe_finds_nothing_serious_on_the_drawn_map(window: Callable[..., Any], streets_town: Town) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = window(DESK, bypass_csp=True)
    page.goto("/")
    wait_for_map(page)
    page.locator(".maplibregl-marker").first.press("Enter")
    violations = Axe().run(page).response["violations"]
    assert [found["id"] for found in violations if found["impact"] in {"serious", "critical"}] == []


def test_nothing_is_wider_than_the_phone(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(PHONE, webgl=False)
    wide = {}
    for address in ALL:
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        root = "document.documentElement"
        over = page.evaluate(f"() => {root}.scrollWidth - {root}.clientWidth")
        if over:
            wide[address] = over
    assert wide == {}


@pytest.mark.parametrize(("query", "least"), [("", 44), ("?big=1", 60)])
def test_targets_are_large_enough(
    window: Callable[..., Any], streets_town: Town, query: str, least: int
) -> None:
    page = window(PHONE, scripts=False)
    for address in ("/", "/stations/centre/", "/rest/", "/b/greenland/"):
        page.goto(address + query)
        assert page.evaluate(SMALL_TARGETS, least) == [], address


def test_large_type_is_at_least_18_points(window: Callable[..., Any], streets_town: Town) -> None:
    page = window(PHONE, scripts=False)
    page.goto("/?big=1")
    assert page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)") >= 24
