"""Stories and routes."""

import datetime as dt
from itertools import count

from factories.people import make_subdistrict
from yizhan.foundation import clock
from yizhan.offers.models import Route, RouteStop
from yizhan.offers.words import RouteState
from yizhan.people.models import Subdistrict
from yizhan.places.models import Story, StoryHours, StorySource
from yizhan.places.rules.stories import Cited
from yizhan.places.words import Certainty, Steps, StoryState

numbers = count(1)
CONTENT: dict[str, object] = {
    "title_zh": "示例故事",
    "title_en": "Example story",
    "text_zh": "这里发生过一件事。",
    "text_en": "Something happened here.",
    "lon": 121.4933,
    "lat": 31.2508,
    "visit_min": 10,
    "is_outdoors": True,
    "steps": Steps.NONE,
    "licence": "CC BY 4.0",
    "attribution": "示例街道",
}
SOURCE = Cited("示例来源", "https://example.org/a", Certainty.MEDIUM.value)


def make_story(subdistrict: Subdistrict | None = None, *, hours: object = (), **fields: object) -> Story:
    """A public story with one source; `hours` are (weekdays, opens, closes)."""
    number = next(numbers)
    values = CONTENT | {"title_zh": f"示例故事{number}", "title_en": f"Example story {number}"}
    values |= {"state": StoryState.PUBLISHED, "published_at": clock.now()}
    story = Story.objects.create(
        subdistrict=subdistrict or make_subdistrict(), **{"slug": f"story-{number}"} | values | fields
    )
    StorySource.objects.create(story=story, citation="示例来源", certainty=Certainty.MEDIUM)
    for weekdays, opens, closes in hours:
        StoryHours.objects.create(
            story=story,
            weekdays=weekdays,
            opens=dt.time.fromisoformat(opens),
            closes=dt.time.fromisoformat(closes),
        )
    return story


def make_route(subdistrict: Subdistrict, *stops: Story | dict[str, object], **fields: object) -> Route:
    """A public route past these stories and free points, not computed."""
    number = next(numbers)
    values: dict[str, object] = {
        "name_zh": f"示例路线{number}",
        "name_en": f"Example route {number}",
        "state": RouteState.PUBLISHED,
        "sets_out": dt.time(9, 30),
    }
    route = Route.objects.create(subdistrict=subdistrict, **{"slug": f"route-{number}"} | values | fields)
    for position, stop in enumerate(stops, start=1):
        if isinstance(stop, Story):
            RouteStop.objects.create(
                route=route,
                position=position,
                story=stop,
                visit_min=stop.visit_min,
                lon=stop.lon,
                lat=stop.lat,
            )
        else:
            RouteStop.objects.create(route=route, position=position, **stop)
    return route
