"""A town, with and without streets, and a clock that stands still: for pages and journeys."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

STREETS = Path(__file__).resolve().parents[1] / "demo/north_bund/streets.osm"


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """Return what stops the clock at a moment."""
    from yizhan.foundation import clock

    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A laptop's folder of its own, where text messages arrive."""
    from django.test import override_settings

    with override_settings(HOME=tmp_path, TEXT_GATEWAY="yizhan.outside.texts.FileMailbox"):
        yield tmp_path


@pytest.fixture
def town(db: None, clock_at: Callable[[dt.datetime], None]) -> object:
    """Four stations on a Wednesday at noon."""
    from django.core.cache import cache

    from factories.towns import NOON, make_town

    cache.clear()
    clock_at(NOON)
    return make_town()


@pytest.fixture
def streets_town(town: Any) -> object:
    """The same with the schematic streets of the demonstration, and an outline."""
    from yizhan.outside.osm import read_streets
    from yizhan.plans.actions import import_streets

    place = town.subdistrict
    west, south, east, north = place.west, place.south, place.east, place.north
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    import_streets(
        subdistrict=place,
        streets=read_streets(STREETS),
        name="示意路网",
        attribution="示意路网（示例）",
        area={"type": "Polygon", "coordinates": [corners]},
        is_schematic=True,
        by=None,
    )
    return town
