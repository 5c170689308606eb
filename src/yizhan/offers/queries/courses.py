"""Reads about courses, their versions and providers."""

from django.db.models import Prefetch, QuerySet

from yizhan.offers.models import Availability, Course, CourseVersion, Lecturer, Provider
from yizhan.offers.rules.availability import Available
from yizhan.people.models import Account, Subdistrict
from yizhan.people.queries import runs


def courses_of(subdistrict: Subdistrict) -> QuerySet[Course]:
    """Return every course with provider and versions, newest version first."""
    versions = CourseVersion.objects.select_related("written_by", "reviewer").order_by("-number")
    return (
        Course.objects.filter(subdistrict=subdistrict)
        .select_related("provider", "subdistrict")
        .prefetch_related(Prefetch("versions", queryset=versions))
    )


def newest(course: Course) -> CourseVersion | None:
    """Return the newest version of a course, reviewed or not; uses what was fetched with the course."""
    return max(course.versions.all(), key=lambda one: one.number, default=None)


def newest_reviewed(course: Course) -> CourseVersion | None:
    """Return the newest reviewed version of a course, or None."""
    reviewed = (one for one in course.versions.all() if one.reviewed_at is not None)
    return max(reviewed, key=lambda one: one.number, default=None)


def awaiting_review(subdistrict: Subdistrict) -> QuerySet[CourseVersion]:
    """Return the versions nobody has reviewed yet, in the order in which they were entered."""
    waiting = CourseVersion.objects.filter(
        course__subdistrict=subdistrict, course__retired_at=None, reviewed_at=None
    )
    return waiting.select_related("course__provider", "written_by").order_by("pk")


def providers_of(subdistrict: Subdistrict) -> QuerySet[Provider]:
    """Return every provider with its lecturers and when they can come."""
    return Provider.objects.filter(subdistrict=subdistrict).prefetch_related(
        "lecturers__availabilities", "accounts"
    )


def acts_for(account: Account | None, provider: Provider) -> bool:
    """Whether somebody acts for a provider, or runs the sub-district; None is the command line."""
    if runs(account, provider.subdistrict):
        return True
    return account is not None and provider.accounts.filter(pk=account.pk).exists()


def available_times(lecturer: Lecturer) -> list[Available]:
    """Return when a lecturer can come, as values."""
    return [as_value(row) for row in lecturer.availabilities.all()]


def as_value(row: Availability) -> Available:
    """Return the value of one row."""
    return Available(row.weekdays, row.starts, row.ends, row.first_day, row.last_day)
