"""One resident gives a seat back; the next in line is told, reads why, and confirms."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from browsing import PHONE
from factories.evenings import make_classes, make_evening
from factories.rounds import make_booking, make_contact
from factories.signing import signed_in_as
from factories.towns import Town
from yizhan.people.models import Contact
from yizhan.rounds.models import Booking, SignUpRound
from yizhan.rounds.words import BookingState, RoundState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(window: Callable[..., Any], contact: Contact, home: Path, url: str) -> Any:
    """A window of somebody who signed in."""
    page = window(PHONE, scripts=False)
    cookie = signed_in_as(contact, home).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])
    page.goto("/seats/")
    return page


def test_waiting_resident_gets_a_seat(
    window: Callable[..., Any], town: Town, home: Path, live_server: Any
) -> None:
    calligraphy = make_classes(town, seats=1)[0]
    evening = make_evening([calligraphy])
    SignUpRound.objects.filter(pk=evening.pk).update(state=RoundState.DRAWN)
    evening.round_offerings.update(given_back_before=9, seats_before=30)
    first, second = make_contact(town.subdistrict), make_contact(town.subdistrict)
    for place, contact in enumerate((first, second)):
        state = BookingState.WAITING if place else BookingState.CONFIRMED
        make_booking(calligraphy, contact, state=state, place=place).participants.set(
            contact.participants.all()
        )

    waiting = opened(window, second, home, live_server.url)
    assert "候补第 1 位，共 1 位。" in waiting.locator("main").inner_text()
    assert "上期 30 个名额中有 9 个退还。" in waiting.locator("main").inner_text()

    giving = opened(window, first, home, live_server.url)
    giving.get_by_role("link", name="退还… 书法").click()
    giving.get_by_role("button", name="确认退还").click()
    assert "谢谢您" in giving.get_by_role("status").first.inner_text()

    giving.goto("/mailbox/")
    assert "“书法”有名额了" in giving.locator("main").inner_text()
    waiting.reload()
    waiting.get_by_role("button", name="确认名额 书法").click()
    assert "名额是您的了" in waiting.get_by_role("status").first.inner_text()
    waiting.get_by_role("link", name="入场票 书法").click()
    assert waiting.locator(".ticket svg").is_visible()
    states = list(Booking.objects.order_by("place").values_list("state", flat=True))
    assert states == [BookingState.GIVEN_BACK, BookingState.CONFIRMED]
    assert waiting.locator(".times li").count() == 1
    assert dt.date(2026, 3, 31).isoformat() in waiting.locator(".times").inner_text()
