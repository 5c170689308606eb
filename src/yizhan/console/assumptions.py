"""The numbers behind the demand: shown, edited, confirmed; the catalogue beside them."""

import math
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yizhan.console.desk import Desk, language, show, staff
from yizhan.console.studies import study_here
from yizhan.console.words import hours_words, level_words, pattern_words
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.plans.actions import change_assumptions
from yizhan.plans.bridge import described_assumptions
from yizhan.plans.models import Study
from yizhan.plans.queries import scenarios_of
from yizhan.plans.words import RunStatus

UNITS = {
    "people": gettext_lazy("人"),
    "share": gettext_lazy("比例 0–1"),
    "m²/person": gettext_lazy("平方米/人"),
    "weight": gettext_lazy("权重"),
    "m": gettext_lazy("米"),
    "levels": gettext_lazy("层"),
}
_NOT_A_NUMBER = Phrase(zh="“{name}”应为数字，实为“{value}”", en="'{name}' should be a number, not '{value}'")
_OUT_OF_REACH = Phrase(
    zh="“{name}”应为 0 或在 {least} 到 {most} 之间",
    en="'{name}' should be 0 or lie between {least} and {most}",
)
LEAST, MOST = 1e-6, 1e7


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def assumptions(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show every assumption; a change is confirmed first, because it makes every answer stale."""
    study = study_here(desk, slug)
    rows, refused = recorded_rows(study.assumptions), ""
    if request.method == "POST":
        desk.planning()
        for row in rows:
            row["entered"] = request.POST.get(row["name"], row["entered"]).strip()
        try:
            values = _values(rows)
            described_assumptions(values)  # refuses what is out of range before anything is asked
            changes = [row for row in rows if values[row["name"]] != row["value"]]
            if request.POST.get("confirmed") == "yes" and changes:
                change_assumptions(study=study, assumptions=values, by=desk.account)
                messages.success(request, _("假设已保存，人口已重新分摊；请重新计算各情景。"))
                return redirect("console:study", slug)
        except Refusal as refusal:
            refused = refusal.say(language())
        else:
            if changes:
                return _confirm(request, study, rows, changes)
            messages.info(request, _("没有改动任何数值。"))
    context = {"study": study, "rows": rows, "refused": refused, "catalogue": _catalogue(study)}
    status = 400 if refused else 200
    return show(request, "console/assumptions.html", context, status=status, page="studies")


def _confirm(
    request: HttpRequest, study: Study, rows: list[dict[str, Any]], changes: list[dict[str, Any]]
) -> HttpResponse:
    answered = scenarios_of(study).exclude(status=RunStatus.DRAFT)
    context = {"study": study, "rows": rows, "changes": changes, "answered": answered}
    return show(request, "console/assumptions_confirm.html", context, page="studies")


def recorded_rows(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every assumption with its value, unit and source, as shown."""
    return [
        {
            "name": one.name,
            "meaning": one.meaning.say(language()),
            "unit": UNITS.get(one.unit, one.unit),
            "value": one.value,
            "entered": f"{one.value:.12g}",
            "default": f"{one.default:.12g}",
            "source": one.source,
            "is_example": one.is_example,
            "is_changed": one.value != one.default,
        }
        for one in described_assumptions(values)
    ]


def _values(rows: list[dict[str, Any]]) -> dict[str, float]:
    values = {}
    for row in rows:
        try:
            value = values[row["name"]] = float(row["entered"])
        except ValueError as error:
            facts = {"name": row["meaning"], "value": row["entered"]}
            raise Refusal("not_a_number", _NOT_A_NUMBER, **facts) from error
        # Sums over a whole street network would overflow; what is no number is refused with the rest.
        if value and (abs(value) < LEAST or MOST < abs(value) < math.inf):
            raise Refusal(
                "number_out_of_reach",
                _OUT_OF_REACH,
                name=row["meaning"],
                least=f"{LEAST:f}",
                most=f"{MOST:.0f}",
            )
    return values


def _catalogue(study: Study) -> dict[str, Any]:
    catalogue = study.catalogue
    return {
        "levels": [level | {"words": level_words(level["name"])} for level in catalogue.get("level", [])],
        "patterns": [
            pattern | {"words": pattern_words(pattern["name"]), "hours_words": hours_words(pattern["hours"])}
            for pattern in catalogue.get("pattern", [])
        ],
        "steps": catalogue.get("grading", {}).get("steps", []),
        "zones": study.zones,
    }
