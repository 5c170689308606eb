"""A computed route as its pages, sheets and files show it: one line a stop, whole or step-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yizhan.offers.models import Route, RouteStop, RouteTiming
from yizhan.offers.queries.routes import called, point_of, steps_at
from yizhan.offers.rules.routes import clock_time, shut_weekdays
from yizhan.places.queries.stories import visiting_hours
from yizhan.places.words import Steps, StoryState
from yizhan.portal.walks.words import days_words, hours_lines, metres_words, said, streets_words


@dataclass(frozen=True, slots=True)
class StopLine:
    """One stop: when one is there, and the way to it from the stop before."""

    number: int
    stop: RouteStop
    name: str
    lon: float
    lat: float
    arrives: str
    leaves: str
    way: str  # "" at the first stop
    metres: float
    minutes: float
    is_straight: bool
    climbs: bool
    shut: str  # weekdays on which it is not open at that time
    steps: str

    @property
    def where(self) -> tuple[str, str]:
        """Longitude and latitude with a point, whatever the language."""
        return f"{self.lon:.6f}", f"{self.lat:.6f}"

    @property
    def story(self) -> Any:
        """The story, where it is public."""
        story = self.stop.story
        return story if story is not None and story.state == StoryState.PUBLISHED else None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the stop had a story that is not public any more."""
        return self.stop.story is not None and self.story is None

    @property
    def hours(self) -> list[str]:
        """When the place may be entered."""
        return [] if self.story is None else hours_lines(self.story)


@dataclass(frozen=True, slots=True)
class Variant:
    """A whole walk, or the step-free one."""

    step_free: bool
    lines: Sequence[StopLine]
    metres: float
    walk_min: int
    visit_min: int
    left_out: Sequence[tuple[str, str]]
    points: list[list[float]]
    network: str
    knows_steps: bool

    @property
    def length(self) -> str:
        """How long it is."""
        return metres_words(self.metres)

    @property
    def total_min(self) -> int:
        """Minutes with visits."""
        return self.walk_min + self.visit_min

    @property
    def is_straight(self) -> bool:
        """Whether some leg is a straight line, lengthened."""
        return any(line.is_straight for line in self.lines)

    @property
    def unknown(self) -> str:
        """Stops of which nobody knows whether they have steps."""
        return _("、").join(line.name for line in self.lines if line.steps == Steps.UNKNOWN)


def variants_of(route: Route) -> dict[bool, Variant]:
    """Return what was computed, by whether it is step-free; empty before."""
    stops = {stop.position: stop for stop in route.stops.all()}
    return {timing.step_free: _variant(route, timing, stops) for timing in route.timings.all()}


def _variant(route: Route, timing: RouteTiming, stops: dict[int, RouteStop]) -> Variant:
    lines = [
        _line(route, stops[visit["stop"]], visit, leg, number=number)
        for number, (visit, leg) in enumerate(zip(timing.visits, [None, *timing.legs], strict=False), start=1)
    ]
    points = [point for leg in timing.legs for point in leg["line"]]
    return Variant(
        step_free=timing.step_free,
        lines=lines,
        metres=timing.metres,
        walk_min=round(timing.walk_min),
        visit_min=round(timing.visit_min),
        left_out=[(said(called(stops[row["stop"]])), _why(row["why"])) for row in timing.left_out],
        points=points,
        network=timing.network,
        knows_steps=timing.network_knows_steps,
    )


def _line(
    route: Route, stop: RouteStop, visit: dict[str, Any], leg: dict[str, Any] | None, *, number: int
) -> StopLine:
    lon, lat = point_of(stop)
    arrive, leave = visit["arrive_min"], visit["leave_min"]
    hours = [] if stop.story is None else visiting_hours(stop.story)
    shut = shut_weekdays(hours, sets_out=route.sets_out, arrive_min=arrive, leave_min=leave)
    return StopLine(
        number=number,
        stop=stop,
        name=said(called(stop)),
        lon=lon,
        lat=lat,
        arrives=clock_time(route.sets_out, arrive),
        leaves=clock_time(route.sets_out, leave),
        way="" if leg is None else _way(leg),
        metres=0.0 if leg is None else leg["metres"],
        minutes=0.0 if leg is None else leg["minutes"],
        is_straight=leg is not None and leg["straight"],
        climbs=leg is not None and leg["climbs"],
        shut=days_words(shut),
        steps=steps_at(stop),
    )


def _way(leg: dict[str, Any]) -> str:
    facts = {"metres": metres_words(leg["metres"]), "minutes": max(1, round(leg["minutes"]))}
    words = _("步行 %(metres)s，约 %(minutes)d 分钟") % facts
    streets = streets_words(leg)
    return _("%(way)s；沿%(streets)s") % {"way": words, "streets": streets} if streets else words


def _why(code: str) -> str:
    return str(Steps.SOME.label) if code == "steps" else _("没有无台阶的路")
