"""The story library on the public pages: search, sources, certainty, corrections, open data."""

import json

import pytest
from django.test import Client

from factories.people import make_account
from factories.stories import make_story
from yizhan.people.words import RoleName
from yizhan.places.actions.corrections import accept_correction, propose_correction
from yizhan.places.actions.stories import withdraw_story
from yizhan.places.words import StoryState

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    assert not response.cookies
    return response.content.decode()


@pytest.mark.parametrize(
    ("text", "found"), [("下海", True), ("xiahai", True), ("xhm", True), ("Temple", True), ("犹太", False)]
)
def test_stories_are_searched_in_chinese_pinyin_and_english(client, walking, text, found):
    assert ("下海庙" in text_of(client, f"/stories/?q={text}")) is found


def test_nothing_found_offers_all(client, walking):
    assert "没有找到" in text_of(client, "/stories/?q=无此")
    assert text_of(client, "/stories/?q=%00%00", status=400)


def test_a_story_shows_sources_certainty_hours_routes_and_stations(client, walking):
    text = text_of(client, "/stories/museum/")
    assert "周二至周日 09:00–16:30" in text
    assert "可靠程度：中" in text
    assert "位置的确定程度：未知" in text
    assert 'href="/walks/ark/"' in text
    assert "附近的驿站" in text
    assert "Tue–Sun 09:00–16:30" in text_of(client, "/en/stories/museum/")


def test_drafts_and_submitted_stories_are_not_there(client, walking):
    for state in (StoryState.DRAFT, StoryState.SUBMITTED):
        hidden = make_story(walking.town.subdistrict, title_zh="未审故事", state=state)
        text_of(client, f"/stories/{hidden.slug}/", status=404)
    for address in ("/stories/", "/open/stories.json", "/open/stories.geojson"):
        assert "未审故事" not in text_of(client, address)


def test_a_correction_is_public_with_its_reason_and_no_name(client, walking):
    place = walking.town.subdistrict
    writer, head = make_account(place, RoleName.CLERK), make_account(place, RoleName.HEAD)
    change = {"address_zh": "长阳路62号甲"}
    correction = propose_correction(story=walking.museum, content=change, reason_zh="门牌有误", by=writer)
    assert "门牌有误" not in text_of(client, "/stories/museum/")
    accept_correction(correction=correction, by=head)
    text = text_of(client, "/stories/museum/")
    assert "地址：门牌有误" in text
    assert "<s>长阳路62号</s> → 长阳路62号甲" in text
    assert writer.display_name not in text
    assert head.display_name not in text


def test_a_withdrawn_story_says_why_and_nothing_else(client, walking):
    head = make_account(walking.town.subdistrict, RoleName.HEAD)
    withdraw_story(story=walking.museum, reason_zh="来源有误", by=head)
    text = text_of(client, "/stories/museum/")
    assert "来源有误" in text
    assert "摩西会堂" not in text


def test_open_data_names_sources_licence_and_hours(client, walking):
    stories = {row["id"]: row for row in json.loads(text_of(client, "/open/stories.json"))["stories"]}
    museum = stories["museum"]
    assert museum["sources"] == [["示例来源", "", "medium"]]
    assert museum["hours"] == [[0b1111110, "09:00", "16:30"]]
    assert (museum["licence"], museum["attribution"]) == ("CC BY 4.0", "示例街道")
    features = json.loads(text_of(client, "/open/stories.geojson?datum=bd09"))["features"]
    assert len(features) == 2
    assert features[0]["geometry"]["coordinates"] != [museum["lon"], museum["lat"]]


def test_what_a_writer_typed_cannot_become_a_tag(client, walking):
    walking.museum.text_zh = "<script>alert(1)</script>"
    walking.museum.save()
    for address in ("/stories/museum/", "/walks/ark/pocket.html", "/walks/ark/print/"):
        assert "<script>alert" not in text_of(client, address)
