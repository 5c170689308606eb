"""Scenarios and studies: computed, kept, refused."""

import pytest

from factories.people import make_account
from factories.plans import EVEN, make_study
from yizhan.foundation.refusals import Refusal
from yizhan.people.words import RoleName
from yizhan.plans.actions import (
    add_scenario,
    change_assumptions,
    change_scenario,
    change_site,
    run_scenario,
)
from yizhan.plans.bridge import input_hash, project_of
from yizhan.plans.words import RunStatus

pytestmark = pytest.mark.django_db


def test_answer_comes_with_its_proof():
    scenario = run_scenario(scenario=make_study().scenarios.get(slug="more"), by=None)
    assert (scenario.status, scenario.gap) == (RunStatus.OPTIMAL, 0)
    assert scenario.objective == pytest.approx(scenario.bound)
    assert scenario.report["cost"] <= 160


def test_same_study_gives_the_same_answer_and_hash():
    study = make_study()
    first, second = (run_scenario(scenario=study.scenarios.get(slug="more"), by=None) for _ in range(2))
    assert first.report == second.report
    assert first.input_hash == second.input_hash == input_hash(second)


def test_assumptions_and_catalogue_are_recorded_with_the_plan():
    study = make_study()
    report = run_scenario(scenario=study.scenarios.get(slug="more"), by=None).report
    assert report["assumptions"] == study.assumptions
    assert report["catalogue"] == study.catalogue


def test_infeasible_scenario_names_its_conflicts_in_both_languages():
    settings = {"slug": "poor", "budget": 1, "weights": EVEN}
    scenario = add_scenario(study=make_study(), settings=settings, by=None)
    scenario = run_scenario(scenario=scenario, by=None)
    assert scenario.status == RunStatus.INFEASIBLE
    assert "预算" in " ".join(conflict["zh"] for conflict in scenario.report["conflicts"])
    assert "budget" in " ".join(conflict["en"] for conflict in scenario.report["conflicts"])


@pytest.mark.parametrize(
    "settings",
    [
        {"slug": "x", "weights": {"workday": -1}},
        {"slug": "x", "weights": EVEN, "kept": ["nowhere"]},
        {"slug": "more", "weights": EVEN},
        {"slug": "x", "weights": EVEN, "colour": "red"},
    ],
)
def test_wrong_scenario_is_refused_and_nothing_stored(settings):
    study = make_study()
    with pytest.raises(Refusal):
        add_scenario(study=study, settings=settings, by=None)
    assert study.scenarios.count() == 2


def test_changed_question_forgets_the_old_answer():
    scenario = run_scenario(scenario=make_study().scenarios.get(slug="more"), by=None)
    changed = change_scenario(scenario=scenario, settings={**scenario.settings, "budget": 120}, by=None)
    assert (changed.status, changed.objective, changed.report) == (RunStatus.DRAFT, None, {})


def test_changed_assumptions_spread_people_anew():
    study = make_study()
    run_scenario(scenario=study.scenarios.get(slug="more"), by=None)
    change_assumptions(study=study, assumptions={**study.assumptions, "residents": 16000}, by=None)
    night = sum(project_of(study).demand.people[:, 3])
    assert night == pytest.approx(16000 * 0.97 + 9000 * 0.03)
    assert set(study.scenarios.values_list("status", flat=True)) == {RunStatus.DRAFT}


@pytest.mark.parametrize("wrong", [{"residents": -5}, {"residents": "viele"}, {"colour": 1}])
def test_wrong_assumptions_change_nothing(wrong):
    study = make_study()
    before = (dict(study.assumptions), list(study.demand_points.values_list("label", "workday")))
    with pytest.raises(Refusal):
        change_assumptions(study=study, assumptions={**study.assumptions, **wrong}, by=None)
    study.refresh_from_db()
    assert (study.assumptions, list(study.demand_points.values_list("label", "workday"))) == before


def test_clerk_may_neither_ask_nor_change():
    study = make_study()
    clerk = make_account(subdistrict=study.subdistrict, role=RoleName.CLERK)
    for deed in (
        lambda: add_scenario(study=study, settings={"slug": "x", "weights": EVEN}, by=clerk),
        lambda: run_scenario(scenario=study.scenarios.get(slug="more"), by=clerk),
        lambda: change_assumptions(study=study, assumptions={}, by=clerk),
        lambda: change_site(site=study.sites.first(), notes={"space": "大"}, by=clerk),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.code == "may_not_plan"


def test_siting_record_keeps_its_notes():
    site = make_study().sites.get(label="west")
    change_site(site=site, notes={"space": "约120㎡", "owner": "愿意"}, by=None)
    site.refresh_from_db()
    assert (site.space_note, site.owner_note, site.staff_note) == ("约120㎡", "愿意", "")


def test_study_of_the_same_name_replaces_the_old_one():
    study = make_study()
    again = make_study(study.subdistrict, station=None, scenarios=[{"slug": "a", "weights": EVEN}])
    assert list(study.subdistrict.studies.all()) == [again]
    assert [scenario.slug for scenario in again.scenarios.all()] == ["a"]


BUILDINGS = {
    "labels": ["w1", "w2"],
    "lon": [121.4933, 121.5020],
    "lat": [31.2508, 31.2538],
    "footprint_m2": [1000.0, 500.0],
    "levels": [20.0, None],
    "height_m": [None, None],
    "kind": ["office", "apartments"],
}


def test_people_from_buildings_follow_the_assumptions():
    study = make_study(
        demand_source="buildings", buildings=BUILDINGS, assumptions={"m2_per_office_worker": 20}
    )
    before = project_of(study).demand.people[:, 0].sum()
    change_assumptions(study=study, assumptions={"m2_per_office_worker": 10}, by=None)
    assert project_of(study).demand.people[:, 0].sum() > before * 1.5


def test_counted_people_have_no_assumptions_to_change():
    counted = [
        {"label": "a", "neighbourhood": "甲", "lon": 121.49, "lat": 31.25}
        | dict.fromkeys(("workday", "evening", "weekend", "late_night"), 5.0)
    ]
    study = make_study(demand_source="table", demand=counted)
    with pytest.raises(Refusal) as refused:
        change_assumptions(study=study, assumptions={"residents": 1}, by=None)
    assert refused.value.code == "demand_was_counted"
    assert study.demand_points.count() == 1
