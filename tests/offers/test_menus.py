"""Quarter menus: drafted, checked by a second person, published, withdrawn with a reason."""

import pytest

from factories.menus import make_menu
from factories.offers import make_version
from factories.people import make_account, make_subdistrict
from factories.places import make_station
from factories.refusing import refused
from yizhan.offers.actions.classes import open_class
from yizhan.offers.actions.courses import retire_course, review_version, revise_course
from yizhan.offers.actions.menus import (
    add_item,
    arrange_items,
    change_item,
    check_menu,
    draft_menu,
    publish_menu,
    remove_item,
    review_onto_menu,
    send_back_menu,
    withdraw_menu,
)
from yizhan.offers.models import QuarterMenu
from yizhan.offers.queries.menus import current_menu, next_quarter, quarter_of
from yizhan.offers.words import MenuState
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_subdistrict()


@pytest.fixture
def clerk(place):
    return make_account(place, RoleName.CLERK)


@pytest.fixture
def head(place):
    return make_account(place, RoleName.HEAD)


@pytest.fixture
def menu(place, clerk):
    return draft_menu(subdistrict=place, year=2026, quarter=2, by=clerk)


def titles(menu):
    return [item.version.title_zh for item in menu.items.order_by("position")]


def test_only_reviewed_versions_go_on_a_menu(place, menu, clerk):
    draft = make_version(place, reviewed_at=None)
    refused("version_not_reviewed", add_item, menu=menu, version=draft, by=clerk)
    elsewhere = make_version(make_subdistrict())
    refused("course_elsewhere", add_item, menu=menu, version=elsewhere, by=clerk)
    retired = make_version(place)
    retire_course(course=retired.course, by=clerk)
    retired.course.refresh_from_db()
    refused("course_is_retired", add_item, menu=menu, version=retired, by=clerk)
    version = make_version(place)
    assert add_item(menu=menu, version=version, by=clerk).position == 1
    refused("already_on_menu", add_item, menu=menu, version=version, by=clerk)
    assert menu.items.count() == 1


def test_newer_version_takes_the_line_of_the_older(place, menu, clerk, head):
    first, other = make_version(place), make_version(place)
    for version in (first, other):
        add_item(menu=menu, version=version, by=clerk)
    second = review_version(version=revise_course(course=first.course, content={}, by=clerk), by=head)
    add_item(menu=menu, version=second, by=clerk)
    assert [item.version for item in menu.items.all()] == [second, other]


def test_lines_are_arranged_noted_and_removed(place, menu, clerk):
    versions = [make_version(place, title_zh=name) for name in ("甲", "乙", "丙")]
    items = [add_item(menu=menu, version=version, by=clerk) for version in versions]
    order = [items[2].pk, items[0].pk, items[1].pk]
    arrange_items(menu=menu, order=order, by=clerk)
    assert titles(menu) == ["丙", "甲", "乙"]
    for wrong in (order[:2], [*order, order[0]], [*order[:2], 0]):
        refused("order_does_not_match", arrange_items, menu=menu, order=wrong, by=clerk)
    change_item(item=items[0], is_orderable=False, note_zh="自带毛笔", by=clerk)
    remove_item(item=items[2], by=clerk)
    assert titles(menu) == ["甲", "乙"]
    assert (menu.items.first().note_zh, menu.items.first().is_orderable) == ("自带毛笔", False)


def test_menu_is_checked_by_a_second_person_then_published(place, menu, clerk, head):
    refused("menu_is_empty", check_menu, menu=menu, by=head)
    add_item(menu=menu, version=make_version(place), by=head)
    refused("may_not_check", check_menu, menu=menu, by=clerk)
    refused("checker_is_drafter", check_menu, menu=menu, by=head)
    refused("checker_unnamed", check_menu, menu=menu, by=None)
    refused("menu_not_in_state", publish_menu, menu=menu, by=head)
    planner = make_account(place, RoleName.PLANNER)
    assert check_menu(menu=menu, by=planner).checked_by == planner
    refused("may_not_check", publish_menu, menu=menu, by=clerk)
    published = publish_menu(menu=menu, by=head)
    assert (published.state, published.published_by) == (MenuState.PUBLISHED, head)
    version = make_version(place)
    refused("menu_not_in_state", add_item, menu=menu, version=version, by=clerk)
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["draft_menu", "add_item", "check_menu", "publish_menu"]


def test_reviewer_who_puts_a_version_on_the_menu_may_still_check_it(place, menu, clerk, head):
    version = make_version(place, reviewed_at=None, written_by=clerk)
    refused("may_not_check", review_onto_menu, menu=menu, version=version, by=clerk)
    item = review_onto_menu(menu=menu, version=version, by=head)
    assert item.version.reviewer == head
    assert check_menu(menu=menu, by=head).checked_by == head


def test_version_is_not_reviewed_where_it_cannot_go_on_the_menu(place, head):
    menu = make_menu(place, make_version(place), state=MenuState.CHECKED)
    version = make_version(place, reviewed_at=None)
    refused("menu_not_in_state", review_onto_menu, menu=menu, version=version, by=head)
    version.refresh_from_db()
    assert version.reviewed_at is None


def test_checked_menu_is_sent_back_with_a_reason(place, head):
    menu = make_menu(place, make_version(place))
    check_menu(menu=menu, by=head)
    refused("reason_missing", send_back_menu, menu=menu, reason_zh=" ", by=head)
    sent = send_back_menu(menu=menu, reason_zh="缺少老年课程", by=head)
    assert (sent.state, sent.checked_by, sent.reason_zh) == (MenuState.DRAFT, None, "缺少老年课程")
    refused("menu_not_in_state", send_back_menu, menu=menu, reason_zh="再退", by=head)


def test_published_menu_is_withdrawn_amended_and_checked_again(place, head):
    menu = make_menu(place, make_version(place))
    check_menu(menu=menu, by=head)
    publish_menu(menu=menu, by=head)
    withdrawn = withdraw_menu(menu=menu, reason_zh="增加一门课", reason_en="One more course", by=head)
    assert (withdrawn.state, withdrawn.reason_en) == (MenuState.DRAFT, "One more course")
    add_item(menu=menu, version=make_version(place), by=head)
    refused("checker_is_drafter", check_menu, menu=menu, by=head)
    check_menu(menu=menu, by=make_account(place, RoleName.HEAD))
    assert publish_menu(menu=menu, by=head).reason_zh == ""


def test_publishing_shows_the_classes_opened_from_the_menu(place, head):
    menu = make_menu(place, make_version(place, capacity=20))
    station = make_station(subdistrict=place)
    offering = open_class(item=menu.items.get(), station=station, seats=10, by=None)
    assert not offering.is_public
    check_menu(menu=menu, by=head)
    publish_menu(menu=menu, by=head)
    offering.refresh_from_db()
    assert offering.is_public
    assert AuditEntry.objects.first().facts == {"classes": 1}
    withdraw_menu(menu=menu, reason_zh="修订", by=head)
    offering.refresh_from_db()
    assert offering.is_public


def test_menu_begins_with_the_courses_of_another_still_offered(place, clerk):
    kept, retired = make_version(place), make_version(place)
    before = make_menu(place, retired, kept)
    retire_course(course=retired.course, by=clerk)
    menu = draft_menu(subdistrict=place, year=2026, quarter=3, like=before, by=clerk)
    assert [item.version for item in menu.items.all()] == [kept]
    refused("menu_exists", draft_menu, subdistrict=place, year=2026, quarter=3, by=clerk)


@pytest.mark.parametrize(("year", "quarter"), [(2026, 0), (2026, 5), (1, 1), (9999, 1)])
def test_quarter_that_is_none_is_refused(place, clerk, year, quarter):
    refused("not_a_quarter", draft_menu, subdistrict=place, year=year, quarter=quarter, by=clerk)
    assert not QuarterMenu.objects.exists()


def test_current_menu_is_this_quarters_else_the_newest_before_else_the_next(place):
    import datetime as dt

    today = dt.date(2026, 5, 1)
    assert current_menu(place, today=today) is None
    later = make_menu(place, year=2026, quarter=3, state=MenuState.PUBLISHED)
    assert current_menu(place, today=today) == later
    earlier = make_menu(place, year=2025, quarter=4, state=MenuState.PUBLISHED)
    assert current_menu(place, today=today) == earlier
    make_menu(place, year=2026, quarter=2)
    assert current_menu(place, today=today) == earlier
    assert (quarter_of(today), next_quarter(2026, 4)) == ((2026, 2), (2027, 1))
