"""Saying no, calmly, in the reader's language."""

import pytest
from django.test import Client, RequestFactory

from factories.towns import Town
from yizhan.portal import refusals


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/?a=unicorn", 400, "没有名为“unicorn”的设施"),
        ("/en/?a=unicorn", 400, "There is no amenity called “unicorn”"),
        ("/?when=tomorrow-ish", 400, "时间应写成 2026-02-14T19:30 这样"),
        ("/?when=2036-01-01T10:00", 400, "400 天以内"),
        ("/?from=here", 400, "出发点应写成"),
        ("/?from=nan,nan", 400, "出发点应写成"),
        ("/?from=2.35,48.85", 400, "太远"),
        ("/stations/nowhere/", 404, "没有这个站点"),
        ("/nowhere/", 404, "没有这个页面"),
        ("/en/nowhere/", 404, "There is no such page"),
    ],
)
def test_refusal_says_what_is_wrong(
    client: Client, town: Town, address: str, status: int, sentence: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_text_from_the_address_is_never_markup(client: Client, town: Town) -> None:
    html = client.get("/?q=<script>alert(1)</script>&a=<b>").content.decode()
    assert "<script>alert" not in html
    assert "<b>" not in html.replace("<b aria", "")


def test_fault_of_ours_needs_no_database() -> None:
    answer = refusals.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "我们这边出错了" in answer.content.decode()
