"""Courses: a reviewed version is never changed, and a second person reviews it."""

import pytest

from factories.offers import make_provider, make_version
from factories.people import make_account, make_subdistrict
from factories.racing import race
from factories.refusing import refused
from yizhan.offers.actions.courses import (
    add_course,
    change_course,
    change_version,
    restore_course,
    retire_course,
    review_version,
    revise_course,
)
from yizhan.offers.models import Course, CourseVersion
from yizhan.offers.queries.courses import awaiting_review, newest, newest_reviewed
from yizhan.offers.words import CourseType, Function
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName

pytestmark = pytest.mark.django_db
CONTENT = {"title_zh": "书法入门", "minutes": 90, "lessons": 6, "capacity": 24, "room_needs": ["tables"]}


@pytest.fixture
def place():
    return make_subdistrict()


@pytest.fixture
def clerk(place):
    return make_account(place, RoleName.CLERK)


@pytest.fixture
def head(place):
    return make_account(place, RoleName.HEAD)


def enter(place, by, content=CONTENT, **classed):
    values = {"type": CourseType.CULTURE, "provider": make_provider(place), "function": Function.SERVICE}
    return add_course(subdistrict=place, content=content, by=by, **values | classed)


def test_course_has_a_first_version_and_an_address_by_pinyin(place, clerk):
    course = enter(place, clerk)
    version = course.versions.get()
    assert course.slug == "shu-fa-ru-men"
    assert (version.number, version.written_by, version.reviewed_at) == (1, clerk, None)
    assert enter(place, clerk).slug == "shu-fa-ru-men-2"
    assert list(awaiting_review(place)) == list(CourseVersion.objects.order_by("pk"))


def test_second_person_reviews(place, clerk, head):
    version = enter(place, head).versions.get()
    refused("may_not_check", review_version, version=version, by=clerk)
    refused("reviewer_is_writer", review_version, version=version, by=head)
    refused("reviewer_unnamed", review_version, version=version, by=None)
    other = make_account(place, RoleName.PLANNER)
    reviewed = review_version(version=version, by=other)
    assert (reviewed.reviewer, reviewed.reviewed_at is not None) == (other, True)
    refused("version_is_reviewed", review_version, version=version, by=other)


def test_whoever_changes_a_draft_becomes_its_writer(place, clerk, head):
    version = enter(place, clerk).versions.get()
    change_version(version=version, content={"minutes": 60}, by=head)
    refused("reviewer_is_writer", review_version, version=version, by=head)


def test_reviewed_version_is_never_changed_a_new_one_is_made(place, clerk, head):
    course = enter(place, clerk)
    version = course.versions.get()
    refused("version_is_open", revise_course, course=course, content={"minutes": 60}, by=clerk)
    review_version(version=version, by=head)
    refused("version_is_reviewed", change_version, version=version, content={"minutes": 60}, by=clerk)
    second = revise_course(course=course, content={"minutes": 60}, by=clerk)
    assert (second.number, second.minutes, second.title_zh, second.reviewed_at) == (2, 60, "书法入门", None)
    assert CourseVersion.objects.get(pk=version.pk).minutes == 90
    course = Course.objects.get()
    assert (newest(course), newest_reviewed(course)) == (second, version)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"minutes": 721}, "too_large"),
        ({"capacity": 2001}, "too_large"),
        ({"lessons": 261}, "too_large"),
        ({"minutes": 0}, "invalid_field"),
        ({"minutes": -5}, "invalid_field"),
        ({"title_zh": ""}, "invalid_field"),
        ({"title_zh": "长" * 121}, "invalid_field"),
        ({"room_needs": ["a swimming pool"]}, "unknown_word"),
        ({"room_needs": "projector"}, "unknown_word"),
    ],
)
def test_nonsense_is_refused_and_nothing_stored(place, clerk, content, code):
    refused(code, enter, place=place, by=clerk, content=CONTENT | content)
    assert not Course.objects.exists()


def test_course_is_classed_within_its_own_sub_district(place, clerk):
    course = enter(place, clerk)
    stranger = make_provider(make_subdistrict())
    refused("provider_elsewhere", change_course, course=course, provider=stranger, by=clerk)
    refused("unknown_word", change_course, course=course, positions=["moon"], by=clerk)
    assert change_course(course=course, positions=["supply"], by=clerk).positions == ["supply"]
    assert AuditEntry.objects.first().verb == "change_course"


def test_retired_course_is_not_revised_until_restored(place, clerk):
    version = make_version(place)
    retire_course(course=version.course, by=clerk)
    refused("course_is_retired", revise_course, course=version.course, content={}, by=clerk)
    refused("course_is_retired", retire_course, course=version.course, by=clerk)
    restore_course(course=version.course, by=clerk)
    assert revise_course(course=version.course, content={}, by=clerk).number == 2


def test_strangers_enter_nothing(place):
    refused("may_not_run", enter, place=place, by=make_account(role=RoleName.HEAD))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_revise_at_once_one_makes_the_next_version():
    course = make_version(make_subdistrict()).course
    acts = [lambda: revise_course(course=course, content={"minutes": 45}, by=None)] * 8
    lost = [one.code for one in race(*acts) if one is not None]
    assert (lost, course.versions.count()) == (["version_is_open"] * 7, 2)
