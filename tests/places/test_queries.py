"""Reads about places: right rows, few queries."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.people import make_account
from factories.places import (
    make_alliance,
    make_building,
    make_exception,
    make_member,
    make_room,
    make_rule,
    make_station,
)
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.working_days import DayKind
from yizhan.places import queries
from yizhan.places.models import CalendarDay, CalendarYear, Station
from yizhan.places.rules.opening import OpenState
from yizhan.places.words import Access, Amenity, Days, Level, ServiceKind, State

pytestmark = pytest.mark.django_db

TUESDAY_NOON = dt.datetime(2026, 3, 3, 12, tzinfo=SHANGHAI)


def queries_of(read):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def full_station(**fields):
    station = make_station(amenities=(Amenity.WATER,), services=(ServiceKind.READING,), **fields)
    make_room(station)
    make_rule(station, "09:00", "17:00")
    make_exception(station, dt.date(2026, 5, 1), dt.date(2026, 5, 1))
    return station


def test_live_stations_leave_out_proposed_and_closed():
    live = make_station()
    make_station(state=State.PROPOSED)
    make_station(state=State.CLOSED)
    assert list(queries.live_stations()) == [live]


def test_live_stations_of_one_subdistrict():
    here, _ = make_station(), make_station()
    assert list(queries.live_stations(here.subdistrict)) == [here]


def test_station_page_shows_closed_but_not_proposed():
    closed, proposed = make_station(state=State.CLOSED), make_station(state=State.PROPOSED)
    assert queries.station_page(closed.slug).get() == closed
    assert not queries.station_page(proposed.slug).exists()


def test_station_page_asks_as_often_with_three_of_everything():
    one, three = full_station(), full_station()
    for _ in range(2):
        make_room(three)
        make_rule(three, "18:00", "20:00")
        make_station(subdistrict=three.subdistrict, parent=three)

    def read(station):
        page = queries.station_page(station.slug).get()
        for rows in (page.rooms, page.amenities, page.services, page.entrances, page.points, page.upgrades):
            list(rows.all())
        queries.openings_at([page], TUESDAY_NOON)
        queries.room_schedules_of([page])

    assert queries_of(lambda: read(one)) == queries_of(lambda: read(three)) == 16


def test_openings_of_one_and_three_stations_take_four_queries():
    stations = [full_station() for _ in range(3)]
    assert [queries_of(lambda n=n: queries.openings_at(stations[:n], TUESDAY_NOON)) for n in (1, 3)] == [4, 4]


def test_search_of_one_and_three_stations_takes_as_many_queries():
    counts = []
    for _ in range(2):
        full_station()
        counts.append(queries_of(lambda: list(queries.search(queries.live_stations(), "shili"))))
        full_station()
    assert counts == [4, 4]


def test_with_amenities_needs_all_of_them():
    both = make_station(amenities=(Amenity.WATER, Amenity.FRIDGE))
    make_station(amenities=(Amenity.WATER,))
    assert list(queries.with_amenities(queries.live_stations(), ["water", "fridge"])) == [both]


def test_rest_points_are_those_with_the_service():
    rest = make_station(services=(ServiceKind.REST_POINT,))
    make_station(services=(ServiceKind.READING,))
    assert list(queries.rest_points()) == [rest]


@pytest.mark.parametrize(
    "text", ["玉兰", "baiyulan", "BYL", "White Mag", "东大名路", "ddml", "chongdian", "charging", "站 byl"]
)
def test_search_finds_by_chinese_pinyin_initials_and_english(text):
    found = make_station(
        name_zh="白玉兰党群服务站",
        name_en="White Magnolia Station",
        address_zh="东大名路501号",
        amenities=(Amenity.CHARGING,),
    )
    make_station(name_zh="唐山里", name_en="Tangshanli")
    assert list(queries.search(queries.live_stations(), text)) == [found]


def test_search_for_nothing_finds_all_and_for_nonsense_nothing():
    make_station()
    assert queries.search(queries.live_stations(), "  ").count() == 1
    assert not queries.search(queries.live_stations(), "qqxz").exists()


def test_alliance_rooms_are_shown_to_members_only():
    building = make_building()
    alliance = make_alliance(building)
    station = make_station(subdistrict=building.subdistrict, building=building)
    hall, lounge = make_room(station, access=Access.ALLIANCE), make_room(station)
    member, stranger = make_account(), make_account()
    make_member(alliance, member)
    make_member(make_alliance(), stranger)
    assert set(queries.visible_rooms(station, member)) == {hall, lounge}
    assert [set(queries.visible_rooms(station, who)) for who in (stranger, None, AnonymousUser())] == [
        {lounge}
    ] * 3


def test_stations_without_individual_route_are_listed():
    group_only = make_station()
    make_room(group_only, access=Access.GROUP)
    make_room(make_station(), access=Access.BOOKABLE)
    make_station(level=Level.POINT)
    assert list(queries.without_individual_route()) == [group_only]


def test_a_point_without_hours_keeps_those_of_its_station():
    station = make_station()
    make_rule(station, "09:00", "17:00")
    point = make_station(subdistrict=station.subdistrict, parent=station, level=Level.POINT)
    assert queries.openings_at([point], TUESDAY_NOON)[point.pk].state is OpenState.OPEN


def test_a_room_exception_leaves_its_station_open():
    station = make_station()
    make_rule(station, "09:00", "17:00")
    room, other = make_room(station), make_room(station)
    day = TUESDAY_NOON.date()
    make_exception(station, day, day, room=room)
    schedules = queries.room_schedules_of([station])
    states = [
        queries.opening_at(schedules[pk], TUESDAY_NOON, queries.day_kind_of()).state
        for pk in (room.pk, other.pk)
    ]
    assert states == [OpenState.CLOSED, OpenState.OPEN]
    assert queries.openings_at([station], TUESDAY_NOON)[station.pk].is_open


def test_day_kinds_know_the_shipped_year_and_not_the_next():
    kinds = queries.day_kinds(dt.date(2026, 2, 14), dt.date(2026, 2, 17))
    assert kinds[dt.date(2026, 2, 14)] is DayKind.WORKDAY
    assert kinds[dt.date(2026, 2, 17)] is DayKind.HOLIDAY


def test_an_imported_year_overrides_the_library():
    year = CalendarYear.objects.create(year=2026, source="示例", imported_at=TUESDAY_NOON)
    CalendarDay.objects.create(year=year, date=dt.date(2026, 3, 3), is_off=True, name="示例")
    kinds = queries.day_kinds(dt.date(2026, 2, 17), dt.date(2026, 3, 3))
    assert kinds[dt.date(2026, 3, 3)] is DayKind.HOLIDAY
    assert kinds[dt.date(2026, 2, 17)] is DayKind.WORKDAY


def test_workday_rule_holds_on_a_makeup_saturday():
    station = make_station()
    make_rule(station, "09:00", "17:00", Days.WORKDAY)
    opening = queries.openings_at([station], dt.datetime(2026, 2, 14, 10, tzinfo=SHANGHAI))[station.pk]
    assert (opening.state, opening.makeup_day) == (OpenState.OPEN, True)


def test_station_without_hours_is_unknown():
    station = make_station()
    opening = queries.openings_at(Station.objects.filter(pk=station.pk), TUESDAY_NOON)[station.pk]
    assert (opening.state, opening.published) == (OpenState.UNKNOWN, False)
