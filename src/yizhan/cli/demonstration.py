"""Builds the demonstration: stations, streets, people, scenarios, a planner's account."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from yizhan.cli.clubs_file import store_clubs
from yizhan.cli.orders_file import store_orders
from yizhan.cli.programme_file import store_programme
from yizhan.cli.project import PlanFolder, area_geometry
from yizhan.cli.rounds_file import store_rounds
from yizhan.cli.stations_file import store_stations
from yizhan.cli.timetable_file import store_timetables
from yizhan.cli.walks_file import store_walks
from yizhan.foundation.phrases import Phrase
from yizhan.people.actions import open_account
from yizhan.people.models import Account, Subdistrict
from yizhan.people.words import RoleName
from yizhan.places.models import Alliance
from yizhan.planning.demand.points import WINDOWS
from yizhan.planning.scenarios.reading import catalogue_to, scenario_to
from yizhan.plans.actions import StudyInput, import_streets, import_study, run_scenario
from yizhan.plans.bridge import demand_values
from yizhan.plans.models import Scenario, Study

#: Tells a person what is being done.
Teller = Callable[[Phrase], None]

USERNAME, MEMBER, PASSWORD = "planner", "member", "beiwaitan-demo"

_STATIONS = Phrase("录入街道与站点", "storing the sub-district and its stations")
_PROGRAMME = Phrase("录入供给方、课程、菜单与班级", "storing providers, courses, menus and classes")
_ORDERS = Phrase("录入单位点单", "storing group orders")
_CLUBS = Phrase("录入社团季、场次与人次", "storing seasons of clubs, sessions and attendances")
_ROUNDS = Phrase("报名、摇号、候补（示例人员）", "signing up, drawing, waiting (example people)")
_STREETS = Phrase("导入步行路网、分摊人口", "importing streets, spreading people along them")
_TIMETABLE = Phrase("计算时间表", "computing timetables")
_WALKS = Phrase("录入故事、计算走读路线", "storing stories, computing walking routes")
_SCENARIO = Phrase("计算情景“{name}”", "computing scenario '{name}'")


def build(folder: Path, plan: PlanFolder, *, tell: Teller) -> tuple[Study, list[Scenario]]:
    """Build everything in an empty database; returns the study and its computed scenarios."""
    tell(_STATIONS)
    subdistrict = store_stations(folder / "stations.toml")
    open_account(
        username=USERNAME,
        password=PASSWORD,
        display_name="规划员（示例）",
        subdistrict=subdistrict,
        role=RoleName.PLANNER,
        by=None,
    )
    _alliance_account(subdistrict)
    tell(_PROGRAMME)
    store_programme(folder / "programme.toml", subdistrict, password=PASSWORD)
    tell(_ORDERS)
    store_orders(folder / "orders.toml", subdistrict)
    tell(_CLUBS)
    store_clubs(folder / "clubs.toml", subdistrict)
    tell(_ROUNDS)
    store_rounds(folder / "rounds.toml", subdistrict)
    tell(_STREETS)
    study = store_study(plan, subdistrict)
    tell(_TIMETABLE)
    store_timetables(folder / "timetable.toml", subdistrict)
    tell(_WALKS)
    store_walks(folder / "walks.toml", subdistrict)
    scenarios = list(study.scenarios.order_by("id"))
    for scenario in scenarios:
        tell(Phrase(*(_SCENARIO.say(one, name=name) for one, name in _named(scenario))))
        run_scenario(scenario=scenario, by=None)
    return study, scenarios


def _alliance_account(subdistrict: Subdistrict) -> None:
    """Open an account that acts for the first firm of each alliance, so that sharing rooms can be tried."""
    account = Account.objects.create_user(MEMBER, PASSWORD, display_name="联盟成员（示例）")
    for alliance in Alliance.objects.filter(building__subdistrict=subdistrict):
        firm = alliance.members.order_by("pk").first()
        if firm is not None:
            firm.accounts.add(account)


def _named(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield "zh", scenario.name_zh
    yield "en", scenario.name_en


def store_study(plan: PlanFolder, subdistrict: Subdistrict) -> Study:
    """Store a study's folder: its streets first, then the study on them."""
    content = plan.content
    network = import_streets(
        subdistrict=subdistrict,
        streets=plan.streets,
        name=str(content["name_zh"]),
        attribution=plan.attribution,
        area=area_geometry(plan.area),
        is_schematic=plan.is_schematic,
        by=None,
    )
    return import_study(subdistrict=subdistrict, streets=network, content=_study(plan), by=None)


def _study(plan: PlanFolder) -> StudyInput:
    return StudyInput(
        slug=str(plan.content["slug"]),
        name_zh=str(plan.content["name_zh"]),
        name_en=str(plan.content["name_en"]),
        catalogue=catalogue_to(plan.catalogue),
        assumptions=plan.assumptions.to_dict(),
        zones=plan.content["zone"],
        sites=[_site(asdict(row)) for row in plan.sites],
        scenarios=[scenario_to(scenario) for scenario in plan.asked],
        demand_source=plan.demand_source,
        demand=demand_values(plan.demand),
        buildings=plan.buildings.to_dict() if plan.buildings else None,
    )


def _site(row: dict[str, Any]) -> dict[str, Any]:
    notes = {f"{name}_note": row.pop(name) for name in ("space", "owner", "staff", "services", "building")}
    today = {f"today_{name}": row.pop(name) for name in ("level", "pattern")}
    return row | notes | today


def summary(study: Study, scenarios: list[Scenario]) -> dict[str, Any]:
    """Return what was built and planned as plain values; people are those present on workdays."""
    stations = study.subdistrict.stations
    return {
        "subdistrict": study.subdistrict.name_zh,
        "stations": stations.filter(parent=None).count(),
        "points_inside_stations": stations.exclude(parent=None).count(),
        "streets_km": study.streets.counts["length_km"],
        "demand_points": study.demand_points.count(),
        "schematic": study.streets.is_schematic,
        "scenarios": [_one(scenario) for scenario in scenarios],
    }


def _one(scenario: Scenario) -> dict[str, Any]:
    report = scenario.report
    workday = WINDOWS[0].value
    return {
        "scenario": scenario.slug,
        "name_zh": scenario.name_zh,
        "name_en": scenario.name_en,
        "status": scenario.status,
        "objective": scenario.objective,
        "bound": scenario.bound,
        "gap": scenario.gap,
        "seconds": scenario.seconds,
        "opened": report.get("opened", []),
        "people": report.get("people", {}).get(workday),
        "covered": report.get("covered", {}).get(workday, {}),
        "input_hash": scenario.input_hash,
    }
