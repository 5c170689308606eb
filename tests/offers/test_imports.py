"""Courses from a sheet: every mistake named by row and column, nothing half-imported, nothing twice."""

import pytest
from django.utils import translation

from factories.menus import make_menu
from factories.offers import make_provider, make_version
from factories.people import make_account, make_subdistrict
from factories.refusing import refused
from yizhan.offers.actions.courses import retire_course, review_version
from yizhan.offers.actions.imports import Imported, import_courses
from yizhan.offers.models import Course
from yizhan.offers.words import CourseType
from yizhan.outside.tables import Row
from yizhan.people.words import RoleName

pytestmark = pytest.mark.django_db
GOOD = {
    "课程名称": "书法入门",
    "类型": "文化",
    "供给方": "社区党校",
    "每次时长（分钟）": "90",
    "次数": "6",
    "人数上限": "24",
    "场地需求": "桌子、投影",
    "菜单备注": "自带毛笔",
}


@pytest.fixture
def place():
    place = make_subdistrict()
    make_provider(place, name_zh="社区党校")
    return place


@pytest.fixture
def menu(place):
    return make_menu(place)


def rows(*changes):
    return [Row("课程.xlsx", line, GOOD | change) for line, change in enumerate(changes, start=2)]


def wrong(menu, *changes):
    refusal = refused("import_wrong", import_courses, menu=menu, rows=rows(*changes), by=None)
    assert not menu.items.exists()
    return [(one.row, one.field) for one in refusal.wrong]


def test_new_courses_wait_for_their_review(place, menu):
    done = import_courses(menu=menu, rows=rows({}, {"课程名称": "沪语", "次数": "", "场地需求": ""}), by=None)
    assert done == Imported(entered=2, added=0, present=0, waiting=0)
    course = Course.objects.get(slug="shu-fa-ru-men")
    version = course.versions.get()
    assert (course.type, version.minutes, version.lessons) == (CourseType.CULTURE, 90, 6)
    assert version.room_needs == ["tables", "projector"]
    assert version.reviewed_at is None
    assert not menu.items.exists()


def test_same_sheet_again_changes_nothing_and_after_review_fills_the_menu(place, menu):
    import_courses(menu=menu, rows=rows({}), by=None)
    assert import_courses(menu=menu, rows=rows({}), by=None) == Imported(0, 0, 0, waiting=1)
    version = Course.objects.get().versions.get()
    review_version(version=version, by=make_account(place, RoleName.HEAD))
    assert import_courses(menu=menu, rows=rows({}), by=None) == Imported(0, added=1, present=0, waiting=0)
    assert menu.items.get().note_zh == "自带毛笔"
    assert import_courses(menu=menu, rows=rows({}), by=None) == Imported(0, 0, present=1, waiting=0)
    assert Course.objects.count() == 1


def test_known_title_in_other_spelling_is_the_same_course(place, menu):
    make_version(place, title_zh="鉴往知来 以坚定的文化自信", minutes=90, lessons=6, capacity=24)
    done = import_courses(menu=menu, rows=rows({"课程名称": "《鉴往知来　以坚定的文化自信》"}), by=None)
    assert done == Imported(0, added=1, present=0, waiting=0)


def test_known_title_that_differs_is_refused_at_its_cell(place, menu):
    version = make_version(place, title_zh="书法入门", minutes=60, lessons=6, capacity=24)
    assert wrong(menu, {}) == [(2, "每次时长（分钟）")]
    retire_course(course=version.course, by=None)
    assert wrong(menu, {}) == [(2, "课程名称")]


def test_every_mistake_is_named_and_nothing_is_imported(menu):
    bad = {
        "类型": "马戏",
        "供给方": "无名氏",
        "每次时长（分钟）": "很久",
        "人数上限": "0",
        "场地需求": "泳池",
    }
    named = wrong(menu, {}, bad | {"课程名称": "沪语"}, {"课程名称": ""}, {"课程名称": "长" * 121})
    assert named == [
        (3, "供给方"),
        (3, "类型"),
        (3, "每次时长（分钟）"),
        (3, "人数上限"),
        (3, "场地需求"),
        (4, "课程名称"),
        (5, "课程名称"),
    ]
    assert not Course.objects.exists()


def test_one_title_twice_in_a_sheet_is_refused(menu):
    assert wrong(menu, {}, {"课程名称": "《书法入门》"}) == [(3, "课程名称")]


def test_sample_row_of_the_template_is_left_out(menu):
    sample = {"课程名称": "样例：书法入门", "类型": "马戏"}
    assert import_courses(menu=menu, rows=rows(sample, {}), by=None).entered == 1


def test_labels_are_chinese_whatever_language_the_clerk_reads(menu):
    with translation.override("en"):
        assert import_courses(menu=menu, rows=rows({}), by=None).entered == 1


def test_only_drafts_and_only_staff(place, menu):
    refused("may_not_run", import_courses, menu=menu, rows=rows({}), by=make_account())
    checked = make_menu(place, make_version(place), state="checked", quarter=3)
    refused("menu_not_in_state", import_courses, menu=checked, rows=rows({}), by=None)
