"""Courses: the list, the editor with versions, and the reviews that wait for a second person."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.programme.forms import ClassingForm, VersionForm
from yizhan.console.programme.refused import accepted, done
from yizhan.offers.actions.courses import (
    add_course,
    change_course,
    change_version,
    restore_course,
    retire_course,
    review_version,
    revise_course,
)
from yizhan.offers.actions.menus import review_onto_menu
from yizhan.offers.models import Course, CourseVersion, QuarterMenu
from yizhan.offers.queries.courses import awaiting_review, courses_of, newest
from yizhan.offers.words import CourseType, MenuState
from yizhan.people.queries import entries_about
from yizhan.people.rules import may_check

_FORM = "console/course_form.html"


@require_safe
@staff
def courses(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the courses with their newest version and its state."""
    kind, state = request.GET.get("type", ""), request.GET.get("state", "")
    rows = courses_of(desk.place)
    if kind in CourseType.values:
        rows = rows.filter(type=kind)
    if state == "retired":
        rows = rows.filter(retired_at__isnull=False)
    shown = [(row, newest(row)) for row in rows]
    if state == "waiting":
        shown = [(row, version) for row, version in shown if version and not version.reviewed_at]
    cards = [{"row": row, "version": version} for row, version in shown]
    filters = [
        {"name": "type", "label": _("类型"), "chosen": kind, "choices": CourseType.choices},
        {
            "name": "state",
            "label": _("状态"),
            "chosen": state,
            "choices": [("waiting", _("待审核")), ("retired", _("已停开"))],
        },
    ]
    context = {"cards": cards, "filters": filters, "is_filtered": bool(kind or state)}
    return show(request, "console/courses.html", context | waiting(desk), page="programme")


def waiting(desk: Desk) -> dict[str, Any]:
    """Return how many versions wait for a review, for the tabs."""
    return {"waiting": awaiting_review(desk.place).count()}


@require_safe
@staff
def course(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show one course with its versions and what may be done."""
    row = _course(desk, slug)
    version = newest(row)
    context = {
        "course": row,
        "newest": version,
        "versions": row.versions.all(),
        "form": ClassingForm(place=desk.place, initial=_classed(row)),
        "may_review": _may_review(desk, version),
        "entries": entries_about(row)[:10],
    }
    return show(request, "console/course.html", context | waiting(desk), page="programme")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Enter a course with its first version."""
    entered = request.POST if request.method == "POST" else None
    classing = ClassingForm(entered, place=desk.running().place)
    version = VersionForm(entered)
    if entered is not None and classing.is_valid() and version.is_valid():
        row = accepted(
            version,
            lambda: add_course(
                subdistrict=desk.place, content=version.cleaned_data, by=desk.account, **classing.cleaned_data
            ),
        )
        if row is not None:
            messages.success(request, _("课程已录入，请第二个人审核。"))
            return redirect("console:course", row.slug)
    context = {"forms": [version, classing], "course": None}
    return show(request, _FORM, context, status=400 if entered else 200, page="programme")


@require_POST
@staff
def class_differently(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Change how a course is classed."""
    row = _course(desk.running(), slug)
    form = ClassingForm(request.POST, place=desk.place)
    if not form.is_valid():
        return show(request, _FORM, {"forms": [form], "course": row}, status=400, page="programme")
    done(
        request,
        lambda: change_course(course=row, by=desk.account, **form.cleaned_data),
        told=_("归类已修改。"),
    )
    return redirect("console:course", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def write(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Change the version that waits for review; where the newest was reviewed, make the next one."""
    row = _course(desk.running(), slug)
    version = newest(row)
    if request.method != "POST":
        form = VersionForm(initial=_written(version))
        return show(request, _FORM, _writing(row, version, form), page="programme")
    form = VersionForm(request.POST)
    if form.is_valid() and accepted(form, lambda: _write(row, version, form.cleaned_data, desk)):
        messages.success(request, _("已保存，请第二个人审核。"))
        return redirect("console:course", slug)
    return show(request, _FORM, _writing(row, version, form), status=400, page="programme")


def _write(row: Course, version: CourseVersion | None, content: dict[str, Any], desk: Desk) -> CourseVersion:
    if version is None or version.reviewed_at is not None:
        return revise_course(course=row, content=content, by=desk.account)
    return change_version(version=version, content=content, by=desk.account)


def _writing(row: Course, version: CourseVersion | None, form: VersionForm) -> dict[str, Any]:
    is_next = version is None or version.reviewed_at is not None
    number = (version.number if version else 0) + is_next
    return {"forms": [form], "course": row, "number": number, "is_next": is_next}


@require_POST
@staff
def retire(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Retire a course, or offer it again."""
    row = _course(desk.running(), slug)
    if request.POST.get("step") == "restore":
        done(request, lambda: restore_course(course=row, by=desk.account), told=_("课程已恢复。"))
    else:
        told = _("课程已停开：不再能放进新菜单；已有的菜单和班级不变。可以恢复。")
        done(request, lambda: retire_course(course=row, by=desk.account), told=told)
    return redirect("console:course", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def reviews(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what waits for a second person; on POST review what was ticked, and put it on a draft menu."""
    rows = list(awaiting_review(desk.place))
    drafts = desk.place.menus.filter(state=MenuState.DRAFT)
    if request.method == "POST":
        ticked = [row for row in rows if str(row.pk) in request.POST.getlist("version")]
        menu = drafts.filter(pk=request.POST.get("menu", "") or 0).first() if _is_key(request) else None
        if not ticked:
            messages.error(request, _("请先勾选要审核通过的版本。"))
        for version in ticked:
            _review(request, desk, version, menu)
        return redirect("console:reviews")
    cards = [{"row": row, "is_mine": row.written_by_id == desk.account.pk} for row in rows]
    context = {"cards": cards, "drafts": drafts, "may_check": may_check(desk.roles)}
    return show(request, "console/reviews.html", context | waiting(desk), page="programme")


def _is_key(request: HttpRequest) -> bool:
    given = request.POST.get("menu", "")
    return given.isdecimal() and len(given) < 19


def _review(request: HttpRequest, desk: Desk, version: CourseVersion, menu: QuarterMenu | None) -> None:
    told = _("《%(title)s》第 %(number)d 版审核通过。") % {
        "title": version.title_zh,
        "number": version.number,
    }
    act: Callable[[], object] = partial(review_version, version=version, by=desk.account)
    if menu is not None:
        act = partial(review_onto_menu, version=version, menu=menu, by=desk.account)
    done(request, act, told=told)


def _may_review(desk: Desk, version: CourseVersion | None) -> bool:
    if version is None or version.reviewed_at is not None:
        return False
    return may_check(desk.roles) and version.written_by_id != desk.account.pk


def _course(desk: Desk, slug: str) -> Course:
    row: Course = found(courses_of(desk.place), slug=slug)
    return row


def _classed(row: Course) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("type", "provider", "audience", "function", "positions")}


def _written(version: CourseVersion | None) -> dict[str, Any]:
    return {} if version is None else {name: getattr(version, name) for name in VersionForm.base_fields}
