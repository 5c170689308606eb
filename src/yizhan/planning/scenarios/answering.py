"""Answers a scenario: assembles the problem, solves it with proof, recounts what it means."""

from dataclasses import dataclass

from yizhan.planning.outcome import Outcome
from yizhan.planning.scenarios.assembling import Project, assemble
from yizhan.planning.scenarios.catalogue import Scenario
from yizhan.planning.scenarios.reporting import Report, report
from yizhan.planning.siting import solve
from yizhan.planning.siting.problem import SitingPlan


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The outcome of a scenario, and what its plan means for people; no report without a plan."""

    scenario: Scenario
    outcome: Outcome[SitingPlan]
    report: Report | None


def answer(project: Project, scenario: Scenario) -> Answer:
    """
    Solve a scenario within its own time limit and seed.

    Raises
    ------
    ProblemError
        The scenario names a site that does not exist, or the project is malformed.
    """
    problem, options = assemble(project, scenario)
    outcome = solve(problem, limit_s=scenario.limit_s, seed=scenario.seed)
    if outcome.plan is None:
        return Answer(scenario, outcome, None)
    return Answer(
        scenario, outcome, report(project, scenario, [options[index] for index in outcome.plan.opened])
    )
