"""The list: complete without a script, filters, moments, ways out."""

import datetime as dt
import re
from collections.abc import Callable

from django.test import Client

from factories.places import make_exception
from factories.towns import MIDNIGHT, NOON, Town


def names(html: str) -> list[str]:
    """Return the names on the cards, in order, without their numbers."""
    return re.findall(r'<h2 data-popup="name"><a [^>]*>\d+\. (.*?)</a>', html)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_list_open_ones_first_centre_before_stations_before_points(client: Client, town: Town) -> None:
    assert names(page(client, "/")) == ["街道党群服务中心", "1925书局站", "绿地楼党群服务站", "关爱之家"]


def test_card_says_all_a_passer_by_asks(client: Client, town: Town) -> None:
    html = page(client, "/")
    card = html[html.index('id="s-centre"') : html.index('id="s-bookshop"')]
    for fact in (
        "开放中，到 20:30",
        "任何人可直接进入",
        "饮水",
        "无台阶通行",
        "新建路1号",
        "正门",
        'href="tel:02100000101"',
        "电话预约",
    ):
        assert fact in card
    assert card.count("示例</span>") == 3  # hours, phone, amenities


def test_position_not_surveyed_says_how_far_off(client: Client, town: Town) -> None:
    assert "位置约 ±200 米" in page(client, "/")


def test_english_list_speaks_english(client: Client, town: Town) -> None:
    html = page(client, "/en/")
    assert names(html)[0] == "Community Service Centre"
    assert "Open until 20:30" in html
    assert "Anyone may walk in" in html


def test_filter_by_two_amenities_keeps_what_has_both(client: Client, town: Town) -> None:
    assert names(page(client, "/?a=water&a=toilet")) == ["街道党群服务中心", "关爱之家"]


def test_open_now_at_midnight_leaves_the_care_home(
    client: Client, town: Town, clock_at: Callable[[dt.datetime], None]
) -> None:
    clock_at(MIDNIGHT)
    assert names(page(client, "/?at=now")) == ["关爱之家"]


def test_open_tonight_asks_for_half_past_seven(client: Client, town: Town) -> None:
    html = page(client, "/?at=tonight")
    assert names(html) == ["街道党群服务中心", "1925书局站", "关爱之家"]
    assert "今晚 19:30：3 个站点开放。" in html
    assert "届时开放，到 20:30" in html


def test_open_at_a_written_time_on_a_make_up_saturday_follows_workday_hours(
    client: Client, town: Town
) -> None:
    # 2026-02-14 is a Saturday on which people work.
    assert "绿地楼党群服务站" in names(page(client, "/?when=2026-02-14T10:00"))
    assert "绿地楼党群服务站" not in names(page(client, "/?when=2026-02-28T20:00"))


def test_search_finds_by_pinyin(client: Client, town: Town) -> None:
    assert names(page(client, "/?q=shuju")) == ["1925书局站"]


def test_nothing_open_says_what_opens_next_and_offers_ways_out(client: Client, town: Town) -> None:
    html = page(client, "/?a=books&when=2026-03-12T03:00")
    assert "没有符合这些条件的站点开放" in html
    assert "接下来开放" in html
    assert names(html) == ["1925书局站"]
    assert "未开放，明天 10:00 开门" in html
    assert "不限设施" in html


def test_nothing_found_offers_all_stations(client: Client, town: Town) -> None:
    html = page(client, "/?q=nowhere-at-all")
    assert names(html) == []
    assert "看全部站点" in html


def test_exception_published_shows_at_once_with_its_reason(client: Client, town: Town) -> None:
    make_exception(town.centre, NOON.date(), NOON.date(), reason_zh="设备检修今天闭馆")
    html = page(client, "/")
    assert "设备检修今天闭馆" in html
    assert names(html)[0] == "1925书局站"


def test_point_of_a_station_keeps_its_page_and_says_where_it_is(client: Client, town: Town) -> None:
    html = page(client, "/stations/care-home/")
    assert "全天开放" in html
    assert "绿地楼党群服务站" in html
    assert "物业捐赠" in html


def test_large_type_is_carried_in_links_and_form(client: Client, town: Town) -> None:
    html = page(client, "/?big=1&at=now")
    assert '<html lang="zh-Hans" class="big">' in html
    assert 'href="/stations/centre/?big=1"' in html
    assert '<input type="hidden" name="big" value="1">' in html
    assert 'href="/?at=now">标准字号' in html


def test_other_language_keeps_the_question(client: Client, town: Town) -> None:
    assert 'href="/en/?at=now&amp;a=water"' in page(client, "/?at=now&a=water")
    assert 'href="/rest/?a=water"' in page(client, "/en/rest/?a=water")
