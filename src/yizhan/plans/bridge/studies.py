"""A study's rows become a planning project; a scenario's answer becomes plain values to store."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from yizhan.outside.buildings import layer_from
from yizhan.planning.demand.along_streets import along_streets
from yizhan.planning.demand.assumptions import Assumptions, Described, describe
from yizhan.planning.demand.from_buildings import from_buildings
from yizhan.planning.demand.points import WINDOWS, DemandPoints
from yizhan.planning.scenarios.answering import Answer, answer
from yizhan.planning.scenarios.assembling import Project
from yizhan.planning.scenarios.catalogue import Site
from yizhan.planning.scenarios.reading import catalogue_from, scenario_from, scenario_to
from yizhan.planning.scenarios.walks import metres_to_sites, off_network
from yizhan.plans.bridge.streets import stored_graph
from yizhan.plans.models import Scenario, Study
from yizhan.plans.queries import stored_streets
from yizhan.plans.words import DemandSource


@dataclass(frozen=True, slots=True)
class Solved:
    """The answer to a scenario as plain values, and the hash of everything it depends on."""

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float
    report: dict[str, Any]
    input_hash: str


def project_of(study: Study) -> Project:
    """Return a study as a planning project."""
    sites = [
        Site(
            label=site.label,
            lon=site.lon,
            lat=site.lat,
            neighbourhood=site.neighbourhood,
            level=site.today_level or None,
            pattern=site.today_pattern or None,
        )
        for site in study.sites.all()
    ]
    demand = _demand_of(study)
    graph = stored_graph(study.streets)
    return Project(
        demand=demand,
        sites=tuple(sites),
        metres=metres_to_sites(graph, sites=sites, demand=demand),
        catalogue=catalogue_from(study.catalogue),
    )


def sites_off_network(study: Study) -> list[str]:
    """Return the names of candidate sites that no street reaches; a plan cannot open them usefully."""
    sites = list(study.sites.all())
    off = off_network(stored_graph(study.streets), [s.lon for s in sites], [s.lat for s in sites])
    return [site.name_zh for site, is_off in zip(sites, off, strict=True) if is_off]


def check_scenario(study: Study, settings: Mapping[str, object]) -> dict[str, object]:
    """Return a scenario's settings complete and in order, or refuse them naming what is wrong."""
    labels = set(study.sites.values_list("label", flat=True))
    return scenario_to(scenario_from(settings).knowing(labels))


def solve_scenario(scenario: Scenario) -> Solved:
    """Compute a scenario's answer; nothing is written."""
    project = project_of(scenario.study)
    found = answer(project, scenario_from(scenario.settings))
    return Solved(
        status=found.outcome.status.value,
        objective=found.outcome.objective,
        bound=found.outcome.bound,
        gap=found.outcome.gap,
        seconds=found.outcome.seconds,
        report=_report(found, scenario.study),
        input_hash=_hash(project, scenario),
    )


def input_hash(scenario: Scenario) -> str:
    """Return the hash of everything a scenario's answer would depend on now."""
    return _hash(project_of(scenario.study), scenario)


def described_assumptions(values: Mapping[str, object]) -> tuple[Described, ...]:
    """Return every assumption with value, unit, meaning and source; refuse values out of range."""
    return describe(Assumptions.from_dict(values))


def spread_demand(study: Study) -> list[dict[str, object]]:
    """Return the study's demand, estimated by its assumptions from buildings or streets, to store."""
    assumptions = Assumptions.from_dict(study.assumptions)
    if study.demand_source == DemandSource.BUILDINGS:
        points = from_buildings(**layer_from(study.buildings or {}), assumptions=assumptions)
    else:
        points = along_streets(**stored_streets(study.streets).segments(), assumptions=assumptions)
    zones = study.zones
    return demand_values(
        points.in_nearest(
            [str(zone["name"]) for zone in zones],
            lon=[float(zone["lon"]) for zone in zones],
            lat=[float(zone["lat"]) for zone in zones],
        )
    )


def demand_values(points: DemandPoints) -> list[dict[str, object]]:
    """Return demand points as values to store, one mapping a point."""
    return [
        {
            "label": label,
            "neighbourhood": points.neighbourhood[index],
            "lon": float(points.lon[index]),
            "lat": float(points.lat[index]),
            **{window.value: float(points.people[index, n]) for n, window in enumerate(WINDOWS)},
        }
        for index, label in enumerate(points.labels)
    ]


def _demand_of(study: Study) -> DemandPoints:
    rows: Sequence[Any] = list(study.demand_points.all())
    return DemandPoints(
        labels=tuple(row.label for row in rows),
        lon=np.array([row.lon for row in rows]),
        lat=np.array([row.lat for row in rows]),
        people=np.array([[getattr(row, window.value) for window in WINDOWS] for row in rows]),
        neighbourhood=tuple(row.neighbourhood for row in rows),
    )


def _report(found: Answer, study: Study) -> dict[str, Any]:
    """Return the report with everything it was computed from, so that it can be read years later."""
    report: dict[str, Any] = found.report.to_dict() if found.report else {}
    report["conflicts"] = [{"zh": c.say("zh"), "en": c.say("en")} for c in found.outcome.conflicts]
    report["assumptions"] = study.assumptions
    report["catalogue"] = study.catalogue
    return report


def _hash(project: Project, scenario: Scenario) -> str:
    """SHA-256 over demand, sites, walks, catalogue and settings, in a fixed order."""
    digest = hashlib.sha256()
    words = [
        project.demand.labels,
        project.demand.neighbourhood,
        [(site.label, site.level, site.pattern) for site in project.sites],
        scenario.study.catalogue,
        scenario.settings,
    ]
    digest.update(json.dumps(words, ensure_ascii=False, sort_keys=True).encode())
    digest.update(np.round(project.demand.people, 6).tobytes())
    digest.update(np.round(project.metres, 3).tobytes())
    return digest.hexdigest()
