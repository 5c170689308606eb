"""The sessions of one offering: move or skip one, say how many came, mark as held."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.console.clubs.telling import tell_of_changes
from yizhan.console.date_fields import MomentField
from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.foundation import clock
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.series import skip_date
from yizhan.offers.actions.sessions import cancel_session, move_session
from yizhan.offers.models import Offering, Session
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import SessionState
from yizhan.rounds.actions.tallies import mark_held, record_tally
from yizhan.rounds.queries.seasons import uncounted
from yizhan.rounds.queries.tallies import attendances


class MoveForm(forms.Form):
    """When a session begins instead, how long it lasts, and why."""

    starts_at = MomentField(
        label=gettext_lazy("改到"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(label=gettext_lazy("时长（分钟）"), min_value=10, max_value=720)
    reason_zh = forms.CharField(label=gettext_lazy("原因（中文）"), max_length=120)
    reason_en = forms.CharField(label=gettext_lazy("原因（英文）"), max_length=120, required=False)


def offering_here(desk: Desk, slug: str) -> Offering:
    """Return an offering of this sub-district."""
    rows = Offering.objects.filter(subdistrict=desk.place).select_related(
        "subdistrict", "station", "room__station", "lecturer", "season", "version"
    )
    return found(rows, slug=slug)


def session_here(desk: Desk, number: int) -> Session:
    """Return a session of this sub-district."""
    rows = Session.objects.filter(offering__subdistrict=desk.place).select_related(
        "offering__subdistrict", "offering__station", "series", "room", "lecturer"
    )
    return found(rows, pk=number)


@require_safe
@staff
def sessions(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show an offering's series and sessions with 人次; a figure of a report leads here."""
    row, now = offering_here(desk, slug), clock.now()
    rows = list(row.sessions.select_related("room", "lecturer").order_by("starts_at", "number"))
    people = attendances(rows)
    shown = [
        {
            "row": one,
            "people": people.get(one.pk),
            "missing": uncounted(one, people, now),
            "is_open": one.state == SessionState.PLANNED and one.starts_at > now,
            "counts": one.state != SessionState.CANCELLED and one.starts_at <= now + dt.timedelta(hours=2),
        }
        for one in rows
    ]
    held = [one for one in rows if one.state == SessionState.HELD]
    context = {
        "offering": row,
        "sessions": shown,
        "series": row.series.prefetch_related(Prefetch("sessions")),
        "held": len(held),
        "people": sum(people.get(one.pk, 0) for one in held),
    }
    return show(request, "console/clubs/sessions.html", context, page="clubs")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def change(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Show the form to move one session, or to skip it; on POST move it."""
    row = session_here(desk.running(), number)
    minutes = (row.ends_at - row.starts_at) // dt.timedelta(minutes=1)
    initial = {"starts_at": row.starts_at, "minutes": minutes}
    form = MoveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        times = Times(given["starts_at"], given["starts_at"] + dt.timedelta(minutes=given["minutes"]))
        reason = {"reason_zh": given["reason_zh"], "reason_en": given["reason_en"]}
        try:
            with transaction.atomic():
                moved = move_session(session=row, times=times, by=desk.account, **reason)
                told = tell_of_changes([moved], by=desk.account)
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("已改期，%(told)d 位联系人已收到通知。") % {"told": told})
            return redirect("console:offering_sessions", row.offering.slug)
    status = 400 if form.is_bound else 200
    context = {"session": row, "form": form}
    return show(request, "console/clubs/change_session.html", context, status=status, page="clubs")


@require_POST
@staff
def skip(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Cancel one date; where the series is to keep its number, add one at its end."""
    row = session_here(desk.running(), number)
    reason = {name: request.POST.get(name, "")[:120] for name in ("reason_zh", "reason_en")}
    make_up = request.POST.get("make_up") == "on"
    try:
        with transaction.atomic():
            told = tell_of_changes(_skipped(row, desk, reason, make_up=make_up), by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
        return redirect("console:change_session", number)
    messages.success(request, _("这一场已取消，%(told)d 位联系人已收到通知。") % {"told": told})
    return redirect("console:offering_sessions", row.offering.slug)


def _skipped(row: Session, desk: Desk, reason: dict[str, str], *, make_up: bool) -> list[Session]:
    """Cancel one session; returns it, and what was added for it at the end of its series."""
    if row.series is None or row.series.replaced_on is not None:
        return [cancel_session(session=row, by=desk.account, **reason)]
    day = row.starts_at.astimezone(clock.SHANGHAI).date()
    added = skip_date(series=row.series, day=day, by=desk.account, make_up=make_up, **reason)
    row.refresh_from_db()
    return [row, *added]


@require_POST
@staff
def figure(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Take a figure typed afterwards."""
    row = session_here(desk.running(), number)
    typed = request.POST.get("figure", "")[:6]
    try:
        people = record_tally(session=row, figure=int(typed) if typed.isdecimal() else -1, by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("已记 %(people)d 人次。") % {"people": people})
    return redirect("console:offering_sessions", row.offering.slug)


@require_POST
@staff
def held(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Say that a session took place."""
    row = session_here(desk.running(), number)
    try:
        mark_held(session=row, by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("已标为举行过。"))
    return redirect("console:offering_sessions", row.offering.slug)
