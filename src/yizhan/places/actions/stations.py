"""Open, change, close stations, and fit them out."""

from collections.abc import Collection, Mapping

from django.db import transaction

from yizhan.foundation.datums import Box
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import Building, Entrance, Room, Station, StationAmenity, StationService
from yizhan.places.models.validity import save_checked
from yizhan.places.rules.locating import refuse_point_outside
from yizhan.places.words import State

#: Codes of amenities or services, or codes with a Chinese and an English note.
Codes = Collection[str] | Mapping[str, tuple[str, str]]

_NOT_IN_STATE = Phrase(
    "“{station}”目前是“{state}”，不能这样做。", "{station} is {state}: that is not possible."
)
_SLUG_TAKEN = Phrase("这个网址代号已被使用，请换一个。", "This short address is taken; choose another.")
_CLOSE_WHY = Phrase("停用站点必须写明原因。", "Say why the station closes.")
_CHANGEABLE = frozenset(
    [
        "slug",
        "name_zh",
        "name_en",
        "level",
        "grade",
        "kind",
        "building",
        "parent",
        "cloned_from",
        "address_zh",
        "address_en",
        "floor",
        "lon",
        "lat",
        "point_within_m",
        "address_certainty",
        "source",
        "phone",
        "booking_zh",
        "booking_en",
        "entry",
        "example_parts",
    ]
)


@transaction.atomic
def add_building(
    *, subdistrict: Subdistrict, slug: str, name_zh: str, name_en: str, by: Account | None
) -> Building:
    """Register a building that houses stations."""
    require_runner(by=by, subdistrict=subdistrict)
    building = Building(subdistrict=subdistrict, slug=slug, name_zh=name_zh, name_en=name_en)
    save_checked(building)
    record(verb="add_building", subject=building, by=by, subdistrict=subdistrict)
    return building


@transaction.atomic
def open_station(
    *,
    subdistrict: Subdistrict,
    slug: str,
    by: Account | None,
    amenities: Codes = (),
    services: Codes = (),
    state: str = State.LIVE,
    **fields: object,
) -> Station:
    """
    Make a station, live unless `state` says otherwise; `fields` are columns of `Station`.

    A point outside the sub-district's box is refused, with the datum in which it would fit.
    """
    require_runner(by=by, subdistrict=subdistrict)
    station = Station(subdistrict=subdistrict, slug=slug, state=state, **fields)
    _refuse_misplaced(station)
    if Station.objects.filter(subdistrict=subdistrict, slug=slug).exists():
        raise Refusal("slug_taken", _SLUG_TAKEN)
    save_checked(station)
    _fit_out(station, amenities=amenities, services=services)
    record(verb="open_station", subject=station, by=by, subdistrict=subdistrict, state=str(state))
    return station


@transaction.atomic
def change_station(*, station: Station, by: Account | None, **changes: object) -> Station:
    """Change columns of a station; the audit keeps old and new values."""
    require_runner(by=by, subdistrict=station.subdistrict)
    unknown = changes.keys() - _CHANGEABLE
    if unknown:
        raise TypeError(f"not columns that may change: {', '.join(sorted(unknown))}")
    before = {name: getattr(station, name) for name in changes}
    for name, value in changes.items():
        setattr(station, name, value)
    _refuse_misplaced(station)
    save_checked(station)
    facts = {name: [_plain(before[name]), _plain(value)] for name, value in changes.items()}
    record(verb="change_station", subject=station, by=by, subdistrict=station.subdistrict, changes=facts)
    return station


@transaction.atomic
def fit_out_station(
    *,
    station: Station,
    by: Account | None,
    amenities: Codes | None = None,
    services: Codes | None = None,
) -> None:
    """Replace the amenities, the services or both: codes, or codes with a Chinese and English note."""
    require_runner(by=by, subdistrict=station.subdistrict)
    _fit_out(station, amenities=amenities, services=services)
    facts = {
        name: sorted(codes)
        for name, codes in (("amenities", amenities), ("services", services))
        if codes is not None
    }
    record(verb="fit_out_station", subject=station, by=by, subdistrict=station.subdistrict, **facts)


@transaction.atomic
def launch_station(*, station: Station, by: Account | None) -> Station:
    """Open a planned station to the public."""
    return _move(station, by=by, verb="launch_station", origin=State.PROPOSED, target=State.LIVE)


@transaction.atomic
def shelve_station(*, station: Station, by: Account | None) -> Station:
    """Take a station back to planning, as if it had not opened; everything known of it stays."""
    return _move(station, by=by, verb="shelve_station", origin=State.LIVE, target=State.PROPOSED)


@transaction.atomic
def close_station(*, station: Station, reason: str, by: Account | None) -> Station:
    """Take a station out of use; its page stays and says so."""
    if not reason.strip():
        raise Refusal("reason_missing", _CLOSE_WHY)
    return _move(station, by=by, verb="close_station", origin=State.LIVE, target=State.CLOSED, reason=reason)


@transaction.atomic
def reopen_station(*, station: Station, by: Account | None) -> Station:
    """Put a closed station back into use."""
    return _move(station, by=by, verb="reopen_station", origin=State.CLOSED, target=State.LIVE)


@transaction.atomic
def add_room(
    *, station: Station, name_zh: str, access: str, capacity: int, by: Account | None, **fields: object
) -> Room:
    """Add a room with its one access rule."""
    require_runner(by=by, subdistrict=station.subdistrict)
    room = Room(station=station, name_zh=name_zh, access=access, capacity=capacity, **fields)
    save_checked(room)
    record(verb="add_room", subject=room, by=by, subdistrict=station.subdistrict, access=str(access))
    return room


@transaction.atomic
def add_entrance(*, station: Station, name_zh: str, by: Account | None, **fields: object) -> Entrance:
    """Add a door."""
    require_runner(by=by, subdistrict=station.subdistrict)
    entrance = Entrance(station=station, name_zh=name_zh, **fields)
    save_checked(entrance)
    record(verb="add_entrance", subject=entrance, by=by, subdistrict=station.subdistrict)
    return entrance


def _move(
    station: Station, *, by: Account | None, verb: str, origin: State, target: State, **facts: object
) -> Station:
    require_runner(by=by, subdistrict=station.subdistrict)
    # One statement, so that of two people only one moves it.
    if not Station.objects.filter(pk=station.pk, state=origin).update(state=target):
        station.refresh_from_db(fields=["state"])
        named = Phrase(station.name_zh, station.name_en)
        raise Refusal("not_in_state", _NOT_IN_STATE, station=named, state=State(station.state).label)
    station.state = target
    record(verb=verb, subject=station, by=by, subdistrict=station.subdistrict, **facts)
    return station


def _refuse_misplaced(station: Station) -> None:
    home = station.subdistrict
    box = Box(home.west, home.south, home.east, home.north)
    where = Phrase(home.name_zh, home.name_en)
    refuse_point_outside(station.lon, station.lat, box=box, where=where)


def _fit_out(
    station: Station,
    *,
    amenities: Codes | None,
    services: Codes | None,
) -> None:
    if amenities is not None:
        station.amenities.all().delete()
        for code, (zh, en) in _with_notes(amenities).items():
            save_checked(StationAmenity(station=station, amenity=code, note_zh=zh, note_en=en))
    if services is not None:
        station.services.all().delete()
        for code, (zh, en) in _with_notes(services).items():
            save_checked(StationService(station=station, service=code, note_zh=zh, note_en=en))


def _with_notes(codes: Codes) -> Mapping[str, tuple[str, str]]:
    return codes if isinstance(codes, Mapping) else dict.fromkeys(codes, ("", ""))


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)
