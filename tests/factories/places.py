"""Stations, rooms, hours, alliances."""

import datetime as dt
from itertools import count

from factories.people import make_subdistrict
from yizhan.foundation import clock
from yizhan.people.models import Account, Subdistrict
from yizhan.places.models import (
    Alliance,
    AllianceMember,
    Building,
    Loan,
    OpeningException,
    OpeningRule,
    Room,
    Station,
    StationAmenity,
    StationService,
)
from yizhan.places.words import Access, Amenity, Days, Kind, Level, ServiceKind, State

numbers = count(1)


def make_station(
    *,
    subdistrict: Subdistrict | None = None,
    slug: str | None = None,
    amenities: tuple[Amenity, ...] = (),
    services: tuple[ServiceKind, ...] = (),
    **fields: object,
) -> Station:
    """A live station in the middle of the North Bund."""
    number = next(numbers)
    values: dict[str, object] = {
        "name_zh": f"示例站{number}",
        "name_en": f"Example station {number}",
        "level": Level.STATION,
        "kind": Kind.TOWER,
        "state": State.LIVE,
        "lon": 121.4933,
        "lat": 31.2508,
    }
    station = Station.objects.create(
        subdistrict=subdistrict or make_subdistrict(), slug=slug or f"station-{number}", **values | fields
    )
    StationAmenity.objects.bulk_create(StationAmenity(station=station, amenity=code) for code in amenities)
    StationService.objects.bulk_create(StationService(station=station, service=code) for code in services)
    return station


def make_room(station: Station | None = None, **fields: object) -> Room:
    values: dict[str, object] = {"name_zh": f"房间{next(numbers)}", "capacity": 20, "access": Access.WALK_IN}
    return Room.objects.create(station=station or make_station(), **values | fields)


def make_rule(
    station: Station, opens: str, closes: str, days: Days = Days.EVERY_DAY, **fields: object
) -> OpeningRule:
    times = {"opens": dt.time.fromisoformat(opens), "closes": dt.time.fromisoformat(closes)}
    return OpeningRule.objects.create(station=station, days=days, **times, **fields)


def make_exception(
    station: Station, first_day: dt.date, last_day: dt.date, **fields: object
) -> OpeningException:
    values: dict[str, object] = {"reason_zh": "设备检修", "published_at": clock.now()}
    return OpeningException.objects.create(
        station=station, first_day=first_day, last_day=last_day, **values | fields
    )


def make_building(subdistrict: Subdistrict | None = None, **fields: object) -> Building:
    number = next(numbers)
    values: dict[str, object] = {
        "slug": f"tower-{number}",
        "name_zh": f"示例楼{number}",
        "name_en": f"Tower {number}",
    }
    return Building.objects.create(subdistrict=subdistrict or make_subdistrict(), **values | fields)


def make_alliance(building: Building | None = None) -> Alliance:
    return Alliance.objects.create(building=building or make_building(), name_zh="示例联盟")


def make_member(alliance: Alliance, *accounts: Account) -> AllianceMember:
    member = AllianceMember.objects.create(alliance=alliance, name_zh=f"示例企业{next(numbers)}")
    member.accounts.set(accounts)
    return member


def make_alliance_room() -> tuple[Room, AllianceMember, AllianceMember]:
    """A room that may be lent, its owner and a borrower."""
    building = make_building()
    alliance = make_alliance(building)
    station = make_station(subdistrict=building.subdistrict, building=building)
    return make_room(station, access=Access.ALLIANCE), make_member(alliance), make_member(alliance)


def make_loan(
    room: Room, owner: AllianceMember, borrower: AllianceMember, start: dt.datetime, hours: int = 2
) -> Loan:
    return Loan.objects.create(
        room=room, owner=owner, borrower=borrower, starts_at=start, ends_at=start + dt.timedelta(hours=hours)
    )
