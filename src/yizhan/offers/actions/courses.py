"""
Courses and their versions.

A reviewed version is never changed: `revise_course` makes the next one. The reviewer is a second person.
"""

from collections.abc import Mapping

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Course, CourseVersion, Provider
from yizhan.offers.models.validity import save_checked
from yizhan.offers.rules.courses import (
    refuse_change,
    refuse_excess,
    refuse_retired,
    refuse_review,
    refuse_second_draft,
    refuse_unknown_words,
)
from yizhan.offers.rules.naming import address_for
from yizhan.people.actions import record, require_checker, require_runner
from yizhan.people.models import Account, Subdistrict

#: Columns of a course that are no part of a version: how it is classed.
CLASSED = frozenset({"type", "provider", "audience", "function", "positions", "example_parts"})
#: Columns of a version that people write.
WRITTEN = frozenset(
    {"title_zh", "title_en", "summary_zh", "summary_en", "minutes", "lessons", "capacity", "room_needs"}
)
_ELSEWHERE = Phrase("“{provider}”不属于这个街道。", "{provider} belongs to another sub-district.")


@transaction.atomic
def add_course(
    *,
    subdistrict: Subdistrict,
    content: Mapping[str, object],
    by: Account | None,
    slug: str = "",
    **classed: object,
) -> Course:
    """
    Enter a course with its first version, still to be reviewed.

    `content` are columns of the version (`WRITTEN`), `classed` those of the course (`CLASSED`).
    """
    require_runner(by=by, subdistrict=subdistrict)
    _refuse_columns(content, WRITTEN)
    _refuse_columns(classed, CLASSED)
    taken = subdistrict.courses.values_list("slug", flat=True)
    slug = slug or address_for(str(content.get("title_zh", "")), taken)
    course = Course(subdistrict=subdistrict, slug=slug, **classed)
    _refuse_classing(course)
    save_checked(course)
    _write(CourseVersion(course=course, number=1), content, by=by)
    record(verb="add_course", subject=course, by=by, subdistrict=subdistrict)
    return course


@transaction.atomic
def change_course(*, course: Course, by: Account | None, **classed: object) -> Course:
    """Class a course differently; what it consists of stands in its versions."""
    require_runner(by=by, subdistrict=course.subdistrict)
    _refuse_columns(classed, CLASSED)
    course = Course.objects.select_for_update(of=("self",)).select_related("provider").get(pk=course.pk)
    for name, value in classed.items():
        setattr(course, name, value)
    _refuse_classing(course)
    save_checked(course)
    facts = {name: str(value) for name, value in classed.items()}
    record(verb="change_course", subject=course, by=by, subdistrict=course.subdistrict, changes=facts)
    return course


@transaction.atomic
def revise_course(*, course: Course, content: Mapping[str, object], by: Account | None) -> CourseVersion:
    """Make the next version of a course; columns not given are those of the newest."""
    require_runner(by=by, subdistrict=course.subdistrict)
    _refuse_columns(content, WRITTEN)
    course = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    refuse_retired(course.retired_at)
    before = course.versions.order_by("number").last()
    number, kept = 1, {}
    if before is not None:
        refuse_second_draft(before.number, before.reviewed_at)
        number, kept = before.number + 1, {name: getattr(before, name) for name in WRITTEN}
    version = _write(CourseVersion(course=course, number=number), kept | dict(content), by=by)
    record(
        verb="revise_course", subject=version, by=by, subdistrict=course.subdistrict, number=version.number
    )
    return version


@transaction.atomic
def change_version(
    *, version: CourseVersion, content: Mapping[str, object], by: Account | None
) -> CourseVersion:
    """Change a version nobody has reviewed yet; whoever changes it counts as its writer."""
    subdistrict = version.course.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    _refuse_columns(content, WRITTEN)
    version = _locked(version)
    refuse_change(version.number, version.reviewed_at)
    _write(version, content, by=by)
    record(verb="change_version", subject=version, by=by, subdistrict=subdistrict)
    return version


@transaction.atomic
def review_version(*, version: CourseVersion, by: Account | None) -> CourseVersion:
    """Say that a version may be offered; from now on it is never changed."""
    subdistrict = version.course.subdistrict
    require_checker(by=by, subdistrict=subdistrict)
    version = _locked(version)
    refuse_review(
        number=version.number,
        reviewed_at=version.reviewed_at,
        writer=version.written_by_id,
        by=None if by is None else by.pk,
    )
    version.reviewer, version.reviewed_at = by, clock.now()
    version.save(update_fields=["reviewer", "reviewed_at"])
    record(verb="review_version", subject=version, by=by, subdistrict=subdistrict, number=version.number)
    return version


@transaction.atomic
def retire_course(*, course: Course, by: Account | None) -> Course:
    """Take a course out of the choice for new menus; what stands on menus and in classes stays."""
    require_runner(by=by, subdistrict=course.subdistrict)
    refuse_retired(course.retired_at)
    course.retired_at = clock.now()
    course.save(update_fields=["retired_at"])
    record(verb="retire_course", subject=course, by=by, subdistrict=course.subdistrict)
    return course


@transaction.atomic
def restore_course(*, course: Course, by: Account | None) -> Course:
    """Offer a retired course again."""
    require_runner(by=by, subdistrict=course.subdistrict)
    course.retired_at = None
    course.save(update_fields=["retired_at"])
    record(verb="restore_course", subject=course, by=by, subdistrict=course.subdistrict)
    return course


def _locked(version: CourseVersion) -> CourseVersion:
    """Return the version as it stands now; a writer and a reviewer at once wait for each other."""
    return (
        CourseVersion.objects.select_for_update(of=("self",))
        .select_related("course__subdistrict")
        .get(pk=version.pk)
    )


def _write(version: CourseVersion, content: Mapping[str, object], *, by: Account | None) -> CourseVersion:
    for name, value in content.items():
        setattr(version, name, value)
    version.written_by = by
    refuse_unknown_words(room_needs=version.room_needs)
    save_checked(version)
    refuse_excess(minutes=version.minutes, lessons=version.lessons, capacity=version.capacity)
    return version


def _refuse_classing(course: Course) -> None:
    refuse_unknown_words(positions=course.positions)
    provider: Provider | None = getattr(course, "provider", None)
    if provider is not None and provider.subdistrict_id != course.subdistrict_id:
        raise Refusal("provider_elsewhere", _ELSEWHERE, provider=provider.name_zh)


def _refuse_columns(given: Mapping[str, object], known: frozenset[str]) -> None:
    unknown = given.keys() - known
    if unknown:
        raise TypeError(f"not columns that may be written: {', '.join(sorted(unknown))}")
