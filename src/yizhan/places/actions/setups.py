"""Set a station up like another: nothing is typed twice."""

from django.db import transaction

from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.actions.hours import set_opening_rules
from yizhan.places.actions.stations import open_station
from yizhan.places.models import Room, Station, StationAmenity, StationService, UpgradeItem
from yizhan.places.queries import setup_of
from yizhan.places.rules.cloning import CloneDiff, clone_diff
from yizhan.places.rules.schedules import Regular
from yizhan.places.words import State

#: Columns a new station takes over; name, address, point, phone and floor are its own.
_TAKEN_OVER = ("level", "kind", "entry", "booking_zh", "booking_en")
#: Parts that may be invented and are copied, so that they stay labelled.
_COPIED_PARTS = frozenset({"hours", "amenities", "services", "rooms"})


@transaction.atomic
def clone_station(
    *, template: Station, slug: str, lon: float, lat: float, by: Account | None, **fields: object
) -> tuple[Station, CloneDiff]:
    """Plan a new station set up like its template; returns it and what it took over."""
    taken = {name: getattr(template, name) for name in _TAKEN_OVER}
    station = open_station(
        subdistrict=template.subdistrict,
        slug=slug,
        state=State.PROPOSED,
        by=by,
        **{**taken, **fields, "lon": lon, "lat": lat, "cloned_from": template},  # type: ignore[arg-type]
    )
    return station, copy_setup(template=template, station=station, by=by)


@transaction.atomic
def copy_setup(*, template: Station, station: Station, by: Account | None) -> CloneDiff:
    """
    Give a station what its template has and it lacks; nothing it has is changed or taken away.

    Regular hours are copied only where the station has none of its own. Returns the comparison made
    before: `added` is what came new.
    """
    require_runner(by=by, subdistrict=station.subdistrict)
    before = setup_of(station)
    diff = clone_diff(setup_of(template).offered_to(before), before)
    _copy_parts(template, station, diff)
    _copy_hours(station, diff, by=by)
    _copy_checklist(template, station)
    invented = _COPIED_PARTS.intersection(template.example_parts)
    station.example_parts = sorted({*station.example_parts, *invented})
    if station.cloned_from is None:
        station.cloned_from = template
    station.save(update_fields=["example_parts", "cloned_from"])
    record(
        verb="copy_setup",
        subject=station,
        by=by,
        subdistrict=station.subdistrict,
        template=template.slug,
        services=diff.services.added,
        amenities=diff.amenities.added,
        rooms=diff.rooms.added,
        hours=len(diff.hours.added),
    )
    return diff


def _copy_parts(template: Station, station: Station, diff: CloneDiff) -> None:
    StationService.objects.bulk_create(
        StationService(station=station, service=row.service, note_zh=row.note_zh, note_en=row.note_en)
        for row in template.services.filter(service__in=diff.services.added)
    )
    StationAmenity.objects.bulk_create(
        StationAmenity(station=station, amenity=row.amenity, note_zh=row.note_zh, note_en=row.note_en)
        for row in template.amenities.filter(amenity__in=diff.amenities.added)
    )
    Room.objects.bulk_create(
        Room(
            station=station,
            name_zh=row.name_zh,
            name_en=row.name_en,
            capacity=row.capacity,
            area_m2=row.area_m2,
            access=row.access,
        )
        for row in template.rooms.filter(name_zh__in=diff.rooms.added)
    )


def _copy_hours(station: Station, diff: CloneDiff, *, by: Account | None) -> None:
    rooms = {room.name_zh: room for room in station.rooms.all()}
    wanted: dict[str | None, list[Regular]] = {}
    for scope, rule in diff.hours.added:
        wanted.setdefault(scope, []).append(rule)
    for scope, rules in wanted.items():
        room = rooms[scope] if scope is not None else None
        set_opening_rules(station=station, rules=rules, room=room, by=by)


def _copy_checklist(template: Station, station: Station) -> None:
    known = set(station.upgrades.values_list("what_zh", flat=True))
    UpgradeItem.objects.bulk_create(
        UpgradeItem(station=station, what_zh=item.what_zh, what_en=item.what_en)
        for item in template.upgrades.all()
        if item.what_zh not in known
    )
