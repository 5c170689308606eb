"""The day's board: today's sessions with their doors, and what waits for somebody at the desk."""

import datetime as dt

import pytest
from django.test import Client

from factories.offers import make_offering, make_session
from factories.places import make_station
from factories.rounds import make_round
from yizhan.console.today import today_of
from yizhan.foundation import clock
from yizhan.offers.models import QuarterMenu
from yizhan.offers.words import MenuState
from yizhan.rounds.models import Tally
from yizhan.rounds.words import RoundState

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def noon():
    return clock.now().replace(hour=12, minute=0, second=0, microsecond=0)


def test_an_empty_day_says_so(planner: Client):
    page = planner.get("/console/").content.decode()
    assert "今天没有场次。" in page
    assert "没有等着办的事。" in page


def test_todays_sessions_lead_to_their_doors(place, planner, noon):
    offering = make_offering(make_station(subdistrict=place), name_zh="书法入门（示例）")
    session = make_session(offering, noon)
    make_session(offering, noon + dt.timedelta(days=1))
    page = planner.get("/console/").content.decode()
    assert page.count("/console/door/") == 1
    assert f'href="/console/door/{session.pk}/">记人次<span class="unseen"> 书法入门（示例）' in page
    Tally.objects.create(session=session, device="d", came=9, corrected=2, merged_at=noon)
    assert "7 人次" in planner.get("/console/").content.decode()


def waiting(place, now):
    return [one.text for one in today_of(place, now=now)["waiting"]]


def test_rounds_wait_when_their_next_step_is_due(place, noon):
    offering = make_offering(make_station(subdistrict=place))
    times = {"opens_at": noon - 3 * HOUR, "closes_at": noon - HOUR, "draw_at": noon + HOUR}
    row = make_round(offering, name_zh="秋季报名（示例）", **times)
    assert waiting(place, noon - 2 * HOUR) == []
    assert waiting(place, noon) == ["秋季报名（示例）：已截止，该公布名单了"]
    row.state = RoundState.FROZEN
    row.save()
    assert waiting(place, noon) == []
    assert waiting(place, noon + 2 * HOUR) == ["秋季报名（示例）：该摇号了"]


def test_what_waits_is_counted_and_belongs_to_this_sub_district(place, noon):
    make_session(make_offering(make_station(subdistrict=place)), noon - 5 * HOUR)
    make_session(make_offering(), noon - 5 * HOUR)
    QuarterMenu.objects.create(subdistrict=place, year=2027, quarter=1, state=MenuState.CHECKED)
    assert waiting(place, noon) == ["1 个场次还没记人次", "2027 年第 1 季度菜单：已审核，待发布"]


def test_the_board_asks_the_database_as_often_for_many_as_for_few(place, noon, django_assert_max_num_queries):
    offering = make_offering(make_station(subdistrict=place))
    for number in range(5):
        make_session(offering, noon + number * HOUR, minutes=30)
        make_round(make_offering(make_station(subdistrict=place)), closes_at=noon - HOUR / 2)
    with django_assert_max_num_queries(10):
        assert len(today_of(place, now=noon)["sessions"]) == 5
