"""What the lobby's QR code leads to, and the poster it hangs on."""

import re

from django.test import Client

from factories.towns import Town


def test_building_first_nearest_alternative_second(client: Client, town: Town) -> None:
    html = client.get("/b/greenland/").content.decode()
    assert html.index("绿地楼党群服务站") < html.index("楼外最近的站点")
    assert html.index("楼外最近的站点") < html.index("街道党群服务中心</a>")


def test_one_tap_from_the_building_page_to_the_phone(client: Client, town: Town) -> None:
    html = client.get("/b/greenland/").content.decode()
    first = html[: html.index("楼外最近的站点")]
    assert 'href="tel:02100000105"' in first


def test_poster_carries_a_square_code_of_the_building_page(client: Client, town: Town) -> None:
    html = client.get("/b/greenland/poster/").content.decode()
    assert re.search(r"<svg [^>]*viewBox", html)
    assert "http://testserver/b/greenland/" in html
    assert "绿地楼" in html
    assert "Greenland Tower" in html


def test_unknown_building_is_refused_calmly(client: Client, town: Town) -> None:
    answer = client.get("/en/b/nowhere/")
    assert answer.status_code == 404
    assert "This building has not been entered." in answer.content.decode()
