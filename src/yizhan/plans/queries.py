"""Reads about streets, studies, publications and timetables."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from yizhan.foundation import clock
from yizhan.offers.models import Offering, Route, Session
from yizhan.offers.queries.routes import input_hash
from yizhan.offers.words import OfferingKind, SessionState
from yizhan.outside.streets import Streets
from yizhan.people.models import Subdistrict
from yizhan.places.queries import announced
from yizhan.plans.models import (
    Publication,
    Scenario,
    StreetNetwork,
    Study,
    Timetable,
    TimetableLesson,
    TimetableRelease,
)
from yizhan.rounds.models import Booking

#: How prominently a street is drawn, 1 main to 4 small, by its class.
_RANKS = {"trunk": 1, "primary": 1, "secondary": 2, "tertiary": 3, "unclassified": 3, "residential": 3}


def newest_streets(subdistrict: Subdistrict) -> StreetNetwork | None:
    """Return the sub-district's newest street network, without its arrays; None where there is none."""
    return StreetNetwork.objects.filter(subdistrict=subdistrict).defer("arrays").first()


def stored_streets(network: StreetNetwork) -> Streets:
    """Return the streets of a network, kept in memory between requests; a network never changes."""
    return _stored(network.pk, network.imported_at)


@lru_cache(maxsize=4)
def _stored(pk: int, imported_at: dt.datetime) -> Streets:
    network = StreetNetwork.objects.get(pk=pk, imported_at=imported_at)
    return Streets.from_bytes(bytes(network.arrays))


def street_attribution(subdistrict: Subdistrict) -> str:
    """Return whom the streets on the map are due to; "" where there are none."""
    network = newest_streets(subdistrict)
    return network.attribution if network else ""


def street_lines(subdistrict: Subdistrict) -> dict[str, Any]:
    """Return every street as a GeoJSON line with its names and how prominently to draw it."""
    network = newest_streets(subdistrict)
    return {"type": "FeatureCollection", "features": []} if network is None else lines_of(network)


def lines_of(network: StreetNetwork) -> dict[str, Any]:
    """Return the streets of one network in the same form."""
    return _lines(network.pk, network.imported_at)


@lru_cache(maxsize=4)
def _lines(pk: int, imported_at: dt.datetime) -> dict[str, Any]:
    streets = _stored(pk, imported_at)
    lines: dict[int, list[list[int]]] = {}
    for way, u, v in zip(streets.way.tolist(), streets.u.tolist(), streets.v.tolist(), strict=True):
        pieces = lines.setdefault(way, [])
        if pieces and pieces[-1][-1] == u:
            pieces[-1].append(v)
        else:
            pieces.append([u, v])
    at = np.round(np.stack([streets.lon, streets.lat], axis=1), 6).tolist()
    features = [
        {
            "type": "Feature",
            "properties": {
                "name_zh": streets.name_zh[way],
                "name_en": streets.name_en[way],
                "rank": _RANKS.get(streets.way_class[way].removesuffix("_link"), 4),
            },
            "geometry": {
                "type": "MultiLineString",
                "coordinates": [[at[node] for node in piece] for piece in pieces],
            },
        }
        for way, pieces in sorted(lines.items())
    ]
    return {"type": "FeatureCollection", "features": features}


def study_area(subdistrict: Subdistrict) -> dict[str, Any] | None:
    """Return the outline of the study area as a GeoJSON geometry, None where none was given."""
    network = newest_streets(subdistrict)
    return network.area if network else None


def studies_of(subdistrict: Subdistrict) -> QuerySet[Study]:
    """Return the studies of a sub-district, by name."""
    return Study.objects.filter(subdistrict=subdistrict).order_by("slug")


def scenarios_of(study: Study) -> QuerySet[Scenario]:
    """Return the scenarios of a study, in the order they were made."""
    return study.scenarios.order_by("id")


def standing_publication(study: Study) -> Publication | None:
    """Return the newest publication of a study that was not undone."""
    return (
        Publication.objects.filter(scenario__study=study, undone_at=None)
        .select_related("scenario", "published_by")
        .first()
    )


def timetables_of(subdistrict: Subdistrict) -> QuerySet[Timetable]:
    """Return the timetables of a sub-district, the latest term first."""
    return Timetable.objects.filter(subdistrict=subdistrict).select_related("subdistrict")


def standing_release(timetable: Timetable) -> TimetableRelease | None:
    """Return the newest release of a timetable that was not undone."""
    return timetable.releases.filter(undone_at=None).select_related("released_by").first()


def bookings_touched(offerings: Iterable[int]) -> int:
    """Return how many bookings stand in these offerings."""
    return Booking.objects.filter(offering__in=set(offerings), ended_at=None).count()


def contacts_touched(offerings: Iterable[int]) -> int:
    """Return how many people would be told of a change in these offerings."""
    standing = Booking.objects.filter(offering__in=set(offerings), ended_at=None)
    return standing.values("contact").distinct().count()


def classes_to_place(subdistrict: Subdistrict) -> QuerySet[Offering]:
    """
    Return the classes without a session to come, which a timetable can place.

    `is_placed` says whether another timetable whose term is not over has it already.
    """
    today = clock.now().date()
    placed = TimetableLesson.objects.filter(offering=OuterRef("pk"), timetable__last_day__gte=today)
    coming = Session.objects.filter(
        offering=OuterRef("pk"), starts_at__gt=clock.now(), state=SessionState.PLANNED
    )
    offerings = Offering.objects.filter(~Exists(coming), subdistrict=subdistrict, kind=OfferingKind.CLASS)
    offerings = offerings.annotate(is_placed=Exists(placed))
    return offerings.select_related("version__course", "station", "lecturer").order_by("slug")


def unannounced_years(timetable: Timetable) -> list[int]:
    """Return the years of a term whose holidays are not known yet."""
    years = range(timetable.first_day.year, timetable.last_day.year + 1)
    return [year for year in years if year not in announced().years]


def streets_key(subdistrict: Subdistrict) -> str:
    """Return what names the streets a route was computed on; "" where there are none."""
    network = newest_streets(subdistrict)
    return "" if network is None else f"{network.pk} {network.imported_at.isoformat()}"


def is_route_current(route: Route) -> bool:
    """Whether a route was computed from the stops and streets as they are now."""
    timings = list(route.timings.all())
    wanted = input_hash(route, network=streets_key(route.subdistrict))
    return bool(timings) and all(timing.input_hash == wanted for timing in timings)
