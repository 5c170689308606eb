"""`yizhan walk`: how far one gets on foot from a place, on a street extract, without a database."""

import json
from typing import Any

import click

from yizhan.cli.numbers import Finite
from yizhan.foundation.datums import Datum, convert
from yizhan.foundation.phrases import Phrase, terminal_language
from yizhan.outside.areas import read_area
from yizhan.outside.osm import read_streets
from yizhan.planning.walking.catchment import catchment
from yizhan.planning.walking.graph import StreetGraph, build_graph
from yizhan.planning.walking.outline import outline
from yizhan.planning.walking.snapping import Anchors, require_near, snap
from yizhan.planning.walking.speeds import ADULT_KMH, ELDERLY_KMH

_SPEEDS = {"adult": ADULT_KMH, "elderly": ELDERLY_KMH}
_FASTEST_KMH = 15.0
_LONGEST_MIN = 240.0

_PLACE = Phrase(
    "--from 应为“经度，纬度”，如 121.4933,31.2508", "--from wants LON,LAT, such as 121.4933,31.2508"
)
_SWAPPED = Phrase("经度和纬度写反了：经度在前", "longitude and latitude are swapped; LON,LAT is wanted")
_SPEED = Phrase(
    "--speed 应为 adult、elderly 或 0 到 15 之间的千米每小时",
    "--speed wants adult, elderly, or km/h between 0 and 15",
)
_CUT_OFF = Phrase(
    "警告：最近的街道与路网不相连，已改用 {distance:.0f} 米外的街道",
    "warning: the nearest street is cut off from the network; a street {distance:.0f} m away is used instead",
)
_TOLD = Phrase(
    "{minutes:g} 分钟（{speed:g} 千米/小时）可达街道 {km:.2f} 千米、节点 {nodes} 个。\n"
    "起点距街道 {snapped:.0f} 米；最大连通部分占路网 {share:.1%}。\n轮廓（GeoJSON，WGS-84）：",
    "{minutes:g} min at {speed:g} km/h reach {km:.2f} km of street and {nodes} nodes.\n"
    "The start is {snapped:.0f} m from the street; the largest component holds {share:.1%} of the network.\n"
    "Outline (GeoJSON, WGS-84):",
)


class Place(click.ParamType):
    """A longitude and a latitude, with a comma between them."""

    name = "LON,LAT"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Return both as numbers, or refuse with an example."""
        try:
            lon, lat = (float(part) for part in value.replace("\uff0c", ",").split(","))
        except ValueError:
            self.fail(_PLACE.say(terminal_language()), param, ctx)
        if abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
            self.fail(_SWAPPED.say(terminal_language()), param, ctx)
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            self.fail(_PLACE.say(terminal_language()), param, ctx)
        return lon, lat


class Speed(click.ParamType):
    """A named walking speed or kilometres per hour."""

    name = "adult|elderly|KMH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return km/h, or refuse."""
        try:
            speed = _SPEEDS[value] if value in _SPEEDS else float(value)
        except ValueError:
            speed = 0.0
        if not 0 < speed <= _FASTEST_KMH:
            self.fail(_SPEED.say(terminal_language()), param, ctx)
        return speed


@click.command()
@click.argument("file", type=click.Path())
@click.option("--from", "place", type=Place(), required=True, help="Where the walk begins.")
@click.option("--minutes", type=Finite(0, _LONGEST_MIN, min_open=True), default=15.0, show_default=True)
@click.option("--speed", "speed_kmh", type=Speed(), default="adult", show_default=True)
@click.option(
    "--datum", type=click.Choice([datum.value for datum in Datum]), default="wgs84", show_default=True
)
@click.option("--step-free", is_flag=True, help="Avoid steps.")
@click.option("--area", type=click.Path(), help="GeoJSON: only streets in and around it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def walk(
    file: str,
    *,
    place: tuple[float, float],
    minutes: float,
    speed_kmh: float,
    datum: str,
    step_free: bool,
    area: str | None,
    as_json: bool,
) -> None:
    """
    Print how much street is within so many minutes on foot, and its outline.

    FILE is an OpenStreetMap extract (.osm or .osm.pbf). The straight way from the place to the street
    counts.

    Example: yizhan walk north_bund.osm.pbf --from 121.4933,31.2508 --minutes 15 --json
    """
    lon, lat = convert(*place, source=Datum(datum), target=Datum.WGS84)
    graph = _graph(file, area, step_free=step_free)
    door = snap(graph, lon, lat)
    require_near(door, [f"{lon:.6f},{lat:.6f}"])
    if door.cut_off[0]:
        click.echo(_CUT_OFF.say(terminal_language(), distance=door.distance_m[0]), err=True)
    answer = _answer(graph, door, minutes=minutes, speed_kmh=speed_kmh)
    click.echo(json.dumps(answer) if as_json else _told(answer))


def _graph(file: str, area: str | None, *, step_free: bool) -> StreetGraph:
    streets = read_streets(file, area=read_area(area) if area else None)
    graph = build_graph(
        streets.lon, streets.lat, u=streets.u, v=streets.v, length_m=streets.length_m,
        steps=streets.steps, way=streets.way,
    )  # fmt: skip
    return graph.without_steps() if step_free else graph


def _answer(graph: StreetGraph, door: Anchors, *, minutes: float, speed_kmh: float) -> dict[str, Any]:
    """Return everything the command prints."""
    reached = catchment(graph, door, minutes=minutes, speed_kmh=speed_kmh)
    return {
        "reached_km": round(reached.reached_m / 1000, 3),
        "nodes": reached.nodes,
        "minutes": minutes,
        "speed_kmh": speed_kmh,
        "snapped_m": round(float(door.distance_m[0]), 1),
        "component_share": round(graph.largest_share, 4),
        "outline": outline(graph, reached),
    }


def _told(answer: dict[str, Any]) -> str:
    """Return the answer as sentences and the outline below them."""
    sentence = _TOLD.say(
        terminal_language(),
        minutes=answer["minutes"],
        speed=answer["speed_kmh"],
        km=answer["reached_km"],
        nodes=answer["nodes"],
        snapped=answer["snapped_m"],
        share=answer["component_share"],
    )
    return f"{sentence}\n{json.dumps(answer['outline'])}"
