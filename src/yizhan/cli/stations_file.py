"""Reads `stations.toml`: a sub-district with its buildings and stations, stored by the usual actions."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.people.actions import found_subdistrict
from yizhan.people.models import Subdistrict
from yizhan.places.actions.alliances import found_alliance, join_alliance
from yizhan.places.actions.hours import set_opening_rules
from yizhan.places.actions.stations import add_building, add_entrance, add_room, open_station
from yizhan.places.actions.upgrades import set_upgrades
from yizhan.places.models import Building, Station
from yizhan.places.rules.schedules import Hours, Regular
from yizhan.places.words import Days

_UNREADABLE = Phrase(zh="无法读取（{reason}）", en="cannot be read ({reason})")
_WRONG = Phrase(zh="有误：{reason}", en="is wrong: {reason}")

#: Parts of a station that are rows of their own, not columns.
_PARTS = frozenset(
    {"building", "parent", "clone_of", "within_m", "example", "services", "amenities"}
    | {"entrances", "rooms", "hours", "upgrades"}
)


def store_stations(file: Path) -> Subdistrict:
    """
    Store everything a stations file says, or nothing.

    Raises
    ------
    BadInput
        Names the file and the station whose entry is wrong.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput("stations_unreadable", _UNREADABLE, file=str(file), reason=error) from error
    with transaction.atomic():
        subdistrict = _subdistrict(content["subdistrict"])
        buildings = {item["slug"]: _building(subdistrict, item) for item in content.get("building", [])}
        stations: dict[str, Station] = {}
        for item in content["station"]:
            try:
                stations[item["slug"]] = _station(subdistrict, item, buildings, stations)
            except (Refusal, ValidationError, KeyError, TypeError, ValueError) as error:
                slug = str(item.get("slug", "?"))
                raise BadInput("station_wrong", _WRONG, file=str(file), field=slug, reason=error) from error
    return subdistrict


def _subdistrict(item: Mapping[str, Any]) -> Subdistrict:
    return found_subdistrict(
        district=tuple(item["district"]),
        slug=item["slug"],
        name_zh=item["name_zh"],
        name_en=item["name_en"],
        box=tuple(item["box"]),
        by=None,
    )


def _building(subdistrict: Subdistrict, item: Mapping[str, Any]) -> Building:
    building = add_building(
        subdistrict=subdistrict, slug=item["slug"], name_zh=item["name_zh"], name_en=item["name_en"], by=None
    )
    if "alliance" in item:
        named = item["alliance"]
        alliance = found_alliance(
            building=building, name_zh=named["name_zh"], name_en=named["name_en"], by=None
        )
        for name_zh, name_en in named["members"]:
            join_alliance(alliance=alliance, name_zh=name_zh, name_en=name_en, by=None)
    return building


def _station(
    subdistrict: Subdistrict,
    item: Mapping[str, Any],
    buildings: Mapping[str, Building],
    stations: Mapping[str, Station],
) -> Station:
    station = open_station(
        subdistrict=subdistrict,
        by=None,
        amenities=dict(_amenity(one) for one in item.get("amenities", [])),
        services=item.get("services", []),
        building=buildings[item["building"]] if "building" in item else None,
        parent=stations[item["parent"]] if "parent" in item else None,
        cloned_from=stations[item["clone_of"]] if "clone_of" in item else None,
        point_within_m=item.get("within_m", 0),
        example_parts=item.get("example", []),
        **{name: value for name, value in item.items() if name not in _PARTS},
    )
    for entrance in item.get("entrances", []):
        add_entrance(station=station, by=None, **entrance)
    for room in item.get("rooms", []):
        _room(station, room)
    set_upgrades(station=station, items=[tuple(pair) for pair in item.get("upgrades", [])], by=None)
    set_opening_rules(station=station, rules=[_regular(rule) for rule in item.get("hours", [])], by=None)
    return station


def _room(station: Station, item: Mapping[str, Any]) -> None:
    room = add_room(
        station=station, by=None, **{name: value for name, value in item.items() if name != "hours"}
    )
    if "hours" in item:
        rules = [_regular(rule) for rule in item["hours"]]
        set_opening_rules(station=station, room=room, rules=rules, by=None)


def _amenity(one: str | Mapping[str, str]) -> tuple[str, tuple[str, str]]:
    if isinstance(one, str):
        return one, ("", "")
    return one["amenity"], (one.get("note_zh", ""), one.get("note_en", ""))


def _regular(rule: Mapping[str, str]) -> Regular:
    times = (dt.time.fromisoformat(rule[name]) for name in ("opens", "closes"))
    return Regular(Days(rule["days"]), Hours(*times))
