"""The planner's page: scenarios side by side, without a ranking."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories.studies import IMPOSSIBLE, SCENARIOS, answer_all, make_study
from yizhan.people.models import Subdistrict
from yizhan.plans.models import Scenario, Study

STUDY = "/console/studies/north-bund/"


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_three_scenarios_stand_side_by_side(planner: Client, answered: Study) -> None:
    page = planner.get(STUDY).content.decode()
    heads = re.findall(r'<th scope="col"><a [^>]*>([^<]+)</a>', page)
    assert heads == ["现状", "小预算", "夜间优先"]
    rows = re.findall(r'<th scope="row">([^<]+)', page)
    for measure in ("状态", "理论上限", "差距", "工作日晚间", "八小时外覆盖", "每年费用", "最弱片区 ÷ 全体"):
        assert measure in rows


def test_every_scenario_shows_its_proof(planner: Client, answered: Study) -> None:
    words = plain(planner.get(f"/en{STUDY}").content.decode())
    assert words.count("Proved optimal") == 3
    for scenario in answered.scenarios.all():
        assert f"{scenario.objective:,.1f}" in words
        assert scenario.input_hash[:12] in words


def test_nothing_is_ranked_or_recommended(planner: Client, answered: Study) -> None:
    words = plain(planner.get(STUDY).content.decode()).replace("系统不排名、不推荐", "")
    assert [word for word in ("推荐", "最佳", "第一名", "排名") if word in words] == []


def test_openings_say_what_differs_from_today(planner: Client, answered: Study) -> None:
    page = plain(planner.get(f"{STUDY}scenarios/nights/").content.decode())
    assert "新开" in page
    assert "时间：含晚间和周末 → 24 小时（每周 +92 小时）" in page
    assert plain(planner.get(f"{STUDY}scenarios/today/").content.decode()).count("不变") == 7


def test_chosen_scenarios_are_compared(planner: Client, answered: Study) -> None:
    page = planner.get(f"{STUDY}?s=today&s=nights").content.decode()
    assert re.findall(r'<th scope="col"><a [^>]*>([^<]+)</a>', page) == ["现状", "夜间优先"]


def test_a_scenario_not_computed_offers_to_compute(planner: Client, study: Study) -> None:
    page = plain(planner.get(STUDY).content.decode())
    assert "尚未计算的情景：3 个" in page
    assert "计算全部" in page


@pytest.mark.parametrize(("language", "conflict"), [("", "一分钱"), ("/en", "A penny")], ids=["zh", "en"])
def test_conflicts_are_named_in_the_readers_language(
    planner: Client, place: Subdistrict, language: str, conflict: str
) -> None:
    answer_all(make_study(place, scenarios=(IMPOSSIBLE,)))
    page = plain(planner.get(f"{language}{STUDY}scenarios/impossible/").content.decode())
    assert conflict in page
    assert ("唐山里居民区党群服务站" if not language else "Tangshanli Neighbourhood Station") in page
    assert "0.5" in page
    assert planner.get(f"{STUDY}").status_code == 200


def test_three_scenarios_cost_no_more_queries_than_one(
    planner: Client, answered: Study, django_assert_max_num_queries: Callable[..., object]
) -> None:
    def queries(address: str) -> int:
        planner.get(address)
        with CaptureQueriesContext(connection) as captured:
            planner.get(address)
        return len(captured)

    counts = {address: queries(address) for address in (STUDY, f"{STUDY}map.json", "/console/")}
    Scenario.objects.exclude(slug="small").delete()
    assert {address: queries(address) for address in counts} == counts


def test_what_was_recorded_with_a_plan_is_shown(planner: Client, answered: Study) -> None:
    page = plain(planner.get(f"{STUDY}scenarios/small/").content.decode())
    assert "与此方案一起记录的假设和目录" in page
    assert "133468 人" in page


def test_nothing_there_says_what_to_do(planner: Client) -> None:
    page = planner.get("/console/").content.decode()
    assert "./script/demo" in page
    assert "yizhan import osm" in page
    assert "./script/demo" in planner.get("/console/studies/").content.decode()


def test_the_board_shows_what_was_done_last(planner: Client, answered: Study) -> None:
    words = plain(planner.get("/en/console/").content.decode())
    assert f"Scenarios: {len(SCENARIOS)}, not computed yet: 0" in words
    assert "imported a study" in words
    assert "7 Open" in words
