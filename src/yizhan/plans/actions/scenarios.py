"""Writes about scenarios: asking the question, and keeping the answer with its proof."""

from collections.abc import Mapping

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import record, require_planner
from yizhan.people.models import Account
from yizhan.plans.bridge import check_scenario, solve_scenario
from yizhan.plans.models import Scenario, Study
from yizhan.plans.words import RunStatus

_TAKEN = Phrase(zh="已有名为“{slug}”的情景", en="there is already a scenario called '{slug}'")

_CHANGED = Phrase(
    zh="计算期间情景被修改了，答案没有保存；请重新计算。",
    en="The scenario was changed while it was being computed, so the answer was not kept; compute it again.",
)


@transaction.atomic
def add_scenario(*, study: Study, settings: Mapping[str, object], by: Account | None) -> Scenario:
    """Store a new question; its settings are checked first and refused whole where they are wrong."""
    require_planner(by=by, subdistrict=study.subdistrict)
    checked = check_scenario(study, settings)
    slug = str(checked["slug"])
    if study.scenarios.filter(slug=slug).exists():
        raise Refusal("scenario_taken", _TAKEN, slug=slug)
    scenario = Scenario.objects.create(
        study=study,
        slug=slug,
        name_zh=str(checked.get("name_zh", slug)),
        name_en=str(checked.get("name_en", slug)),
        settings=checked,
    )
    record(verb="add_scenario", subject=scenario, by=by, subdistrict=study.subdistrict, settings=checked)
    return scenario


@transaction.atomic
def change_scenario(*, scenario: Scenario, settings: Mapping[str, object], by: Account | None) -> Scenario:
    """Change a question; its old answer no longer belongs to it and is dropped."""
    require_planner(by=by, subdistrict=scenario.study.subdistrict)
    before = scenario.settings
    checked = check_scenario(scenario.study, {**settings, "slug": scenario.slug})
    scenario.settings = checked
    scenario.name_zh = str(checked.get("name_zh", scenario.slug))
    scenario.name_en = str(checked.get("name_en", scenario.slug))
    _forget_answer(scenario)
    scenario.save()
    record(
        verb="change_scenario",
        subject=scenario,
        by=by,
        subdistrict=scenario.study.subdistrict,
        before=before,
        after=checked,
    )
    return scenario


def run_scenario(*, scenario: Scenario, by: Account | None) -> Scenario:
    """Compute the answer (outside any transaction: it may take a while) and store it with its proof."""
    require_planner(by=by, subdistrict=scenario.study.subdistrict)
    solved = solve_scenario(scenario)
    with transaction.atomic():
        # Somebody may have edited the question while it was being answered.
        asked = Scenario.objects.select_for_update().get(pk=scenario.pk).settings
        if asked != scenario.settings:
            raise Refusal("question_changed", _CHANGED)
        scenario.status = RunStatus(solved.status)
        scenario.objective = solved.objective
        scenario.bound = solved.bound
        scenario.gap = solved.gap
        scenario.seconds = solved.seconds
        scenario.report = solved.report
        scenario.input_hash = solved.input_hash
        scenario.ran_at = clock.now()
        scenario.save()
        record(
            verb="run_scenario",
            subject=scenario,
            by=by,
            subdistrict=scenario.study.subdistrict,
            status=solved.status,
            input_hash=solved.input_hash,
        )
    return scenario


def _forget_answer(scenario: Scenario) -> None:
    scenario.status = RunStatus.DRAFT
    scenario.objective = scenario.bound = scenario.gap = scenario.seconds = None
    scenario.report, scenario.input_hash, scenario.ran_at = {}, "", None
