"""Routes: their stops, when the public sees them, and the classes that walk them."""

import datetime as dt

import pytest

from factories.offers import make_offering, make_version
from factories.people import make_account, make_subdistrict
from factories.places import make_station
from factories.refusing import refused
from factories.stories import make_route, make_story
from yizhan.offers.actions.routes import (
    Stop,
    add_route,
    change_route,
    publish_route,
    stop_walking,
    unpublish_route,
    walk_route,
)
from yizhan.offers.models import Route, RouteTiming
from yizhan.offers.queries.routes import input_hash, published_routes
from yizhan.offers.rules.routes import clock_time, shut_weekdays
from yizhan.offers.words import CourseType, RouteState
from yizhan.people.words import RoleName
from yizhan.places.rules.stories import Visiting
from yizhan.places.words import StoryState

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return make_subdistrict()


def add(place, *stops, **more):
    values = {"slug": "loop", "written": {"name_zh": "环线"}, "by": None} | more
    return add_route(subdistrict=place, stops=list(stops), **values)


def test_a_route_has_stories_and_free_points_in_order(place):
    story = make_story(place, visit_min=25)
    route = add(
        place, Stop(name_zh="地铁口", lon=121.4933, lat=31.252), Stop(story), Stop(story, visit_min=0)
    )
    assert [(stop.position, stop.visit_min) for stop in route.stops.all()] == [(1, 0), (2, 25), (3, 0)]


def test_a_route_with_impossible_stops_is_refused_whole(place):
    story, abroad = Stop(make_story(place)), Stop(make_story())
    for code, stops in {
        "too_few_stops": [story],
        "too_many_stops": [story] * 41,
        "visit_too_long": [story, Stop(story.story, visit_min=300)],
        "of_another_place": [story, abroad],
        "stop_without_point": [story, Stop(name_zh="某处")],
        "point_outside": [story, Stop(name_zh="某处", lon=31.25, lat=121.49)],
        "invalid_field": [story, Stop(lon=121.49, lat=31.25)],
    }.items():
        wanted = {"subdistrict": place, "slug": "loop", "written": {"name_zh": "环线"}, "by": None}
        refused(code, add_route, stops=stops, **wanted)
    assert Route.objects.count() == 0


def computed(route):
    for step_free in (False, True):
        RouteTiming.objects.create(
            route=route, step_free=step_free, metres=1, walk_min=1, visit_min=1,
            input_hash=input_hash(route, network=""), computed_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )  # fmt: skip
    return route


def test_a_route_is_public_only_when_computed_and_all_its_stories_are(place):
    story = make_story(place, state=StoryState.SUBMITTED)
    route = make_route(place, make_story(place), story, state=RouteState.DRAFT)
    publish = {"route": route, "is_current": True, "by": None}
    refused("story_not_public", publish_route, **publish)
    story.state = StoryState.PUBLISHED
    story.save()
    refused("route_not_computed", publish_route, **publish)
    computed(route)
    refused("route_is_stale", publish_route, **publish | {"is_current": False})
    publish_route(**publish)
    assert list(published_routes(place)) == [route]
    unpublish_route(route=route, by=None)
    assert not published_routes(place).exists()


def test_other_stops_make_it_a_draft_to_compute_anew(place):
    route = computed(make_route(place, make_story(place), make_story(place), suggestion={"bound": 3}))
    same = change_route(route=route, written={"weather_zh": "大雨取消"}, by=None)
    assert (same.state, same.timings.count()) == (RouteState.PUBLISHED, 2)
    other = [Stop(make_story(place)), Stop(make_story(place))]
    changed = change_route(route=route, written={}, stops=other, by=None)
    assert (changed.state, changed.timings.count(), changed.suggestion) == (RouteState.DRAFT, 0, None)


def test_only_a_walk_of_the_place_follows_a_route(place):
    station = make_station(subdistrict=place)
    route = make_route(place, make_story(place), make_story(place))
    version = make_version(place)
    offering = make_offering(station, version=version)
    refused("not_a_walk", walk_route, route=route, offering=offering, by=None)
    version.course.type = CourseType.WALK
    version.course.save()
    elsewhere = make_offering(make_station())
    refused("of_another_place", walk_route, route=route, offering=elsewhere, by=None)
    walk = walk_route(route=route, offering=offering, by=None)
    other = make_route(place, make_story(place), make_story(place))
    assert walk_route(route=other, offering=offering, by=None) == walk
    stop_walking(walk=walk, by=None)
    assert not other.walks.exists()


def test_strangers_make_no_routes(place):
    stranger = make_account(make_subdistrict(), RoleName.HEAD)
    story = Stop(make_story(place))
    wanted = {"subdistrict": place, "slug": "loop", "written": {"name_zh": "环线"}, "stops": [story, story]}
    refused("may_not_run", add_route, by=stranger, **wanted)


def test_weekdays_on_which_a_stop_is_shut_are_named():
    museum = [Visiting(0b1111110, dt.time(9), dt.time(12)), Visiting(0b1111110, dt.time(13), dt.time(17))]
    walk = {"sets_out": dt.time(9, 30), "arrive_min": 20}
    assert shut_weekdays(museum, leave_min=60, **walk) == (0,)
    assert shut_weekdays(museum, leave_min=160, **walk) == (0, 1, 2, 3, 4, 5, 6)
    assert shut_weekdays([], leave_min=160, **walk) == ()


def test_the_time_of_day_runs_past_midnight():
    assert clock_time(dt.time(23, 50), 15) == "00:05"
