"""
The series editor: one page, works without a script.

What is asked for is first looked at: every date with what stands in its way. Only what was looked at can be
saved; whoever changes the form after looking, looks again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from yizhan.console.clubs.series_form import ChangeForm, SeriesForm
from yizhan.console.clubs.sessions import offering_here
from yizhan.console.clubs.telling import tell_of_changes
from yizhan.console.desk import Desk, found, language, show, staff
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.series import (
    Preview,
    change_series,
    extend_series,
    preview_change,
    preview_start,
    start_series,
)
from yizhan.offers.models import Offering, Series, Session
from yizhan.offers.queries.series import pattern_of
from yizhan.offers.rules.obstacles import Line, Saving

#: Columns of a series that a change begins with.
_KEPT_COLUMNS = ("every_weeks", "starts", "minutes", "last_day", "days_off")
#: Why sessions are kept when their series changes.
KEPT = {
    "over": gettext_lazy("已开始或已举行"),
    "cancelled": gettext_lazy("已取消，不再排"),
    "moved": gettext_lazy("单独改过期"),
    "locked": gettext_lazy("已锁定"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def start(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show the editor of a new series; on POST look at its dates, or save what was looked at."""
    offering = offering_here(desk.running(), slug)
    initial = {"minutes": offering.version.minutes, "count": offering.version.lessons}
    form = SeriesForm(request.POST or None, initial=initial)
    return _edit(request, _Editor(desk, offering, form))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def change(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Show the editor of a change from a day on; on POST look at its dates, or save what was looked at."""
    series = _series_here(desk.running(), number)
    pattern = pattern_of(series)
    initial = {name: getattr(pattern, name) for name in _KEPT_COLUMNS}
    initial["weekdays"] = [day for day in range(7) if pattern.weekdays >> day & 1]
    form = ChangeForm(request.POST or None, initial=initial)
    return _edit(request, _Editor(desk, series.offering, form, series))


@require_POST
@staff
def extend(request: HttpRequest, desk: Desk, number: int) -> HttpResponse:
    """Add sessions at the end of a series."""
    series = _series_here(desk.running(), number)
    more = request.POST.get("more", "")[:4]
    try:
        with transaction.atomic():
            added = extend_series(series=series, more=int(more) if more.isdecimal() else 0, by=desk.account)
            tell_of_changes(added, by=desk.account)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("已加 %(n)d 场。") % {"n": len(added)})
    return redirect("console:offering_sessions", series.offering.slug)


def _series_here(desk: Desk, number: int) -> Series:
    rows = Series.objects.filter(offering__subdistrict=desk.place).select_related(
        "offering__subdistrict", "offering__station", "offering__room__station", "offering__lecturer"
    )
    return found(rows, pk=number)


@dataclass(frozen=True, slots=True)
class _Editor:
    """What is edited: a new series of an offering, or the change of one."""

    desk: Desk
    offering: Offering
    form: SeriesForm
    series: Series | None = None

    def look(self) -> Preview:
        """Return every date with what stands in its way."""
        if self.series is None:
            return preview_start(offering=self.offering, pattern=self.form.pattern, by=self.desk.account)
        keep = self.form.cleaned_data["keep_singly"]
        return preview_change(
            series=self.series, pattern=self.form.pattern, keep_singly=keep, by=self.desk.account
        )

    def look_again(self) -> Preview | None:
        """Return the dates of what could not be saved; None where the pattern itself is refused."""
        try:
            return self.look()
        except Refusal:
            return None

    def save(self, saving: Saving) -> list[Session]:
        """Save; returns the sessions that are new or changed."""
        before = dict(self.offering.sessions.values_list("pk", "changes"))
        pattern, by = self.form.pattern, self.desk.account
        if self.series is None:
            start_series(offering=self.offering, pattern=pattern, saving=saving, by=by)
        else:
            names = ("reason_zh", "reason_en", "keep_singly")
            given = {name: self.form.cleaned_data[name] for name in names}
            change_series(series=self.series, pattern=pattern, saving=saving, by=by, **given)
        rows = self.offering.sessions.select_related("offering__subdistrict")
        return [row for row in rows if row.changes != before.get(row.pk)]


def _edit(request: HttpRequest, editor: _Editor) -> HttpResponse:
    form, preview, looked, is_stale = editor.form, None, "", False
    if request.method == "POST" and form.is_valid():
        looked = form.fingerprint
        is_stale = "saving" in request.POST and request.POST.get("looked") != looked
        try:
            if "saving" in request.POST and not is_stale:
                return _save(request, editor)
            preview = editor.look()
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
            preview = editor.look_again()
    context = {
        "offering": editor.offering,
        "series": editor.series,
        "form": form,
        "preview": preview,
        "looked": looked,
        "is_stale": is_stale,
    }
    status = 400 if form.is_bound and form.errors else 200
    context |= {} if preview is None else _shown(preview)
    return show(request, "console/clubs/series.html", context, status=status, page="clubs")


def _save(request: HttpRequest, editor: _Editor) -> HttpResponse:
    wanted = request.POST.get("saving", "")
    with transaction.atomic():
        changed = editor.save(Saving(wanted) if wanted in set(Saving) else Saving.ALL)
        told = tell_of_changes(changed, by=editor.desk.account)
    facts = {"n": len(changed), "told": told}
    messages.success(request, _("已保存，涉及 %(n)d 场，%(told)d 位联系人已收到通知。") % facts)
    return redirect("console:offering_sessions", editor.offering.slug)


def _shown(preview: Preview) -> dict[str, Any]:
    change = preview.change
    why = {} if change is None else dict(change.kept)
    dropped: Sequence[int] = () if change is None else change.dropped
    kept = Session.objects.filter(pk__in=why).order_by("starts_at")
    return {
        "lines": [_line(line) for line in preview.lines],
        "kept": [{"row": row, "why": KEPT[why[row.pk].value]} for row in kept],
        "dropped": Session.objects.filter(pk__in=dropped).order_by("starts_at"),
        "apart": preview.recurs or change,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "line": line,
        "obstacles": [(one.what.say(language()), one.holder.say(language())) for one in line.obstacles],
        "is_new": line.key is None,
        "is_same": line.key is not None and line.before == line.times,
        "starts_at": line.times.starts_at.astimezone(SHANGHAI),
        "ends_at": line.times.ends_at.astimezone(SHANGHAI),
    }
