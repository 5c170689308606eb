"""Asking a question: edit it, copy it, bring back what it was before, compute its answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yizhan.console.assumptions import recorded_rows
from yizhan.console.comparison import columns_of, status_words
from yizhan.console.desk import Desk, absent, language, show, staff
from yizhan.console.scenario_form import ScenarioForm
from yizhan.console.studies import scenario_here, study_here
from yizhan.console.words import verb_words
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import AuditEntry
from yizhan.people.queries import entries_about
from yizhan.plans.actions import add_scenario, change_scenario
from yizhan.plans.models import Scenario, Study
from yizhan.plans.queries import scenarios_of


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def edit(request: HttpRequest, desk: Desk, slug: str, scenario: str) -> HttpResponse:
    """Change a question; its old answer is dropped."""
    row = scenario_here(desk, slug, scenario)
    form = _form(request, row.study, row.settings)
    if request.method == "POST":
        desk.planning()
        if form.is_valid() and _accepted(form, lambda: _changed(row, form, desk)):
            messages.success(request, _("情景已保存，尚未计算。"))
            return redirect("console:scenario", slug, row.slug)
    context = {"study": row.study, "scenario": row, "form": form, "before": _before(row)}
    return show(request, "console/scenario.html", context, status=_status(form), page="studies")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def new(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Ask a new question, from a copy of another where one is named."""
    study = study_here(desk, slug)
    source = scenarios_of(study).filter(slug=request.GET.get("from", "")).first()
    settings = (
        dict(source.settings)
        if source
        else {"weights": {"workday": 1, "evening": 1, "weekend": 1, "late_night": 1}}
    )
    if source is not None:
        settings |= {
            "name_zh": f"{source.name_zh}（副本）",
            "name_en": f"{source.name_en} (copy)",
        }
    form = _form(request, study, settings)
    if request.method == "POST":
        desk.planning()
        slug_of_new = _free_slug(study, source.slug if source else "scenario")
        if form.is_valid() and _accepted(
            form, lambda: add_scenario(study=study, settings=form.settings(slug_of_new), by=desk.account)
        ):
            messages.success(request, _("新情景已保存，尚未计算。"))
            return redirect("console:scenario", slug, slug_of_new)
    context = {"study": study, "source": source, "form": form}
    return show(request, "console/scenario.html", context, status=_status(form), page="studies")


@require_POST
@staff
def restore(request: HttpRequest, desk: Desk, slug: str, scenario: str) -> HttpResponse:
    """Bring back the settings a question had before its last change."""
    row = scenario_here(desk.planning(), slug, scenario)
    before = _before(row)
    if before is None:
        raise absent()
    change_scenario(scenario=row, settings=before.facts["before"], by=desk.account)
    messages.success(request, _("已恢复上一次的设置，尚未计算。"))
    return redirect("console:scenario", slug, row.slug)


@require_safe
@staff
def scenario(request: HttpRequest, desk: Desk, slug: str, scenario: str) -> HttpResponse:
    """Show one question, its answer, its proof and what was recorded with it."""
    row = scenario_here(desk, slug, scenario)
    (column,) = columns_of([row], list(row.study.sites.all()))
    context: dict[str, Any] = {
        "study": row.study,
        "scenario": row,
        "column": column,
        "status": status_words(row),
        "before": _before(row),
        "recorded": recorded_rows(row.report["assumptions"]) if "assumptions" in row.report else [],
        "entries": [
            {"row": entry, "verb": verb_words(entry.verb)}
            for entry in entries_about(row).select_related("by")[:20]
        ],
    }
    return show(request, "console/answer.html", context, page="studies")


def _form(request: HttpRequest, study: Study, settings: dict[str, Any]) -> ScenarioForm:
    entered = request.POST if request.method == "POST" else None
    return ScenarioForm(entered, sites=list(study.sites.all()), settings=settings)


def _accepted(form: ScenarioForm, deed: Any) -> bool:
    try:
        deed()
    except Refusal as refusal:
        form.add_error(None, refusal.say(language()))
        return False
    return True


def _changed(row: Scenario, form: ScenarioForm, desk: Desk) -> Scenario:
    return change_scenario(scenario=row, settings=form.settings(row.slug), by=desk.account)


def _status(form: ScenarioForm) -> int:
    return 400 if form.is_bound and form.errors else 200


def _before(row: Scenario) -> AuditEntry | None:
    return entries_about(row).filter(verb="change_scenario").first()


def _free_slug(study: Study, wanted: str) -> str:
    taken = set(scenarios_of(study).values_list("slug", flat=True))
    stem = wanted.rstrip("0123456789").rstrip("-")[:40] or "scenario"
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
