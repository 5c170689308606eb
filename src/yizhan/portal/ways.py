"""The way on foot, in words, and the nearest other station."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from yizhan.foundation.datums import haversine_m
from yizhan.places.models import Station
from yizhan.plans import bridge
from yizhan.portal.cards import Card
from yizhan.portal.origins import Origin
from yizhan.portal.reader import Pace, reads_english

NEAREST_TEN = 10  # metres: what a reader can use of a distance


@dataclass(frozen=True, slots=True)
class Step:
    """One street of a way."""

    words: str


@dataclass(frozen=True, slots=True)
class Way:
    """Minutes, metres, streets, and the line for the map."""

    minutes: int
    metres: int
    steps: list[Step]
    line: list[list[float]]


def way_to(station: Station, *, origin: Origin, pace: Pace) -> Way | None:
    """Return the way on foot from a starting point, or None where there is none."""
    route = bridge.walking_route(lon=origin.lon, lat=origin.lat, station=station, speed=pace)
    if route is None:
        return None
    return Way(
        minutes=max(1, round(route["minutes"])),
        metres=_rounded(route["metres"]),
        steps=[Step(_step_words(step)) for step in route["steps"]],
        line=route["coordinates"],
    )


def nearest_to(station: Station, others: Sequence[Card]) -> Card | None:
    """Return the nearest other station on foot; as the crow flies where no street is known."""
    if not others:
        return None
    times = bridge.walking_times(
        lon=station.lon, lat=station.lat, stations=[card.station for card in others], speed="adult"
    )
    nearest = min(others, key=lambda card: (times.get(card.station.pk, float("inf")), _apart(station, card)))
    return replace(nearest, number=0, walk_exact=times.get(nearest.station.pk))


def _apart(station: Station, card: Card) -> float:
    return haversine_m(station.lon, station.lat, card.station.lon, card.station.lat)


def _rounded(metres: float) -> int:
    return round(metres / NEAREST_TEN) * NEAREST_TEN


def _step_words(step: Mapping[str, Any]) -> str:
    chinese, english = step["name_zh"], step["name_en"]
    name = (english or chinese) if reads_english() else (chinese or english)
    plain, stairs = _("沿%(street)s走 %(metres)d 米"), _("沿%(street)s走 %(metres)d 米（有台阶）")
    facts = {"street": name or _("无名道路"), "metres": _rounded(step["metres"])}
    return (stairs if step["stairs"] else plain) % facts
