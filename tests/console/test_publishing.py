"""From a scenario to live stations, and back."""

import re

from django.test import Client

from factories.studies import IMPOSSIBLE, answer_all, make_study
from yizhan.people.models import Subdistrict
from yizhan.places.models import Station
from yizhan.places.words import State
from yizhan.plans.bridge import changes_of
from yizhan.plans.models import Publication, Study

STUDY = "/console/studies/north-bund/"
PUBLISH = f"{STUDY}scenarios/nights/publish/"


def stations(study: Study) -> dict[str, tuple[str, str, list[str]]]:
    rows = Station.objects.filter(subdistrict=study.subdistrict, state=State.LIVE)
    return {row.slug: (row.state, row.level, [str(rule) for rule in row.opening_rules.all()]) for row in rows}


def test_what_will_change_is_shown_exactly(planner: Client, answered: Study) -> None:
    page = planner.get(PUBLISH).content.decode()
    changes = changes_of(answered.scenarios.get(slug="nights"))
    assert f"将会改变：{len(changes)} 处" in page
    listed = re.findall(r'<li class="is-\w+"><b>.*?</b> ([^<]+)<', page)
    assert sorted(listed) == sorted(change.site.name_zh for change in changes)
    assert Publication.objects.count() == 0


def test_publishing_opens_stations_and_undoing_puts_them_back(
    planner: Client, client: Client, answered: Study
) -> None:
    before = stations(answered)
    new = [
        change.site for change in changes_of(answered.scenarios.get(slug="nights")) if not change.level_before
    ]
    assert planner.post(PUBLISH)["Location"] == STUDY
    assert set(stations(answered)) - set(before) == {site.label for site in new}
    assert new
    assert new[0].name_zh in client.get(f"/stations/{new[0].label}/").content.decode()

    banner = planner.get(STUDY).content.decode()
    assert "已发布“夜间优先”" in banner
    publication = Publication.objects.get()
    undo = f"{STUDY}publications/{publication.pk}/undo/"
    assert f"“{new[0].name_zh}”不再对公众开放，回到规划中" in planner.get(undo).content.decode()
    assert planner.post(undo)["Location"] == STUDY
    assert stations(answered) == before
    assert client.get(f"/stations/{new[0].label}/").status_code == 404
    history = planner.get(f"{STUDY}publications/").content.decode()
    assert "撤销" in history
    assert "已发布“夜间优先”" not in planner.get(STUDY).content.decode()


def test_undoing_twice_is_refused(planner: Client, answered: Study) -> None:
    planner.post(PUBLISH)
    undo = f"{STUDY}publications/{Publication.objects.get().pk}/undo/"
    planner.post(undo)
    answer = planner.post(undo)
    assert answer.status_code == 400
    assert "这次发布已经撤销过" in answer.content.decode()


def test_a_draft_is_not_published(planner: Client, study: Study) -> None:
    answer = planner.post(f"/en{PUBLISH}")
    assert answer.status_code == 400
    assert "This scenario has no plan yet" in answer.content.decode()
    assert Publication.objects.count() == 0


def test_an_impossible_scenario_is_not_published(planner: Client, place: Subdistrict) -> None:
    answer_all(make_study(place, scenarios=(IMPOSSIBLE,)))
    answer = planner.post(f"{STUDY}scenarios/impossible/publish/")
    assert answer.status_code == 400
    assert "还没有可发布的方案" in answer.content.decode()


def test_a_plan_computed_from_other_numbers_is_not_published(planner: Client, answered: Study) -> None:
    answered.demand_points.update(evening=1.0)
    answer = planner.post(PUBLISH)
    assert answer.status_code == 400
    assert "请重新计算" in answer.content.decode()
    assert Publication.objects.count() == 0


def test_a_plan_that_changes_nothing_is_not_published(planner: Client, answered: Study) -> None:
    answer = planner.post(f"{STUDY}scenarios/today/publish/")
    assert answer.status_code == 400
    assert "没有可发布的变化" in answer.content.decode()
