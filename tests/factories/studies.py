"""Siting studies for tests: the schematic streets of the demonstration, a handful of sites."""

from dataclasses import asdict
from functools import cache
from pathlib import Path

from factories.people import make_account, make_subdistrict
from factories.places import make_rule, make_station
from yizhan.cli.project import PlanFolder, read_folder
from yizhan.people.models import Account, Subdistrict
from yizhan.people.words import RoleName
from yizhan.places.models import Station
from yizhan.places.words import Days, Level, State
from yizhan.plans.actions import StudyInput, import_streets, import_study, run_scenario
from yizhan.plans.models import Study

FOLDER = Path(__file__).resolve().parents[2] / "demo" / "north_bund"
PASSWORD = "a-long-enough-password"
WEIGHTS = {"workday": 1.0, "evening": 1.0, "weekend": 1.0, "late_night": 1.0}
SCENARIOS = (
    {"slug": "today", "name_zh": "现状", "name_en": "As it stands", "only_today": True, "weights": WEIGHTS},
    {"slug": "small", "name_zh": "小预算", "name_en": "Small budget", "budget": 700.0, "weights": WEIGHTS},
    {"slug": "nights", "name_zh": "夜间优先", "name_en": "Nights first", "budget": 800.0,
     "weights": {"workday": 0.5, "evening": 2.0, "weekend": 1.0, "late_night": 3.0}},
)  # fmt: skip
IMPOSSIBLE = {
    "slug": "impossible",
    "name_zh": "一分钱",
    "name_en": "A penny",
    "budget": 0.5,
    "weights": WEIGHTS,
}


@cache
def folder() -> PlanFolder:
    return read_folder(FOLDER)


def make_planner(subdistrict: Subdistrict, role: RoleName = RoleName.PLANNER) -> Account:
    account = make_account(subdistrict, role)
    account.set_password(PASSWORD)
    account.save()
    return account


def make_stations(subdistrict: Subdistrict) -> list[Station]:
    """Live stations at the sites where something stands today, with hours."""
    stations = []
    for row in folder().sites:
        if row.level:
            station = make_station(
                subdistrict=subdistrict,
                slug=row.label,
                name_zh=row.name_zh,
                name_en=row.name_en,
                kind=row.kind,
                level=Level(row.level),
                state=State.LIVE,
                lon=row.lon,
                lat=row.lat,
            )
            make_rule(station, "08:30", "20:30", Days.WORKDAY)
            stations.append(station)
    return stations


def make_study(
    subdistrict: Subdistrict | None = None, *, scenarios: tuple[dict[str, object], ...] = SCENARIOS
) -> Study:
    """The demonstration's study with quick scenarios, and stations where they stand today."""
    place = subdistrict or make_subdistrict()
    read = folder()
    make_stations(place)
    streets = import_streets(
        subdistrict=place,
        streets=read.streets,
        name="示意路网",
        attribution=read.attribution,
        area=None,
        is_schematic=True,
        by=None,
    )
    content = StudyInput(
        slug="north-bund",
        name_zh="测试研究",
        name_en="Test study",
        catalogue={name: read.content[name] for name in ("grading", "level", "pattern")},
        assumptions=read.assumptions.to_dict(),
        zones=read.content["zone"],
        sites=[_site(asdict(row)) for row in read.sites],
        scenarios=scenarios,
    )
    return import_study(subdistrict=place, streets=streets, content=content, by=None)


def _site(row: dict[str, object]) -> dict[str, object]:
    notes = {f"{name}_note": row.pop(name) for name in ("space", "owner", "staff", "services", "building")}
    today = {f"today_{name}": row.pop(name) for name in ("level", "pattern")}
    return row | notes | today


_answers: dict[str, dict[str, object]] = {}
_FIELDS = ("status", "objective", "bound", "gap", "seconds", "report", "input_hash", "ran_at")


def answer_all(study: Study) -> Study:
    """Compute every scenario once a session; the same question has the same answer afterwards."""
    for scenario in study.scenarios.all():
        known = _answers.get(scenario.slug)
        if known is None:
            run_scenario(scenario=scenario, by=None)
            _answers[scenario.slug] = {name: getattr(scenario, name) for name in _FIELDS}
        else:
            type(scenario).objects.filter(pk=scenario.pk).update(**known)
    return study
