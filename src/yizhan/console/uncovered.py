"""Who has no open station within 15 minutes: a page and a table to take away."""

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.existing import EXISTING, existing
from yizhan.console.studies import study_here
from yizhan.console.templatetags.console import named
from yizhan.plans.models import Study
from yizhan.plans.queries import scenarios_of
from yizhan.plans.words import Window

#: Excel opens UTF-8 as Chinese only where this stands first.
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@staff
def uncovered(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """List the demand points left out, by a scenario or by today's stations."""
    study = study_here(desk, slug)
    plan = request.GET.get("plan", EXISTING)
    name, report = _answer(study, plan)
    rows = [_row(item) for item in report.get("uncovered", [])]
    context: dict[str, Any] = {
        "study": study,
        "plan": plan,
        "plan_name": name,
        "rows": rows,
        "is_known": "uncovered" in report,
        "windows": Window,
        "totals": [_total(report, window) for window in Window],
        "n_points": study.demand_points.count(),
        "scenarios": [s for s in scenarios_of(study) if "uncovered" in s.report],
    }
    return show(request, "console/uncovered.html", context, page="studies")


@require_safe
@staff
def uncovered_csv(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Answer with the same list as a CSV file, in the same order."""
    study = study_here(desk, slug)
    plan = request.GET.get("plan", EXISTING)
    _name, report = _answer(study, plan)
    response = HttpResponse(_csv(report), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{study.slug}-{plan}-uncovered.csv"'
    return response


def safe_cell(text: str) -> str:
    """
    Return text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> safe_cell("=1+1")
    "'=1+1"
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _answer(study: Study, plan: str) -> tuple[str, dict[str, Any]]:
    if plan == EXISTING:
        return _("今天的站点"), existing(study).report
    scenario = found(scenarios_of(study), slug=plan)
    return named(scenario), scenario.report


def _row(item: dict[str, Any]) -> dict[str, Any]:
    people = [item["people"].get(window.value, 0.0) for window in Window]
    return item | {"cells": people, "total": sum(people)}


def _total(report: dict[str, Any], window: Window) -> dict[str, Any]:
    left = sum(item["people"].get(window.value, 0.0) for item in report.get("uncovered", []))
    whole = report.get("people", {}).get(window.value, 0.0)
    return {"window": window.label, "people": left, "share": left / whole if whole else 0.0}


def _csv(report: dict[str, Any]) -> str:
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    heads = [_("编号"), _("片区"), _("经度"), _("纬度")]
    heads += [_("%(window)s人数") % {"window": window.label} for window in Window]
    writer.writerow([*heads, _("最近站点步行分钟")])
    for item in report.get("uncovered", []):
        people = [f"{item['people'].get(window.value, 0.0):.1f}" for window in Window]
        nearest = "" if item["nearest_min"] is None else f"{item['nearest_min']:.1f}"
        place = [safe_cell(item["label"]), safe_cell(item["neighbourhood"])]
        writer.writerow([*place, f"{item['lon']:.6f}", f"{item['lat']:.6f}", *people, nearest])
    return text.getvalue()
