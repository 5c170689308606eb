"""What can be opened and what it is worth: levels, opening patterns, minutes, and the question asked."""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from yizhan.foundation.phrases import Phrase
from yizhan.planning.demand.points import Window
from yizhan.planning.errors import ProblemError
from yizhan.planning.scenarios.week import Hours, off_hours, open_share, weekly_hours

_NOT_IN_ORDER = Phrase(
    zh="分钟必须递增、价值必须递减且在 0 到 1 之间",
    en="minutes must rise and values must fall between 1 and 0",
)
_OUT_OF_RANGE = Phrase(zh="{value} 不在 {low} 到 {high} 之间", en="{value} is not between {low} and {high}")
_TWICE = Phrase(zh="“{name}”出现了两次", en="'{name}' appears twice")
_UNKNOWN_SITE = Phrase(zh="没有“{name}”这个站址", en="there is no site '{name}'")
_EMPTY = Phrase(zh="不能为空", en="must not be empty")


@dataclass(frozen=True, slots=True)
class Grading:
    """
    What a walk is worth: full value next door, less further on, nothing beyond the last step.

    Attributes
    ----------
    steps
        Pairs (minutes, value): a walk of at most these minutes is worth this much, in [0, 1].
    """

    steps: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        minutes = [step[0] for step in self.steps]
        values = [step[1] for step in self.steps]
        rising = all(a < b for a, b in itertools.pairwise(minutes))
        falling = all(a >= b for a, b in itertools.pairwise(values))
        if not self.steps or not rising or not falling or values[0] > 1 or values[-1] <= 0 or minutes[0] < 0:
            raise ProblemError(where="grading.steps", what=_NOT_IN_ORDER)

    @property
    def limit_min(self) -> float:
        """Beyond these minutes a station is worth nothing."""
        return self.steps[-1][0]


@dataclass(frozen=True, slots=True)
class Level:
    """
    How fully a station is fitted out.

    Attributes
    ----------
    name
        Its code, as "centre", "station", "point".
    cost
        Yearly cost with the shortest hours, in units of 10,000 yuan (万元).
    quality
        Share of people's needs it can serve, in (0, 1].
    """

    name: str
    cost: float
    quality: float

    def __post_init__(self) -> None:
        _within(self.cost, where=f"level.{self.name}.cost", low=0, high=1e9)
        _within(self.quality, where=f"level.{self.name}.quality", low=0, high=1)


@dataclass(frozen=True, slots=True)
class Pattern:
    """
    An opening pattern.

    Attributes
    ----------
    name
        Its code, as "office_hours", "round_clock".
    cost
        Yearly cost on top of the level's, 万元.
    hours
        When the station is open; what share of each window that is follows from it.
    """

    name: str
    cost: float
    hours: tuple[Hours, ...]

    def __post_init__(self) -> None:
        _within(self.cost, where=f"pattern.{self.name}.cost", low=0, high=1e9)

    def open_share(self, window: Window) -> float:
        """Return the part of a time window in which the station is open, in [0, 1]."""
        return open_share(self.hours, window)

    @property
    def weekly_hours(self) -> float:
        """Hours open in an ordinary week, h."""
        return weekly_hours(self.hours)

    @property
    def off_hours(self) -> float:
        """Of those, hours outside Monday to Friday 9:00-17:00, h."""
        return off_hours(self.hours)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that can be chosen at a site: levels × opening patterns, and what a walk is worth."""

    grading: Grading
    levels: tuple[Level, ...]
    patterns: tuple[Pattern, ...]

    def __post_init__(self) -> None:
        for where, names in (
            ("level", [level.name for level in self.levels]),
            ("pattern", [pattern.name for pattern in self.patterns]),
        ):
            if not names:
                raise ProblemError(where=where, what=_EMPTY)
            for name in names:
                if names.count(name) > 1:
                    raise ProblemError(where=where, what=_TWICE, name=name)

    def level(self, name: str) -> Level:
        """Return the level of that name."""
        return next(level for level in self.levels if level.name == name)

    def pattern(self, name: str) -> Pattern:
        """Return the pattern of that name."""
        return next(pattern for pattern in self.patterns if pattern.name == name)


@dataclass(frozen=True, slots=True)
class Site:
    """
    A place where a station stands or could stand.

    Attributes
    ----------
    label
        Its unique code.
    lon, lat
        WGS-84 degrees.
    neighbourhood
        The neighbourhood it lies in.
    level, pattern
        Today's level and opening pattern; both None where nothing stands yet.
    """

    label: str
    lon: float
    lat: float
    neighbourhood: str = ""
    level: str | None = None
    pattern: str | None = None

    @property
    def stands(self) -> bool:
        """Whether a station stands here today."""
        return self.level is not None


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    One way to ask the question.

    Attributes
    ----------
    slug
        Its unique code.
    budget
        Yearly cost that must not be exceeded, 万元; None: no limit.
    weights
        How much a person counts in each time window.
    keep_today
        Whether today's stations stay open at no lower level (their hours may change).
    only_today
        Whether nothing may change at all: the plan as it stands, for comparison.
    kept, closed
        Further sites that must be open, and sites that may not.
    minimum_share
        Least share of the possible service (weighted people × worth) each neighbourhood gets.
    at_most
        Most stations open; None: no limit.
    speed_kmh
        Walking speed, km/h.
    """

    slug: str
    weights: Mapping[Window, float]
    budget: float | None = None
    keep_today: bool = True
    only_today: bool = False
    kept: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    minimum_share: float = 0.0
    at_most: int | None = None
    speed_kmh: float = 4.8
    limit_s: float = 30.0
    seed: int = 0
    names: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        where = f"scenario.{self.slug}"
        if self.budget is not None:
            _within(self.budget, where=f"{where}.budget", low=0, high=1e12)
        _within(self.minimum_share, where=f"{where}.minimum_share", low=0, high=1)
        _within(self.speed_kmh, where=f"{where}.speed_kmh", low=0.5, high=10)
        _within(self.limit_s, where=f"{where}.limit_s", low=0.1, high=86_400)
        if self.at_most is not None:
            _within(self.at_most, where=f"{where}.at_most", low=1, high=1e6)
        for window, weight in self.weights.items():
            _within(weight, where=f"{where}.weights.{window}", low=0, high=1e6)
        if not any(self.weights.values()):
            raise ProblemError(where=f"{where}.weights", what=_EMPTY)

    def knowing(self, labels: Collection[str]) -> "Scenario":
        """Return this scenario if every site it names is among `labels`; refuse the stranger otherwise."""
        for name in (*self.kept, *self.closed):
            if name not in labels:
                raise ProblemError(where=f"scenario.{self.slug}", what=_UNKNOWN_SITE, name=name)
        return self


def _within(value: float, *, where: str, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ProblemError(where=where, what=_OUT_OF_RANGE, value=value, low=low, high=high)
