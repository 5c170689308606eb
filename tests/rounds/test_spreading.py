"""Less crowded times near a wish: suggested with reasons, never where the wish is easy to have."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.orders import dispatched, in_days, make_house, make_order
from factories.places import make_rule
from factories.refusing import refused
from yizhan.foundation.clock import SHANGHAI
from yizhan.places.rules.schedules import Span
from yizhan.places.words import Access
from yizhan.rounds.queries.orders import orders_on
from yizhan.rounds.queries.spreading import diaries_for, suggestions_for
from yizhan.rounds.rules.orders import Wish
from yizhan.rounds.rules.spreading import AT_MOST, CROWDED, Diary, is_free, suggest

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=SHANGHAI)
TENTH = dt.date(2026, 12, 10)
HOURS = (Span(9 * 60, 20 * 60),)


def at(day, hour=14, minutes=90):
    starts_at = dt.datetime.combine(day, dt.time(hour), SHANGHAI)
    return Wish(starts_at, starts_at + dt.timedelta(minutes=minutes))


def always(*held):
    return Diary(lambda _day: HOURS, tuple(held))


def ask(wish=None, orders=None, lecturers=None, rooms=None):
    return suggest(
        wish or at(TENTH),
        orders_on=orders or {},
        lecturers=lecturers or [always()],
        rooms=rooms or [always()],
        now=NOW,
    )


def test_the_tenth_is_spread_with_reasons():
    found = ask(orders={TENTH: 6, dt.date(2026, 12, 11): 1})
    assert [one.starts_at for one in found] == [at(dt.date(2026, 12, day)).starts_at for day in (9, 11, 8)]
    eleventh = found[1]
    assert eleventh.say("zh") == "当月10日已有 6 个单位点单；12月11日下午空闲；这一天只有 1 个单位点单。"
    assert "6 organisations already ordered for day 10" in eleventh.say("en")


def test_a_wish_that_is_easy_to_have_is_left_alone():
    assert ask(orders={TENTH: CROWDED - 1}) == []


def test_a_taken_time_leads_to_another_time_of_the_same_day_first():
    found = ask(lecturers=[always(at(TENTH))])
    assert found[0].starts_at == at(TENTH, 16).starts_at
    assert "您希望的时间没有空闲的教师或房间" in found[0].say("zh")


def test_nothing_is_suggested_before_tomorrow():
    wish = at(NOW.date() + dt.timedelta(days=1))
    found = ask(wish, orders={wish.starts_at.date(): 9})
    assert min(one.starts_at for one in found).date() > NOW.date()


def test_nothing_is_suggested_where_nobody_is_free():
    shut = Diary(lambda _day: ())
    assert ask(orders={TENTH: 9}, rooms=[shut]) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    orders=st.dictionaries(st.integers(-7, 7), st.integers(0, 9)),
    hour=st.integers(9, 18),
    busy=st.sets(st.integers(-7, 7)),
)
def test_suggestions_are_free_less_crowded_and_near(orders, hour, busy):
    def on(shift):
        return TENTH + dt.timedelta(days=shift)

    crowd = {on(shift): n for shift, n in orders.items()}
    lecturer = always(*[at(on(shift), 9, 9 * 60) for shift in busy])
    wish = at(TENTH, hour)
    found = ask(wish, crowd, [lecturer])
    can_be_had = is_free(wish, lecturers=[lecturer], rooms=[always()])
    days = [one.starts_at.date() for one in found]
    assert len(set(days)) == len(days) <= AT_MOST
    for one in found:
        day = one.starts_at.date()
        assert lecturer.is_free(Wish(one.starts_at, one.ends_at))
        assert abs((day - TENTH).days) <= 7
        own = crowd.get(TENTH, 0)
        assert crowd.get(day, 0) < (own if can_be_had else max(own, CROWDED))


@pytest.mark.django_db
def test_diaries_come_from_claims_hours_and_availability():
    house = make_house()
    wish = in_days(5)
    for _ in range(3):
        make_order(house, wish)
    order = make_order(house, wish)
    dispatched(house, order, wish)
    assert orders_on(house.place) == {wish.starts_at.date(): 4}
    diaries = diaries_for(house.item.version, house.place, people=25, around=[wish])
    assert [diary.is_free(wish) for diary in diaries.lecturers.values()] == [False]
    assert [diary.is_held(wish) for diary in diaries.rooms.values()] == [True]
    found = suggestions_for(
        wish, diaries=diaries, subdistrict=house.place, now=wish.starts_at - dt.timedelta(days=3)
    )
    assert found
    assert all(one.starts_at.hour >= 8 and one.ends_at.hour <= 21 for one in found)
    assert diaries_for(house.item.version, house.place, people=99, around=[wish]).rooms == {}


@pytest.mark.django_db
def test_a_walk_in_room_is_a_groups_only_outside_its_own_hours():
    house = make_house()
    house.room.access = Access.WALK_IN
    house.room.save()
    make_rule(house.station, "08:00", "17:00", room=house.room)
    order = make_order(house, in_days(5))
    diaries = diaries_for(house.item.version, house.place, people=25, around=[in_days(5)])
    assert [diary.is_open(in_days(5, hour)) for diary in diaries.rooms.values() for hour in (14, 18)] == [
        False,
        True,
    ]
    refused("room_open_to_all", dispatched, house=house, order=order, wish=in_days(5), despite=True)
    assert dispatched(house, order, in_days(5, 18)).state == "dispatched"
