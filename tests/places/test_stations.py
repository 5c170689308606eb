"""Open, change, close and clone stations; say their hours."""

import datetime as dt

import pytest

from factories.people import make_account, make_subdistrict
from factories.places import make_exception, make_room, make_rule, make_station
from factories.refusing import refused
from yizhan.foundation.clock import SHANGHAI
from yizhan.people.models import AuditEntry
from yizhan.people.words import RoleName
from yizhan.places import queries
from yizhan.places.actions import hours, setups, stations, upgrades
from yizhan.places.models import OpeningException, OpeningRule, Station, UpgradeItem
from yizhan.places.rules.schedules import Hours, Regular
from yizhan.places.words import Access, Amenity, Days, Kind, Level, ServiceKind, State

pytestmark = pytest.mark.django_db

NINE_TO_FIVE = Hours(dt.time(9), dt.time(17))
DAY = dt.date(2026, 3, 3)
NOON = dt.datetime(2026, 3, 3, 12, tzinfo=SHANGHAI)
INSIDE = {"lon": 121.4933, "lat": 31.2508}


@pytest.fixture
def noon(clock_at):
    """Stop the clock on that day: notices are refused far from today."""
    clock_at(NOON)


def facts(**changes):
    return {
        "slug": "raffles",
        "name_zh": "北外滩来福士站",
        "name_en": "Raffles Station",
        "level": Level.STATION,
        "kind": Kind.TOWER,
        "by": None,
        **INSIDE,
        **changes,
    }


def audit():
    return [entry.verb for entry in AuditEntry.objects.order_by("id")]


def test_open_station_stores_it_with_amenities_services_and_audit():
    station = stations.open_station(
        subdistrict=make_subdistrict(),
        amenities=["water", "fridge"],
        services={"rest_point": ("全天", "All day")},
        **facts(),
    )
    assert station.state == State.LIVE
    assert set(station.amenities.values_list("amenity", flat=True)) == {"water", "fridge"}
    assert station.services.get().note_zh == "全天"
    assert audit() == ["open_station"]


def test_open_station_outside_the_box_names_the_datum_it_fits():
    """Raffles City as a Chinese map shows it: 420 m east, out of a tight box."""
    tight = make_subdistrict(west=121.48, south=31.24, east=121.4950, north=31.26)
    refusal = refused(
        "point_outside", stations.open_station, subdistrict=tight, **facts(lon=121.4980, lat=31.2490)
    )
    assert refusal.facts["datum"] == "gcj02"
    assert "GCJ-02" in refusal.say("zh")
    assert not Station.objects.exists()


def test_open_station_with_swapped_or_far_point_is_refused():
    home = make_subdistrict()
    swapped = refused(
        "point_outside", stations.open_station, subdistrict=home, **facts(lon=31.25, lat=121.4933)
    )
    far = refused("point_outside", stations.open_station, subdistrict=home, **facts(lon=120.0))
    assert "swapped" in swapped.say("en")
    assert far.facts["datum"] is None


@pytest.mark.parametrize(
    "wrong", [{"level": "castle"}, {"name_zh": ""}, {"amenities": ["jacuzzi"]}, {"slug": "来福士"}]
)
def test_open_station_with_a_wrong_field_writes_nothing(wrong):
    refused("invalid_field", stations.open_station, subdistrict=make_subdistrict(), **facts(**wrong))
    assert not Station.objects.exists()


def test_open_station_twice_is_refused():
    home = make_subdistrict()
    stations.open_station(subdistrict=home, **facts())
    refused("slug_taken", stations.open_station, subdistrict=home, **facts())


def test_only_staff_of_this_subdistrict_may_change_stations():
    station = make_station()
    clerk = make_account(station.subdistrict, RoleName.CLERK)
    stranger = make_account(role=RoleName.HEAD)
    stations.change_station(station=station, phone="021-0000-0000", by=clerk)
    for who in (stranger, make_account()):
        refused("may_not_run", stations.change_station, station=station, phone="1", by=who)
    assert Station.objects.get().phone == "021-0000-0000"
    assert AuditEntry.objects.get().by == clerk


def test_change_station_keeps_old_and_new_value():
    station = make_station(floor="L2")
    stations.change_station(station=station, floor="L3", by=None)
    assert AuditEntry.objects.get().facts == {"changes": {"floor": ["L2", "L3"]}}


def test_change_station_refuses_a_point_outside_and_unknown_columns():
    station = make_station()
    refused("point_outside", stations.change_station, station=station, lat=10.0, by=None)
    with pytest.raises(TypeError, match="state"):
        stations.change_station(station=station, state="closed", by=None)


def test_close_and_reopen_need_the_right_state_and_a_reason():
    station = make_station()
    refused("reason_missing", stations.close_station, station=station, reason=" ", by=None)
    refused("not_in_state", stations.reopen_station, station=station, by=None)
    stations.close_station(station=station, reason="装修", by=None)
    assert not queries.live_stations().exists()
    stations.reopen_station(station=station, by=None)
    assert queries.live_stations().get() == station
    assert audit() == ["close_station", "reopen_station"]


def test_launch_opens_a_planned_station():
    station = make_station(state=State.PROPOSED)
    stations.launch_station(station=station, by=None)
    assert Station.objects.get().state == State.LIVE


def test_fit_out_replaces_only_what_is_named():
    station = make_station(amenities=(Amenity.WATER,), services=(ServiceKind.READING,))
    stations.fit_out_station(station=station, amenities=["fridge"], by=None)
    assert [row.amenity for row in station.amenities.all()] == ["fridge"]
    assert [row.service for row in station.services.all()] == ["reading"]


def test_set_opening_rules_replaces_them():
    station = make_station()
    make_rule(station, "00:00", "00:00")
    room = make_room(station)
    room_rule = make_rule(station, "10:00", "11:00", room=room)
    hours.set_opening_rules(station=station, rules=[Regular(Days.WORKDAY, NINE_TO_FIVE)], by=None)
    kept = OpeningRule.objects.order_by("id")
    assert [(rule.opens, rule.room) for rule in kept] == [(dt.time(10), room), (dt.time(9), None)]
    assert room_rule in kept


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (Regular(Days.WORKDAY, Hours(dt.time(9, 0, 30), dt.time(17))), "hours_not_whole_minutes"),
        (Regular(Days.WORKDAY, NINE_TO_FIVE, weekdays=0), "no_weekday"),
        (Regular(Days.WORKDAY, NINE_TO_FIVE, first_day=DAY, last_day=dt.date(2026, 1, 1)), "dates_backwards"),
    ],
)
def test_rules_that_cannot_hold_are_refused_and_the_old_stay(rule, code):
    station = make_station()
    make_rule(station, "09:00", "17:00")
    refused(code, hours.set_opening_rules, station=station, rules=[rule], by=None)
    assert OpeningRule.objects.count() == 1


def test_rules_of_a_room_elsewhere_are_refused():
    refused(
        "room_elsewhere", hours.set_opening_rules, station=make_station(), rules=[], room=make_room(), by=None
    )


def test_a_published_exception_counts_at_once_and_a_withdrawn_one_no_more(noon):
    station = make_station()
    make_rule(station, "09:00", "17:00")
    rows = hours.publish_exception(
        station=station, first_day=DAY, last_day=DAY, reason_zh="停电检修", reason_en="Power cut", by=None
    )
    opening = queries.openings_at([station], NOON)[station.pk]
    assert (opening.state, opening.why.say("zh"), opening.why.say("en")) == (
        "closed",
        "停电检修",
        "Power cut",
    )
    hours.withdraw_exception(exception=rows[0], by=None)
    assert queries.openings_at([station], NOON)[station.pk].is_open
    assert audit() == ["publish_exception", "withdraw_exception"]


def test_an_exception_with_two_openings_is_published_and_withdrawn_as_one(clock_at):
    station = make_station()
    clock_at(NOON - dt.timedelta(hours=1))
    older = make_exception(station, DAY, DAY)
    clock_at(NOON)
    rows = hours.publish_exception(
        station=station,
        first_day=DAY,
        last_day=DAY,
        hours=[Hours(dt.time(9), dt.time(10)), Hours(dt.time(12), dt.time(13))],
        reason_zh="活动",
        by=None,
    )
    assert queries.openings_at([station], NOON)[station.pk].is_open
    hours.withdraw_exception(exception=rows[1], by=None)
    assert list(OpeningException.objects.all()) == [older]


def test_an_exception_needs_a_reason_and_days_in_order(noon):
    station = make_station()
    days = {"station": station, "first_day": DAY, "last_day": DAY, "by": None}
    refused("reason_missing", hours.publish_exception, **days, reason_zh="  ")
    refused(
        "dates_backwards", hours.publish_exception, **days | {"last_day": dt.date(2026, 3, 2)}, reason_zh="x"
    )


def magnolia():
    """A template with everything that can be taken over."""
    template = make_station(
        slug="magnolia",
        amenities=(Amenity.WATER, Amenity.MICROWAVE),
        services=(ServiceKind.LEARNING, ServiceKind.HEALTH_POST),
        example_parts=["hours", "phone"],
        phone="021-0000-0102",
    )
    room = make_room(template, name_zh="白领客厅", access=Access.BOOKABLE)
    make_rule(template, "08:00", "21:00", Days.WORKDAY)
    make_rule(template, "10:00", "12:00", Days.WORKDAY, room=room)
    make_exception(template, DAY, DAY)
    upgrades.set_upgrades(station=template, items=[("AED", "AED")], by=None)
    return template


def clone(template):
    return setups.clone_station(
        template=template, slug="raffles", name_zh="来福士", name_en="Raffles", by=None, **INSIDE
    )


def test_clone_takes_over_the_set_up_and_shows_what():
    station, diff = clone(magnolia())
    assert diff.amenities.added == ("microwave", "water")
    assert diff.services.added == ("health_post", "learning")
    assert (diff.rooms.added, len(diff.hours.added)) == (("白领客厅",), 2)
    assert queries.setup_of(station) == queries.setup_of(Station.objects.get(slug="magnolia"))
    assert [item.what_zh for item in station.upgrades.all()] == ["AED"]


def test_clone_is_planned_labelled_and_keeps_its_own_contact():
    template = magnolia()
    station, _ = clone(template)
    assert (station.state, station.cloned_from, station.phone) == (State.PROPOSED, template, "")
    assert station.example_parts == ["hours"]
    assert not station.opening_exceptions.exists()


def test_copy_setup_adds_what_is_missing_and_takes_nothing_away():
    station = make_station(amenities=(Amenity.WATER, Amenity.FRIDGE))
    make_rule(station, "09:00", "17:00")
    diff = setups.copy_setup(template=magnolia(), station=station, by=None)
    assert (diff.amenities.added, diff.amenities.removed, diff.amenities.kept) == (
        ("microwave",),
        ("fridge",),
        ("water",),
    )
    assert {row.amenity for row in station.amenities.all()} == {"water", "fridge", "microwave"}
    assert [rule.opens for rule in station.opening_rules.filter(room=None)] == [dt.time(9)]


def test_copy_setup_twice_changes_nothing_more():
    template = magnolia()
    station, _ = clone(template)
    assert setups.copy_setup(template=template, station=station, by=None).is_empty


def test_clone_with_a_bad_point_writes_nothing():
    template = magnolia()
    bad = INSIDE | {"lat": 0.0}
    refused(
        "point_outside",
        setups.clone_station,
        template=template,
        slug="x",
        name_zh="x",
        name_en="x",
        by=None,
        **bad,
    )
    assert Station.objects.get() == template


def test_upgrades_are_ticked_once_and_done_ones_stay():
    station = make_station()
    fridge, _ = upgrades.set_upgrades(
        station=station, items=[("冰箱", "Fridge"), ("雨棚", "Canopy")], by=None
    )
    upgrades.complete_upgrade(item=fridge, on=DAY, by=None)
    refused("upgrade_done", upgrades.complete_upgrade, item=fridge, by=None)
    upgrades.set_upgrades(station=station, items=[("冰箱", "Fridge"), ("座椅", "Seats")], by=None)
    assert list(UpgradeItem.objects.values_list("what_zh", "done_on")) == [("冰箱", DAY), ("座椅", None)]


def test_buildings_rooms_and_entrances_are_checked_and_written_down():
    home = make_subdistrict()
    building = stations.add_building(subdistrict=home, slug="tower", name_zh="楼", name_en="Tower", by=None)
    station = make_station(subdistrict=home, building=building)
    room = {"station": station, "name_zh": "厅", "capacity": 10, "by": None}
    stations.add_room(access=Access.GROUP, **room)
    stations.add_entrance(station=station, name_zh="正门", step_free=True, by=None)
    refused("invalid_field", stations.add_room, access="secret", **room | {"name_zh": "密室"})
    refused("invalid_field", stations.add_room, access=Access.GROUP, **room)
    assert audit() == ["add_building", "add_room", "add_entrance"]
