"""What today's stations give people: the answer to a question in which nothing may change."""

from yizhan.plans.bridge import Solved, solve_scenario
from yizhan.plans.models import Scenario, Study
from yizhan.plans.words import Window

#: The name under which today's stations appear beside the scenarios.
EXISTING = "existing"


def existing(study: Study) -> Solved:
    """Recount today's coverage; nothing is written, and the same study gives the same answer."""
    weights = dict.fromkeys((window.value for window in Window), 1.0)
    settings = {"slug": EXISTING, "only_today": True, "weights": weights}
    return solve_scenario(Scenario(study=study, slug=EXISTING, settings=settings))
