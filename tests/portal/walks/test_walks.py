"""Routes on the public pages: list, page, guide's sheet, GPX, the page for the pocket, open data."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.stories import make_route, make_story
from yizhan.offers.models import Route
from yizhan.offers.words import RouteState, SessionState
from yizhan.places.words import StoryState
from yizhan.plans.actions import compute_route

pytestmark = pytest.mark.django_db
G = "{http://www.topografix.com/GPX/1/1}"


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:500]
    assert not response.cookies
    return response.content.decode()


def test_the_list_shows_length_time_and_what_is_step_free(client, walking):
    text = text_of(client, "/walks/")
    assert "方舟" in text
    assert re.search(r"<b>(\d+ 米|[\d.]+ 公里)</b>", text)
    assert "少 1 站" in text
    assert "The Ark" in text_of(client, "/en/walks/")


def test_the_page_says_when_one_is_where_and_which_way(client, walking):
    text = text_of(client, "/walks/ark/")
    assert re.search(r"步行 \d+ 米，约 \d+ 分钟；沿", text)
    assert "<b>10:00</b>" in text
    assert "周一在这个时间不开放。" in text
    assert "下海庙：有台阶" in text
    assert "路网没有登记任何台阶" in text
    assert "大雨取消" in text
    assert 'data-number="3"' in text


def test_the_page_links_the_guided_walk_and_the_course_links_the_page(client, walking):
    slug = walking.offering.version.course.slug
    text = text_of(client, "/walks/ark/")
    assert f'href="/courses/{slug}/#{walking.offering.slug}"' in text
    assert "3月14日 周六 12:00" in text
    assert 'href="/walks/ark/"' in text_of(client, f"/courses/{slug}/")
    walking.offering.sessions.update(state=SessionState.CANCELLED, reason_zh="台风")
    assert "已取消</b>：台风" in text_of(client, "/walks/ark/")


def test_a_stop_whose_story_was_withdrawn_keeps_its_name_only(client, walking):
    walking.museum.state = StoryState.WITHDRAWN
    walking.museum.save()
    text = text_of(client, "/walks/ark/")
    assert "没有公布或已撤回" in text
    assert 'href="/stories/museum/"' not in text


def test_a_draft_is_not_there_and_a_stale_route_says_so(client, walking):
    walking.museum.lon += 0.001
    walking.museum.save()
    assert "在计算之后有变化" in text_of(client, "/walks/ark/")
    Route.objects.update(state=RouteState.DRAFT)
    for page in ("", "print/", "route.gpx", "pocket.html"):
        text_of(client, f"/walks/ark/{page}", status=404)


def test_the_guides_sheet_has_stops_times_and_the_code(client, walking):
    text = text_of(client, "/walks/ark/print/")
    assert [f"<td>{number}</td>" in text for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "<svg" in text
    assert "摩西会堂建于 1927 年。" in text
    assert "不去的站：下海庙（有台阶）" in text
    step_free = text_of(client, "/walks/ark/step-free/print/")
    assert "<td>3</td>" not in step_free


def test_gpx_is_in_the_order_of_its_schema(client, walking):
    response = client.get("/en/walks/ark/route.gpx")
    assert response["Content-Type"] == "application/gpx+xml"
    root = ET.fromstring(response.content)
    assert (root.tag, root.get("version"), root.get("creator")) == (f"{G}gpx", "1.1", "yizhan")
    tags = [child.tag.removeprefix(G) for child in root]
    assert tags == ["metadata", "wpt", "wpt", "wpt", "rte", "trk"]
    about = [child.tag.removeprefix(G) for child in root[0]]
    order = ["name", "desc", "author", "copyright", "link", "time", "keywords", "bounds"]
    assert about == sorted(about, key=order.index)
    assert [point.findtext(f"{G}name") for point in root.findall(f"{G}wpt")] == [
        "1. Huoshan Park",
        "2. Refugees Museum",
        "3. Xiahai Temple",
    ]
    for point in root.iter():
        if point.tag in {f"{G}wpt", f"{G}rtept", f"{G}trkpt"}:
            assert abs(float(point.get("lat"))) <= 90
            assert -180 <= float(point.get("lon")) < 180
    whole = walking.route.timings.get(step_free=False)
    assert len(root.findall(f".//{G}trkpt")) == sum(len(leg["line"]) for leg in whole.legs)
    step_free = ET.fromstring(client.get("/walks/ark/step-free/route.gpx").content)
    assert len(step_free.findall(f"{G}wpt")) == 2


def test_the_pocket_page_stands_alone(client, walking):
    response = client.get("/walks/ark/pocket.html")
    text = response.content.decode()
    assert 'filename="ark.html"' in response["Content-Disposition"]
    assert len(response.content) < 300_000
    assert not re.search(r"<script|<link|<img|src=|@import|url\(", text)
    assert not re.search(r'href="(?!tel:)', text)
    assert text.count("<circle") == 3
    assert "摩西会堂建于 1927 年。" in text
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_route_without_a_step_free_way_says_so(client, walking):
    place = walking.town.subdistrict
    steep = make_route(place, walking.temple, walking.temple, slug="steep")
    compute_route(route=steep, by=None)
    assert text_of(client, "/walks/steep/").count("没有无台阶的走法。") == 1
    text_of(client, "/walks/steep/step-free/print/", status=404)


def test_open_data_gives_both_variants_in_the_datum_wanted(client, walking):
    features = json.loads(text_of(client, "/open/routes.geojson"))["features"]
    assert [feature["id"] for feature in features] == ["ark", "ark-step-free"]
    whole = features[0]["properties"]
    assert whole["stops"] == ["霍山公园", "犹太难民纪念馆", "下海庙"]
    assert features[1]["properties"]["stops"] == ["霍山公园", "犹太难民纪念馆"]
    assert whole["metres"] == round(walking.route.timings.get(step_free=False).metres)
    moved = json.loads(text_of(client, "/open/routes.geojson?datum=gcj02"))["features"][0]
    east = moved["geometry"]["coordinates"][0][0] - features[0]["geometry"]["coordinates"][0][0]
    assert east == pytest.approx(0.00443, abs=1e-4)
    text_of(client, "/open/routes.geojson?datum=mars", status=400)


def queries(client: Client, address: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("address", "limit"),
    [
        ("/walks/", 16),
        ("/stories/", 14),
        ("/open/routes.geojson", 14),
        ("/open/stories.geojson", 12),
    ],
)
def test_queries_do_not_grow_with_routes_and_stories(client, walking, address, limit):
    few = queries(client, address)
    place = walking.town.subdistrict
    for _ in range(3):
        route = make_route(place, make_story(place), make_story(place))
        compute_route(route=route, by=None)
    assert queries(client, address) == few
    assert few <= limit
