"""The console's pages of stories and walks: axe, and nothing wider than a phone."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import PHONE
from factories.people import make_account
from factories.stories import make_route, make_story
from factories.studies import make_planner
from yizhan.people.words import RoleName
from yizhan.places.actions.corrections import propose_correction
from yizhan.plans.actions import compute_route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_and_nothing_is_wider_than_the_phone(
    window: Callable[..., Any], place: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from django.conf import settings
    from django.test import Client

    story = make_story(place, slug="bridge")
    writer = make_account(place, RoleName.CLERK)
    propose_correction(story=story, content={"visit_min": 25}, reason_zh="实地走过", by=writer)
    compute_route(route=make_route(place, story, make_story(place), slug="ark"), by=None)
    client = Client()
    client.force_login(make_planner(place, RoleName.PLANNER))
    page = window(PHONE, webgl=False, bypass_csp=True)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/walks/")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": page.url}])
    found: dict[str, Any] = {}
    for address in (
        "walks/", "walks/ark/", "walks/ark/edit/", "walks/new/", "walks/suggest/", "stories/",
        "stories/bridge/", "stories/bridge/edit/", "stories/new/", "stories/reviews/",
    ):  # fmt: skip
        page.goto(f"/console/{address}")
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        over = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        violations = Axe().run(page).response["violations"]
        serious = [
            (v["id"], v["nodes"][0]["html"][:120])
            for v in violations
            if v["impact"] in {"serious", "critical"}
        ]
        if serious or over:
            found[address] = (serious, over)
    assert found == {}
