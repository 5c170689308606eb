"""A planner compares three scenarios, publishes one, sees the station in public, and takes it back."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import DESK, PHONE, wait_for_map
from factories.people import make_subdistrict
from factories.studies import PASSWORD, answer_all, make_planner, make_study
from yizhan.people.models import Account
from yizhan.plans.bridge import changes_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STUDY = "/console/studies/north-bund/"


@pytest.fixture
def planner(transactional_db: None) -> Account:
    place = make_subdistrict(slug="north-bund", name_zh="测试街道", name_en="Testtown")
    answer_all(make_study(place))
    return make_planner(place)


def sign_in(page: Any, planner: Account) -> None:
    page.goto("/console/")
    page.get_by_label("用户名").fill(planner.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").press("Enter")
    page.wait_for_url("**/console/")


def serious(page: Any) -> list[tuple[str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    return [
        (found["id"], found["nodes"][0]["html"][:160])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "360"])
def test_planner_publishes_and_undoes(
    window: Callable[..., Any], planner: Account, size: dict[str, int]
) -> None:
    scenario = planner.roles.get().subdistrict.studies.get().scenarios.get(slug="nights")
    new = next(change.site for change in changes_of(scenario) if not change.level_before)
    page = window(size)
    sign_in(page, planner)
    page.get_by_role("link", name="测试研究").click()
    assert page.locator(".compare thead th").all_inner_texts() == ["现状", "小预算", "夜间优先"]

    wait_for_map(page)
    page.get_by_role("combobox", name="时段").select_option("late_night")
    before = page.locator("[data-status]").inner_text()
    page.get_by_role("combobox", name="情景").select_option("nights")
    assert page.locator("[data-status]").inner_text() != before
    with page.expect_response("**/catchments.json?*plan=nights*"):
        page.get_by_role("combobox", name="步行圈").select_option("10")
    assert page.locator(".sitemark.new").count() > 0

    page.locator(f"a[href='{STUDY}scenarios/nights/publish/']").click()
    assert new.name_zh in page.locator(".openings").inner_text()
    page.get_by_role("button", name="确认发布").click()
    assert "已发布“夜间优先”" in page.locator(".published").inner_text()

    page.goto(f"/stations/{new.label}/")
    assert new.name_zh in page.locator("h1").inner_text()

    page.goto(STUDY)
    page.get_by_role("link", name="撤销发布…").click()
    page.get_by_role("button", name="确认撤销").click()
    assert "发布已撤销" in page.locator(".told").inner_text()
    assert page.goto(f"/stations/{new.label}/").status == 404


PAGES = [
    "/console/",
    "/console/studies/",
    STUDY,
    f"{STUDY}uncovered/",
    f"{STUDY}assumptions/",
    f"{STUDY}sites/",
    f"{STUDY}sites/magnolia/",
    f"{STUDY}publications/",
    f"{STUDY}new-scenario/",
    f"{STUDY}scenarios/nights/",
    f"{STUDY}scenarios/nights/edit/",
    f"{STUDY}scenarios/nights/publish/",
    "/console/stations/",
    "/console/stations/magnolia/",
    "/console/stations/raffles/copy/?template=magnolia",
    "/console/stations/magnolia/clone/",
    "/console/alliances/",
]


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [(DESK, "light", ""), (PHONE, "light", "/en"), (PHONE, "dark", "")],
    ids=["1280", "360-en", "360-dark"],
)
def test_planner_meets_no_barrier_on_any_page(
    window: Callable[..., Any], planner: Account, size: dict[str, int], scheme: str, language: str
) -> None:
    page = window(size, webgl=False, bypass_csp=True, color_scheme=scheme)
    page.goto("/console/")
    found = {"/console/sign-in/": serious(page)}
    sign_in(page, planner)
    wide = {}
    for address in PAGES:
        page.goto(f"{language}{address}")
        found[address] = serious(page)
        wide[address] = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert {address: faults for address, faults in found.items() if faults} == {}
    assert {address: over for address, over in wide.items() if over > 0} == {}


def test_planner_works_without_a_script(window: Callable[..., Any], planner: Account) -> None:
    page = window(DESK, scripts=False)
    sign_in(page, planner)
    page.goto(STUDY)
    assert "下面的表格和清单是完整的" in page.locator("main").inner_text()
    page.locator("button", has_text="重新计算").first.click()
    for _ in range(60):
        if "/computing/" not in page.url:
            break
        page.wait_for_timeout(500)
        page.reload()
    assert "现状：已证明最优" in page.locator(".told").inner_text()
