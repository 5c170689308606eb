"""axe-core on the menu and the course page, nothing wider than the phone, targets large enough."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from browsing import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_menu_and_course_are_accessible_on_a_phone(window, programme, scheme):
    slug = programme.weekend.version.course.slug
    page = window(PHONE, bypass_csp=True, color_scheme=scheme)
    found = {}
    for address in (
        "/menu/",
        "/en/menu/?time=daytime",
        "/menu/?big=1",
        f"/courses/{slug}/",
        f"/en/courses/{slug}/",
    ):
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        violations = Axe().run(page).response["violations"]
        serious = [one["id"] for one in violations if one["impact"] in {"serious", "critical"}]
        over = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if serious or over:
            found[address] = (serious, over)
    assert found == {}


def test_menu_is_searched_without_scripts(window, programme):
    page = window(PHONE, scripts=False)
    page.goto("/menu/")
    page.get_by_text("按类型、对象、时间、站点查找").click()
    page.get_by_label("什么时候上课").select_option("evening")
    page.get_by_role("button", name="查找").click()
    assert page.locator("[data-row]").count() == 1
    page.get_by_role("link", name="书法入门").click()
    assert "书法周二班" in page.inner_text("main")
