"""Saying no, calmly, in the reader's language."""

import pytest
from django.test import Client, RequestFactory

from factories.towns import Town
from yizhan.portal import refusals


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/stations/nowhere/", "没有这个站点"),
        ("/nowhere/", "没有这个页面"),
        ("/en/nowhere/", "There is no such page"),
    ],
)
def test_what_is_not_there_is_said_so(client: Client, town: Town, address: str, sentence: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("page", ["/", "/rest/", "/stations/care-home/"])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("a=unicorn", "没有名为“unicorn”的设施"),
        ("at=nonsense", "没有“nonsense”这个时间选项"),
        ("when=tomorrow-ish", "时间应写成 2026-02-14T19:30 这样"),
        ("when=2036-01-01T10:00", "400 天以内"),
        ("when=0001-01-01T00:00%2B14:00", "时间应写成"),
        ("from=here", "出发点应写成"),
        ("from=nan,nan", "出发点应写成"),
        ("from=1e308,1e308", "出发点应写成"),
        ("from=2.35,48.85", "太远"),
    ],
)
def test_unusable_part_of_an_address_is_left_out_and_named(
    client: Client, town: Town, page: str, query: str, sentence: str
) -> None:
    answer = client.get(f"{page}?big=1&{query}")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in html
    assert "已忽略" in html
    given = query.partition("=")[2]
    assert f"={given}" not in html, "carried on into a link"
    assert "was left out" in client.get(f"/en{page}?{query}").content.decode()


def test_usable_part_still_counts_beside_nonsense(client: Client, town: Town) -> None:
    context = client.get("/?a=water&a=unicorn&at=tonight&from=here").context
    assert (context["ask"].amenities, context["moment"].key) == (("water",), "tonight")


@pytest.mark.parametrize("page", ["/", "/rest/", "/stations/care-home/"])
@pytest.mark.parametrize("name", ["a", "at", "when", "from", "q", "pace", "other"])
def test_long_text_from_the_address_is_cut(client: Client, town: Town, page: str, name: str) -> None:
    html = client.get(page, {name: "y" * 500}).content.decode()
    assert "y" * 61 not in html


def test_text_from_the_address_is_never_markup(client: Client, town: Town) -> None:
    html = client.get("/?q=<script>alert(1)</script>&a=<blink>&at=<blink>&from=<blink>").content.decode()
    assert "<script>alert" not in html
    assert "<blink" not in html
    assert "&lt;blink&gt;" in html


def test_fault_of_ours_needs_no_database() -> None:
    answer = refusals.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "我们这边出错了" in answer.content.decode()
