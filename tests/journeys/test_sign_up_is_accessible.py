"""axe-core on every page of sign-up, of residents and of staff; nothing wider than the phone."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from browsing import DESK, PHONE
from factories.evenings import enter_many, make_classes, make_evening
from factories.offers import make_offering, make_session
from factories.rounds import make_booking, make_contact
from factories.signing import signed_in_as
from factories.studies import make_planner
from factories.towns import NOON, Town
from yizhan.offers.words import SignUp
from yizhan.plans.actions.draws import draw_round, freeze_round
from yizhan.rounds.actions.seats import open_seats
from yizhan.rounds.models import SignUpRound
from yizhan.rounds.words import BookingState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RESIDENTS = [
    "/rounds/",
    "/rounds/evening/",
    "/seats/sign-in/",
    "/seats/",
    "/rounds/evening/wishes/?add={first}",
    "/seats/book/{tea}/",
    "/seats/{booking}/ticket/",
    "/seats/{booking}/give-back/",
    "/seats/my-data/",
    "/seats/my-data/erase/",
    "/mailbox/",
    "/en/rounds/evening/",
    "/en/seats/?big=1",
]
STAFF = [
    "/console/rounds/",
    "/console/rounds/new/",
    "/console/rounds/evening/",
    "/console/rounds/autumn/event/",
    "/console/rounds/evening/paper/",
    "/console/callers/",
    "/console/callers/{contact}/",
    "/console/tickets/seat/{booking}/",
    "/en/console/rounds/autumn/",
]
SMALL = """
() => [...document.querySelectorAll("main button, main .button, main select, main summary")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(".unseen"))
  .map((element) => [element.textContent.trim().slice(0, 20), element.getBoundingClientRect().height])
  .filter(([, height]) => height > 0 && height < 43.5).map(([words, height]) => `${words}: ${height}`)
"""


@pytest.fixture
def shown(town: Town, home: Path, clock_at: Callable[[dt.datetime], None]) -> dict[str, Any]:
    """An open round, a drawn one, somebody with a seat and a place in line, a first-come class."""
    drawn_classes = make_classes(town, seats=2)
    autumn = make_evening(drawn_classes)
    SignUpRound.objects.filter(pk=autumn.pk).update(slug="autumn")
    enter_many(autumn, drawn_classes, 8)
    clock_at(autumn.closes_at + dt.timedelta(minutes=1))
    freeze_round(sign_up_round=autumn, by=None)
    clock_at(autumn.draw_at + dt.timedelta(minutes=1))
    draw_round(sign_up_round=autumn, by=None, typed="1 2 3")
    clock_at(NOON)
    classes = make_classes(town)
    make_evening(classes)
    contact = make_contact(town.subdistrict)
    booking = make_booking(drawn_classes[0], contact, state=BookingState.WAITING, place=9)
    tea = make_offering(town.centre, sign_up=SignUp.FIRST_COME, seats=3)
    make_session(tea, NOON + dt.timedelta(days=4))
    open_seats(offering=tea, by=None)
    seat = make_booking(tea, contact)
    client = Client()
    client.force_login(make_planner(town.subdistrict))
    signed_in_as(contact, home, client)
    names = {"first": classes[0].slug, "tea": tea.slug, "booking": seat.pk, "contact": contact.pk}
    return {"client": client, "names": names, "waiting": booking}


def serious(page: Any) -> list[tuple[str, str]]:
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    return [
        (found["id"], found["nodes"][0]["html"][:160])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("addresses", "size"), [(RESIDENTS, PHONE), (STAFF, DESK)], ids=["resident", "staff"]
)
def test_sign_up_is_accessible(
    window: Callable[..., Any],
    shown: dict[str, Any],
    live_server: Any,
    addresses: list[str],
    size: dict[str, int],
    scheme: str,
) -> None:
    page = window(size, bypass_csp=True, color_scheme=scheme)
    cookie = shown["client"].cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    found: dict[str, Any] = {}
    for template in addresses:
        address = template.format(**shown["names"])
        assert page.goto(address).status == 200, address
        wrong = [*serious(page), *page.evaluate(SMALL)]
        page.set_viewport_size(PHONE)
        over = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        page.set_viewport_size(size)
        if wrong or over:
            found[address] = (wrong, over)
    assert found == {}
