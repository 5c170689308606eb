"""axe-core on the programme's pages, nothing wider than the phone; lines moved by keyboard and mouse."""

import pytest
from django.conf import settings
from django.test import Client

from browsing import DESK, PHONE
from factories.offers import make_lecturer
from factories.people import make_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(window, live_server, account, size, **options):
    client = Client()
    client.force_login(account)
    page = window(size, bypass_csp=True, **options)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    return page


def complaints(page, addresses):
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    for address in addresses:
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        violations = Axe().run(page).response["violations"]
        serious = [one["id"] for one in violations if one["impact"] in {"serious", "critical"}]
        over = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if serious or over:
            found[address] = (serious, over)
    return found


def test_staffs_pages_are_accessible(window, live_server, clerk_account, head_account, menu, provider):
    course = menu.items.first().version.course
    lecturer = make_lecturer(provider)
    addresses = [
        "/console/menus/",
        "/console/menus/2026q2/",
        "/console/menus/2026q2/import/",
        f"/console/menus/2026q2/items/{menu.items.first().pk}/class/",
        "/console/courses/",
        f"/console/courses/{course.slug}/",
        f"/en/console/courses/{course.slug}/version/",
        "/console/courses/reviews/",
        "/console/providers/",
        f"/console/providers/{provider.slug}/",
        f"/en/console/lecturers/{lecturer.pk}/",
    ]
    assert complaints(signed_in(window, live_server, clerk_account, PHONE), addresses) == {}
    step = ["/console/menus/2026q2/check/"]
    assert complaints(signed_in(window, live_server, head_account, PHONE), step) == {}


def test_providers_page_is_accessible(window, live_server, provider, menu):
    account = make_account()
    provider.accounts.add(account)
    assert complaints(signed_in(window, live_server, account, PHONE), ["/console/supply/"]) == {}


def order(page):
    return [words.split(". ")[-1] for words in page.locator(".lines h3").all_inner_texts()]


def test_lines_are_moved_by_keyboard_without_scripts(window, live_server, clerk_account, menu):
    page = signed_in(window, live_server, clerk_account, DESK, scripts=False)
    page.goto("/console/menus/2026q2/")
    page.get_by_role("button", name="下移 甲课").press("Enter")
    assert order(page) == ["乙课", "甲课", "丙课"]


def test_lines_are_dragged(window, live_server, clerk_account, menu):
    page = signed_in(window, live_server, clerk_account, {"width": 1280, "height": 1400})
    page.goto("/console/menus/2026q2/")
    lines = page.locator(".lines > li")
    box = lines.nth(2).bounding_box()
    lines.nth(0).drag_to(lines.nth(2), target_position={"x": 20, "y": box["height"] - 4})
    page.wait_for_selector(".told")
    assert order(page) == ["乙课", "丙课", "甲课"]
