"""What the planner's map draws: streets, demand, sites, scenarios, catchments."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from yizhan.console.desk import Desk, absent, found, staff
from yizhan.console.differences import opened_by
from yizhan.console.existing import EXISTING, existing
from yizhan.console.studies import study_here
from yizhan.console.templatetags.console import named
from yizhan.console.words import level_words, pattern_words
from yizhan.foundation.refusals import Refusal
from yizhan.plans.bridge import SPEEDS_KMH, catchment_outlines
from yizhan.plans.models import CandidateSite, Study
from yizhan.plans.queries import lines_of, scenarios_of
from yizhan.plans.words import Window

MINUTES = {"5": 5.0, "10": 10.0, "15": 15.0}


@require_safe
@staff
def streets(request: HttpRequest, desk: Desk, slug: str) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Answer with the study's own streets."""
    return JsonResponse(lines_of(study_here(desk, slug).streets))


@require_safe
@staff
def content(request: HttpRequest, desk: Desk, slug: str) -> JsonResponse:  # noqa: ARG001 - a view's signature
    """Answer with everything the map shows besides streets and catchments."""
    study = study_here(desk, slug)
    sites = list(study.sites.all())
    return JsonResponse(
        {
            "area": study.streets.area,
            "demand": _demand(study),
            "sites": [_site(site) for site in sites],
            "plans": _plans(study, sites),
        }
    )


@require_safe
@staff
def catchments(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Answer with what lies within so many minutes of each station of a scenario, or of today."""
    study = study_here(desk, slug)
    minutes, speed = MINUTES.get(request.GET.get("minutes", "")), request.GET.get("speed", "adult")
    if minutes is None or speed not in SPEEDS_KMH:
        raise absent()
    opened = _labels(study, request.GET.get("plan", EXISTING))
    points = [(site.label, site.lon, site.lat) for site in study.sites.all() if site.label in opened]
    return JsonResponse(catchment_outlines(study.streets, points, minutes=minutes, speed=speed))


def _labels(study: Study, plan: str) -> set[str]:
    if plan == EXISTING:
        return {site.label for site in study.sites.all() if site.today_level}
    scenario = found(scenarios_of(study), slug=plan)
    return {option.split("/")[0] for option in scenario.report.get("opened", [])}


def _demand(study: Study) -> list[dict[str, Any]]:
    names = [window.value for window in Window]
    return list(study.demand_points.values("label", "neighbourhood", "lon", "lat", *names))


def _site(site: CandidateSite) -> dict[str, Any]:
    return {
        "label": site.label,
        "name": named(site),
        "lon": site.lon,
        "lat": site.lat,
        "today": f"{level_words(site.today_level)} · {pattern_words(site.today_pattern)}"
        if site.today_level
        else "",
    }


def _plans(study: Study, sites: list[CandidateSite]) -> dict[str, Any]:
    by_label = {site.label: site for site in sites}
    plans: dict[str, Any] = {EXISTING: {"opened": [], "uncovered": _existing_uncovered(study)}}
    for scenario in scenarios_of(study):
        if "opened" not in scenario.report:
            continue
        opened = [
            {
                "label": row.site.label,
                "mark": row.mark,
                "change": row.change.value,
                "words": f"{row.label}:{level_words(row.level)} · {pattern_words(row.pattern)}",
            }
            for row in opened_by(scenario, by_label)
        ]
        plans[scenario.slug] = {"opened": opened, "uncovered": _uncovered(scenario.report)}
    return plans


def _existing_uncovered(study: Study) -> dict[str, Any] | None:
    try:
        return _uncovered(existing(study).report)
    except Refusal:  # nothing stands yet: the map shows demand alone
        return None


def _uncovered(report: dict[str, Any]) -> dict[str, Any]:
    return {
        row["label"]: {"people": row["people"], "nearest": row["nearest_min"]}
        for row in report.get("uncovered", [])
    }
