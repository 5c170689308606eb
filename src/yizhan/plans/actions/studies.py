"""Writes about streets and studies: what a scenario is computed from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.outside.streets import Streets
from yizhan.people.actions import record, require_planner
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import Station
from yizhan.plans.bridge import check_scenario, spread_demand
from yizhan.plans.models import CandidateSite, DemandPoint, Scenario, StreetNetwork, Study
from yizhan.plans.words import DemandSource, RunStatus

#: The five criteria of a siting record, and the columns that hold them.
SITE_NOTES = {
    "space": "space_note",
    "owner": "owner_note",
    "staff": "staff_note",
    "services": "services_note",
    "building": "building_note",
}


_COUNTED = Phrase(
    zh="这项研究的人口来自表格，没有可修改的假设；请修改表格后重新导入。",
    en="The people of this study were counted in a table; change the table and import it again.",
)


@dataclass(frozen=True, slots=True)
class StudyInput:
    """Everything a study is made of, as plain values."""

    slug: str
    name_zh: str
    name_en: str
    catalogue: Mapping[str, object]
    assumptions: Mapping[str, object]
    zones: Sequence[Mapping[str, object]]
    sites: Sequence[Mapping[str, object]]
    scenarios: Sequence[Mapping[str, object]]
    demand_source: str = DemandSource.STREETS
    demand: Sequence[Mapping[str, object]] = field(default_factory=tuple)
    buildings: Mapping[str, object] | None = None


@transaction.atomic
def import_streets(
    *,
    subdistrict: Subdistrict | None,
    streets: Streets,
    name: str,
    attribution: str,
    area: dict[str, Any] | None,
    is_schematic: bool,
    by: Account | None,
) -> StreetNetwork:
    """Store a street network whole; it is never changed, a newer one takes its place."""
    counts = {
        "nodes": len(streets.lon),
        "edges": len(streets.u),
        "length_km": round(streets.length_km, 3),
        "area_km": round(streets.area_km, 3),
        "ways_read": streets.report.ways_read,
        "left_out": dict(streets.report.left_out),
        "missing_refs": streets.report.missing_refs,
    }
    network = StreetNetwork.objects.create(
        subdistrict=subdistrict,
        name=name,
        attribution=attribution,
        is_schematic=is_schematic,
        imported_at=clock.now(),
        counts=counts,
        area=area,
        arrays=streets.to_bytes(),
    )
    record(verb="import_streets", subject=network, by=by, subdistrict=subdistrict, **counts)
    return network


@transaction.atomic
def import_study(
    *, subdistrict: Subdistrict, streets: StreetNetwork, content: StudyInput, by: Account | None
) -> Study:
    """
    Store a study with its demand, sites and scenarios; one of the same name is replaced whole.

    A study whose plan was published cannot be replaced: the database protects it.
    """
    Study.objects.filter(subdistrict=subdistrict, slug=content.slug).delete()
    study = Study.objects.create(
        subdistrict=subdistrict,
        slug=content.slug,
        name_zh=content.name_zh,
        name_en=content.name_en,
        streets=streets,
        catalogue=dict(content.catalogue),
        assumptions=dict(content.assumptions),
        zones=[dict(zone) for zone in content.zones],
        demand_source=content.demand_source,
        buildings=dict(content.buildings) if content.buildings else None,
    )
    stations = {station.slug: station for station in Station.objects.filter(subdistrict=subdistrict)}
    CandidateSite.objects.bulk_create(
        CandidateSite(study=study, station=stations.get(str(site["label"])), **site) for site in content.sites
    )
    _store_demand(study, content.demand or spread_demand(study))
    for settings in content.scenarios:
        checked = check_scenario(study, settings)
        Scenario.objects.create(
            study=study,
            slug=str(checked["slug"]),
            name_zh=str(checked.get("name_zh", checked["slug"])),
            name_en=str(checked.get("name_en", checked["slug"])),
            settings=checked,
        )
    record(verb="import_study", subject=study, by=by, subdistrict=subdistrict)
    return study


@transaction.atomic
def change_assumptions(*, study: Study, assumptions: Mapping[str, object], by: Account | None) -> Study:
    """
    Change the numbers behind the demand and estimate it anew; answers computed before are dropped.

    Refused where the demand was counted, not estimated: then no assumption stands behind it.
    """
    require_planner(by=by, subdistrict=study.subdistrict)
    if study.demand_source == DemandSource.TABLE:
        raise Refusal("demand_was_counted", _COUNTED)
    before = study.assumptions
    study.assumptions = dict(assumptions)
    points = spread_demand(study)  # refuses malformed assumptions before anything is written
    study.save(update_fields=["assumptions"])
    study.demand_points.all().delete()
    _store_demand(study, points)
    study.scenarios.update(
        status=RunStatus.DRAFT, objective=None, bound=None, gap=None, seconds=None, report={}, input_hash=""
    )
    record(
        verb="change_assumptions",
        subject=study,
        by=by,
        subdistrict=study.subdistrict,
        before=before,
        after=study.assumptions,
    )
    return study


def _store_demand(study: Study, points: Sequence[Mapping[str, object]]) -> None:
    DemandPoint.objects.bulk_create(DemandPoint(study=study, **point) for point in points)


@transaction.atomic
def change_site(*, site: CandidateSite, notes: Mapping[str, str], by: Account | None) -> CandidateSite:
    """Change the five notes of a siting record: space, owner, staff, services, building."""
    require_planner(by=by, subdistrict=site.study.subdistrict)
    before = {}
    for name, note in notes.items():
        column = SITE_NOTES[name]
        before[name] = getattr(site, column)
        setattr(site, column, note.strip())
    site.save(update_fields=[SITE_NOTES[name] for name in notes])
    record(
        verb="change_site",
        subject=site,
        by=by,
        subdistrict=site.study.subdistrict,
        before=before,
        after=dict(notes),
    )
    return site
