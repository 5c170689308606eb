"""A town with streets, stories and computed routes, one of them walked by a class."""

import datetime as dt
from dataclasses import dataclass

import pytest

from factories.offers import make_offering, make_session, make_version
from factories.stories import make_route, make_story
from factories.towns import NOON, Town
from yizhan.offers.actions.routes import walk_route
from yizhan.offers.models import Offering, Route
from yizhan.offers.words import CourseType, SignUp
from yizhan.places.models import Story
from yizhan.places.words import Steps
from yizhan.plans.actions import compute_route


@dataclass(frozen=True, slots=True)
class Walking:
    """What was made; the clock stands at noon on Wednesday, 2026-03-11."""

    town: Town
    museum: Story
    temple: Story
    route: Route
    offering: Offering


@pytest.fixture
def walking(streets_town: Town) -> Walking:
    place = streets_town.subdistrict
    museum = make_story(
        place, slug="museum", title_zh="犹太难民纪念馆",
        title_en="Refugees Museum", lon=121.5048, lat=31.2562,
        visit_min=45, is_outdoors=False, hours=[(0b1111110, "09:00", "16:30")],
        address_zh="长阳路62号",
        text_zh="摩西会堂建于 1927 年。",
    )  # fmt: skip
    temple = make_story(
        place, slug="temple", title_zh="下海庙", title_en="Xiahai Temple", lon=121.5022, lat=31.2574,
        visit_min=15, steps=Steps.SOME,
    )  # fmt: skip
    park = {
        "name_zh": "霍山公园",
        "name_en": "Huoshan Park",
        "lon": 121.5067,
        "lat": 31.2555,
        "visit_min": 10,
    }
    route = make_route(
        place, park, museum, temple, slug="ark", name_zh="方舟", name_en="The Ark", sets_out=dt.time(10),
        weather_zh="大雨取消", weather_en="Called off in heavy rain",
    )  # fmt: skip
    compute_route(route=route, by=None)
    version = make_version(place)
    version.course.type = CourseType.WALK
    version.course.save()
    offering = make_offering(
        streets_town.station, version=version, name_zh="方舟周六班", sign_up=SignUp.FIRST_COME
    )
    make_session(offering, NOON + dt.timedelta(days=3))
    walk_route(route=route, offering=offering, by=None)
    return Walking(streets_town, museum, temple, route, offering)
