"""A company's contact orders for 25, the centre dispatches, the provider accepts, the contact rates."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from browsing import DESK, PHONE
from factories.orders import House, in_days, make_dispatched, make_held, make_house, make_order
from yizhan.foundation import clock
from yizhan.people.models import Account
from yizhan.rounds.models import GroupOrder, Rating
from yizhan.rounds.words import OrderState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-long-enough-password"


@pytest.fixture
def house(transactional_db: None) -> House:
    house = make_house(title_zh="鉴往知来（测试）", title_en="Learning from the past (test)")
    for account in (house.head, house.teacher):
        account.set_password(PASSWORD)
        account.save()
    return house


def sign_in(page: Any, account: Account) -> None:
    page.goto("/console/sign-in/")
    page.get_by_label("用户名").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)


def let_it_take_place(order: GroupOrder) -> None:
    ended = clock.now() - dt.timedelta(hours=1)
    times = {"starts_at": ended - dt.timedelta(minutes=90), "ends_at": ended}
    order.offering.sessions.update(**times)
    GroupOrder.objects.filter(pk=order.pk).update(**times)


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_company_orders_a_course_for_25(window: Callable[..., Any], house: House, scripts: bool) -> None:
    contact, centre, provider = window(PHONE, scripts=scripts), window(DESK), window(PHONE)

    contact.goto("/orders/new/")
    contact.get_by_role("link", name="鉴往知来（测试）").first.click()
    contact.get_by_label("单位名称").fill("示例科技公司")
    contact.get_by_label("单位类型").select_option("towers")
    contact.get_by_label("来多少人").fill("25")
    contact.get_by_label("最希望的时间").fill(f"{in_days(5).starts_at:%Y-%m-%dT%H:%M}")
    contact.get_by_label("联系人称呼").fill("示例联系人")
    contact.get_by_label("联系电话").fill("13800007777")
    contact.get_by_role("button", name="提交点单").click()
    assert "中心正在安排" in contact.locator("main").inner_text()
    order = GroupOrder.objects.get()

    sign_in(centre, house.head)
    centre.get_by_role("link", name="点单", exact=True).click()
    centre.get_by_role("link", name="鉴往知来（测试）").click()
    centre.get_by_role("button", name="派单", exact=True).click()
    assert "已派单" in centre.locator(".told").inner_text()

    sign_in(provider, house.teacher)
    provider.get_by_role("link", name="看派给我的点单").click()
    provider.get_by_role("button", name="接单").click()
    assert "已接单" in provider.locator(".told").inner_text()

    order = GroupOrder.objects.get()
    assert (order.state, order.offering.seats) == (OrderState.ACCEPTED, 25)
    let_it_take_place(order)
    contact.reload()
    contact.get_by_role("radio", name="很满意").first.check()
    contact.get_by_label("想说的话").fill("讲得清楚")
    contact.get_by_role("button", name="提交评价").click()
    assert "谢谢您的评价" in contact.locator("main").inner_text()
    assert (Rating.objects.get().stars, contact.context.cookies()) == (5, [])


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
def test_nobody_meets_a_barrier_on_the_way(
    window: Callable[..., Any], house: House, size: dict[str, int], scheme: str, language: str
) -> None:
    for _ in range(4):
        placed = make_order(house, in_days(6))
    sent, held = make_dispatched(house), make_held(house, in_days(8))
    course = house.item.version.course
    Rating.objects.create(course=course, stars=3, comment="太冷", week_of=dt.date(2026, 11, 23))
    public = ["/orders/new/", f"/orders/new/?item={house.item.pk}", f"/ratings/{course.slug}/", "/rooms/"]
    public += [f"/orders/{order.secret}/" for order in (placed, sent, held)]
    public += [f"/orders/{sent.secret}/cancel/"]
    staff = ["", "new/", "comments/", "rooms/", f"{placed.number}/", f"{sent.number}/", f"{held.number}/"]
    found, wide = {}, {}

    def visit(page: Any, addresses: list[str]) -> None:
        for address in addresses:
            page.goto(f"{language}{address}")
            found[address] = serious(page)
            wide[address] = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")

    visit(window(size, bypass_csp=True, color_scheme=scheme), public)
    for account, addresses in (
        (house.head, [f"/console/orders/{page}" for page in staff]),
        (house.teacher, ["/console/provider/orders/"]),
    ):
        page = window(size, bypass_csp=True, color_scheme=scheme)
        sign_in(page, account)
        visit(page, addresses)
    assert {address: faults for address, faults in found.items() if faults} == {}
    assert {address: over for address, over in wide.items() if over > 0} == {}
