"""The list of timetables; starting one; its prices, choices and slots."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.timetables.board import timetable_here
from yizhan.console.timetables.forms import DraftForm, SettingsForm
from yizhan.foundation.refusals import Refusal
from yizhan.plans.actions import change_timetable, draft_timetable
from yizhan.plans.queries import classes_to_place, timetables_of


@require_safe
@staff
def timetables(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the timetables with how far each has come."""
    rows = timetables_of(desk.place).annotate(
        n_lessons=Count("lessons", distinct=True),
        n_placed=Count("lessons", filter=Q(lessons__slot__isnull=False), distinct=True),
        n_releases=Count("releases", filter=Q(releases__undone_at=None), distinct=True),
    )
    return show(request, "console/timetables/list.html", {"timetables": rows}, page="timetables")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Start a timetable of some classes."""
    offerings = list(classes_to_place(desk.place))
    form = DraftForm(request.POST if request.method == "POST" else None, offerings=offerings)
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_timetable(
                subdistrict=desk.place,
                draft=form.draft,
                classes=form.classes,
                by=desk.running().account,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("时间表已建立；可以手动排课，也可以让系统计算。"))
            return redirect("console:timetable", made.slug)
    return show(
        request, "console/timetables/new.html", {"form": form}, status=_status(form), page="timetables"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def settings(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Change prices, choices and slots."""
    row = timetable_here(desk, slug)
    form = SettingsForm(request.POST if request.method == "POST" else None, timetable=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_timetable(
                timetable=row, settings=form.settings, slots=form.slots, by=desk.running().account
            )
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("设置已保存，需要重新计算。"))
            return redirect("console:timetable", slug)
    context: dict[str, Any] = {"timetable": row, "form": form}
    return show(request, "console/timetables/settings.html", context, status=_status(form), page="timetables")


def _status(form: Any) -> int:
    return 400 if form.is_bound and form.errors else 200
