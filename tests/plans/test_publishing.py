"""A plan becomes live stations, and is taken back."""

import pytest

from factories.people import make_account
from factories.places import make_station
from factories.plans import make_study
from yizhan.foundation.refusals import Refusal
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName
from yizhan.places.models import Station
from yizhan.places.queries import live_stations
from yizhan.places.words import State
from yizhan.plans.actions import change_scenario, publish_plan, run_scenario, undo_publication
from yizhan.plans.bridge import changes_of
from yizhan.plans.models import Publication, Scenario
from yizhan.plans.words import ChangeKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def more() -> Scenario:
    return run_scenario(scenario=make_study().scenarios.get(slug="more"), by=None)


def picture() -> list[tuple[object, ...]]:
    """Everything publishing may touch, as it stands."""
    return [
        (
            station.slug,
            station.state,
            station.level,
            [(r.days, str(r.opens), str(r.closes)) for r in station.opening_rules.all()],
            [(s.today_level, s.today_pattern) for s in station.sites.all()],
        )
        for station in Station.objects.order_by("slug")
        if station.state != State.PROPOSED
    ]


def test_publishing_opens_the_plan_and_nothing_else(more):
    expected = {label.split("/")[0] for label in more.report["opened"]}
    publish_plan(scenario=more, by=None)
    assert set(live_stations().values_list("slug", flat=True)) == expected


def test_published_stations_keep_the_plans_hours(more):
    publish_plan(scenario=more, by=None)
    for label in more.report["opened"]:
        site, level, pattern = label.split("/")
        station = Station.objects.get(slug=site)
        assert station.level == level
        days = [rule.days for rule in station.opening_rules.all()]
        assert days == (["every_day"] if pattern == "always" else ["workday"])


def test_undo_restores_everything(more):
    before = picture()
    publication = publish_plan(scenario=more, by=None)
    assert picture() != before
    undo_publication(publication=publication, by=None)
    assert picture() == before


def test_undone_stations_are_kept_for_planning_and_can_be_published_again(more):
    undo_publication(publication=publish_plan(scenario=more, by=None), by=None)
    stations = Station.objects.count()
    publish_plan(scenario=more, by=None)
    assert Station.objects.count() == stations
    assert Publication.objects.filter(undone_at=None).count() == 1


def test_undoing_twice_is_refused(more):
    publication = publish_plan(scenario=more, by=None)
    undo_publication(publication=publication, by=None)
    with pytest.raises(Refusal) as refused:
        undo_publication(publication=publication, by=None)
    assert refused.value.code == "already_undone"


def test_scenario_never_computed_cannot_be_published():
    with pytest.raises(Refusal) as refused:
        publish_plan(scenario=make_study().scenarios.get(slug="more"), by=None)
    assert refused.value.code == "no_plan"


def test_stale_plan_cannot_be_published(more):
    point = more.study.demand_points.first()
    point.workday = 9999
    point.save()
    with pytest.raises(Refusal) as refused:
        publish_plan(scenario=more, by=None)
    assert refused.value.code == "plan_stale"


def test_plan_that_changes_nothing_cannot_be_published():
    today = run_scenario(scenario=make_study().scenarios.get(slug="today"), by=None)
    with pytest.raises(Refusal) as refused:
        publish_plan(scenario=today, by=None)
    assert refused.value.code == "nothing_changes"


def test_earlier_publication_waits_for_the_later_to_be_undone(more):
    first = publish_plan(scenario=more, by=None)
    settings = {**more.settings, "budget": 240}
    bigger = run_scenario(scenario=change_scenario(scenario=more, settings=settings, by=None), by=None)
    second = publish_plan(scenario=bigger, by=None)
    with pytest.raises(Refusal) as refused:
        undo_publication(publication=first, by=None)
    assert refused.value.code == "not_newest"
    undo_publication(publication=second, by=None)
    undo_publication(publication=first, by=None)
    assert set(live_stations().values_list("slug", flat=True)) == {"standing"}


def test_closing_a_standing_station_is_undone_too(more):
    settings = {**more.settings, "closed": ["standing"]}
    closing = run_scenario(scenario=change_scenario(scenario=more, settings=settings, by=None), by=None)
    kinds = {change.site.label: change.kind for change in changes_of(closing)}
    assert kinds["standing"] is ChangeKind.CLOSE
    publication = publish_plan(scenario=closing, by=None)
    assert Station.objects.get(slug="standing").state == State.CLOSED
    undo_publication(publication=publication, by=None)
    assert Station.objects.get(slug="standing").state == State.LIVE


def test_clerk_may_not_publish(more):
    clerk = make_account(subdistrict=more.study.subdistrict, role=RoleName.CLERK)
    with pytest.raises(Refusal) as refused:
        publish_plan(scenario=more, by=clerk)
    assert refused.value.code == "may_not_plan"
    assert not Publication.objects.exists()


def test_taken_slug_refuses_the_whole_publication(more):
    """Nothing is half-written: the station that clashes leaves no other one behind."""
    slug = [c.site.label for c in changes_of(more) if c.kind is ChangeKind.OPEN][-1]
    make_station(subdistrict=more.study.subdistrict, slug=slug, state=State.CLOSED)
    before = picture()
    with pytest.raises(Refusal):
        publish_plan(scenario=more, by=None)
    assert picture() == before


def test_deeds_are_written_down(more):
    undo_publication(publication=publish_plan(scenario=more, by=None), by=None)
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"run_scenario", "publish_plan", "undo_publication", "open_station", "shelve_station"} <= verbs
