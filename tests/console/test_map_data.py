"""What the planner's map is given."""

import pytest
from django.test import Client
from shapely.geometry import shape

from yizhan.plans.models import Study

STUDY = "/console/studies/north-bund/"


def test_the_map_shows_what_the_table_says(planner: Client, answered: Study) -> None:
    content = planner.get(f"{STUDY}map.json").json()
    assert len(content["demand"]) == answered.demand_points.count()
    assert len(content["sites"]) == answered.sites.count()
    assert set(content["plans"]) == {"existing", "today", "small", "nights"}
    report = answered.scenarios.get(slug="nights").report
    opened = {row["label"] for row in content["plans"]["nights"]["opened"] if row["change"] != "closed"}
    assert opened == {option.split("/")[0] for option in report["opened"]}
    assert set(content["plans"]["nights"]["uncovered"]) == {row["label"] for row in report["uncovered"]}


def test_catchments_grow_with_minutes_and_speed(planner: Client, study: Study) -> None:
    def reach(**asked: str) -> float:
        found = planner.get(f"{STUDY}catchments.json", {"plan": "existing", **asked}).json()
        assert len(found["features"]) == 7
        return float(sum(shape(feature["geometry"]).area for feature in found["features"]))

    assert reach(minutes="5") < reach(minutes="15")
    assert reach(minutes="15", speed="elderly") < reach(minutes="15", speed="adult")


@pytest.mark.parametrize("asked", ["minutes=7", "minutes=5&speed=car", "minutes=5&plan=nowhere", ""])
def test_a_wrong_question_is_not_answered(planner: Client, study: Study, asked: str) -> None:
    assert planner.get(f"{STUDY}catchments.json?{asked}").status_code == 404


def test_a_study_without_stations_still_has_a_map(planner: Client, study: Study) -> None:
    study.sites.update(today_level="", today_pattern="", station=None)
    content = planner.get(f"{STUDY}map.json").json()
    assert content["plans"]["existing"]["opened"] == []
    assert planner.get(f"{STUDY}uncovered/").status_code == 200
