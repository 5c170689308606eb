"""Writes about streets, studies, scenarios and publications."""

from yizhan.plans.actions.publishing import publish_plan, undo_publication
from yizhan.plans.actions.routes import compute_route, publish_walking_route, save_tour
from yizhan.plans.actions.scenarios import add_scenario, change_scenario, run_scenario
from yizhan.plans.actions.studies import (
    SITE_NOTES,
    StudyInput,
    change_assumptions,
    change_site,
    import_streets,
    import_study,
)
from yizhan.plans.actions.timetable_releases import release_timetable, undo_timetable_release
from yizhan.plans.actions.timetables import (
    change_timetable,
    compute_timetable,
    draft_timetable,
    lock_lesson,
    set_lesson,
    take_back,
)
from yizhan.plans.actions.walks import cancel_for_weather

__all__ = [
    "SITE_NOTES",
    "StudyInput",
    "add_scenario",
    "cancel_for_weather",
    "change_assumptions",
    "change_scenario",
    "change_site",
    "change_timetable",
    "compute_route",
    "compute_timetable",
    "draft_timetable",
    "import_streets",
    "import_study",
    "lock_lesson",
    "publish_plan",
    "publish_walking_route",
    "release_timetable",
    "run_scenario",
    "save_tour",
    "set_lesson",
    "take_back",
    "undo_publication",
    "undo_timetable_release",
]
