"""Providers, their lecturers, and when those can come."""

import datetime as dt

import pytest

from factories.offers import make_lecturer, make_provider
from factories.people import make_account, make_subdistrict
from factories.refusing import refused
from yizhan.foundation import clock
from yizhan.offers.actions.providers import (
    add_lecturer,
    add_provider,
    change_provider,
    let_act_for,
    set_availability,
)
from yizhan.offers.queries.courses import available_times
from yizhan.offers.rules.availability import Available, can_come
from yizhan.offers.words import ProviderKind
from yizhan.people.words import RoleName

MONDAYS = Available(0b0000001, dt.time(18), dt.time(21))


@pytest.mark.django_db
def test_provider_is_entered_once():
    place = make_subdistrict()
    asked = {"subdistrict": place, "name_zh": "社区党校", "kind": ProviderKind.PARTY_SCHOOL, "by": None}
    provider = add_provider(**asked)
    assert provider.slug == "she-qu-dang-xiao"
    refused("provider_exists", add_provider, **asked)
    assert change_provider(provider=provider, phone="021-0000-0000", by=None).phone == "021-0000-0000"
    refused("invalid_field", change_provider, provider=provider, kind="circus", by=None)


@pytest.mark.django_db
def test_provider_enters_its_own_lecturers_and_no_others():
    place = make_subdistrict()
    ours, theirs = make_provider(place), make_provider(place)
    account = make_account()
    let_act_for(provider=ours, accounts=[account], by=None)
    lecturer = add_lecturer(provider=ours, name_zh="甲老师", by=account)
    set_availability(lecturer=lecturer, times=[MONDAYS], by=account)
    assert available_times(lecturer) == [MONDAYS]
    refused("may_not_act_for_provider", add_lecturer, provider=theirs, name_zh="乙老师", by=account)
    other = make_lecturer(theirs)
    refused("may_not_act_for_provider", set_availability, lecturer=other, times=[], by=account)
    refused("may_not_run", let_act_for, provider=ours, accounts=[], by=account)
    assert add_lecturer(provider=theirs, name_zh="乙老师", by=make_account(place, RoleName.CLERK))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("times", "code"),
    [
        (Available(0, dt.time(18), dt.time(21)), "no_weekday_chosen"),
        (Available(128, dt.time(18), dt.time(21)), "no_weekday_chosen"),
        (Available(1, dt.time(21), dt.time(18)), "availability_ends_first"),
        (
            Available(1, dt.time(18), dt.time(21), dt.date(2026, 2, 1), dt.date(2026, 1, 1)),
            "availability_season_ends_first",
        ),
    ],
)
def test_impossible_times_leave_the_old_ones(times, code):
    lecturer = make_lecturer(make_provider(make_subdistrict()))
    set_availability(lecturer=lecturer, times=[MONDAYS], by=None)
    refused(code, set_availability, lecturer=lecturer, times=[times], by=None)
    assert available_times(lecturer) == [MONDAYS]


def test_lecturer_can_come_within_the_times_named_or_always():
    monday = dt.datetime(2026, 3, 9, 18, 0, tzinfo=clock.SHANGHAI)
    hour = dt.timedelta(hours=1)
    assert can_come([MONDAYS], monday, monday + 3 * hour)
    assert not can_come([MONDAYS], monday, monday + 4 * hour)
    assert not can_come([MONDAYS], monday + 24 * hour, monday + 25 * hour)
    assert can_come([], monday, monday + hour)
    season = Available(127, dt.time(0), dt.time(23), dt.date(2026, 3, 10), dt.date(2026, 3, 10))
    days = [can_come([season], monday + n * 24 * hour, monday + (n * 24 + 1) * hour) for n in range(3)]
    assert days == [False, True, False]
