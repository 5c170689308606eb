"""What one station shows in a list: state, kit, doors, the way on foot."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from yizhan.places import queries as places
from yizhan.places.models import Entrance, Station, StationAmenity, StationService
from yizhan.places.rules.opening import Opening
from yizhan.places.words import Amenity, Level
from yizhan.plans import bridge
from yizhan.portal.moments import Moment
from yizhan.portal.origins import Origin
from yizhan.portal.reader import Pace
from yizhan.portal.states import State, state_of

AMENITY_ORDER = {amenity: place for place, amenity in enumerate(Amenity.values)}
LEVEL_ORDER = {level: place for place, level in enumerate(Level.values)}


@dataclass(frozen=True, slots=True)
class Card:
    """One station as the lists, the map and the posters show it."""

    number: int
    station: Station
    opening: Opening
    state: State
    walk_exact: float | None
    too_far: bool

    @property
    def walk(self) -> int | None:
        """Whole minutes on foot, at least one."""
        return None if self.walk_exact is None else max(1, round(self.walk_exact))

    @property
    def lon(self) -> str:
        """Longitude with a point, whatever the language."""
        return f"{self.station.lon:.6f}"

    @property
    def lat(self) -> str:
        """Latitude with a point, whatever the language."""
        return f"{self.station.lat:.6f}"

    @property
    def kit(self) -> list[StationAmenity]:
        """Amenities in the order of the words."""
        return sorted(self.station.amenities.all(), key=lambda thing: AMENITY_ORDER[thing.amenity])

    @property
    def noted(self) -> list[StationAmenity]:
        """Amenities with something to say about them, as who gave them."""
        return [thing for thing in self.kit if thing.note_zh]

    @property
    def entrances(self) -> list[Entrance]:
        """Doors, step-free ones first."""
        return sorted(self.station.entrances.all(), key=lambda door: not door.step_free)

    @property
    def services(self) -> list[StationService]:
        """What the station does for people."""
        return list(self.station.services.all())


def shown(stations: QuerySet[Station]) -> QuerySet[Station]:
    """Fetch with the stations what a card shows, in a fixed number of queries."""
    return stations.prefetch_related("amenities", "entrances", "services")


def cards_of(
    stations: Iterable[Station],
    *,
    moment: Moment,
    now: dt.datetime,
    origin: Origin | None = None,
    pace: Pace = "adult",
) -> list[Card]:
    """Return the cards of stations, nearest first where there is a starting point, else open ones first."""
    rows = list(stations)
    minutes = {}
    if origin is not None:
        minutes = bridge.walking_times(lon=origin.lon, lat=origin.lat, stations=rows, speed=pace)
    openings = places.openings_at(rows, moment.at)
    cards = [
        Card(
            number=0,
            station=station,
            opening=openings[station.pk],
            state=state_of(openings[station.pk], at=moment.at, now=now),
            walk_exact=minutes.get(station.pk),
            too_far=origin is not None and station.pk not in minutes,
        )
        for station in rows
    ]
    return numbered(sorted(cards, key=_by_opening if origin is None else _by_walk))


def numbered(cards: Iterable[Card]) -> list[Card]:
    """Give cards the numbers the pins of the map carry, from one."""
    return [replace(card, number=place) for place, card in enumerate(cards, start=1)]


def by_next_opening(cards: Iterable[Card]) -> list[Card]:
    """Return closed stations that will certainly open, soonest first."""
    coming = [(card.opening.next_opens, card.number, card) for card in cards if card.opening.next_opens]
    return numbered(card for _, _, card in sorted(coming, key=lambda entry: entry[:2]))


def _by_walk(card: Card) -> tuple[float, str]:
    return (float("inf") if card.walk_exact is None else card.walk_exact, card.station.slug)


def _by_opening(card: Card) -> tuple[bool, int, str]:
    return (not card.state.is_open, LEVEL_ORDER[card.station.level], card.station.slug)
