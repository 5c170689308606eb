"""Stored streets: drawn, walked, caught."""

import pytest

from factories.people import make_subdistrict
from factories.places import make_station
from factories.plans import make_network
from yizhan.plans.bridge import catchment_outlines, walking_route, walking_times
from yizhan.plans.queries import newest_streets, street_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    subdistrict = make_subdistrict()
    make_network(subdistrict)
    return subdistrict


def test_streets_are_drawn_with_names(home):
    names = {line["properties"]["name_zh"] for line in street_lines(home)["features"]}
    assert {"四川北路", "东大名路", "大连路"} <= names


def test_place_without_streets_has_no_map_and_no_ways():
    subdistrict = make_subdistrict()
    station = make_station(subdistrict=subdistrict)
    assert newest_streets(subdistrict) is None
    assert street_lines(subdistrict)["features"] == []
    assert walking_times(lon=121.49, lat=31.25, stations=[station]) == {}
    assert walking_route(lon=121.49, lat=31.25, station=station) is None


def test_way_on_foot_takes_as_long_as_the_list_says(home):
    station = make_station(subdistrict=home)
    times = walking_times(lon=121.4806, lat=31.2505, stations=[station])
    way = walking_route(lon=121.4806, lat=31.2505, station=station)
    assert times[station.pk] == pytest.approx(way["minutes"])
    assert way["coordinates"][0] == [121.4806, 31.2505]
    assert way["coordinates"][-1] == [121.4933, 31.2508]
    assert way["metres"] == pytest.approx(way["minutes"] * 80)


def test_elderly_people_take_longer(home):
    station = make_station(subdistrict=home)
    adult, elderly = (
        walking_times(lon=121.4806, lat=31.2505, stations=[station], speed=speed)[station.pk]
        for speed in ("adult", "elderly")
    )
    assert elderly == pytest.approx(adult * 4.8 / 3.3)


def test_start_off_the_network_reaches_nothing(home):
    station = make_station(subdistrict=home)
    assert walking_times(lon=121.3, lat=31.1, stations=[station]) == {}
    assert walking_route(lon=121.3, lat=31.1, station=station) is None


def test_station_off_the_network_is_left_out(home):
    near, far = make_station(subdistrict=home), make_station(subdistrict=home, lon=121.466, lat=31.236)
    assert set(walking_times(lon=121.4806, lat=31.2505, stations=[near, far])) == {near.pk}


def test_catchments_grow_with_minutes(home):
    east = []
    for minutes in (5, 10, 15):
        drawn = catchment_outlines(newest_streets(home), [("x", 121.4933, 31.2508)], minutes=minutes)
        east.append(max(point[0] for point in drawn["features"][0]["geometry"]["coordinates"][0]))
    assert east[0] < east[1] < east[2]


def test_newer_streets_take_the_place_of_older(home):
    newer = make_network(home)
    assert newest_streets(home).pk == newer.pk
