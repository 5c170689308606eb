"""The planner's page of a study: the map's controls, scenarios side by side, what was published."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yizhan.console.comparison import columns_of, groups_of
from yizhan.console.desk import Desk, found, show, staff
from yizhan.console.map_words import map_words
from yizhan.plans.models import Publication, Scenario, Study
from yizhan.plans.queries import scenarios_of, standing_publication, studies_of
from yizhan.plans.words import RunStatus, Window

#: So many columns fit on a wide screen; more are chosen one by one.
SHOWN = 5


def study_here(desk: Desk, slug: str) -> Study:
    """Return a study of this desk's sub-district, or refuse."""
    studies = studies_of(desk.place).select_related("streets").defer("streets__arrays", "buildings")
    study: Study = found(studies, slug=slug)
    return study


def scenario_here(desk: Desk, study: str, slug: str) -> Scenario:
    """Return a scenario of a study of this desk's sub-district, or refuse."""
    scenario: Scenario = found(scenarios_of(study_here(desk, study)), slug=slug)
    return scenario


def publications_of(study: Study) -> QuerySet[Publication]:
    """Return every publication of a study, newest first."""
    return Publication.objects.filter(scenario__study=study).select_related(
        "scenario", "published_by", "undone_by"
    )


@require_safe
@staff
def studies(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the studies."""
    rows = studies_of(desk.place).annotate(
        n_scenarios=Count("scenarios", distinct=True), n_sites=Count("sites", distinct=True)
    )
    return show(request, "console/studies.html", {"studies": rows}, page="studies")


@require_safe
@staff
def study(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show the map and the equal table."""
    row = study_here(desk, slug)
    scenarios = list(scenarios_of(row))
    chosen = _chosen(scenarios, request.GET.getlist("s"))
    columns = columns_of(chosen, list(row.sites.all()))
    context: dict[str, Any] = {
        "study": row,
        "scenarios": scenarios,
        "chosen": chosen,
        "columns": columns,
        "groups": groups_of(columns),
        "drafts": [s for s in scenarios if s.status == RunStatus.DRAFT],
        "publication": standing_publication(row),
        "windows": Window,
        "centre": f"{(desk.place.west + desk.place.east) / 2:.4f},"
        f"{(desk.place.south + desk.place.north) / 2:.4f}",
        "map_words": map_words(),
        "on_map": request.GET.get("map", ""),
        "has_today": any(column.scenario.settings.get("only_today") for column in columns),
    }
    return show(request, "console/study.html", context, page="studies")


@require_safe
@staff
def history(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Show every publication of a study, and whether it was undone."""
    row = study_here(desk, slug)
    context = {"study": row, "publications": publications_of(row), "standing": standing_publication(row)}
    return show(request, "console/history.html", context, page="studies")


def _chosen(scenarios: list[Scenario], slugs: list[str]) -> list[Scenario]:
    named = [scenario for scenario in scenarios if scenario.slug in slugs]
    return named or scenarios[:SHOWN]
