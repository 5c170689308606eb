"""A company's contact orders, follows, cancels and rates: no account, no cookie, no script."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.orders import (
    House,
    dispatched,
    in_days,
    make_accepted,
    make_dispatched,
    make_held,
    make_house,
    make_item,
    make_order,
)
from yizhan.rounds.actions.dispatching import decline_order
from yizhan.rounds.actions.ratings import answer_comment
from yizhan.rounds.models import GroupOrder, Rating
from yizhan.rounds.words import OrderState

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db) -> House:
    return make_house()


def asked(wish=None, **changed):
    wish = wish or in_days(5)
    entered = {
        "organisation": "示例科技公司",
        "segment": "towers",
        "head_count": "25",
        "wish_1": f"{wish.starts_at:%Y-%m-%dT%H:%M}",
        "name": "示例联系人",
        "phone": "138 0000 7777",
    }
    return entered | changed


def address(house):
    return f"/orders/new/?item={house.item.pk}"


def test_a_contact_orders_for_25_and_gets_a_page_of_its_own(client, house):
    answer = client.post(address(house), asked())
    order = GroupOrder.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/orders/{order.secret}/")
    assert (order.head_count, order.contact.phone, order.channel) == (25, "13800007777", "web")
    page = client.get(answer.headers["Location"])
    assert order.number in page.content.decode()
    assert not client.cookies
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.content.decode()


def test_the_page_says_where_an_order_stands_in_both_languages(client, house):
    order = make_accepted(house)
    page = client.get(f"/orders/{order.secret}/").content.decode()
    assert "都安排好了" in page
    assert order.lecturer.name_zh in page
    assert "Everything is settled" in client.get(f"/en/orders/{order.secret}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"head_count": "41"}, "一次最多 40 人"),
        ({"head_count": "0"}, "来多少人"),
        ({"phone": "12345"}, "不是可用的电话号码"),
        ({"wish_1": "2020-01-01T10:00"}, "已经过去"),
        ({"wish_1": "0001-01-01T00:00"}, "请检查年份"),
        ({"wish_1": "明天"}, "最希望的时间"),
        ({"name": ""}, "联系人称呼"),
        ({"instead": "not a moment", "considered": "on", "organisation": " "}, "单位名称"),
    ],
)
def test_what_cannot_be_ordered_is_said_on_the_form(client, house, changed, said):
    answer = client.post(address(house), asked(**changed))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert GroupOrder.objects.count() == 0


def test_items_that_cannot_be_ordered_are_not_there(client, house):
    house.item.is_orderable = False
    house.item.save()
    assert client.get(address(house)).status_code == 404
    assert client.get("/orders/new/?item=x").status_code == 404
    assert "现在没有可以点单的课程" in client.get("/orders/new/").content.decode()


def test_without_an_item_the_menu_is_shown_once_a_course(client, house):
    make_item(house.place, provider=house.provider, title_zh="示例走读")
    page = client.get("/orders/new/").content.decode()
    assert page.count('<li class="card">') == 2
    assert f"/orders/new/?item={house.item.pk}" in page


def crowd(house, wish):
    for _ in range(4):
        make_order(house, wish)


def test_a_crowded_day_is_spread_when_the_contact_likes(client, house):
    crowd(house, in_days(6))
    first = client.post(address(house), asked(in_days(6)))
    page = first.content.decode()
    assert (first.status_code, GroupOrder.objects.count()) == (200, 4)
    assert "已有 4 个单位点单" in page
    offered = re.findall(r'name="instead" value="(\d[^"]+)"', page)
    assert len(offered) == 3
    client.post(address(house), asked(in_days(6), considered="on", instead=offered[0]))
    order = GroupOrder.objects.get(organisation="示例科技公司")
    starts = [dt.datetime.fromisoformat(pair[0]) for pair in order.wished]
    assert starts == [dt.datetime.fromisoformat(offered[0]), in_days(6).starts_at]


def test_a_crowded_day_is_kept_when_the_contact_likes(client, house):
    crowd(house, in_days(6))
    client.post(address(house), asked(in_days(6), considered="on", instead=""))
    order = GroupOrder.objects.get(organisation="示例科技公司")
    assert [dt.datetime.fromisoformat(pair[0]) for pair in order.wished] == [in_days(6).starts_at]


def test_a_contact_cancels_after_being_asked_once_more(client, house):
    order = make_dispatched(house)
    assert "确认取消" in client.get(f"/orders/{order.secret}/cancel/").content.decode()
    assert GroupOrder.objects.get().state == OrderState.DISPATCHED
    client.post(f"/orders/{order.secret}/cancel/")
    assert GroupOrder.objects.get().state == OrderState.CANCELLED
    assert client.post(f"/orders/{order.secret}/cancel/").status_code == 400


def test_a_declined_order_says_why_and_that_nothing_is_to_be_done(client, house):
    order = decline_order(order=make_dispatched(house), reason="教师出差", by=house.teacher)
    page = client.get(f"/orders/{order.secret}/").content.decode()
    assert "教师出差" in page
    assert "您不用再点一次" in page


def test_a_contact_rates_once_without_signing_in(client, house):
    order = make_held(house)
    page = client.get(f"/orders/{order.secret}/").content.decode()
    assert [int(n) for n in re.findall(r'name="stars" value="(\d)"', page)] == [5, 4, 3, 2, 1]
    assert "很满意" in page
    assert client.post(f"/orders/{order.secret}/rate/", {"stars": "9"}).status_code == 400
    assert client.post(f"/orders/{order.secret}/rate/", {}).status_code == 400
    assert client.post(f"/orders/{order.secret}/rate/", {"stars": "5", "comment": "很好"}).status_code == 302
    assert (Rating.objects.get().stars, Rating.objects.get().comment) == (5, "很好")
    assert client.post(f"/orders/{order.secret}/rate/", {"stars": "1"}).status_code == 400
    assert not client.cookies


def test_a_comment_is_public_with_its_answer_and_never_before(client, house):
    course = house.item.version.course
    rating = Rating.objects.create(course=course, stars=3, comment="房间太冷", week_of=dt.date(2026, 11, 23))
    page = client.get(f"/ratings/{course.slug}/").content.decode()
    assert ("房间太冷" in page, "等待答复" in page, "满 5 份" in page) == (False, True, True)
    answer_comment(rating=rating, reply="已报修", by=house.head)
    page = client.get(f"/ratings/{course.slug}/").content.decode()
    assert ("房间太冷" in page, "已报修" in page) == (True, True)
    answer_comment(rating=rating, reply="谢谢", by=house.head, withhold=True)
    assert "房间太冷" not in client.get(f"/ratings/{course.slug}/").content.decode()


def test_the_average_is_shown_from_five_on(client, house):
    course = house.item.version.course
    for stars in (5, 4, 4, 5):
        Rating.objects.create(course=course, stars=stars, week_of=dt.date(2026, 11, 23))
    assert "<strong>4.5" not in client.get(f"/ratings/{course.slug}/").content.decode()
    Rating.objects.create(course=course, stars=5, week_of=dt.date(2026, 11, 23))
    assert "<strong>4.6" in client.get(f"/ratings/{course.slug}/").content.decode()


@pytest.mark.parametrize("page", ["/orders/nobody/", "/orders/nobody/cancel/", "/ratings/nothing/"])
def test_what_is_not_there_is_said_calmly(client, house, page):
    assert client.get(page).status_code == 404


def test_a_form_of_another_site_is_refused(client, house):
    order = make_held(house)
    for page, form in ((address(house), asked()), (f"/orders/{order.secret}/rate/", {"stars": "1"})):
        assert client.post(page, form, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert (GroupOrder.objects.count(), Rating.objects.count()) == (1, 0)


def queries(client, page):
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)


def test_queries_do_not_grow_with_the_menu_or_the_steps(client, house):
    order = make_order(house)
    few = queries(client, "/orders/new/"), queries(client, f"/orders/{order.secret}/")
    for _ in range(3):
        make_item(house.place, provider=house.provider)
    dispatched(house, order, in_days(5))
    assert (queries(client, "/orders/new/"), queries(client, f"/orders/{order.secret}/")) == few
    assert max(few) <= 12
