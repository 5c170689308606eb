"""What publishing a scenario would change: opened options against what stands today."""

import datetime as dt
from dataclasses import dataclass

from yizhan.places.rules.schedules import Hours, Regular
from yizhan.places.words import Days, Level
from yizhan.planning.scenarios.catalogue import Catalogue, Pattern
from yizhan.planning.scenarios.reading import catalogue_from
from yizhan.plans.models import CandidateSite, Scenario
from yizhan.plans.words import ChangeKind


@dataclass(frozen=True, slots=True)
class StationChange:
    """One station that publishing would open, change or close; levels and patterns by their names."""

    site: CandidateSite
    kind: ChangeKind
    level: str
    pattern: str
    hours: tuple[Regular, ...] = ()

    @property
    def level_before(self) -> str:
        """Today's level, "" where nothing stands."""
        return self.site.today_level

    @property
    def pattern_before(self) -> str:
        """Today's opening pattern, "" where nothing stands."""
        return self.site.today_pattern


def changes_of(scenario: Scenario) -> list[StationChange]:
    """Return every change a scenario's plan means, by site; what stays as it is is left out."""
    catalogue = catalogue_from(scenario.study.catalogue)
    opened = dict(_parts(label) for label in scenario.report.get("opened", []))
    changes = []
    for site in scenario.study.sites.select_related("station"):
        change = _change(site, opened.get(site.label), catalogue)
        if change is not None:
            changes.append(change)
    return changes


def _parts(label: str) -> tuple[str, tuple[str, str]]:
    site, level, pattern = label.rsplit("/", 2)
    return site, (level, pattern)


def _change(
    site: CandidateSite, chosen: tuple[str, str] | None, catalogue: Catalogue
) -> StationChange | None:
    today = (site.today_level, site.today_pattern)
    if chosen is None:
        return StationChange(site, ChangeKind.CLOSE, "", "") if site.today_level else None
    if chosen == today:
        return None
    level, pattern = chosen
    kind = ChangeKind.CHANGE if site.today_level else ChangeKind.OPEN
    hours = regulars(catalogue.pattern(pattern)) if pattern != site.today_pattern else ()
    return StationChange(site, kind, level, pattern, hours)


def regulars(pattern: Pattern) -> tuple[Regular, ...]:
    """Return a pattern as opening rules of a station."""
    return tuple(
        Regular(Days(part.days.value), Hours(_time(part.opens), _time(part.closes))) for part in pattern.hours
    )


def station_level(level: str) -> Level:
    """Return the tier of a catalogue's level: its name where that is a tier, else a station."""
    return Level(level) if level in Level.values else Level.STATION


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)
