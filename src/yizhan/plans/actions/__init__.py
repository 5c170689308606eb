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
from yizhan.plans.actions.walks import cancel_for_weather

__all__ = [
    "SITE_NOTES",
    "StudyInput",
    "add_scenario",
    "cancel_for_weather",
    "change_assumptions",
    "change_scenario",
    "change_site",
    "compute_route",
    "import_streets",
    "import_study",
    "publish_plan",
    "publish_walking_route",
    "run_scenario",
    "save_tour",
    "undo_publication",
]
