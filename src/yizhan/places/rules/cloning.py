"""What one station takes over from another: services, amenities, rooms and hours, compared."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from yizhan.places.rules.schedules import Regular

Part = TypeVar("Part", bound=Hashable)

#: Hours of a room by its name, or of the station (None).
ScopedHours = tuple[str | None, Regular]


@dataclass(frozen=True, slots=True)
class Setup:
    """How a station is fitted out; rooms by their Chinese name."""

    services: frozenset[str] = frozenset()
    amenities: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    hours: frozenset[ScopedHours] = frozenset()

    def offered_to(self, station: "Setup") -> "Setup":
        """Return what a station may take over: hours it has set for itself are its own affair."""
        settled = {scope for scope, _ in station.hours}
        offered = frozenset(hours for hours in self.hours if hours[0] not in settled)
        return Setup(self.services, self.amenities, self.rooms, offered | (self.hours & station.hours))


@dataclass(frozen=True, slots=True)
class PartDiff(Generic[Part]):
    """One kind of thing: what comes new, what only the station has, what both have."""

    added: tuple[Part, ...]
    removed: tuple[Part, ...]
    kept: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class CloneDiff:
    """What it means to set a station up like its template."""

    services: PartDiff[str]
    amenities: PartDiff[str]
    rooms: PartDiff[str]
    hours: PartDiff[ScopedHours]

    @property
    def is_empty(self) -> bool:
        """Whether the station already is as its template."""
        parts = (self.services, self.amenities, self.rooms, self.hours)
        return not any(part.added or part.removed for part in parts)


def clone_diff(template: Setup, station: Setup) -> CloneDiff:
    """
    Return what changes when `station` is set up like `template`.

    Examples
    --------
    >>> diff = clone_diff(Setup(services=frozenset({"reading", "learning"})), Setup(frozenset({"reading"})))
    >>> diff.services.added, diff.services.kept
    (('learning',), ('reading',))
    """
    return CloneDiff(
        _part(template.services, station.services),
        _part(template.amenities, station.amenities),
        _part(template.rooms, station.rooms),
        _part(template.hours, station.hours),
    )


def _part(template: frozenset[Part], station: frozenset[Part]) -> PartDiff[Part]:
    return PartDiff(_sorted(template - station), _sorted(station - template), _sorted(template & station))


def _sorted(parts: frozenset[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=str))
