"""Pages of a timetable's computation: start it, watch it, be told how it ended; no script is needed."""

import math
from concurrent.futures import Future
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.console import computing
from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.templatetags.console import named
from yizhan.console.timetables.board import timetable_here
from yizhan.console.timetables.shapes import proof_words
from yizhan.people.models import Account
from yizhan.plans.actions import compute_timetable
from yizhan.plans.bridge import Board, recount_board
from yizhan.plans.models import Timetable


@require_POST
@staff
def compute(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Queue the timetable."""
    row = timetable_here(desk.running(), slug)
    start(row, by=desk.account)
    return redirect("console:computing_timetable", slug)


def start(timetable: Timetable, *, by: Account) -> Future[None] | None:
    """Put a timetable in the queue; it is read again when its turn comes."""

    def deed(run: computing.Run) -> None:
        row = Timetable.objects.select_related("subdistrict").get(pk=timetable.pk)
        compute_timetable(timetable=row, by=Account.objects.get(pk=by.pk), progress=run.note)

    return computing.start(timetable, deed, limit_s=float(timetable.settings.get("limit_s", 20)))


@require_safe
@staff
def watch(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show how far the computation has come; once it is over, go back to the board."""
    row = timetable_here(desk, slug)
    run = computing.run_of(row)
    if run is None or run.is_over:
        if run is not None:
            _tell(request, row, run)
        return redirect("console:timetable", slug)
    context = {"timetable": row, "run": _shown(row, run)}
    return show(request, "console/timetables/computing.html", context, page="timetables")


@require_safe
@staff
def progress(request: HttpRequest, desk: Desk, slug: str) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Answer with the same, for the script."""
    row = timetable_here(desk, slug)
    run = computing.run_of(row)
    runs = [] if run is None else [_shown(row, run)]
    return JsonResponse({"runs": runs, "over": run is None or run.is_over})


def _shown(row: Timetable, run: computing.Run) -> dict[str, Any]:
    seconds, limit = round(run.seconds, 1), round(run.limit_s)
    return {
        "slug": row.slug,
        "name": named(row),
        "state": run.state,
        "words": _words(run, seconds, limit),
        "seconds": min(seconds, limit),
        "limit": limit,
        "over": run.is_over,
    }


def _words(run: computing.Run, seconds: float, limit: int) -> str:
    if run.state == "waiting":
        return _("排队中")
    numbers = {"seconds": seconds, "limit": limit, "bound": round(run.bound)}
    if math.isinf(run.objective):
        return _("已计算 %(seconds)s 秒，最多 %(limit)s 秒；还没有找到没有冲突的排法") % numbers
    numbers["best"] = round(run.objective)
    return (
        _("已计算 %(seconds)s 秒，最多 %(limit)s 秒；目前最好 %(best)s，已证明不会低于 %(bound)s") % numbers
    )


def _tell(request: HttpRequest, row: Timetable, run: computing.Run) -> None:
    if run.refusal is not None:
        messages.error(request, run.refusal.say(language()))
    else:
        words = proof_words(row, recount_board(Board(row)))
        messages.success(request, _("计算完成。%(words)s") % {"words": words})
    computing.forget(row)
