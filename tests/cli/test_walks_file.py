"""The demonstration's stories and routes: stored whole, or refused naming the entry."""

from pathlib import Path

import pytest

from factories.offers import make_offering, make_version
from factories.people import make_account, make_subdistrict
from factories.places import make_station
from factories.plans import make_network
from yizhan.cli.walks_file import store_walks
from yizhan.foundation.refusals import BadInput
from yizhan.offers.models import Route
from yizhan.offers.words import CourseType, RouteState, SignUp
from yizhan.people.words import RoleName
from yizhan.places.models import Story, StoryCorrection
from yizhan.places.words import StoryState
from yizhan.rounds.models import Seats

pytestmark = pytest.mark.django_db
FILE = Path(__file__).resolve().parents[2] / "demo/north_bund/walks.toml"


@pytest.fixture
def place():
    place = make_subdistrict()
    for name in ("clerk", "head"):
        account = make_account(place, RoleName(name))
        account.username = name
        account.save()
    version = make_version(place)
    version.course.type = CourseType.WALK
    version.course.save()
    station = make_station(subdistrict=place, slug="magnolia")
    walk = make_offering(station, version=version, sign_up=SignUp.FIRST_COME)
    walk.slug = "chu-xin-qi-hang-di-walk"
    walk.save()
    return place


def test_the_demonstration_is_stored_by_the_usual_rules(place):
    make_network(place)
    store_walks(FILE, place)
    hidden = dict(Story.objects.exclude(state=StoryState.PUBLISHED).values_list("slug", "state"))
    assert hidden == {"bookshop-1925": "submitted", "garden-bridge": "draft"}
    assert not Story.objects.filter(state=StoryState.PUBLISHED, sources=None).exists()
    assert StoryCorrection.objects.get().accepted_by.username == "head"
    routes = {route.slug: route for route in Route.objects.all()}
    assert {slug: route.state for slug, route in routes.items()} == dict.fromkeys(
        ["ark", "red-north-bund", "two-hours"], RouteState.PUBLISHED
    )
    assert all(route.example_parts for route in routes.values())
    ark = routes["ark"].timings.get(step_free=False)
    assert (round(ark.metres, -2), ark.visit_min) == (1200, 85)
    tour = routes["two-hours"].suggestion
    assert tour["worth"] == tour["bound"]
    assert tour["minutes"] <= 120
    assert Seats.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("lon = 121.5048", "lon = 31.2562", "story refugees-museum"),
        ('state = "draft"', 'state = "published"', "story garden-bridge"),
        ('story = "astor-house"', 'story = "garden-bridge"', "route red-north-bund"),
        ("minutes = 120", "minutes = 10", "tour two-hours"),
        ("[defaults]", "[defaults", ""),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_stored(place, tmp_path, before, after, named):
    wrong = tmp_path / "walks.toml"
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    wrong.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        store_walks(wrong, place)
    assert (refusal.value.field or "") == named
    assert (Story.objects.count(), Route.objects.count()) == (0, 0)
