"""Asking, copying, restoring and computing questions."""

from typing import Any

import pytest
from django.test import Client

from factories.studies import IMPOSSIBLE, make_planner, make_study
from yizhan.console import computing, computing_pages
from yizhan.console.scenario_form import ScenarioForm
from yizhan.people.models import AuditEntry
from yizhan.plans.models import Scenario, Study
from yizhan.plans.words import RunStatus

STUDY = "/console/studies/north-bund/"
EDIT = f"{STUDY}scenarios/small/edit/"


def entered(study: Study, slug: str = "small", **changed: object) -> dict[str, Any]:
    """Return what a browser would send for a scenario, with changes."""
    settings = study.scenarios.get(slug=slug).settings
    form = ScenarioForm(None, sites=list(study.sites.all()), settings=settings)
    values = {name: form[name].value() for name in form.fields} | changed
    return {name: value for name, value in values.items() if value is not None}


def test_saving_a_form_unchanged_keeps_the_question(planner: Client, study: Study) -> None:
    for slug in ("today", "small", "nights"):
        before = study.scenarios.get(slug=slug).settings
        assert planner.post(f"{STUDY}scenarios/{slug}/edit/", entered(study, slug)).status_code == 302
        assert study.scenarios.get(slug=slug).settings == before


def test_changes_are_saved_and_the_old_answer_dropped(planner: Client, answered: Study) -> None:
    changes = {"budget": "650", "kept": ["xinjian"], "speed": "3.3", "minimum_share": "20", "seed": "7"}
    planner.post(EDIT, entered(answered, **changes))
    scenario = answered.scenarios.get(slug="small")
    kept = {
        name: scenario.settings[name] for name in ("budget", "kept", "speed_kmh", "minimum_share", "seed")
    }
    assert kept == {
        "budget": 650.0,
        "kept": ["xinjian"],
        "speed_kmh": 3.3,
        "minimum_share": 0.2,
        "seed": 7,
    }
    assert (scenario.status, scenario.report) == (RunStatus.DRAFT, {})


def test_restoring_brings_the_former_settings_back(planner: Client, study: Study) -> None:
    before = study.scenarios.get(slug="small").settings
    planner.post(EDIT, entered(study, budget="1"))
    assert "恢复那之前的设置" in planner.get(EDIT).content.decode()
    planner.post(f"{STUDY}scenarios/small/restore/")
    assert study.scenarios.get(slug="small").settings == before


def test_there_is_nothing_to_restore_before_the_first_change(planner: Client, study: Study) -> None:
    assert planner.post(f"{STUDY}scenarios/small/restore/").status_code == 404


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"budget": "many"}, "输入一个数字"),
        ({"budget": "-1"}, "大于或等于0"),
        ({"minimum_share": "101"}, "小于或等于100"),
        ({"weight_evening": ""}, "必填"),
        ({"kept": ["nowhere"]}, "nowhere"),
        (
            dict.fromkeys(("weight_workday", "weight_evening", "weight_weekend", "weight_late_night"), "0"),
            "不能为空",
        ),
    ],
    ids=["not-a-number", "negative", "too-much", "missing", "unknown-site", "no-weight-at-all"],
)
def test_what_is_wrong_is_said_and_the_input_kept(
    planner: Client, study: Study, changed: dict[str, Any], said: str
) -> None:
    before = study.scenarios.get(slug="small").settings
    answer = planner.post(EDIT, entered(study, name_zh="改过的名字", **changed))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert 'value="改过的名字"' in page
    assert study.scenarios.get(slug="small").settings == before


def test_copies_get_a_name_and_an_address_of_their_own(planner: Client, study: Study) -> None:
    address = f"{STUDY}new-scenario/?from=nights"
    assert "夜间优先（副本）" in planner.get(address).content.decode()
    for _again in range(2):
        planner.post(address, entered(study, "nights", name_zh="另一个"))
    slugs = list(study.scenarios.order_by("id").values_list("slug", flat=True))
    assert slugs == ["today", "small", "nights", "nights-2", "nights-3"]
    copy = study.scenarios.get(slug="nights-2")
    assert copy.settings["weights"] == study.scenarios.get(slug="nights").settings["weights"]


def test_every_change_is_written_down(planner: Client, study: Study) -> None:
    planner.post(EDIT, entered(study, budget="650"))
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.verb, entry.facts["before"]["budget"], entry.facts["after"]["budget"]) == (
        "change_scenario",
        700.0,
        650.0,
    )


@pytest.mark.django_db(transaction=True)
def test_computing_runs_in_the_background_and_says_how_it_ended(client: Client) -> None:
    study = make_study(scenarios=({**IMPOSSIBLE}, {**IMPOSSIBLE, "slug": "twice"}))
    planner = make_planner(study.subdistrict)
    client.force_login(planner)
    first, second = study.scenarios.all()
    future = computing_pages.start(first, by=planner)
    answer = client.post(f"{STUDY}compute/", {"scenario": [first.slug, second.slug]})
    assert answer["Location"] == f"{STUDY}computing/"
    assert future is not None
    future.result(timeout=120)
    computing._worker.submit(int).result(timeout=120)  # one at a time: the second is over as well
    found = client.get(f"/en{STUDY}computing.json").json()
    assert [(run["slug"], run["over"]) for run in found["runs"]] == [("impossible", True), ("twice", True)]
    page = client.get(f"/en{STUDY}computing/", follow=True).content.decode()
    assert "A penny: Conditions contradict each other" in page
    assert study.scenarios.get(slug="twice").status == RunStatus.INFEASIBLE
    assert computing.run_of(second) is None  # said once


@pytest.mark.django_db(transaction=True)
def test_a_refused_computation_is_told_to_the_planner(client: Client) -> None:
    study = make_study(scenarios=({**IMPOSSIBLE},))
    planner = make_planner(study.subdistrict)
    client.force_login(planner)
    scenario = study.scenarios.get()
    planner.roles.all().delete()  # the right was taken away between asking and computing
    future = computing_pages.start(scenario, by=planner)
    assert future is not None
    future.result(timeout=120)
    run = computing.run_of(scenario)
    assert run is not None
    assert (run.state, run.refusal and run.refusal.code) == ("refused", "may_not_plan")
    computing.forget(scenario)


def test_computing_nothing_says_so(planner: Client, study: Study) -> None:
    answer = planner.post(f"{STUDY}compute/", {"scenario": ["nowhere"]}, follow=True)
    assert "没有选中任何情景" in answer.content.decode()


def test_running_scenarios_show_progress_without_a_script(
    planner: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = study.scenarios.get(slug="small")
    monkeypatch.setitem(computing._runs, scenario, computing.Run(30.0, state="running"))
    page = planner.get(f"{STUDY}computing/").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "最多 30 秒" in page


def test_a_question_edited_while_computed_keeps_no_answer(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yizhan.foundation.refusals import Refusal
    from yizhan.plans.actions import run_scenario

    stale = study.scenarios.get(slug="today")
    Scenario.objects.filter(pk=stale.pk).update(settings={**stale.settings, "seed": 9})
    with pytest.raises(Refusal, match="was changed while"):
        run_scenario(scenario=stale, by=None)
    assert study.scenarios.get(slug="today").status == RunStatus.DRAFT


@pytest.mark.parametrize("name", ["budget", "at_most", "seed", "weight_evening"])
@pytest.mark.parametrize("value", ["1e308", "9" * 25, "nan", "inf"])
def test_numbers_no_solver_can_add_up_are_refused(
    planner: Client, study: Study, name: str, value: str
) -> None:
    answer = planner.post(EDIT, entered(study) | {name: value})
    assert answer.status_code == 400
    assert name in answer.context["form"].errors
