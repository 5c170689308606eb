"""What every public page keeps: no cookie, nothing from elsewhere, a strict policy, a place to complain."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from factories.towns import Town
from pages import DATA, IN_ENGLISH, PAGES

BOTH = [*PAGES, *IN_ENGLISH]


@pytest.mark.parametrize("address", [*BOTH, *DATA, "/nowhere/", "/?a=nonsense"])
def test_reading_sets_no_cookie(client: Client, town: Town, address: str) -> None:
    answer = client.get(address)
    assert not answer.cookies
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", BOTH)
def test_page_loads_nothing_from_elsewhere(client: Client, town: Town, address: str) -> None:
    html = client.get(address).content.decode()
    loads = re.findall(r'<(?:link|script|img|iframe|source|form)[^>]*(?:href|src|action)="([^"]+)"', html)
    assert all(load.startswith("/") and not load.startswith("//") for load in loads)
    assert not re.search(r'(?:href|src)="(?:https?:)?//', html)
    assert not re.search(r'\son\w+="|<style|style="|javascript:', html)


@pytest.mark.parametrize("address", [*BOTH, *DATA])
def test_policy_allows_this_server_only(client: Client, town: Town, address: str) -> None:
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("address", [page for page in PAGES if "poster" not in page])
def test_every_page_says_where_to_complain(client: Client, town: Town, address: str) -> None:
    html = client.get(address).content.decode()
    footer = html[html.index("<footer") :]
    assert "投诉建议" in footer
    assert 'href="tel:02100000101"' in footer


@pytest.mark.parametrize("address", BOTH)
def test_page_is_read_only(client: Client, town: Town, address: str) -> None:
    assert client.post(address).status_code == 405
    assert '<form method="post"' not in client.get(address).content.decode()


def test_starting_point_from_the_address_is_rounded_in_every_link(client: Client, town: Town) -> None:
    html = client.get("/?from=121.49351234,31.25201234").content.decode()
    assert 'value="121.4935,31.2520" selected' in html
    assert "121.49351234" not in html


def test_nobody_is_located(client: Client, town: Town) -> None:
    assert "geolocation=()" in client.get("/").headers["Permissions-Policy"]


def test_empty_house_says_what_to_do(client: Client, db: None) -> None:
    answer = client.get(reverse("portal:stations"))
    assert answer.status_code == 404
    assert "./script/demo" in answer.content.decode()


@override_settings(PORTAL_SUBDISTRICT="no-such-place")
def test_sub_district_named_in_the_settings_is_the_one_shown(client: Client, town: Town) -> None:
    assert client.get("/").status_code == 404
