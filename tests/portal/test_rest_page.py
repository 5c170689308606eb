"""The rest-point finder and its open data."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.test import Client

from factories.towns import MIDNIGHT, Town
from yizhan.foundation.datums import Datum, convert

LIMIT_BYTES = 50_000


def transfer(client: Client, address: str) -> dict[str, int]:
    """Return the bytes of a page and of everything it makes a browser fetch, without compression."""
    html = client.get(address).content
    sizes = {address: len(html)}
    for link in re.findall(r'<(?:link|script|img|iframe)[^>]*(?:href|src)="([^"]+)"', html.decode()):
        path = finders.find(urljoin(address, link).removeprefix("/static/"))
        assert isinstance(path, str), link
        sizes[link] = Path(path).stat().st_size
    return sizes


def test_whole_page_is_under_50_kb_before_compression(client: Client, town: Town) -> None:
    for address in ("/rest/", "/en/rest/", "/rest/?a=water&big=1"):
        sizes = transfer(client, address)
        assert sum(sizes.values()) < LIMIT_BYTES, sizes


def test_page_has_no_script(client: Client, town: Town) -> None:
    assert "<script" not in client.get("/rest/").content.decode()


def test_open_now_stands_first_at_night(
    client: Client, town: Town, clock_at: Callable[[dt.datetime], None]
) -> None:
    clock_at(MIDNIGHT)
    html = client.get("/rest/").content.decode()
    assert html.index("关爱之家") < html.index("绿地楼党群服务站")
    assert "2 个休息点，其中 1 个现在开放。" in html
    assert "所有户外劳动者可直接进入" in html


def test_water_link_keeps_only_places_with_water(client: Client, town: Town) -> None:
    html = client.get("/rest/?a=water").content.decode()
    assert "关爱之家" in html
    assert "绿地楼党群服务站" not in html


def test_nothing_with_this_amenity_offers_the_way_back(client: Client, town: Town) -> None:
    assert "没有这样的休息点" in client.get("/rest/?a=nursing").content.decode()


def test_geojson_in_gcj02_is_labelled_and_shifted(client: Client, town: Town) -> None:
    plain = json.loads(client.get("/open/rest-points.geojson").content)
    shifted = json.loads(client.get("/open/rest-points.geojson?datum=gcj02").content)
    assert plain["datum"] == "wgs84"
    assert shifted["datum"] == "gcj02"
    lon, lat = plain["features"][0]["geometry"]["coordinates"]
    expected = convert(lon, lat, source=Datum.WGS84, target=Datum.GCJ02)
    assert shifted["features"][0]["geometry"]["coordinates"] == [round(part, 6) for part in expected]
    assert shifted["features"][0]["properties"]["datum"] == "gcj02"


def test_stations_geojson_lists_every_live_station(client: Client, town: Town) -> None:
    found = json.loads(client.get("/open/stations.geojson").content)
    assert {feature["id"] for feature in found["features"]} == {"centre", "tower", "care-home", "bookshop"}
    care_home = next(feature for feature in found["features"] if feature["id"] == "care-home")
    assert care_home["properties"]["example_parts"] == ["hours", "other_amenities"]
    assert care_home["properties"]["hours"]["2026-03-11"] == "00:00-00:00"


def test_csv_has_one_row_a_point_and_refuses_formulas(client: Client, town: Town) -> None:
    town.care_home.name_zh = "=1+1"
    town.care_home.save()
    text = client.get("/open/rest-points.csv?datum=bd09").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name_zh"] for row in rows] == ["'=1+1", "绿地楼党群服务站"]
    assert {row["datum"] for row in rows} == {"bd09"}


def test_unknown_datum_is_refused(client: Client, town: Town) -> None:
    answer = client.get("/open/rest-points.geojson?datum=mars")
    assert answer.status_code == 400
    assert "没有名为“mars”的坐标系" in answer.content.decode()
