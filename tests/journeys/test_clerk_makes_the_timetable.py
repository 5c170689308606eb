"""A clerk drags a lesson into a clash, reads its name, moves on by keyboard, computes and releases."""

from collections.abc import Callable
from typing import Any

import pytest

from browsing import DESK, PHONE
from factories.people import make_subdistrict
from factories.studies import PASSWORD, make_planner
from factories.timetables import lessons_of, make_timetable
from yizhan.offers.models import Session
from yizhan.people.models import Account
from yizhan.people.words import RoleName
from yizhan.plans.actions import set_lesson
from yizhan.plans.models import Timetable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = "/console/timetables/spring/"


@pytest.fixture
def timetable(transactional_db: None) -> Timetable:
    """Class 0 on Monday evening, class 1 on Tuesday evening in the same room, class 2 nowhere."""
    timetable = make_timetable(make_subdistrict(name_zh="测试街道", name_en="Testtown"))
    one, other, _ = lessons_of(timetable)
    set_lesson(lesson=one, slot=1, room=None, by=None)
    placed = set_lesson(lesson=other, slot=2, room=None, by=None)
    assert placed.room is not None
    return timetable


@pytest.fixture
def clerk(timetable: Timetable) -> Account:
    return make_planner(timetable.subdistrict, RoleName.CLERK)


def sign_in(page: Any, account: Account) -> None:
    page.goto("/console/")
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").press("Enter")
    page.wait_for_url("**/console/")


def card(page: Any, name: str) -> Any:
    return page.locator(f"[data-lesson][data-name='{name}']")


def slots_of(timetable: Timetable) -> list[int | None]:
    return [lesson.slot for lesson in lessons_of(timetable)]


def drag(page: Any, name: str, slot: int) -> None:
    """Drag a card with the mouse into a slot; the board answers."""
    handle = card(page, name).locator("[data-pick]")
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    with page.expect_response("**/options.json"):
        page.mouse.move(start["x"] + 30, start["y"] + 30, steps=4)
    cell = page.locator(f"[data-slot='{slot}']")
    end = cell.bounding_box()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + 12, steps=6)
    page.wait_for_function(
        "slot => document.querySelector(`[data-slot='${slot}'].target [data-mark]`)?.textContent",
        arg=str(slot),
    )
    page.mouse.up()


def test_clerk_drags_into_a_clash_and_computes_and_releases(
    window: Callable[..., Any], timetable: Timetable, clerk: Account
) -> None:
    page = window(DESK)
    sign_in(page, clerk)
    page.goto(BOARD)
    assert "没有冲突" in page.locator(".verdict").inner_text()
    drag(page, "班级1", 1)
    page.locator(".verdict.bad").wait_for()
    assert "“学习站·小教室”同时有“班级0”和“班级1”" in page.locator(".conflicts").inner_text()
    assert "1 处冲突" in page.locator("[data-told]").inner_text()
    assert slots_of(timetable) == [1, 1, None]

    page.get_by_role("button", name="撤回上一次改动").click()
    page.locator(".verdict:not(.bad)").wait_for()
    assert slots_of(timetable) == [1, 2, None]

    # The same by keyboard: from the tray into Wednesday's slot.
    page.get_by_role("button", name="移动 班级2").focus()
    page.keyboard.press("Enter")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert "周三 18:30–20:00" in page.locator("[data-told]").inner_text()
    with page.expect_response("**/lessons/*/"):
        page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement?.textContent.includes('班级2')")
    assert slots_of(timetable) == [1, 2, 3]

    page.get_by_role("button", name="移动 班级2").press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    assert page.locator("[data-told]").inner_text() == "已放回。"
    assert slots_of(timetable) == [1, 2, 3]

    page.get_by_role("button", name="锁定 班级0").click()
    page.get_by_role("button", name="解锁 班级0").wait_for()
    page.get_by_role("button", name="计算").click()
    page.wait_for_url(f"**{BOARD}", timeout=60_000)
    assert "计算完成。" in page.locator(".told").inner_text()

    page.get_by_role("link", name="发布…").click()
    assert "将会改变：12 个场次" in page.locator("main").inner_text()
    page.get_by_role("button", name="确认发布").click()
    assert "12 个场次有变化" in page.locator("main").inner_text()
    assert Session.objects.count() == 12


def test_clerk_moves_a_lesson_with_a_finger(
    window: Callable[..., Any], timetable: Timetable, clerk: Account
) -> None:
    page = window(PHONE, has_touch=True)
    sign_in(page, clerk)
    page.goto(BOARD)
    page.get_by_role("button", name="移动 班级2").tap()
    with page.expect_response("**/lessons/*/"):
        page.locator("[data-slot='3'] h4").tap()
    assert slots_of(timetable) == [1, 2, 3]


PAGES = [
    "/console/timetables/",
    "/console/timetables/new/",
    BOARD,
    f"{BOARD}?station=none",
    f"{BOARD}settings/",
    f"{BOARD}release/",
    f"{BOARD}changes/",
    f"{BOARD}week/",
]


def serious(page: Any) -> list[tuple[str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    return [
        (found["id"], found["nodes"][0]["html"][:160])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize(
    ("size", "scheme", "language"),
    [(DESK, "light", ""), (PHONE, "light", "/en"), (PHONE, "dark", "")],
    ids=["1280", "360-en", "360-dark"],
)
def test_clerk_meets_no_barrier_on_any_page(
    window: Callable[..., Any],
    timetable: Timetable,
    clerk: Account,
    size: dict[str, int],
    scheme: str,
    language: str,
) -> None:
    one, other, _ = lessons_of(timetable)
    set_lesson(lesson=other, slot=1, room=one.room, by=None)
    page = window(size, bypass_csp=True, color_scheme=scheme)
    sign_in(page, clerk)
    found, wide = {}, {}
    for address in [*PAGES, f"{BOARD}lessons/{one.pk}/"]:
        page.goto(f"{language}{address}")
        found[address] = serious(page)
        wide[address] = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert {address: faults for address, faults in found.items() if faults} == {}
    assert {address: over for address, over in wide.items() if over > 0} == {}
