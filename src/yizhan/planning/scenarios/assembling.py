"""From demand, sites, walks and a catalogue to the one siting problem."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from yizhan.foundation.phrases import Phrase
from yizhan.planning.demand.points import WINDOWS, DemandPoints
from yizhan.planning.errors import ProblemError
from yizhan.planning.scenarios.catalogue import Catalogue, Grading, Level, Pattern, Scenario, Site
from yizhan.planning.siting.problem import SitingProblem

_SHAPE = Phrase(zh="形状应为 {wanted}，实为 {found}", en="the shape should be {wanted}, it is {found}")
_UNKNOWN_TODAY = Phrase(
    zh="站址“{name}”今天的等级或开放方式不在目录里",
    en="today's level or hours of site '{name}' are not in the catalogue",
)
_TWICE = Phrase(zh="“{name}”出现了两次", en="'{name}' appears twice")


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """
    A real place, ready for any number of scenarios.

    Attributes
    ----------
    demand
        People per point and window.
    sites
        Where stations stand or could stand.
    metres : (n_sites, n_points)
        Walking distance along streets, m; `inf` where there is no way.
    catalogue
        Levels, opening patterns, and what a walk is worth.
    """

    demand: DemandPoints
    sites: tuple[Site, ...]
    metres: NDArray[np.float64]
    catalogue: Catalogue

    def __post_init__(self) -> None:
        wanted = (len(self.sites), len(self.demand.labels))
        if self.metres.shape != wanted:
            raise ProblemError(where="project.metres", what=_SHAPE, wanted=wanted, found=self.metres.shape)
        labels = [site.label for site in self.sites]
        for label in labels:
            if labels.count(label) > 1:
                raise ProblemError(where="project.sites", what=_TWICE, name=label)
        levels = {level.name for level in self.catalogue.levels}
        patterns = {pattern.name for pattern in self.catalogue.patterns}
        for site in self.sites:
            if site.stands and (site.level not in levels or site.pattern not in patterns):
                raise ProblemError(where="project.sites", what=_UNKNOWN_TODAY, name=site.label)

    def minutes(self, speed_kmh: float) -> NDArray[np.float64]:
        """Return walking minutes, shape (n_sites, n_points), at a speed."""
        return self.metres / (speed_kmh * 1000.0 / 60.0)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be opened: a site at a level with an opening pattern."""

    site: Site
    level: Level
    pattern: Pattern

    @property
    def label(self) -> str:
        """Its label, as "magnolia/station/round_clock"."""
        return f"{self.site.label}/{self.level.name}/{self.pattern.name}"

    @property
    def cost(self) -> float:
        """Its yearly cost, 万元."""
        return self.level.cost + self.pattern.cost

    @property
    def is_today(self) -> bool:
        """Whether this is what stands there today."""
        return (self.site.level, self.site.pattern) == (self.level.name, self.pattern.name)


def options_of(project: Project) -> list[Option]:
    """Return every option: sites × levels × patterns, in the order given."""
    catalogue = project.catalogue
    return [
        Option(site, level, pattern)
        for site in project.sites
        for level in catalogue.levels
        for pattern in catalogue.patterns
    ]


def worth_of_walk(minutes: NDArray[np.float64], grading: Grading) -> NDArray[np.float64]:
    """
    Return what walks of so many minutes are worth, in [0, 1].

    Examples
    --------
    >>> worth_of_walk(np.array([0.0, 5.0, 5.1, 99.0]), Grading(((5.0, 1.0), (10.0, 0.5))))
    array([1. , 1. , 0.5, 0. ])
    """
    limits = np.array([step[0] for step in grading.steps])
    values = np.array([*(step[1] for step in grading.steps), 0.0])
    # A walk is measured in metres and rounded by floats: a hair beyond a step still counts as the step.
    worth: NDArray[np.float64] = values[np.searchsorted(limits + 1e-9, minutes, side="left")]
    return worth


def assemble(project: Project, scenario: Scenario) -> tuple[SitingProblem, list[Option]]:
    """
    Return the siting problem of a scenario and the options its indices mean.

    Raises
    ------
    ProblemError
        The scenario names a site that does not exist.
    """
    scenario.knowing({site.label for site in project.sites})
    options = options_of(project)
    people, neighbourhood = project.demand.people, project.demand.neighbourhood
    neighbourhoods = sorted(set(neighbourhood))
    number = {name: index for index, name in enumerate(neighbourhoods)}
    weights = np.array([scenario.weights.get(window, 0.0) for window in WINDOWS])
    weight = (people * weights).T.ravel()  # rows: all points of the first window, then the next
    rows = [f"{label}@{window}" for window in WINDOWS for label in project.demand.labels]
    counted = np.flatnonzero(weight > 0)
    problem = SitingProblem(
        options=[option.label for option in options],
        sites=[site.label for site in project.sites],
        site=np.repeat(np.arange(len(project.sites)), len(options) // max(1, len(project.sites))),
        weight=weight[counted],
        gains=_gains(project, scenario, options)[counted],
        cost=np.array([option.cost for option in options]),
        budget=np.inf if scenario.budget is None else scenario.budget,
        open_at_most=scenario.at_most,
        kept_sites=frozenset(scenario.kept) | _standing(project, scenario),
        kept_options=frozenset(o.label for o in options if scenario.only_today and o.is_today),
        closed_sites=frozenset(scenario.closed),
        forbidden_options=frozenset(o.label for o in options if _is_forbidden(o, project, scenario)),
        neighbourhoods=neighbourhoods,
        neighbourhood=np.tile([number[name] for name in neighbourhood], len(WINDOWS))[counted],
        minimum_share=dict.fromkeys(neighbourhoods, scenario.minimum_share) if scenario.minimum_share else {},
        rows=[rows[index] for index in counted],
    )
    return problem, options


def _gains(project: Project, scenario: Scenario, options: Sequence[Option]) -> csr_array:
    """Gains of rows (window by window, points within) × options, sparse."""
    worth = csr_array(worth_of_walk(project.minutes(scenario.speed_kmh), project.catalogue.grading).T)
    site_of = {site.label: index for index, site in enumerate(project.sites)}
    site = np.array([site_of[option.site.label] for option in options])
    blocks = []
    for window in WINDOWS:
        served = np.array([o.level.quality * o.pattern.open_share(window) for o in options])
        choose = csr_array(
            (served, (site, np.arange(len(options)))), shape=(len(project.sites), len(options))
        )
        blocks.append(worth @ choose)
    gains = csr_array(vstack(blocks))
    gains.eliminate_zeros()
    return gains


def _standing(project: Project, scenario: Scenario) -> frozenset[str]:
    if not scenario.keep_today or scenario.only_today:
        return frozenset()
    return frozenset(site.label for site in project.sites if site.stands) - frozenset(scenario.closed)


def _is_forbidden(option: Option, project: Project, scenario: Scenario) -> bool:
    if scenario.only_today:
        return not option.is_today
    if scenario.keep_today and option.site.level is not None:
        return option.level.quality < project.catalogue.level(option.site.level).quality
    return False
