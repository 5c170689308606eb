"""Reads about routes."""

import hashlib
import json

from django.db.models import Prefetch, QuerySet

from yizhan.foundation.phrases import Phrase
from yizhan.offers.models import Route, RouteStop, RouteWalk
from yizhan.offers.words import RouteState
from yizhan.people.models import Subdistrict
from yizhan.places.words import Steps, StoryState


def routes_of(subdistrict: Subdistrict) -> QuerySet[Route]:
    """Return every route with its stops, timings and guided walks."""
    stops = RouteStop.objects.select_related("story").prefetch_related("story__hours", "story__sources")
    walks = RouteWalk.objects.select_related("offering__version__course", "offering__station")
    return Route.objects.filter(subdistrict=subdistrict).select_related("subdistrict").prefetch_related(
        Prefetch("stops", queryset=stops), "timings", Prefetch("walks", queryset=walks)
    )  # fmt: skip


def published_routes(subdistrict: Subdistrict) -> QuerySet[Route]:
    """Return what the public may see."""
    return routes_of(subdistrict).filter(state=RouteState.PUBLISHED)


def called(stop: RouteStop) -> Phrase:
    """Return what a stop is called."""
    if stop.story is not None:
        return Phrase(stop.story.title_zh, stop.story.title_en or stop.story.title_zh)
    return Phrase(stop.name_zh, stop.name_en or stop.name_zh)


def point_of(stop: RouteStop) -> tuple[float, float]:
    """Return where a stop is: a story's own point counts, also after a correction."""
    return (stop.lon, stop.lat) if stop.story is None else (stop.story.lon, stop.story.lat)


def steps_at(stop: RouteStop) -> str:
    """Return whether a stop has steps."""
    return stop.steps if stop.story is None else stop.story.steps


def has_steps(stop: RouteStop) -> bool:
    """Whether a stop is known to have steps."""
    return steps_at(stop) == Steps.SOME


def unread_story(route: Route) -> Phrase | None:
    """Return the first stop whose story is not public."""
    for stop in route.stops.all():
        if stop.story is not None and stop.story.state != StoryState.PUBLISHED:
            return called(stop)
    return None


def input_hash(route: Route, *, network: str) -> str:
    """Return what a timing depends on, as one number: stops, visits, pace and streets."""
    stops = [[*point_of(stop), stop.visit_min, steps_at(stop)] for stop in route.stops.all()]
    known = json.dumps([route.pace, network, stops], separators=(",", ":"))
    return hashlib.sha256(known.encode()).hexdigest()
