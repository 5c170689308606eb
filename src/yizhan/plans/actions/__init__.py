"""Writes about streets, studies, scenarios and publications."""

from yizhan.plans.actions.publishing import publish_plan, undo_publication
from yizhan.plans.actions.scenarios import add_scenario, change_scenario, run_scenario
from yizhan.plans.actions.studies import (
    SITE_NOTES,
    StudyInput,
    change_assumptions,
    change_site,
    import_streets,
    import_study,
)

__all__ = [
    "SITE_NOTES",
    "StudyInput",
    "add_scenario",
    "change_assumptions",
    "change_scenario",
    "change_site",
    "import_streets",
    "import_study",
    "publish_plan",
    "run_scenario",
    "undo_publication",
]
