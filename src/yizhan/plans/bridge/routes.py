"""Routes become legs on the walking graph, whole and step-free."""

from itertools import pairwise
from typing import Any

from yizhan.offers.models import Route, RouteStop, RouteTiming
from yizhan.offers.queries.routes import has_steps, input_hash, point_of
from yizhan.plans.bridge.ground import Ground, ground_of
from yizhan.plans.queries import newest_streets, streets_key


def timings_of(route: Route) -> list[RouteTiming]:
    """Return what is computed of a route, not saved: the whole walk first, the step-free one second."""
    stops = list(route.stops.select_related("story"))
    return [_timing(route, stops, step_free=step_free) for step_free in (False, True)]


def _timing(route: Route, stops: list[RouteStop], *, step_free: bool) -> RouteTiming:
    ground = ground_of(route.subdistrict, pace=route.pace, step_free=step_free)
    left_out = _left_out(route, stops, ground) if step_free else {}
    kept = [stop for stop in stops if stop.position not in left_out]
    legs = [
        ground.leg(point_of(one), point_of(other)) | {"from": one.position, "to": other.position}
        for one, other in pairwise(kept)
    ]
    network = newest_streets(route.subdistrict)
    return RouteTiming(
        route=route,
        step_free=step_free,
        metres=sum(leg["metres"] for leg in legs),
        walk_min=sum(leg["minutes"] for leg in legs),
        visit_min=sum(stop.visit_min for stop in kept),
        visits=_visits(kept, legs),
        legs=legs,
        left_out=[{"stop": position, "why": why} for position, why in left_out.items()],
        network="" if network is None else network.name,
        network_knows_steps=ground.knows_steps,
        input_hash=input_hash(route, network=streets_key(route.subdistrict)),
    )


def _left_out(route: Route, stops: list[RouteStop], ground: Ground) -> dict[int, str]:
    """Return the stops a step-free walk cannot visit, and why."""
    whole = ground_of(route.subdistrict, pace=route.pace)
    points = [point_of(stop) for stop in stops]
    lost = ground.off(points) & ~whole.off(points)
    found = {}
    for stop, is_lost in zip(stops, lost.tolist(), strict=True):
        if has_steps(stop):
            found[stop.position] = "steps"
        elif is_lost:
            found[stop.position] = "no_way"
    return found


def _visits(stops: list[RouteStop], legs: list[dict[str, Any]]) -> list[dict[str, float]]:
    minute, visits = 0.0, []
    for stop, leg in zip(stops, [None, *legs], strict=False):
        minute += 0.0 if leg is None else leg["minutes"]
        visits.append({"stop": stop.position, "arrive_min": minute, "leave_min": minute + stop.visit_min})
        minute += stop.visit_min
    return visits
