"""A small town for pages: a centre, a tower with a care home open all night, a bookshop."""

import datetime as dt
from dataclasses import dataclass

from factories.people import make_subdistrict
from factories.places import make_building, make_room, make_rule, make_station
from yizhan.foundation.clock import SHANGHAI
from yizhan.people.models import Subdistrict
from yizhan.places.models import Building, Entrance, Station, StationAmenity
from yizhan.places.words import Access, Amenity, Certainty, Days, Entry, Kind, Level, ServiceKind

#: A plain Wednesday noon in a year whose calendar is known.
NOON = dt.datetime(2026, 3, 11, 12, 0, tzinfo=SHANGHAI)
#: The same day after everything but the care home has shut.
MIDNIGHT = dt.datetime(2026, 3, 11, 23, 30, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Town:
    """What was made."""

    subdistrict: Subdistrict
    centre: Station
    tower: Building
    station: Station
    care_home: Station
    bookshop: Station


def make_town() -> Town:
    """Four stations; everything invented is marked so."""
    town = make_subdistrict(slug="test-town", name_zh="测试街道", name_en="Testtown")
    tower = make_building(town, slug="greenland", name_zh="绿地楼", name_en="Greenland Tower")
    station = _station(town, tower)
    care_home = make_station(
        subdistrict=town,
        slug="care-home",
        name_zh="关爱之家",
        name_en="Care Home",
        level=Level.POINT,
        parent=station,
        building=tower,
        lon=121.5098,
        lat=31.2593,
        floor="1F",
        phone="021-0000-0104",
        entry=Entry.OUTDOOR_WORKERS,
        booking_zh="不需预约",
        booking_en="No booking",
        amenities=(Amenity.CHARGING, Amenity.TOILET, Amenity.SEATS),
        services=(ServiceKind.REST_POINT,),
        example_parts=["hours", "other_amenities"],
    )
    for amenity in (Amenity.FRIDGE, Amenity.WATER):
        StationAmenity.objects.create(
            station=care_home, amenity=amenity, note_zh="物业捐赠", note_en="Given by the property firm"
        )
    make_rule(care_home, "00:00", "00:00")
    return Town(town, _centre(town), tower, station, care_home, _bookshop(town))


def _centre(town: Subdistrict) -> Station:
    centre = make_station(
        subdistrict=town,
        slug="centre",
        name_zh="街道党群服务中心",
        name_en="Community Service Centre",
        level=Level.CENTRE,
        kind=Kind.OFFICE,
        lon=121.4945,
        lat=31.2535,
        phone="021-0000-0101",
        address_zh="新建路1号",
        address_en="1 Xinjian Road",
        booking_zh="电话预约",
        booking_en="Book by phone",
        amenities=(Amenity.WATER, Amenity.TOILET, Amenity.STEP_FREE),
        services=(ServiceKind.FRONT_DESK, ServiceKind.NIGHT_SCHOOL),
        example_parts=["hours", "phone", "amenities"],
    )
    make_rule(centre, "08:30", "20:30", Days.WORKDAY)
    make_rule(centre, "09:00", "17:00", Days.WEEKEND)
    make_room(centre, name_zh="多功能厅", name_en="Hall", access=Access.BOOKABLE)
    make_room(centre, name_zh="联盟路演厅", name_en="Alliance hall", access=Access.ALLIANCE)
    Entrance.objects.create(station=centre, name_zh="正门", name_en="Main door", step_free=True)
    return centre


def _station(town: Subdistrict, tower: Building) -> Station:
    station = make_station(
        subdistrict=town,
        slug="tower",
        name_zh="绿地楼党群服务站",
        name_en="Greenland Station",
        building=tower,
        lon=121.5098,
        lat=31.2593,
        point_within_m=200,
        address_zh="大连路旁",
        address_en="Beside Dalian Road",
        address_certainty=Certainty.LOW,
        entry=Entry.REGISTER_AT_DESK,
        phone="021-0000-0105",
        amenities=(Amenity.TOILET, Amenity.SEATS),
        services=(ServiceKind.HEALTH_POST, ServiceKind.REST_POINT),
        example_parts=["hours", "phone"],
    )
    make_rule(station, "08:30", "18:00", Days.WORKDAY)
    return station


def _bookshop(town: Subdistrict) -> Station:
    shop = make_station(
        subdistrict=town,
        slug="bookshop",
        name_zh="1925书局站",
        name_en="1925 Bookshop",
        kind=Kind.BOOKSHOP,
        lon=121.4806,
        lat=31.2505,
        phone="021-0000-0107",
        amenities=(Amenity.BOOKS, Amenity.WATER),
        services=(ServiceKind.READING, ServiceKind.NIGHT_SCHOOL),
    )
    make_rule(shop, "10:00", "21:00")
    return shop
