"""Classes: opened from a line of a menu, with their sessions week by week."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.console.clubs.telling import tell_of_changes
from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.programme.forms import ClassForm, SessionsForm
from yizhan.console.programme.menus import item_here
from yizhan.console.programme.refused import accepted, done
from yizhan.foundation import clock
from yizhan.offers.actions.classes import drop_class, open_class
from yizhan.offers.actions.sessions import cancel_session, plan_sessions
from yizhan.offers.models import Offering, Session
from yizhan.offers.queries.concerns import concerns
from yizhan.offers.queries.menu_grid import when_words
from yizhan.offers.rules.sessions import Times


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, desk: Desk, *, year: int, quarter: int, item: int) -> HttpResponse:
    """Open a class of a menu's course."""
    row = item_here(desk.running(), year, quarter, item)
    version, provider = row.version, row.version.course.provider
    initial = {"name_zh": version.title_zh[:80], "name_en": version.title_en[:120], "seats": version.capacity}
    form = ClassForm(request.POST or None, place=desk.place, provider=provider, initial=initial)
    if request.method == "POST" and form.is_valid():
        offering = accepted(form, lambda: open_class(item=row, by=desk.account, **form.cleaned_data))
        if offering is not None:
            messages.success(request, _("班级已开设，请排场次。"))
            return redirect("console:class", offering.slug)
    context = {"item": row, "menu": row.menu, "version": version, "form": form}
    status = 400 if request.method == "POST" else 200
    return show(request, "console/class_form.html", context, status=status, page="programme")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def one(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show a class with its sessions; on POST plan more, all or none."""
    row = _class(desk, slug)
    left = max(1, row.version.lessons - row.sessions.count())
    form = SessionsForm(request.POST or None, initial={"times": left, "every_weeks": 1})
    if request.method == "POST" and form.is_valid():
        desk.running()
        times = _times(form.cleaned_data, minutes=row.version.minutes)
        if accepted(form, lambda: _planned(row, times, desk)):
            messages.success(request, _("已排 %(n)d 个场次。") % {"n": len(times)})
            return redirect("console:class", slug)
    sessions = list(row.sessions.select_related("room", "lecturer"))
    context = {
        "offering": row,
        "sessions": [{"row": session, "words": when_words(session.starts_at)} for session in sessions],
        "concerns": concerns(row, sessions),
        "form": form,
    }
    status = 400 if request.method == "POST" else 200
    return show(request, "console/class.html", context, status=status, page="programme")


@require_POST
@staff
def drop(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Delete a class nothing stands on yet."""
    row = _class(desk.running(), slug)
    menu = row.menu_item.menu if row.menu_item else None
    if done(request, lambda: drop_class(offering=row, by=desk.account), told=_("班级已删除。")):
        return redirect("console:menu", menu.year, menu.quarter) if menu else redirect("console:menus")
    return redirect("console:class", slug)


@require_POST
@staff
def cancel(request: HttpRequest, desk: Desk, slug: str, session: int) -> HttpResponse:
    """Cancel one session, with the reason people read."""
    row = found(_class(desk.running(), slug).sessions.select_related("offering__subdistrict"), pk=session)
    reasons = {name: request.POST.get(name, "")[:120] for name in ("reason_zh", "reason_en")}
    done(request, lambda: _cancelled(row, reasons, desk), told=_("场次已取消。"))
    return redirect("console:class", slug)


@transaction.atomic
def _planned(row: Offering, times: list[Times], desk: Desk) -> list[Session]:
    """Plan sessions; whoever holds a seat already is told of them."""
    sessions = plan_sessions(offering=row, times=times, by=desk.account)
    tell_of_changes(sessions, by=desk.account)
    return sessions


@transaction.atomic
def _cancelled(row: Session, reasons: dict[str, str], desk: Desk) -> None:
    """Cancel a session; whoever holds a seat is told why, and their time is free again."""
    tell_of_changes([cancel_session(session=row, by=desk.account, **reasons)], by=desk.account)


def _class(desk: Desk, slug: str) -> Offering:
    rows = Offering.objects.filter(subdistrict=desk.place).select_related(
        "subdistrict", "station", "room", "lecturer", "version__course__provider", "menu_item__menu"
    )
    row: Offering = found(rows, slug=slug)
    return row


def _times(entered: dict[str, Any], *, minutes: int) -> list[Times]:
    first = dt.datetime.combine(entered["first_day"], entered["starts"], clock.SHANGHAI)
    step = dt.timedelta(weeks=entered["every_weeks"])
    starts = [first + number * step for number in range(entered["times"])]
    return [Times(moment, moment + dt.timedelta(minutes=minutes)) for moment in starts]
