"""The numbers behind the demand, and the five criteria of a site."""

import pytest
from django.test import Client

from yizhan.plans.bridge import described_assumptions
from yizhan.plans.models import Study
from yizhan.plans.words import RunStatus

STUDY = "/console/studies/north-bund/"
PAGE = f"{STUDY}assumptions/"


def test_every_assumption_has_name_unit_and_source(planner: Client, study: Study) -> None:
    page = planner.get(PAGE).content.decode()
    for one in described_assumptions(study.assumptions):
        assert one.meaning.zh in page
        assert f'name="{one.name}"' in page
    assert page.count('class="example"') == sum(
        one.is_example for one in described_assumptions(study.assumptions)
    )
    assert "第五次全国经济普查" in page


def test_a_change_is_confirmed_before_it_is_made(planner: Client, answered: Study) -> None:
    page = planner.post(PAGE, {"residents": "90000"}).content.decode()
    assert "各情景现有的答案都不再适用" in page
    assert "现状、小预算、夜间优先" in page
    answered.refresh_from_db()
    assert answered.assumptions["residents"] == 80000

    assert planner.post(PAGE, {"residents": "90000", "confirmed": "yes"})["Location"] == STUDY
    answered.refresh_from_db()
    assert answered.assumptions["residents"] == 90000
    assert set(answered.scenarios.values_list("status", flat=True)) == {RunStatus.DRAFT}
    late = sum(answered.demand_points.values_list("late_night", flat=True))
    assert late == pytest.approx(90000 * 0.97 + 133468 * 0.03)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1e308", "0.000001 到 10000000"),
        ("1e-320", "0.000001 到 10000000"),
        ("much", "应为数字"),
        ("-5", "不在"),
        ("nan", "应为数字"),
        ("", "应为数字"),
    ],
)
def test_a_wrong_value_is_refused_and_kept(planner: Client, study: Study, value: str, said: str) -> None:
    answer = planner.post(PAGE, {"residents": value, "confirmed": "yes"})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert f'name="residents" value="{value}"' in answer.content.decode()
    study.refresh_from_db()
    assert study.assumptions["residents"] == 80000


def test_people_counted_in_a_table_have_no_assumptions_to_change(planner: Client, study: Study) -> None:
    Study.objects.filter(pk=study.pk).update(demand_source="table")
    assert "没有可改的假设" in planner.get(PAGE).content.decode()
    answer = planner.post(PAGE, {"residents": "90000", "confirmed": "yes"})
    assert answer.status_code == 400


def test_nothing_changed_is_said(planner: Client, study: Study) -> None:
    assert "没有改动任何数值" in planner.post(PAGE, {"confirmed": "yes"}).content.decode()


def test_the_catalogue_shows_costs_and_hours(planner: Client, study: Study) -> None:
    page = planner.get(f"/en{PAGE}").content.decode()
    for words in ("Workdays 08:30–20:30; Weekends 09:00–17:00", "Every day all day", "150", "85.0 %"):
        assert words in page


def test_a_siting_record_is_shown_and_changed(planner: Client, study: Study) -> None:
    address = f"{STUDY}sites/xinjian/"
    notes = {"space_note": "两层，约 200 平方米", "owner_note": "愿意", "staff_note": ""}
    for label in ("活动场地", "物业意向", "党群社工配备", "服务项目", "楼宇体量"):
        assert label in planner.get(address).content.decode()
    assert planner.post(address, notes)["Location"] == f"{STUDY}sites/"
    assert "两层，约 200 平方米" in planner.get(f"{STUDY}sites/").content.decode()


def test_a_note_that_is_too_long_is_refused_and_kept(planner: Client, study: Study) -> None:
    answer = planner.post(f"{STUDY}sites/magnolia/", {"space_note": "长" * 201})
    assert answer.status_code == 400
    assert "长" * 201 in answer.content.decode()
