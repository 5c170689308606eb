"""Who has no station within 15 minutes: the page and the file."""

import csv
import io

from django.test import Client

from yizhan.console.uncovered import safe_cell
from yizhan.plans.models import Study

STUDY = "/console/studies/north-bund/"


def rows_of(client: Client, address: str) -> list[list[str]]:
    content = client.get(address).content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_points_without_todays_stations_are_listed(planner: Client, study: Study) -> None:
    heads, *rows = rows_of(planner, f"{STUDY}uncovered.csv")
    windows = ["工作日白天人数", "工作日晚间人数", "周末人数", "深夜人数"]
    assert heads == ["编号", "片区", "经度", "纬度", *windows, "最近站点步行分钟"]
    # Nothing is open late at night today: every point is left out then.
    assert len(rows) == study.demand_points.count()
    assert sorted(row[0] for row in rows) == sorted(study.demand_points.values_list("label", flat=True))


def test_the_same_study_gives_the_same_file(planner: Client, study: Study) -> None:
    once, again = (planner.get(f"{STUDY}uncovered.csv").content for _ in range(2))
    assert once == again
    totals = [sum(map(float, row[4:8])) for row in rows_of(planner, f"{STUDY}uncovered.csv")[1:]]
    assert totals == sorted(totals, reverse=True)


def test_a_scenarios_file_equals_its_report(planner: Client, answered: Study) -> None:
    heads, *rows = rows_of(planner, f"/en{STUDY}uncovered.csv?plan=today")
    assert heads[:4] == ["Number", "Neighbourhood", "Longitude", "Latitude"]
    report = answered.scenarios.get(slug="today").report
    assert [row[0] for row in rows] == [item["label"] for item in report["uncovered"]]
    assert [float(row[7]) for row in rows] == [
        round(item["people"].get("late_night", 0.0), 1) for item in report["uncovered"]
    ]


def test_no_cell_is_a_formula(planner: Client, study: Study) -> None:
    point = study.demand_points.first()
    assert point is not None
    point.neighbourhood = "=HYPERLINK(1)"
    point.save()
    cells = {row[1] for row in rows_of(planner, f"{STUDY}uncovered.csv")}
    assert "'=HYPERLINK(1)" in cells
    assert "=HYPERLINK(1)" not in cells
    assert [safe_cell(text) for text in ("+1", "-1", "@x", "\t", "片区")] == [
        "'+1",
        "'-1",
        "'@x",
        "'\t",
        "片区",
    ]


def test_the_page_says_how_many_and_offers_the_file(planner: Client, answered: Study) -> None:
    page = planner.get(f"{STUDY}uncovered/").content.decode()
    n = answered.demand_points.count()
    assert f"{n} 处人口点中有 {n} 处" in page
    assert f"{STUDY}uncovered.csv?plan=existing" in page


def test_a_scenario_without_a_plan_has_no_list(planner: Client, study: Study) -> None:
    assert "先计算它" in planner.get(f"{STUDY}uncovered/?plan=small").content.decode()
    assert planner.get(f"{STUDY}uncovered/?plan=nonsense").status_code == 404
