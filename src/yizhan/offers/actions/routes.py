"""Make routes, set their stops, publish them, and let classes walk them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from yizhan.foundation import clock
from yizhan.foundation.datums import Box
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Offering, Route, RouteStop, RouteTiming, RouteWalk
from yizhan.offers.models.validity import save_checked
from yizhan.offers.queries.routes import unread_story
from yizhan.offers.rules.routes import (
    refuse_elsewhere,
    refuse_other_course,
    refuse_publishing,
    refuse_stops,
)
from yizhan.offers.words import CourseType, RouteState
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import Story
from yizhan.places.rules.locating import refuse_point_outside
from yizhan.places.words import Steps

_NO_POINT = Phrase("不是故事的站点要有坐标。", "A stop that is no story needs a point.")
#: Columns of a route people write.
WRITTEN = frozenset(
    {"name_zh", "name_en", "summary_zh", "summary_en", "pace", "sets_out", "weather_zh", "weather_en"}
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A story, or a point with a name; without minutes a story's own are meant."""

    story: Story | None = None
    name_zh: str = ""
    name_en: str = ""
    lon: float | None = None
    lat: float | None = None
    visit_min: int | None = None
    steps: str = Steps.UNKNOWN.value
    note_zh: str = ""
    note_en: str = ""

    @property
    def stays_min(self) -> int:
        """How long the group stays."""
        if self.visit_min is not None:
            return self.visit_min
        return self.story.visit_min if self.story else 0


@transaction.atomic
def add_route(
    *,
    subdistrict: Subdistrict,
    slug: str,
    stops: Sequence[Stop],
    written: Mapping[str, object],
    by: Account | None,
    suggestion: dict[str, Any] | None = None,
    example_parts: Sequence[str] = (),
) -> Route:
    """Make a route, still to be computed; `written` are columns (`WRITTEN`)."""
    require_runner(by=by, subdistrict=subdistrict)
    route = Route(
        subdistrict=subdistrict, slug=slug, suggestion=suggestion, example_parts=list(example_parts)
    )
    _write(route, written)
    _set_stops(route, stops)
    record(verb="add_route", subject=route, by=by, subdistrict=subdistrict, stops=len(stops))
    return route


@transaction.atomic
def change_route(
    *, route: Route, written: Mapping[str, object], by: Account | None, stops: Sequence[Stop] | None = None
) -> Route:
    """Change a route; with other stops it is a draft again, to be computed anew."""
    require_runner(by=by, subdistrict=route.subdistrict)
    route = _locked(route)
    _write(route, written)
    if stops is not None:
        _set_stops(route, stops)
        route.timings.all().delete()
        route.state = RouteState.DRAFT
        route.suggestion = None  # no longer what was proved
        save_checked(route)
    changed = sorted(written) + ([] if stops is None else ["stops"])
    record(verb="change_route", subject=route, by=by, subdistrict=route.subdistrict, changed=changed)
    return route


@transaction.atomic
def store_timings(*, route: Route, timings: Sequence[RouteTiming], by: Account | None) -> list[RouteTiming]:
    """Keep what was computed of a route instead of what was known before."""
    require_runner(by=by, subdistrict=route.subdistrict)
    route = _locked(route)
    route.timings.all().delete()
    now = clock.now()
    for timing in timings:
        timing.route, timing.computed_at = route, now
        save_checked(timing)
    facts = {"metres": [round(timing.metres) for timing in timings]}
    record(verb="compute_route", subject=route, by=by, subdistrict=route.subdistrict, **facts)
    return list(timings)


@transaction.atomic
def publish_route(*, route: Route, is_current: bool, by: Account | None) -> Route:
    """Show a route to the public: all its stories are public, its lengths and times known."""
    require_runner(by=by, subdistrict=route.subdistrict)
    route = _locked(route)
    refuse_publishing(unread=unread_story(route), is_computed=route.timings.exists(), is_current=is_current)
    route.state = RouteState.PUBLISHED
    save_checked(route)
    record(verb="publish_route", subject=route, by=by, subdistrict=route.subdistrict)
    return route


@transaction.atomic
def unpublish_route(*, route: Route, by: Account | None) -> Route:
    """Take a route out of the public pages."""
    require_runner(by=by, subdistrict=route.subdistrict)
    route = _locked(route)
    route.state = RouteState.DRAFT
    save_checked(route)
    record(verb="unpublish_route", subject=route, by=by, subdistrict=route.subdistrict)
    return route


@transaction.atomic
def walk_route(*, route: Route, offering: Offering, by: Account | None) -> RouteWalk:
    """Let a class walk a route; it walks one at a time."""
    require_runner(by=by, subdistrict=route.subdistrict)
    called = Phrase(offering.name_zh, offering.name_en or offering.name_zh)
    refuse_elsewhere(called, is_here=offering.subdistrict_id == route.subdistrict_id)
    refuse_other_course(called, is_walk=offering.version.course.type == CourseType.WALK)
    walk, _ = RouteWalk.objects.update_or_create(offering=offering, defaults={"route": route})
    record(verb="walk_route", subject=route, by=by, subdistrict=route.subdistrict, offering=offering.slug)
    return walk


@transaction.atomic
def stop_walking(*, walk: RouteWalk, by: Account | None) -> None:
    """Part a class from its route; the class itself stays."""
    route = walk.route
    require_runner(by=by, subdistrict=route.subdistrict)
    record(
        verb="stop_walking", subject=route, by=by, subdistrict=route.subdistrict, offering=walk.offering.slug
    )
    walk.delete()


def _locked(route: Route) -> Route:
    return Route.objects.select_for_update(of=("self",)).select_related("subdistrict").get(pk=route.pk)


def _write(route: Route, written: Mapping[str, object]) -> None:
    unknown = written.keys() - WRITTEN
    if unknown:
        raise TypeError(f"not columns of a route: {', '.join(sorted(unknown))}")
    for name, value in written.items():
        setattr(route, name, value)
    save_checked(route)


def _set_stops(route: Route, stops: Sequence[Stop]) -> None:
    refuse_stops(stop.stays_min for stop in stops)
    route.stops.all().delete()
    for position, stop in enumerate(stops, start=1):
        save_checked(_row(route, position, stop))


def _point(stop: Stop) -> tuple[float, float]:
    if stop.story is not None:
        return stop.story.lon, stop.story.lat
    if stop.lon is None or stop.lat is None:
        raise Refusal("stop_without_point", _NO_POINT)
    return stop.lon, stop.lat


def _row(route: Route, position: int, stop: Stop) -> RouteStop:
    home, (lon, lat) = route.subdistrict, _point(stop)
    if stop.story is not None:
        called = Phrase(stop.story.title_zh, stop.story.title_en or stop.story.title_zh)
        refuse_elsewhere(called, is_here=stop.story.subdistrict_id == home.pk)
    else:
        box = Box(home.west, home.south, home.east, home.north)
        refuse_point_outside(lon, lat, box=box, where=Phrase(home.name_zh, home.name_en))
    return RouteStop(
        route=route,
        position=position,
        story=stop.story,
        name_zh=stop.name_zh,
        name_en=stop.name_en,
        lon=lon,
        lat=lat,
        visit_min=stop.stays_min,
        steps=stop.steps,
        note_zh=stop.note_zh,
        note_en=stop.note_en,
    )
