"""Routes on the walking graph: legs, the step-free variant, tours under a time budget, weather."""

import datetime as dt
import json

import numpy as np
import pytest

from factories.offers import make_offering, make_session, make_version
from factories.people import make_account, make_subdistrict
from factories.places import make_station
from factories.plans import make_network
from factories.refusing import refused
from factories.rounds import make_booking, make_contact, make_seats
from factories.stories import make_route, make_story
from yizhan.foundation import clock
from yizhan.foundation.datums import haversine_m
from yizhan.foundation.phrases import Phrase
from yizhan.offers.actions.routes import walk_route
from yizhan.offers.models import Route
from yizhan.offers.words import CourseType, RouteState, SessionState
from yizhan.outside.streets import StreetReport, Streets
from yizhan.people.models import Message
from yizhan.people.words import RoleName
from yizhan.places.words import Steps
from yizhan.plans.actions import (
    cancel_for_weather,
    compute_route,
    import_streets,
    publish_walking_route,
    save_tour,
)
from yizhan.plans.bridge import SPEEDS_KMH, TourQuestion, solve_tour
from yizhan.plans.queries import is_route_current
from yizhan.rounds.words import BookingState

pytestmark = pytest.mark.django_db
BRIDGE, HOTEL, PIER = (121.4858, 31.2457), (121.4868, 31.2466), (121.4955, 31.2494)


@pytest.fixture
def place():
    return make_subdistrict()


def at(point, place, **fields):
    return make_story(place, lon=point[0], lat=point[1], **fields)


def ladder():
    """Two points 200 m apart by steps, and 600 m apart around them."""
    lon, lat = 121.49, 31.25
    east, north = 200 / 95254, 200 / 110874
    nodes = np.array([[lon, lat], [lon + east, lat], [lon, lat + north], [lon + east, lat + north]])
    return Streets(
        lon=nodes[:, 0], lat=nodes[:, 1], u=np.array([0, 0, 2, 3]), v=np.array([1, 2, 3, 1]),
        length_m=np.full(4, 200.0), steps=np.array([True, False, False, False]), way=np.arange(4),
        name_zh=("阶梯", "西路", "北路", "东路"), name_en=("Stairs", "West", "North", "East"),
        way_class=("steps", "residential", "residential", "residential"),
        node_id=np.arange(4), in_area=np.ones(4, bool), share_in_area=np.ones(4), way_id=np.arange(4),
        report=StreetReport(4, {}, 0, 0, None),
    )  # fmt: skip


def stored_ladder(place):
    return import_streets(
        subdistrict=place, streets=ladder(), name="阶梯网", attribution="示例",
        area=None, is_schematic=True, by=None,
    )  # fmt: skip


def test_without_streets_ways_are_straight_and_longer(place):
    route = make_route(place, at(BRIDGE, place), at(PIER, place))
    whole, _ = compute_route(route=route, by=None)
    straight = haversine_m(*BRIDGE, *PIER)
    assert whole.metres == pytest.approx(1.3 * straight)
    assert whole.walk_min == pytest.approx(whole.metres * 60 / (SPEEDS_KMH["adult"] * 1000))
    assert (whole.network, whole.legs[0]["straight"]) == ("", True)


def test_legs_follow_the_streets_and_times_add_up(place):
    make_network(place)
    stops = [at(BRIDGE, place, visit_min=10), at(HOTEL, place, visit_min=20), at(PIER, place, visit_min=5)]
    route = make_route(place, *stops)
    whole, _ = compute_route(route=route, by=None)
    assert whole.metres >= haversine_m(*BRIDGE, *HOTEL) + haversine_m(*HOTEL, *PIER)
    assert whole.metres == pytest.approx(sum(leg["metres"] for leg in whole.legs))
    assert not any(leg["straight"] for leg in whole.legs)
    assert whole.visits[-1]["leave_min"] == pytest.approx(whole.walk_min + 35)
    assert [leg["line"][0] for leg in whole.legs] == [list(BRIDGE), list(HOTEL)]
    assert json.dumps(whole.legs)


def test_a_slower_pace_takes_longer_and_as_many_metres(place):
    make_network(place)
    stories = [at(BRIDGE, place), at(PIER, place)]
    quick, slow = (
        compute_route(route=make_route(place, *stories, pace=pace), by=None)[0] for pace in SPEEDS_KMH
    )
    assert slow.metres == pytest.approx(quick.metres)
    assert slow.walk_min / quick.walk_min == pytest.approx(SPEEDS_KMH["adult"] / SPEEDS_KMH["elderly"])


def test_the_step_free_walk_goes_around_steps(place):
    streets = ladder()
    stored_ladder(place)
    ends = [(float(streets.lon[node]), float(streets.lat[node])) for node in (0, 1)]
    route = make_route(place, *(at(end, place) for end in ends))
    whole, step_free = compute_route(route=route, by=None)
    assert (round(whole.metres), round(step_free.metres)) == (200, 600)
    assert (whole.legs[0]["climbs"], step_free.legs[0]["climbs"]) == (True, False)
    assert step_free.legs[0]["streets"] == [["西路", "West"], ["北路", "North"], ["东路", "East"]]
    assert step_free.network_knows_steps


def test_the_step_free_walk_leaves_out_stops_with_steps_and_says_so(place):
    steep = at(HOTEL, place, steps=Steps.SOME)
    route = make_route(place, at(BRIDGE, place), steep, at(PIER, place))
    whole, step_free = compute_route(route=route, by=None)
    assert (len(whole.legs), len(step_free.legs)) == (2, 1)
    assert step_free.left_out == [{"stop": 2, "why": "steps"}]
    assert step_free.metres < whole.metres


def test_a_route_whose_stops_or_streets_changed_is_not_published(place):
    story = at(BRIDGE, place)
    route = make_route(place, story, at(PIER, place), state=RouteState.DRAFT)
    refused("route_not_computed", publish_walking_route, route=route, by=None)
    compute_route(route=route, by=None)
    story.lon += 0.001
    story.save()
    assert not is_route_current(Route.objects.get())
    refused("route_is_stale", publish_walking_route, route=Route.objects.get(), by=None)
    compute_route(route=Route.objects.get(), by=None)
    make_network(place)
    refused("route_is_stale", publish_walking_route, route=Route.objects.get(), by=None)
    compute_route(route=Route.objects.get(), by=None)
    assert publish_walking_route(route=Route.objects.get(), by=None).state == RouteState.PUBLISHED


def question(place, stories, **changes):
    values = {
        "subdistrict": place, "stories": stories, "worth": {story.pk: 3.0 for story in stories},
        "needed": frozenset(), "start": BRIDGE, "end": BRIDGE, "limit_min": 60.0, "weekday": 1,
        "sets_out": dt.time(9, 30), "pace": "adult",
    }  # fmt: skip
    return TourQuestion(**values | changes)


@pytest.fixture
def stories(place):
    return [
        at(BRIDGE, place, visit_min=10),
        at(HOTEL, place, visit_min=20),
        at(PIER, place, visit_min=15),
    ]


def test_the_best_tour_is_proved_and_fits_its_time(place, stories):
    make_network(place)
    answer = solve_tour(question(place, stories), limit_s=5)
    assert (answer.status, answer.worth, answer.bound) == ("optimal", 6.0, 6.0)
    assert answer.minutes <= 60
    assert {visit.story for visit in answer.visits} == set(stories[:2])
    longer = solve_tour(question(place, stories, limit_min=120.0), limit_s=5)
    assert longer.worth == 9.0


def test_a_must_see_takes_the_place_of_what_is_worth_more(place, stories):
    answer = solve_tour(question(place, stories, needed=frozenset([stories[2].pk])), limit_s=5)
    assert stories[2] in [visit.story for visit in answer.visits]


@pytest.mark.parametrize(("limit", "said"), [(10.0, "去不了"), (45.0, "去不了")])
def test_what_cannot_be_visited_in_time_is_named_by_its_title(place, stories, limit, said):
    asked = question(place, stories, needed=frozenset([stories[2].pk]), limit_min=limit)
    answer = solve_tour(asked, limit_s=5)
    assert (answer.status, answer.worth) == ("infeasible", None)
    sentence = answer.conflicts[0].say("zh")
    assert stories[2].title_zh in sentence
    assert said in sentence
    assert stories[2].title_en in answer.conflicts[0].say("en")
    wanted = {
        "ends": (Phrase("桥", "Bridge"),) * 2,
        "slug": "tour",
        "written": {"name_zh": "路线"},
        "by": None,
    }
    refused("no_tour", save_tour, question=asked, answer=answer, **wanted)


def test_a_museum_is_visited_in_its_hours_or_not_at_all(place):
    museum = at(HOTEL, place, visit_min=40, hours=[(0b1111110, "10:00", "16:30")], is_outdoors=False)
    answer = solve_tour(question(place, [museum], limit_min=90.0), limit_s=5)
    visit = answer.visits[0]
    assert visit.arrive_min + visit.wait_min == pytest.approx(30.0)
    monday = solve_tour(question(place, [museum], weekday=0), limit_s=5)
    assert (monday.visits, monday.shut) == ((), (museum,))
    needed = solve_tour(question(place, [museum], weekday=0, needed=frozenset([museum.pk])), limit_s=5)
    assert needed.status == "infeasible"
    assert museum.title_zh in needed.conflicts[0].say("zh")
    late = solve_tour(question(place, [museum], sets_out=dt.time(16, 0)), limit_s=5)
    assert late.shut == (museum,)


def test_a_step_free_tour_leaves_stops_with_steps(place, stories):
    stories[0].steps = Steps.SOME
    answer = solve_tour(question(place, stories, step_free=True, limit_min=120.0), limit_s=5)
    assert answer.with_steps == (stories[0],)
    assert {visit.story for visit in answer.visits} == set(stories[1:])


def test_a_tour_is_kept_as_a_computed_route_with_its_proof(place, stories):
    make_network(place)
    asked = question(place, stories)
    answer = solve_tour(asked, limit_s=5)
    route = save_tour(
        question=asked, answer=answer, ends=(Phrase("桥头", "Bridgehead"), Phrase("桥头", "Bridgehead")),
        slug="tour", written={"name_zh": "一小时路线"}, by=None,
    )  # fmt: skip
    whole = route.timings.get(step_free=False)
    assert whole.visits[-1]["leave_min"] == pytest.approx(answer.minutes, abs=0.01)
    assert (route.suggestion["worth"], route.suggestion["bound"]) == (6.0, 6.0)
    first, *visited, last = route.stops.all()
    assert (first.name_zh, last.name_en) == ("桥头", "Bridgehead")
    assert {stop.story for stop in visited} == set(stories[:2])


@pytest.fixture
def walk(place, stories):
    version = make_version(place)
    version.course.type = CourseType.WALK
    version.course.save()
    offering = make_offering(make_station(subdistrict=place), version=version)
    route = make_route(place, *stories)
    walk_route(route=route, offering=offering, by=None)
    return make_session(offering, clock.now() + dt.timedelta(days=2))


def test_calling_off_a_walk_tells_every_holder_and_who_waits(walk):
    offering = walk.offering
    make_seats(offering)
    holder = make_booking(offering).contact
    waiting = make_booking(offering, state=BookingState.WAITING, place=1).contact
    make_booking(offering, state=BookingState.GIVEN_BACK)
    make_contact(offering.subdistrict)
    cancelled, told = cancel_for_weather(session=walk, reason_zh="台风蓝色预警。", by=None)
    assert (cancelled.state, told) == (SessionState.CANCELLED, 2)
    messages = Message.objects.order_by("contact_id")
    assert [message.contact for message in messages] == [holder, waiting]
    assert "台风蓝色预警。请不要前往" in messages[0].text_zh
    assert "called off" in messages[0].text_en


def test_only_walks_to_come_are_called_off_by_staff_with_a_reason(walk):
    refused("reason_missing", cancel_for_weather, session=walk, reason_zh=" ", by=None)
    stranger = make_account(make_subdistrict(), RoleName.HEAD)
    refused("may_not_run", cancel_for_weather, session=walk, reason_zh="雨", by=stranger)
    lesson = make_session(make_offering(walk.offering.station), clock.now() + dt.timedelta(days=2))
    refused("no_walk", cancel_for_weather, session=lesson, reason_zh="雨", by=None)
    begun = make_session(walk.offering, clock.now() - dt.timedelta(minutes=5))
    refused("walk_has_begun", cancel_for_weather, session=begun, reason_zh="雨", by=None)
    assert Message.objects.count() == 0
