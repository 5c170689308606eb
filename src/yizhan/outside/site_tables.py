"""Tables of candidate sites: where a station is or could be, with its siting record."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yizhan.foundation.datums import metres_per_degree
from yizhan.foundation.phrases import Phrase
from yizhan.outside.coordinates import coordinates
from yizhan.outside.tables import Row, read_table

_TWICE = Phrase("编号“{label}”出现了两次", "the id '{label}' appears twice")
_HALF = Phrase("等级和开放方式要么都填，要么都不填", "give level and pattern both, or neither")

_REQUIRED = ("id", "name_zh", "name_en", "kind", "lon", "lat")
_NOTES = ("space", "owner", "staff", "services", "building")
_OPTIONAL = ("datum", "neighbourhood", "level", "pattern", *_NOTES)


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site; `level` and `pattern` are today's, "" where nothing stands; the rest are notes."""

    label: str
    name_zh: str
    name_en: str
    kind: str
    lon: float
    lat: float
    neighbourhood: str
    level: str
    pattern: str
    space: str
    owner: str
    staff: str
    services: str
    building: str


def read_sites(
    path: Path | str,
    *,
    area: Any,
    kinds: Sequence[str],
    levels: Sequence[str],
    patterns: Sequence[str],
    zones: Sequence[tuple[str, float, float]],
) -> list[SiteRow]:
    """
    Return the sites of a CSV file; one without a neighbourhood gets the nearest zone's name.

    Raises
    ------
    BadInput
        Names file, row and field: a coordinate missing, impossible, outside `area` or in another datum; an
        unknown kind, level or pattern; an id used twice.
    """
    sites: dict[str, SiteRow] = {}
    rows = read_table(path, required=_REQUIRED, optional=_OPTIONAL)
    for row, (lon, lat) in zip(rows, coordinates(rows, area=area).tolist(), strict=True):
        zone = nearest_zone(zones, lon=lon, lat=lat)
        site = _site(row, lon, lat, zone=zone, kinds=kinds, levels=levels, patterns=patterns)
        if site.label in sites:
            raise row.refusal("id", code="site_twice", phrase=_TWICE, label=site.label)
        sites[site.label] = site
    return list(sites.values())


def _site(
    row: Row,
    lon: float,
    lat: float,
    *,
    zone: str,
    kinds: Sequence[str],
    levels: Sequence[str],
    patterns: Sequence[str],
) -> SiteRow:
    level, pattern = row.text("level", default=""), row.text("pattern", default="")
    if bool(level) != bool(pattern):
        raise row.refusal("pattern" if level else "level", code="site_half_today", phrase=_HALF)
    return SiteRow(
        label=row.text("id"),
        name_zh=row.text("name_zh"),
        name_en=row.text("name_en"),
        kind=row.choice("kind", kinds),
        lon=lon,
        lat=lat,
        neighbourhood=row.text("neighbourhood", default=zone),
        level=row.choice("level", levels) if level else "",
        pattern=row.choice("pattern", patterns) if pattern else "",
        **{name: row.text(name, default="") for name in _NOTES},
    )


def nearest_zone(zones: Sequence[tuple[str, float, float]], *, lon: float, lat: float) -> str:
    """Return the name of the nearest zone centre in a straight line; of equally near ones the first."""
    across, along = metres_per_degree(lat)
    return min(zones, key=lambda zone: math.hypot((zone[1] - lon) * across, (zone[2] - lat) * along))[0]
