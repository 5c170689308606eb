"""Reads a folder that describes a siting study: `plan.toml`, sites, streets and demand."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.areas import read_area
from yizhan.outside.buildings import Buildings, read_buildings
from yizhan.outside.demand_tables import read_demand
from yizhan.outside.osm import OSM_ATTRIBUTION, read_streets
from yizhan.outside.site_tables import SiteRow, read_sites
from yizhan.outside.streets import Streets
from yizhan.places.words import Kind
from yizhan.planning.demand.along_streets import along_streets
from yizhan.planning.demand.assumptions import Assumptions
from yizhan.planning.demand.from_buildings import from_buildings
from yizhan.planning.demand.points import DemandPoints, demand_points
from yizhan.planning.errors import ProblemError
from yizhan.planning.scenarios.assembling import Project
from yizhan.planning.scenarios.catalogue import Catalogue, Scenario, Site
from yizhan.planning.scenarios.reading import catalogue_from, scenario_from
from yizhan.planning.scenarios.walks import metres_to_sites, off_network
from yizhan.planning.walking.graph import StreetGraph, build_graph
from yizhan.planning.walking.snapping import snap
from yizhan.plans.words import DemandSource

_NO_PLAN = Phrase(
    zh="没有这个文件；研究文件夹里应有 plan.toml", en="no such file; a study's folder holds a plan.toml"
)
_NOT_TOML = Phrase(zh="不是有效的 TOML({reason})", en="this is not valid TOML ({reason})")
_UNKNOWN = Phrase(zh="不认识这一项；可用：{known}", en="is not known; known are: {known}")
_MISSING = Phrase(zh="没有填写", en="is missing")
_WRONG = Phrase(zh="{what}", en="{what}")
_NO_ZONES = Phrase(zh="每个片区要有 name、lon、lat", en="every zone needs name, lon and lat")
_NO_SCENARIO = Phrase(
    zh="没有“{slug}”这个情景；现有：{known}", en="no scenario is called '{slug}'; there are: {known}"
)

_NEEDED = ("slug", "name_zh", "name_en", "streets", "sites", "zone", "scenario")
_KNOWN = {*_NEEDED, "area", "schematic", "demand", "buildings", "assumptions", "grading", "level", "pattern"}
SCHEMATIC_ATTRIBUTION = "示意路网，非实测 · schematic streets, not surveyed"


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """A study's folder as read and checked, and the streets it stands on."""

    file: str
    content: Mapping[str, Any]
    streets: Streets
    graph: StreetGraph
    area: Any
    is_schematic: bool
    assumptions: Assumptions
    catalogue: Catalogue
    sites: Sequence[SiteRow]
    demand: DemandPoints
    demand_source: str
    buildings: Buildings | None
    asked: Sequence[Scenario]

    @property
    def attribution(self) -> str:
        """Whom the streets are due to."""
        return SCHEMATIC_ATTRIBUTION if self.is_schematic else OSM_ATTRIBUTION

    @property
    def off_network(self) -> list[str]:
        """Names of sites that no street comes near to."""
        off = off_network(self.graph, [row.lon for row in self.sites], [row.lat for row in self.sites])
        return [row.name_zh for row, is_off in zip(self.sites, off, strict=True) if is_off]

    @property
    def cut_off(self) -> list[str]:
        """Names of sites whose nearest street is not connected with the rest."""
        apart = snap(self.graph, [row.lon for row in self.sites], [row.lat for row in self.sites]).cut_off
        return [row.name_zh for row, is_apart in zip(self.sites, apart, strict=True) if is_apart]

    @property
    def project(self) -> Project:
        """The study, ready for scenarios."""
        sites = [
            Site(row.label, row.lon, row.lat, row.neighbourhood, row.level or None, row.pattern or None)
            for row in self.sites
        ]
        metres = metres_to_sites(self.graph, sites=sites, demand=self.demand)
        return Project(self.demand, tuple(sites), metres, self.catalogue)

    def scenarios(self, wanted: Sequence[str] = ()) -> list[Scenario]:
        """Return the scenarios, all or those wanted by name."""
        known = [scenario.slug for scenario in self.asked]
        for slug in wanted:
            if slug not in known:
                raise BadInput("no_scenario", _NO_SCENARIO, file=self.file, slug=slug, known=", ".join(known))
        return [scenario for scenario in self.asked if not wanted or scenario.slug in wanted]


def read_folder(
    folder: Path, *, osm: Path | None = None, area: Path | None = None, buildings: Path | None = None
) -> PlanFolder:
    """
    Read a study's folder; `osm`, `area` and `buildings` take the place of its own files.

    Raises
    ------
    BadInput
        A file is absent or malformed; names file, row and field. Nothing is kept of a broken folder.
    """
    file = folder / "plan.toml"
    content = _toml(file)
    if buildings is not None:
        content = {**content, "buildings": str(buildings.resolve())}
    try:
        return _assembled(folder, str(file), content, osm=osm, area=area)
    except ProblemError as problem:
        raise BadInput(
            problem.code,
            _WRONG,
            file=str(file),
            field=problem.where,
            what=Phrase(*(problem.what.say(language, **problem.facts) for language in ("zh", "en"))),
        ) from problem


def _assembled(
    folder: Path, file: str, content: dict[str, Any], *, osm: Path | None, area: Path | None
) -> PlanFolder:
    outline_file = area or (folder / content["area"] if "area" in content and osm is None else None)
    outline = read_area(outline_file) if outline_file else None
    streets = read_streets(osm or folder / content["streets"], area=outline)
    graph = build_graph(
        streets.lon, streets.lat, u=streets.u, v=streets.v, length_m=streets.length_m, steps=streets.steps,
        way=streets.way,
    )  # fmt: skip
    catalogue = catalogue_from({name: content.get(name) for name in ("grading", "level", "pattern")})
    assumptions = Assumptions.from_dict(content.get("assumptions", {}))
    zones = _zones(content, file)
    sites = read_sites(
        folder / content["sites"],
        area=outline or shapely.box(*streets.bounds),
        kinds=[kind.value for kind in Kind],
        levels=[level.name for level in catalogue.levels],
        patterns=[pattern.name for pattern in catalogue.patterns],
        zones=zones,
    )
    labels = {row.label for row in sites}
    source, points, buildings = _demand(folder, content, streets, assumptions=assumptions, outline=outline)
    return PlanFolder(
        file=file,
        content=content,
        streets=streets,
        graph=graph,
        area=outline,
        is_schematic=bool(content.get("schematic", False)) and osm is None,
        assumptions=assumptions,
        catalogue=catalogue,
        sites=sites,
        demand=points.in_nearest(**_columns(zones)) if source != DemandSource.TABLE else points,
        demand_source=source,
        buildings=buildings,
        asked=[scenario_from(item).knowing(labels) for item in content["scenario"]],
    )


def _counted(table: Path, outline: Any) -> DemandPoints:
    rows = read_demand(table, area=outline)
    return demand_points(
        rows.labels, lon=rows.lon, lat=rows.lat, people=rows.people, neighbourhood=rows.neighbourhood
    )


def _demand(
    folder: Path, content: Mapping[str, Any], streets: Streets, *, assumptions: Assumptions, outline: Any
) -> tuple[str, DemandPoints, Buildings | None]:
    """Return where the people come from, the people, and the building layer if there is one."""
    if "demand" in content:
        return DemandSource.TABLE, _counted(folder / content["demand"], outline), None
    if "buildings" in content:
        buildings = read_buildings(folder / content["buildings"], area=outline)
        points = from_buildings(**buildings.layer(), assumptions=assumptions)
        return DemandSource.BUILDINGS, points, buildings
    return DemandSource.STREETS, along_streets(**streets.segments(), assumptions=assumptions), None


def _columns(zones: Sequence[tuple[str, float, float]]) -> dict[str, Any]:
    names, lon, lat = zip(*zones, strict=True)
    return {"names": names, "lon": lon, "lat": lat}


def _toml(file: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput("no_plan", _NO_PLAN, file=str(file)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("not_toml", _NOT_TOML, file=str(file), reason=error) from error
    for name in content:
        if name not in _KNOWN:
            known = ", ".join(sorted(_KNOWN))
            raise BadInput("plan_unknown_field", _UNKNOWN, file=str(file), field=name, known=known)
    for name in _NEEDED:
        if not content.get(name):
            raise BadInput("plan_field_missing", _MISSING, file=str(file), field=name)
    return content


def _zones(content: Mapping[str, Any], file: str) -> list[tuple[str, float, float]]:
    try:
        return [(str(zone["name"]), float(zone["lon"]), float(zone["lat"])) for zone in content["zone"]]
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput("zone_malformed", _NO_ZONES, file=file, field="zone") from error


def area_geometry(area: Any) -> dict[str, Any] | None:
    """Return a study area as a GeoJSON geometry."""
    return None if area is None else dict(shapely.geometry.mapping(area))
