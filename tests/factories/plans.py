"""Studies on the schematic streets of the demonstration, small enough to solve in a moment."""

from functools import cache
from pathlib import Path

from factories.people import BOX, make_subdistrict
from factories.places import make_rule, make_station
from yizhan.outside.osm import read_streets
from yizhan.outside.streets import Streets
from yizhan.people.models import Subdistrict
from yizhan.places.words import Days
from yizhan.plans.actions import StudyInput, import_streets, import_study
from yizhan.plans.models import StreetNetwork, Study

STREETS = Path(__file__).resolve().parents[2] / "demo" / "north_bund" / "streets.osm"
__all__ = ["BOX", "make_network", "make_study"]

EVEN = {"workday": 1.0, "evening": 1.0, "weekend": 1.0, "late_night": 1.0}
CATALOGUE = {
    "grading": {"steps": [[5, 1.0], [10, 0.6], [15, 0.3]]},
    "level": [{"name": "point", "cost": 10, "quality": 0.5}, {"name": "station", "cost": 40, "quality": 1.0}],
    "pattern": [
        {"name": "office", "cost": 0, "hours": [{"days": "workday", "opens": "09:00", "closes": "17:00"}]},
        {"name": "always", "cost": 20, "hours": [{"days": "every_day", "opens": "00:00", "closes": "00:00"}]},
    ],
}
SITES = [
    ("standing", 121.4933, 31.2508, "station", "office"),
    ("west", 121.4806, 31.2505, "", ""),
    ("north", 121.4985, 31.2575, "", ""),
    ("east", 121.5052, 31.2562, "", ""),
]
ZONES = [
    {"name": "西片（示例）", "lon": 121.482, "lat": 31.249},
    {"name": "东片（示例）", "lon": 121.502, "lat": 31.256},
]


@cache
def _streets() -> Streets:
    return read_streets(STREETS)


def make_network(subdistrict: Subdistrict) -> StreetNetwork:
    return import_streets(
        subdistrict=subdistrict,
        streets=_streets(),
        name="示意路网",
        attribution="示意路网 · schematic",
        area=None,
        is_schematic=True,
        by=None,
    )


def make_study(
    subdistrict: Subdistrict | None = None, *, station: str | None = "standing", **changes: object
) -> Study:
    """Return a study of four sites, one of them a live station (if wanted) that keeps office hours."""
    home = subdistrict or make_subdistrict()
    if station is not None:
        make_rule(make_station(subdistrict=home, slug=station), "09:00", "17:00", Days.WORKDAY)
    values = {
        "slug": "study",
        "name_zh": "研究（示例）",
        "name_en": "Study (example)",
        "catalogue": CATALOGUE,
        "assumptions": {"residents": 8000, "workers": 9000, "cell_m": 300},
        "zones": ZONES,
        "sites": [make_site(*site) for site in SITES],
        "scenarios": [
            {"slug": "today", "name_zh": "现状", "name_en": "Today", "only_today": True, "weights": EVEN},
            {"slug": "more", "name_zh": "多一些", "name_en": "More", "budget": 160, "weights": EVEN},
        ],
    }
    content = StudyInput(**values | changes)
    return import_study(subdistrict=home, streets=make_network(home), content=content, by=None)


def make_site(label: str, lon: float, lat: float, level: str, pattern: str) -> dict[str, object]:
    return {
        "label": label,
        "name_zh": f"{label}(示例)",
        "name_en": f"{label} (example)",
        "kind": "tower",
        "neighbourhood": "西片（示例）",
        "lon": lon,
        "lat": lat,
        "today_level": level,
        "today_pattern": pattern,
    }
