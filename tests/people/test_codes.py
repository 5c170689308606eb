"""One-time codes: six digits, a digest only, ten minutes, five tries, three an hour."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings

from factories.people import make_subdistrict
from factories.racing import race
from factories.refusing import refused
from yizhan.foundation import clock
from yizhan.outside.texts import FileMailbox
from yizhan.people.actions import send_code, sign_in
from yizhan.people.models import Contact, Message, SignInCode, Subdistrict

PHONE = "13812341234"


@pytest.fixture
def mailbox(tmp_path: Path):
    with override_settings(HOME=tmp_path, TEXT_GATEWAY="yizhan.outside.texts.FileMailbox"):
        yield FileMailbox(tmp_path)


@pytest.fixture
def place(db: None) -> Subdistrict:
    return make_subdistrict()


def sent(mailbox: FileMailbox) -> str:
    return re.findall(r"\d{6}", mailbox.letters()[-1].text)[0]


def other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_code_signs_in(place: Subdistrict, mailbox: FileMailbox) -> None:
    send_code(subdistrict=place, phone="138 1234 1234", by=None)
    contact = sign_in(subdistrict=place, phone=PHONE, code=f" {sent(mailbox)} ", by=None)
    assert (contact.phone, contact.name) == (PHONE, "")


def test_code_is_written_down_nowhere(place: Subdistrict, mailbox: FileMailbox) -> None:
    send_code(subdistrict=place, phone=PHONE, by=None)
    row = SignInCode.objects.get()
    assert sent(mailbox) not in row.digest
    assert len(row.digest) == 64
    assert not Message.objects.exists()


def test_code_works_once(place: Subdistrict, mailbox: FileMailbox) -> None:
    send_code(subdistrict=place, phone=PHONE, by=None)
    named = {"subdistrict": place, "phone": PHONE, "code": sent(mailbox), "by": None}
    sign_in(**named)
    refused("wrong_code", sign_in, **named)


def test_fifth_wrong_try_is_the_last(place: Subdistrict, mailbox: FileMailbox) -> None:
    send_code(subdistrict=place, phone=PHONE, by=None)
    code = sent(mailbox)
    for _ in range(5):
        refused("wrong_code", sign_in, subdistrict=place, phone=PHONE, code=other(code), by=None)
    refused("wrong_code", sign_in, subdistrict=place, phone=PHONE, code=code, by=None)


def test_code_grows_old(place: Subdistrict, mailbox: FileMailbox, clock_at: Callable[..., None]) -> None:
    now = clock.now()
    send_code(subdistrict=place, phone=PHONE, by=None)
    code = sent(mailbox)
    clock_at(now + dt.timedelta(minutes=11))
    refused("wrong_code", sign_in, subdistrict=place, phone=PHONE, code=code, by=None)


def test_newer_code_replaces_the_older(place: Subdistrict, mailbox: FileMailbox) -> None:
    send_code(subdistrict=place, phone=PHONE, by=None)
    first = sent(mailbox)
    send_code(subdistrict=place, phone=PHONE, by=None)
    assert sent(mailbox) != first
    refused("wrong_code", sign_in, subdistrict=place, phone=PHONE, code=first, by=None)


def test_three_codes_an_hour(place: Subdistrict, mailbox: FileMailbox, clock_at: Callable[..., None]) -> None:
    now = clock.now()
    for _ in range(3):
        send_code(subdistrict=place, phone=PHONE, by=None)
    refused("too_many_codes", send_code, subdistrict=place, phone=PHONE, by=None)
    clock_at(now + dt.timedelta(minutes=61))
    send_code(subdistrict=place, phone=PHONE, by=None)


def test_known_and_unknown_numbers_are_answered_alike(place: Subdistrict, mailbox: FileMailbox) -> None:
    Contact.objects.create(
        subdistrict=place, phone=PHONE, created_at=clock.now(), erase_on=clock.now().date()
    )
    assert {
        refused("wrong_code", sign_in, subdistrict=place, phone=phone, code="000000", by=None).say("zh")
        for phone in (PHONE, "13712341234")
    } == {"验证码不对、已用过或已过期。请再看一遍短信，或重新获取。"}


def test_landline_is_led_to_the_telephone(place: Subdistrict) -> None:
    refused("phone_receives_no_texts", send_code, subdistrict=place, phone="021-65950000", by=None)


def test_without_gateway_staff_help(place: Subdistrict) -> None:
    with override_settings(TEXT_GATEWAY="yizhan.outside.texts.NoGateway"):
        refused("no_gateway", send_code, subdistrict=place, phone=PHONE, by=None)


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_get_three_codes(mailbox: FileMailbox) -> None:
    place = make_subdistrict()
    outcomes = race(*[lambda: send_code(subdistrict=place, phone=PHONE, by=None)] * 16)
    assert sum(outcome is None for outcome in outcomes) == 3
    assert SignInCode.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_use_a_code_once(mailbox: FileMailbox) -> None:
    place = make_subdistrict()
    send_code(subdistrict=place, phone=PHONE, by=None)
    code = sent(mailbox)
    outcomes = race(*[lambda: sign_in(subdistrict=place, phone=PHONE, code=code, by=None)] * 4)
    assert sum(outcome is None for outcome in outcomes) == 1
    assert Contact.objects.count() == 1
