"""`yizhan import …`: streets and calendars into the database."""

import json
from pathlib import Path
from typing import Any

import click

from yizhan.cli.columns import aligned
from yizhan.cli.database import set_up_database
from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.foundation.refusals import Refusal
from yizhan.outside.areas import read_area
from yizhan.outside.osm import OSM_ATTRIBUTION, read_streets
from yizhan.outside.streets import Streets
from yizhan.planning.walking.graph import StreetGraph, build_graph

_NO_TENANT = Phrase(
    "没有名为“{slug}”的街道；现有：{known}", "no sub-district is called '{slug}'; there are: {known}"
)
_COUNTS = {
    "ways_read": Phrase("读到的道路", "ways read"),
    "ways_kept": Phrase("保留的步行道路", "walkable ways kept"),
    "nodes": Phrase("节点", "nodes"),
    "length_km": Phrase("步行街道（公里）", "walkable street (km)"),
    "area_km": Phrase("其中研究范围内（公里）", "of it inside the area (km)"),
    "missing_refs": Phrase("跳过的缺失节点", "missing node references skipped"),
    "components": Phrase("互不相连的部分", "separate components"),
    "largest_km": Phrase("最大连通部分（公里）", "largest component (km)"),
    "largest_share": Phrase("最大连通部分占比", "share of the largest component"),
}
_LEFT_OUT = Phrase("略去：{reason}", "left out: {reason}")
_CALENDAR_NEW = Phrase("已录入 {year} 年节假日安排。", "The calendar of {year} is stored.")
_CALENDAR_SAME = Phrase(
    "{year} 年节假日安排没有变化。", "The calendar of {year} was stored before; nothing changed."
)


@click.group("import")
def import_() -> None:
    """
    Store streets or a calendar in the database.

    Example: yizhan import osm streets.osm.pbf --area area.geojson
    """


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--area", type=click.Path(path_type=Path), help="GeoJSON outline of the study area.")
@click.option("--name", help="What to call the network; the file's name if not given.")
@click.option("--subdistrict", "slug", help="The sub-district it belongs to.")
@click.option("--attribution", default=OSM_ATTRIBUTION, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
def osm(
    file: Path, *, area: Path | None, name: str | None, slug: str | None, attribution: str, as_json: bool
) -> None:
    """
    Import an OpenStreetMap extract (.osm or .osm.pbf) as a street network.

    Every way is walked both ways; river tunnels and foot=no are left out. Prints what was kept.

    Example: yizhan import osm north_bund.osm.pbf --area area.geojson
    """
    outline = read_area(area) if area else None
    streets = read_streets(file, area=outline)
    graph = build_graph(
        streets.lon, streets.lat, u=streets.u, v=streets.v, length_m=streets.length_m,
        steps=streets.steps, way=streets.way,
    )  # fmt: skip
    set_up_database()
    from yizhan.cli.project import area_geometry  # noqa: PLC0415 - models can be imported only now
    from yizhan.people.models import Subdistrict  # noqa: PLC0415 - as above
    from yizhan.plans.actions import import_streets  # noqa: PLC0415 - as above

    tenant = Subdistrict.objects.filter(slug=slug).first() if slug else None
    if slug and tenant is None:
        known = ", ".join(Subdistrict.objects.values_list("slug", flat=True))
        raise Refusal("no_subdistrict", _NO_TENANT, slug=slug, known=known)
    network = import_streets(
        subdistrict=tenant,
        streets=streets,
        name=name or file.name,
        attribution=attribution,
        area=area_geometry(outline),
        is_schematic=False,
        by=None,
    )
    counts = counted(streets, graph)
    click.echo(json.dumps({"network": network.pk, **counts}) if as_json else _told(counts))


def counted(streets: Streets, graph: StreetGraph) -> dict[str, Any]:
    """Return what was kept of an extract and what was left out."""
    return {
        "ways_read": streets.report.ways_read,
        "ways_kept": len(streets.way_id),
        "left_out": {str(reason): number for reason, number in streets.report.left_out.items()},
        "missing_refs": streets.report.missing_refs,
        "nodes": len(streets.lon),
        "length_km": round(streets.length_km, 3),
        "area_km": round(streets.area_km, 3),
        "components": len(graph.component_km),
        "largest_km": round(float(graph.component_km[0]), 3),
        "largest_share": round(graph.largest_share, 4),
    }


def _told(counts: dict[str, Any]) -> str:
    language = terminal_language()
    rows = [[phrase.say(language), f"{counts[name]:,}"] for name, phrase in _COUNTS.items()]
    rows += [
        [_LEFT_OUT.say(language, reason=reason), f"{number:,}"]
        for reason, number in counts["left_out"].items()
        if number
    ]
    return "\n".join(aligned(rows))


@import_.command()
@click.argument("file", type=click.Path(path_type=Path))
def calendar(file: Path) -> None:
    """
    Import a year's public holidays and make-up workdays (holiday-cn JSON).

    Example: yizhan import calendar 2027.json
    """
    set_up_database()
    from yizhan.cli.calendar_import import import_calendar_file  # noqa: PLC0415 - models can be imported only now

    year, is_new = import_calendar_file(file)
    click.echo((_CALENDAR_NEW if is_new else _CALENDAR_SAME).say(terminal_language(), year=year.year))
