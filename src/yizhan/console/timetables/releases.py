"""Releasing a timetable: what will change and who will be told; the change log; taking a release back."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.console.timetables.board import timetable_here
from yizhan.console.timetables.shapes import said
from yizhan.foundation.refusals import Refusal
from yizhan.plans.actions import release_timetable, undo_timetable_release
from yizhan.plans.bridge import Board, SessionChange, changes_of_release, place_words, recount_board
from yizhan.plans.models import Timetable, TimetableRelease
from yizhan.plans.queries import contacts_touched, standing_release, unannounced_years
from yizhan.plans.words import ChangeOfSession

_MARKS = {ChangeOfSession.ADD: "＋", ChangeOfSession.MOVE: "→", ChangeOfSession.CANCEL: "－"}


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def release(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show what a release would change; on confirmation, change it."""
    row, refused = timetable_here(desk, slug), ""
    if request.method == "POST":
        try:
            done = release_timetable(
                timetable=row,
                reason_zh=request.POST.get("reason_zh", "")[:120],
                reason_en=request.POST.get("reason_en", "")[:120],
                by=desk.running().account,
            )
        except Refusal as refusal:
            refused = refusal.say(language())
        else:
            n = done.changes.count()
            messages.success(request, _("时间表已发布，%(n)s 个场次有变化。") % {"n": n})
            return redirect("console:timetable_changes", slug)
    context = _preview(row) | {"refused": refused}
    return show(
        request,
        "console/timetables/release.html",
        context,
        status=400 if refused else 200,
        page="timetables",
    )


@require_safe
@staff
def changes(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show every release with what it changed."""
    row = timetable_here(desk, slug)
    rows = row.releases.select_related("released_by", "undone_by").prefetch_related("changes__offering")
    listed = [{"row": one, "changes": [_logged(change) for change in one.changes.all()]} for one in rows]
    context = {"timetable": row, "releases": listed, "standing": standing_release(row)}
    return show(request, "console/timetables/changes.html", context, page="timetables")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def undo(request: HttpRequest, desk: Desk, slug: str, number: int) -> HttpResponse:
    """Say what taking a release back means; on confirmation, do it."""
    row, refused = timetable_here(desk, slug), ""
    done: TimetableRelease = found(row.releases.select_related("timetable__subdistrict"), number=number)
    if request.method == "POST":
        try:
            undo_timetable_release(release=done, by=desk.running().account)
        except Refusal as refusal:
            refused = refusal.say(language())
        else:
            messages.success(request, _("发布已撤销，场次恢复到发布之前。"))
            return redirect("console:timetable_changes", slug)
    context = {"timetable": row, "release": done, "n": done.changes.count(), "refused": refused}
    return show(
        request,
        "console/timetables/undo.html",
        context,
        status=400 if refused else 200,
        page="timetables",
    )


def _preview(row: Timetable) -> dict[str, Any]:
    board = Board(row)
    found_changes, counted = changes_of_release(board), recount_board(board)
    return {
        "timetable": row,
        "classes": _by_class(found_changes),
        "n": len(found_changes),
        "counted": counted,
        "conflicts": [said(fault) for fault in counted.rules],
        "told": contacts_touched({change.lesson.offering_id for change in found_changes}),
        "skipped": sorted(board.skipped),
        "unannounced": unannounced_years(row),
        "may_release": counted.is_free and bool(found_changes),
    }


def _by_class(found_changes: Sequence[SessionChange]) -> list[dict[str, Any]]:
    classes: dict[int, dict[str, Any]] = {}
    for change in found_changes:
        offering = change.lesson.offering
        own = classes.setdefault(offering.pk, {"offering": offering, "changes": []})
        own["changes"].append(_line(change.kind, change.before, change.after))
    return sorted(classes.values(), key=lambda one: str(one["offering"].slug))


def _logged(change: Any) -> dict[str, Any]:
    line = _line(ChangeOfSession(change.kind), change.before, change.after)
    return line | {"offering": change.offering, "told": change.told}


def _line(kind: ChangeOfSession, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": kind,
        "mark": _MARKS[kind],
        "before": place_words(before, language()),
        "after": place_words(after, language()),
    }
