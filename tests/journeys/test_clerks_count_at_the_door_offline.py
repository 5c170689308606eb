"""Two clerks count at one door while the network is down; afterwards nothing is lost or counted twice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from browsing import PHONE
from factories.offers import make_offering, make_session
from factories.people import make_subdistrict
from factories.places import make_rule, make_station
from factories.rounds import make_booking, make_seats
from factories.studies import PASSWORD, make_planner
from yizhan.foundation import clock
from yizhan.offers.models import Season, Session
from yizhan.offers.words import OfferingKind
from yizhan.people.models import Account
from yizhan.rounds.queries.calendars import arrival_token
from yizhan.rounds.queries.tallies import arrivals_of, attendance_of, verifiers_of
from yizhan.rounds.rules.door_codes import code_at, window_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clerk(transactional_db: None) -> Account:
    return make_planner(make_subdistrict(slug="north-bund", name_zh="测试街道", name_en="Testtown"))


@pytest.fixture
def session(clerk: Account) -> Session:
    place = clerk.roles.get().subdistrict
    station = make_station(subdistrict=place)
    make_rule(station, "00:00", "00:00")
    today = clock.now().date()
    season = Season.objects.create(
        subdistrict=place,
        slug="spring",
        name_zh="春季社团",
        name_en="Spring",
        first_day=today,
        last_day=today,
    )
    club = make_offering(station, kind=OfferingKind.CLUB, season=season, name_zh="编程", for_children=True)
    make_seats(club)
    make_booking(club, secret="s" * 24, size=2)
    return make_session(club, clock.now() - dt.timedelta(minutes=5))


def at_the_door(page: Any, clerk: Account, session: Session) -> Any:
    page.goto("/console/sign-in/")
    page.get_by_label("用户名").fill(clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").press("Enter")
    page.wait_for_url("**/console/")
    page.goto(f"/console/door/{session.pk}/")
    page.wait_for_selector("[data-door][data-ready=yes][data-sending=no]")
    return page


def leave(*pages: Any) -> None:
    """Go away before the rows are cleared: a page that still sends would stand in the way."""
    for page in pages:
        wait_until_sent(page)
        page.goto("about:blank")


def tap(page: Any, times: int, name: str = "＋1") -> None:
    for _ in range(times):
        page.get_by_role("button", name=name).click()


def people(page: Any) -> int:
    return int(page.locator("[data-people]").inner_text())


def wait_until_sent(page: Any) -> None:
    """Wait until nothing is left to send and nothing is under way."""
    page.wait_for_selector("[data-door][data-unsent='0'][data-sending=no]", timeout=20_000)


def test_two_telephones_count_without_a_network_and_merge(
    window: Callable[..., Any], clerk: Account, session: Session
) -> None:
    one, two = (at_the_door(window(PHONE), clerk, session) for _ in range(2))
    tap(one, 2)
    wait_until_sent(one)
    for page in (one, two):
        page.context.set_offline(True)
    tap(one, 3)
    tap(two, 4)
    tap(two, 1, "－1")
    assert "没有网络" in one.locator("[data-status]").inner_text()
    # The same holder shows the code to both clerks, and both know it without a network.
    code = code_at(verifiers_of(session)[0].key, window_of(clock.now()))
    for page in (one, two):
        page.get_by_label("对方报的 6 位码").fill(code)
        page.get_by_role("button", name="确认").click()
        page.wait_for_function("() => document.querySelector('[data-verdict]').textContent.startsWith('✓')")
    assert (people(one), people(two)) == (7, 5)
    # The page still opens, and still knows what was counted.
    one.reload()
    assert people(one) == 7
    tap(one, 1)
    assert attendance_of(session) == 2
    for page in (one, two):
        page.context.set_offline(False)
        wait_until_sent(page)
    one.reload()
    wait_until_sent(one)
    assert attendance_of(session) == people(one) == 2 + 3 + 1 + (4 - 1) + 2
    assert list(arrivals_of(session).values()) == [2]
    # Sending everything once more changes nothing.
    two.reload()
    wait_until_sent(two)
    assert attendance_of(session) == people(two) == 11
    leave(one, two)


def test_two_pages_on_one_telephone_do_not_lose_each_others_taps(
    window: Callable[..., Any], clerk: Account, session: Session
) -> None:
    one = at_the_door(window(PHONE), clerk, session)
    two = one.context.new_page()
    two.goto(f"/console/door/{session.pk}/")
    one.context.set_offline(True)
    tap(one, 2)
    tap(two, 3)
    assert people(two) == 5
    one.close()
    two.context.set_offline(False)
    wait_until_sent(two)
    assert attendance_of(session) == 5
    leave(two)


def test_a_holders_page_turns_to_the_code_the_door_knows(
    window: Callable[..., Any], clerk: Account, session: Session
) -> None:
    holder = window(PHONE)
    booking = session.offering.bookings.get()
    holder.goto(f"/arrive/{arrival_token(booking)}/")
    holder.context.set_offline(True)
    first = holder.locator("[data-digits]").inner_text()
    holder.wait_for_function(
        "(before) => document.querySelector('[data-digits]').textContent !== before",
        arg=first,
        timeout=35_000,
    )
    shown = holder.locator("[data-digits]").inner_text()
    door = at_the_door(window(PHONE), clerk, session)
    door.get_by_label("对方报的 6 位码").fill("000000" if shown != "000000" else "000001")
    door.get_by_role("button", name="确认").click()
    door.wait_for_function("() => document.querySelector('[data-verdict]').textContent.startsWith('×')")
    door.get_by_label("对方报的 6 位码").fill(shown)
    door.get_by_role("button", name="确认").click()
    door.wait_for_function("() => document.querySelector('[data-verdict]').textContent.startsWith('✓')")
    wait_until_sent(door)
    assert attendance_of(session) == 2
    leave(door)


@pytest.mark.parametrize("language", ["", "/en"])
def test_nobody_meets_a_barrier_on_these_pages(
    window: Callable[..., Any], clerk: Account, session: Session, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = at_the_door(window(PHONE, bypass_csp=True), clerk, session)
    slug = session.offering.slug
    addresses = [
        "/console/clubs/", "/console/clubs/spring/", f"/console/offerings/{slug}/sessions/",
        f"/console/offerings/{slug}/series/", f"/console/door/{session.pk}/", "/clubs/", "/clubs/spring/",
        f"/arrive/{arrival_token(session.offering.bookings.get())}/",
    ]  # fmt: skip
    found, wide = {}, {}
    for address in addresses:
        page.goto(language + address)
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        serious = [
            (one["id"], one["nodes"][0]["html"][:160])
            for one in Axe().run(page).response["violations"]
            if one["impact"] in {"serious", "critical"}
        ]
        found |= {address: serious} if serious else {}
        over = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        wide |= {address: over} if over > 0 else {}
    assert (found, wide) == ({}, {})
