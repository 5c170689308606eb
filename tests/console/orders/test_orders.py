"""Staff work the order board; providers see and answer their own orders only."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from factories.offers import make_lecturer, make_provider
from factories.orders import (
    House,
    dispatched,
    in_days,
    make_accepted,
    make_dispatched,
    make_held,
    make_house,
    make_order,
)
from factories.people import make_account, make_subdistrict
from yizhan.people.models import Account, AuditEntry
from yizhan.people.words import RoleName
from yizhan.places.models import Claim
from yizhan.rounds.models import GroupOrder, Rating
from yizhan.rounds.words import OrderState, Segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db) -> House:
    return make_house()


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def head(house) -> Client:
    return signed_in(house.head)


@pytest.fixture
def teacher(house) -> Client:
    return signed_in(house.teacher)


def sent(house, wish=None, **changed):
    wish = wish or in_days(5)
    values = {
        "starts_at": f"{wish.starts_at:%Y-%m-%dT%H:%M}",
        "lecturer": house.lecturer.pk,
        "room": house.room.pk,
    }
    return values | changed


def test_the_board_shows_every_order_in_its_column(head, house):
    made = [make_order(house), make_dispatched(house), make_accepted(house, in_days(6))]
    made.append(make_held(house, in_days(7)))
    page = head.get("/console/orders/").content.decode()
    columns = page.split('<section aria-labelledby="h-')[1:]
    assert [order.number in column for order, column in zip(made, columns, strict=True)] == [True] * 4
    assert sum(page.count(f">{order.number} ") for order in made) == 4
    assert "Order – dispatch – accept – rate" in head.get("/en/console/orders/").content.decode()


def test_an_order_is_found_by_the_number_a_caller_reads_out(head, house):
    order = make_order(house)
    found = head.get("/console/orders/", {"number": order.number.replace("-", " ")})
    assert found.headers["Location"] == f"/console/orders/{order.number}/"
    wrong = order.number[:-1] + str((int(order.number[-1]) + 1) % 10)
    assert "编号有误" in head.get("/console/orders/", {"number": wrong}).content.decode()


def test_staff_order_for_a_caller_with_the_same_result(head, house):
    asked = {
        "channel": "phone",
        "item": house.item.pk,
        "organisation": "示例物业",
        "segment": "towers",
        "head_count": 30,
        "wish_1": f"{in_days(5).starts_at:%Y-%m-%dT%H:%M}",
        "name": "示例联系人",
        "phone": "021-65950000",
    }
    assert head.post("/console/orders/new/", asked).status_code == 302
    order = GroupOrder.objects.get()
    assert (order.channel, order.placed_by, order.state) == ("phone", house.head, OrderState.PLACED)
    assert head.post("/console/orders/new/", asked | {"head_count": 99}).status_code == 400
    for _ in range(3):
        make_order(house)
    spread = head.post("/console/orders/new/", asked | {"phone": "13800001234"})
    assert "已有 4 个单位点单" in spread.content.decode()
    assert head.post("/console/orders/new/", asked | {"considered": "1"}).status_code == 302


def test_staff_dispatch_and_see_what_is_held(head, house):
    order = make_order(house)
    page = head.get(f"/console/orders/{order.number}/").content.decode()
    assert "（空闲）" in page
    assert head.post(f"/console/orders/{order.number}/dispatch/", sent(house)).status_code == 302
    assert GroupOrder.objects.get().state == OrderState.DISPATCHED
    assert Claim.objects.filter(released_at=None).count() == 2


def test_a_conflict_is_shown_before_and_refused_after(head, house):
    make_dispatched(house)
    order = make_order(house)
    page = head.get(f"/console/orders/{order.number}/").content.decode()
    assert ("有冲突" in page, "（已占用）" in page, "建议" in page) == (True, True, True)
    answer = head.post(f"/console/orders/{order.number}/dispatch/", sent(house))
    assert (answer.status_code, "已被占用" in answer.content.decode()) == (400, True)
    assert Claim.objects.filter(released_at=None).count() == 2


def test_what_an_order_holds_does_not_stand_in_its_own_way(head, house):
    order = make_dispatched(house)
    page = head.get(f"/console/orders/{order.number}/").content.decode()
    assert ("有空闲" in page, "（已占用）" in page) == (True, False)


def test_a_fresh_form_never_proposes_another_provider(head, house):
    """The course's own lecturer is taken and another is free: a person chooses, not the form."""
    make_dispatched(house)
    stranger = make_lecturer(make_provider(house.place))
    page = head.get(f"/console/orders/{make_order(house).number}/").content.decode()
    choice = page.split('name="lecturer"')[1].split("</select>")[0]
    assert f'value="{house.lecturer.pk}" selected' in choice
    assert choice.index(f'value="{house.lecturer.pk}"') < choice.index(f'value="{stranger.pk}"')


def test_lecturers_of_other_providers_may_be_sent_too(head, house):
    other = make_lecturer(make_provider(house.place))
    order = make_order(house)
    assert (
        head.post(f"/console/orders/{order.number}/dispatch/", sent(house, lecturer=other.pk)).status_code
        == 302
    )
    assert GroupOrder.objects.get().provider == other.provider


@pytest.mark.parametrize("at", ["", "nonsense", "9999-01-01T00:00", "2026-12-10T14:00"])
def test_any_time_in_the_address_can_be_looked_at(head, house, at):
    order = make_order(house)
    assert head.get(f"/console/orders/{order.number}/", {"at": at}).status_code == 200


def test_staff_write_down_answers_given_by_telephone(head, house):
    order = make_dispatched(house)
    page = f"/console/orders/{order.number}/"
    head.post(f"{page}answer/", {"answer": "decline", "reason": "教师生病"})
    assert GroupOrder.objects.get().decline_reason == "教师生病"
    head.post(f"{page}dispatch/", sent(house))
    head.post(f"{page}answer/", {"answer": "accept"})
    assert GroupOrder.objects.get().state == OrderState.ACCEPTED
    assert "接了单" in head.get("/console/").content.decode()


def test_staff_cancel_with_a_reason_only(head, house):
    order = make_order(house)
    page = f"/console/orders/{order.number}/cancel/"
    head.post(page, {"reason": ""})
    assert GroupOrder.objects.get().state == OrderState.PLACED
    head.post(page, {"reason": "停电"})
    assert GroupOrder.objects.get().state == OrderState.CANCELLED
    assert "最近取消 1 个" in head.get("/console/orders/").content.decode()


def test_orders_of_another_subdistrict_are_not_there(house):
    order = make_order(house)
    stranger = signed_in(make_account(make_subdistrict(), RoleName.HEAD))
    for page in ("", "dispatch/", "answer/", "cancel/"):
        act = stranger.post if page else stranger.get
        assert act(f"/console/orders/{order.number}/{page}").status_code == 404
    assert order.number not in stranger.get("/console/orders/").content.decode()


def test_a_provider_is_led_to_its_orders_and_sees_no_others(teacher, house):
    mine = make_dispatched(house)
    other = make_lecturer(make_provider(house.place))
    theirs = dispatched(house, make_order(house, in_days(7)), in_days(7), lecturer=other)
    led = teacher.get("/console/", follow=True).content.decode()
    assert ("1 个派单等您答复" in led, "/console/provider/orders/" in led) == (True, True)
    page = teacher.get("/console/provider/orders/").content.decode()
    assert (mine.number in page, theirs.number in page) == (True, False)
    assert mine.contact.phone not in page
    assert teacher.post(f"/console/provider/orders/{theirs.pk}/", {"answer": "accept"}).status_code == 404


def test_a_provider_accepts_or_declines_with_a_reason(teacher, house):
    first, second = make_dispatched(house), make_dispatched(house, in_days(6))
    teacher.post(f"/console/provider/orders/{first.pk}/", {"answer": "accept"})
    teacher.post(f"/console/provider/orders/{second.pk}/", {"answer": "decline", "reason": ""})
    assert GroupOrder.objects.get(pk=second.pk).state == OrderState.DISPATCHED
    teacher.post(f"/console/provider/orders/{second.pk}/", {"answer": "decline", "reason": "来不了"})
    states = set(GroupOrder.objects.values_list("pk", "state"))
    assert states == {(first.pk, OrderState.ACCEPTED), (second.pk, OrderState.DECLINED)}
    assert AuditEntry.objects.filter(by=house.teacher).count() == 2


def test_the_providers_page_is_not_there_for_others(house):
    assert signed_in(make_account()).get("/console/provider/orders/").status_code == 404
    assert Client().get("/console/provider/orders/").status_code == 302


def test_comments_are_answered(head, house):
    course = house.item.version.course
    rating = Rating.objects.create(course=course, stars=2, comment="太冷", week_of=dt.date(2026, 11, 23))
    assert "太冷" in head.get("/console/orders/comments/").content.decode()
    head.post("/console/orders/comments/", {"rating": rating.pk, "reply": "已报修"})
    assert Rating.objects.get().reply == "已报修"
    assert head.post("/console/orders/comments/", {"rating": "x", "reply": "已报修"}).status_code == 404
    assert "没有等待答复的评语" in head.get("/console/orders/comments/").content.decode()


@pytest.mark.parametrize("page", ["/console/orders/", "/console/orders/comments/"])
def test_queries_do_not_grow_with_orders(head, house, page):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert head.get(page).status_code == 200
        return len(seen)

    def fill(day):
        make_accepted(house, in_days(day))
        make_order(house)
        course = house.item.version.course
        Rating.objects.create(course=course, stars=2, comment="太冷", week_of=dt.date(2026, 11, 23))

    fill(5)
    few = queries()
    fill(6)
    fill(7)
    assert queries() == few
    assert few <= 14


def test_every_figure_of_the_ledger_comes_from_its_lines(head, house):
    make_accepted(house)
    make_order(house, head_count=10)
    make_order(house, organisation="=1+1", segment=Segment.SCHOOLS)
    content = head.get("/console/orders/ledger.xlsx").content
    book = load_workbook(io.BytesIO(content))
    header, *lines = book.worksheets[0].iter_rows(values_only=True)
    _, *sums = book.worksheets[1].iter_rows(values_only=True)
    people = header.index("人数")
    assert [line[people] for line in lines] == [25, 10, 25]
    assert lines[2][header.index("单位")] == "=1+1"
    assert sums[-1][2:] == (3, 60)
    assert sum(row[2] for row in sums if row[0] == "状态") == len(lines) == 3
    assert sum(row[3] for row in sums if row[0] == "单位类型") == 60
    phones = {order.contact.phone for order in GroupOrder.objects.all()}
    assert not phones & {cell for line in lines for cell in line}
    assert head.get("/console/orders/ledger.xlsx?year=1999").status_code == 200
