"""Pages of a computation: start it, watch it, be told how it ended; they work without a script."""

from concurrent.futures import Future
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yizhan.console import computing
from yizhan.console.comparison import status_words
from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.studies import study_here
from yizhan.console.templatetags.console import named
from yizhan.people.models import Account
from yizhan.plans.actions import run_scenario
from yizhan.plans.models import Scenario
from yizhan.plans.queries import scenarios_of


@require_POST
@staff
def compute(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Queue the named scenarios."""
    study = study_here(desk.planning(), slug)
    wanted = list(scenarios_of(study).filter(slug__in=request.POST.getlist("scenario")))
    for row in wanted:
        start(row, by=desk.account)
    if not wanted:
        messages.info(request, _("没有选中任何情景。"))
        return redirect("console:study", slug)
    return redirect("console:computing", slug)


def start(scenario: Scenario, *, by: Account) -> Future[None] | None:
    """Put a scenario in the queue; it is read again when its turn comes."""

    def deed(_: computing.Run) -> None:
        rows = Scenario.objects.select_related("study__streets", "study__subdistrict")
        run_scenario(scenario=rows.get(pk=scenario.pk), by=Account.objects.get(pk=by.pk))

    return computing.start(scenario, deed, limit_s=float(scenario.settings.get("limit_s", 30)))


@require_safe
@staff
def watch(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show how far each computation has come; once all are over, go back to the study."""
    study = study_here(desk, slug)
    runs = _runs(study)
    if not runs or all(item["over"] for item in runs):
        return _told(request, slug, runs)
    return show(request, "console/computing.html", {"study": study, "runs": runs}, page="studies")


@require_safe
@staff
def progress(request: HttpRequest, desk: Desk, slug: str) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Answer with the same, for the script."""
    runs = _runs(study_here(desk, slug))
    plain = [{name: value for name, value in item.items() if name != "row"} for item in runs]
    return JsonResponse({"runs": plain, "over": all(item["over"] for item in runs)})


def _runs(study: Any) -> list[dict[str, Any]]:
    rows = ((row, computing.run_of(row)) for row in scenarios_of(study))
    return [_shown(row, run) for row, run in rows if run is not None]


def _shown(row: Scenario, run: computing.Run) -> dict[str, Any]:
    seconds, limit = round(run.seconds, 1), round(run.limit_s)
    words = {
        "waiting": _("排队中"),
        "running": _("已计算 %(seconds)s 秒，最多 %(limit)s 秒") % {"seconds": seconds, "limit": limit},
        "done": status_words(row),
        "refused": run.refusal.say(language()) if run.refusal else "",
    }
    return {
        "row": row,
        "slug": row.slug,
        "name": named(row),
        "state": run.state,
        "words": words[run.state],
        "seconds": min(seconds, limit),
        "limit": limit,
        "over": run.is_over,
    }


def _told(request: HttpRequest, slug: str, runs: list[dict[str, Any]]) -> HttpResponse:
    for item in runs:
        tell = messages.error if item["state"] == "refused" else messages.success
        tell(request, _("%(name)s：%(words)s") % {"name": item["name"], "words": item["words"]})
        computing.forget(item["row"])
    return redirect("console:study", slug)
