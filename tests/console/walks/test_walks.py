"""Routes, suggested tours and the weather, through the front door."""

import datetime as dt

import pytest

from factories.offers import make_offering, make_session, make_version
from factories.places import make_station
from factories.plans import make_network
from factories.rounds import make_booking, make_seats
from factories.stories import make_route, make_story
from yizhan.foundation import clock
from yizhan.offers.models import Route, Session
from yizhan.offers.words import CourseType, RouteState, SessionState
from yizhan.people.models import Message
from yizhan.places.words import StoryState

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(place):
    make_network(place)
    return [
        make_story(place, lon=121.4858, lat=31.2457),
        make_story(place, lon=121.4868, lat=31.2466, visit_min=20),
        make_story(place, lon=121.4955, lat=31.2494),
    ]


def entered(*stops, **more):
    values = {
        "name_zh": "示例路线", "pace": "adult", "sets_out": "09:30",
        "stop-TOTAL_FORMS": str(len(stops)), "stop-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, stop in enumerate(stops):
        values |= {f"stop-{number}-{name}": str(value) for name, value in stop.items()}
    return values | more


def text_of(response):
    return response.content.decode()


def test_a_route_is_made_computed_and_published(planner, place, stories):
    point = {"name_zh": "桥头", "lon": 121.4858, "lat": 31.2457, "steps": "none", "order": 1}
    made = entered({"story": stories[1].pk, "order": 2}, point, {}, {"story": stories[2].pk, "order": 3})
    planner.post("/console/walks/new/", made)
    route = Route.objects.get()
    assert [stop.visit_min for stop in route.stops.all()] == [0, 20, 10]
    move = f"/console/walks/{route.slug}/move/"
    assert "请先计算路线" in text_of(planner.post(f"{move}publish/", follow=True))
    assert "路线已计算" in text_of(planner.post(f"{move}compute/", follow=True))
    assert "路线已公布" in text_of(planner.post(f"{move}publish/", follow=True))
    assert "桥头" in text_of(planner.get(f"/walks/{route.slug}/")) or Route.objects.get().state == "published"
    assert "路线已收回" in text_of(planner.post(f"{move}take-back/", follow=True))


@pytest.mark.parametrize(
    "stops",
    [
        [],
        [{"name_zh": "甲", "lon": 121.49, "lat": 31.25}],
        [{"name_zh": "甲"}, {"name_zh": "乙"}],
        [{"name_zh": "甲", "lon": 31.25, "lat": 121.49}] * 2,
        [{"story": 999}] * 2,
        [{"name_zh": "甲", "lon": 121.49, "lat": 31.25, "visit_min": 9999}] * 2,
    ],
)
def test_a_route_that_cannot_be_is_refused_and_nothing_stored(planner, place, stops):
    assert planner.post("/console/walks/new/", entered(*stops)).status_code == 400
    assert Route.objects.count() == 0


def test_only_other_stops_make_it_a_draft(planner, place, stories):
    route = make_route(place, *stories[:2])
    edit = f"/console/walks/{route.slug}/edit/"
    same = [
        {"story": story.pk, "order": number, "visit_min": story.visit_min, "steps": "unknown"}
        for number, story in enumerate(stories[:2], start=1)
    ]
    kept = planner.post(edit, entered(*same, weather_zh="大雨取消"))
    assert kept.status_code == 302, text_of(kept)
    assert (Route.objects.get().state, Route.objects.get().weather_zh) == (RouteState.PUBLISHED, "大雨取消")
    planner.post(edit, entered(*same, {"story": stories[2].pk, "order": 9}))
    assert (Route.objects.get().state, route.stops.count()) == (RouteState.DRAFT, 3)


def asked(place, stories, **more):
    station = place.stations.first() or make_station(subdistrict=place, lon=121.4858, lat=31.2457)
    values = {
        "start": str(station.pk), "limit_min": "60", "weekday": "1", "sets_out": "09:30", "pace": "adult",
    }  # fmt: skip
    values |= {f"s{story.pk}-worth": "3" for story in stories}
    return values | {name: str(value) for name, value in more.items()}


def test_a_tour_is_suggested_with_its_proof_and_kept(planner, place, stories):
    page = text_of(planner.post("/console/walks/suggest/", asked(place, stories, suggest=1)))
    assert "价值 6，上限 6，差距 0.0 %" in page
    assert Route.objects.count() == 0
    nameless = planner.post("/console/walks/suggest/", asked(place, stories, save=1))
    assert "请给路线起个名称" in text_of(nameless)
    planner.post("/console/walks/suggest/", asked(place, stories, save=1, name_zh="一小时"))
    route = Route.objects.get()
    assert (route.suggestion["worth"], route.state, route.timings.count()) == (6.0, RouteState.DRAFT, 2)


def test_an_impossible_tour_names_the_story(planner, place, stories):
    must = asked(place, stories, suggest=1, limit_min=12, **{f"s{stories[2].pk}-needed": "on"})
    page = text_of(planner.post("/console/walks/suggest/", must))
    assert f"“{stories[2].title_zh}”在时间和开放时间内去不了" in page
    planner.post("/console/walks/suggest/", must | {"save": "1", "name_zh": "不可能"})
    assert Route.objects.count() == 0


@pytest.mark.parametrize("wrong", [{"limit_min": 5}, {"start": 0}, {"sets_out": "x"}, {"weekday": 9}])
def test_a_wrong_question_is_said(planner, place, stories, wrong):
    assert planner.post("/console/walks/suggest/", asked(place, stories, **wrong)).status_code == 400


@pytest.fixture
def walk(place, stories):
    version = make_version(place)
    version.course.type = CourseType.WALK
    version.course.save()
    offering = make_offering(make_station(subdistrict=place), version=version)
    make_seats(offering)
    return make_session(offering, clock.now() + dt.timedelta(days=2))


def test_bad_weather_tells_every_holder(planner, place, stories, walk):
    route = make_route(place, *stories)
    linked = planner.post(
        f"/console/walks/{route.slug}/classes/", {"offering": walk.offering.slug}, follow=True
    )
    assert "班级已连到路线" in text_of(linked)
    make_booking(walk.offering)
    make_booking(walk.offering)
    assert "因天气取消" in text_of(planner.get("/console/walks/"))
    cancel = f"/console/walks/sessions/{walk.pk}/weather/"
    assert "必须" in (page := text_of(planner.post(cancel, follow=True))) or "原因" in page
    assert Message.objects.count() == 0
    done = text_of(planner.post(cancel, {"reason_zh": "暴雨橙色预警"}, follow=True))
    assert "已给 2 位报名或候补的人写好消息" in done
    assert Session.objects.get().state == SessionState.CANCELLED
    assert Message.objects.filter(text_zh__contains="暴雨橙色预警").count() == 2


def test_others_neither_see_nor_call_off(clerk, place, stories, walk):
    abroad = make_route(make_station().subdistrict, make_story(), make_story())
    assert clerk.get(f"/console/walks/{abroad.slug}/").status_code == 404
    other = make_session(make_offering(), clock.now() + dt.timedelta(days=2))
    assert clerk.post(f"/console/walks/sessions/{other.pk}/weather/", {"reason_zh": "雨"}).status_code == 404
    assert clerk.get("/console/walks/").status_code == 200


def test_a_route_with_an_unreviewed_story_stays_a_draft(planner, place, stories):
    route = make_route(
        place, make_story(place, state=StoryState.SUBMITTED), stories[0], state=RouteState.DRAFT
    )
    move = f"/console/walks/{route.slug}/move/"
    planner.post(f"{move}compute/")
    assert "还没有经第二人审核公布" in text_of(planner.post(f"{move}publish/", follow=True))
