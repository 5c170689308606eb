"""What a plan means for people: who is reached in which window, at what cost, how evenly."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.demand.points import WINDOWS, Window
from yizhan.planning.scenarios.assembling import Option, Project
from yizhan.planning.scenarios.catalogue import Scenario

#: The walks people ask about, min.
REACHES = (5, 10, 15)
OFF_HOURS = (Window.EVENING, Window.WEEKEND, Window.LATE_NIGHT)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A demand point with no open station within 15 minutes in some window, and how many people that is."""

    label: str
    lon: float
    lat: float
    neighbourhood: str
    people: Mapping[str, float]
    nearest_min: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """
    The measures by which scenarios are compared; people are counts, shares are in [0, 1].

    Attributes
    ----------
    opened
        Labels of the options opened, as "site/level/pattern".
    people
        People present per window.
    covered
        Window → reach in minutes → people within that walk of a station open in that window.
    coverage
        Window → share of its people within 15 minutes.
    off_hours_cover
        Share of people within 15 minutes over evening, weekend and late night together.
    off_hours_share
        Share of all weekly opening hours that lie outside Monday to Friday 9:00-17:00.
    cost
        Yearly cost, 万元.
    neighbourhoods
        Neighbourhood → share of its people within 15 minutes, over all windows.
    equity
        Share of the worst-served neighbourhood divided by the share of all; 1 is perfectly even.
    uncovered
        Demand points left out, most people first.
    """

    opened: tuple[str, ...]
    people: Mapping[str, float]
    covered: Mapping[str, Mapping[str, float]]
    coverage: Mapping[str, float]
    off_hours_cover: float
    off_hours_share: float
    cost: float
    neighbourhoods: Mapping[str, float]
    equity: float
    uncovered: tuple[Uncovered, ...]

    def to_dict(self) -> dict[str, object]:
        """Return plain values, ready for JSON."""
        return asdict(self)


def report(project: Project, scenario: Scenario, opened: Sequence[Option]) -> Report:
    """Recount from the data what the opened options give people."""
    people = project.demand.people
    nearest = nearest_minutes(project, scenario, opened)
    within = nearest <= REACHES[-1]
    totals = people.sum(axis=0)
    hours = sum(option.pattern.weekly_hours for option in opened)
    shares = _shares_by_neighbourhood(project, within)
    overall = _share(float((people * within).sum()), float(people.sum()))
    off = [WINDOWS.index(window) for window in OFF_HOURS]
    return Report(
        opened=tuple(option.label for option in opened),
        people={window.value: float(totals[index]) for index, window in enumerate(WINDOWS)},
        covered={
            window.value: {str(r): float(people[nearest[:, index] <= r, index].sum()) for r in REACHES}
            for index, window in enumerate(WINDOWS)
        },
        coverage={
            window.value: _share(float(people[within[:, index], index].sum()), float(totals[index]))
            for index, window in enumerate(WINDOWS)
        },
        off_hours_cover=_share(float((people * within)[:, off].sum()), float(totals[off].sum())),
        off_hours_share=_share(sum(option.pattern.off_hours for option in opened), hours),
        cost=sum(option.cost for option in opened),
        neighbourhoods=shares,
        equity=_share(min(shares.values(), default=0.0), overall),
        uncovered=_uncovered(project, nearest),
    )


def nearest_minutes(project: Project, scenario: Scenario, opened: Sequence[Option]) -> NDArray[np.float64]:
    """
    Return minutes to the nearest station open in each window, shape (n_points, n_windows).

    `inf` where no station is open in the window or none can be reached.
    """
    minutes = project.minutes(scenario.speed_kmh)
    row = {site.label: index for index, site in enumerate(project.sites)}
    nearest = np.full((minutes.shape[1], len(WINDOWS)), np.inf)
    for option in opened:
        for index, window in enumerate(WINDOWS):
            if option.pattern.open_share(window) > 0:
                np.minimum(nearest[:, index], minutes[row[option.site.label]], out=nearest[:, index])
    return nearest


def _shares_by_neighbourhood(project: Project, within: NDArray[np.bool_]) -> dict[str, float]:
    names = np.array(project.demand.neighbourhood)
    people = project.demand.people
    return {
        str(name): _share(float((people * within)[names == name].sum()), float(people[names == name].sum()))
        for name in sorted(set(project.demand.neighbourhood))
    }


def _uncovered(project: Project, nearest: NDArray[np.float64]) -> tuple[Uncovered, ...]:
    demand = project.demand
    people = demand.people * (nearest > REACHES[-1])
    best = nearest.min(axis=1)
    left_out = list(np.flatnonzero(people.sum(axis=1) > 0))
    left_out.sort(key=lambda index: (-people[index].sum(), demand.labels[index]))
    return tuple(
        Uncovered(
            label=demand.labels[index],
            lon=float(demand.lon[index]),
            lat=float(demand.lat[index]),
            neighbourhood=demand.neighbourhood[index],
            people={w.value: float(people[index, n]) for n, w in enumerate(WINDOWS) if people[index, n] > 0},
            nearest_min=float(best[index]) if np.isfinite(best[index]) else None,
        )
        for index in left_out
    )


def _share(part: float, whole: float) -> float:
    # Sums in another order differ in the last digits; a share is never more than one.
    return round(min(1.0, part / whole), 12) if whole else 0.0
