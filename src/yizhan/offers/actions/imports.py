"""Courses of an Excel sheet into a draft menu: all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.offers.actions.courses import add_course
from yizhan.offers.actions.menus import add_item
from yizhan.offers.models import Course, CourseVersion, QuarterMenu
from yizhan.offers.queries.courses import courses_of, newest, newest_reviewed
from yizhan.offers.rules.imports import (
    CAPACITY,
    LESSONS,
    MINUTES,
    TITLE,
    ImportedCourse,
    ManyWrong,
    key_of,
    understood,
)
from yizhan.offers.rules.menus import refuse_unless_in
from yizhan.offers.words import MenuState
from yizhan.outside.tables import Row
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account

_DIFFERS = Phrase(
    "已有同名课程，那里是 {known}；要改课程请先新建版本",
    "there is a course of this title with {known}; make a new version to change it",
)
_RETIRED = Phrase("同名课程已停开，请先恢复它", "the course of this title is retired; restore it first")
_COMPARED = {"minutes": MINUTES, "lessons": LESSONS, "capacity": CAPACITY}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows: new courses to be reviewed, known ones put on the menu, or on it before."""

    entered: int
    added: int
    present: int
    waiting: int


@transaction.atomic
def import_courses(*, menu: QuarterMenu, rows: Sequence[Row], by: Account | None) -> Imported:
    """
    Enter new courses and put known ones on the menu.

    A new course waits for its review and goes on the menu after it; one of the same title that was reviewed
    goes on at once, if the sheet does not say otherwise of it.

    Raises
    ------
    ManyWrong
        Everything that is wrong, by row and column; nothing was imported.
    """
    subdistrict = menu.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    refuse_unless_in(menu.state, MenuState.DRAFT)
    providers = {provider.name_zh: provider for provider in subdistrict.providers.all()}
    asked = understood(rows, providers=list(providers))
    known = {
        key_of(one.title_zh): course for course in courses_of(subdistrict) for one in course.versions.all()
    }
    wrong = [complaint for one in asked if (complaint := _complaint(one, known.get(one.key)))]
    if wrong:
        raise ManyWrong(wrong)
    entered = added = waiting = 0
    on_menu = set(menu.items.values_list("version__course_id", flat=True))
    for one in asked:
        course = known.get(one.key)
        reviewed = None if course is None else newest_reviewed(course)
        if course is None:
            add_course(
                subdistrict=subdistrict,
                content=one.content,
                by=by,
                provider=providers[one.provider],
                **one.classed,
            )
            entered += 1
        elif reviewed is None:
            waiting += 1
        elif course.pk not in on_menu:
            add_item(menu=menu, version=reviewed, note_zh=one.note_zh, by=by)
            added += 1
    done = Imported(entered, added, len(asked) - entered - added - waiting, waiting)
    record(verb="import_courses", subject=menu, by=by, subdistrict=subdistrict, entered=entered, added=added)
    return done


def _complaint(one: ImportedCourse, course: Course | None) -> BadInput | None:
    if course is None:
        return None
    if course.retired_at is not None:
        return one.row.refusal(TITLE, code="course_is_retired", phrase=_RETIRED)
    version: CourseVersion | None = newest(course)
    for name, column in _COMPARED.items():
        known = getattr(version, name)
        if one.content[name] != known:
            return one.row.refusal(column, code="course_differs", phrase=_DIFFERS, known=known)
    return None
