"""Seasons, clubs, series and doors through the staff's front door."""

import datetime as dt
import json
import threading

import pytest
from django.db import connections

from factories.offers import make_lecturer, make_offering, make_provider, make_session, make_version
from factories.people import make_account
from factories.places import make_exception, make_room, make_rule, make_station
from factories.rounds import make_booking, make_contact, make_seats
from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.models import Offering, Season, Series
from yizhan.offers.words import CourseType, OfferingKind, SessionState
from yizhan.people.models import Message
from yizhan.people.words import RoleName
from yizhan.rounds.models import Arrival, Tally
from yizhan.rounds.queries.tallies import attendance_of, verifiers_of
from yizhan.rounds.rules.door_codes import code_at, window_of

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 9, 12, 0, tzinfo=SHANGHAI)
TUESDAY = NOON.date() + dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)
SERIES = {
    "weekdays": ["1"],
    "every_weeks": "1",
    "first_day": f"{TUESDAY}",
    "starts": "18:30",
    "minutes": "90",
    "count": "4",
    "days_off": "holidays",
}


@pytest.fixture
def club(place, clock_at):
    clock_at(NOON)
    station = make_station(subdistrict=place)
    make_rule(station, "08:00", "21:00")
    season = Season.objects.create(
        subdistrict=place,
        slug="spring",
        name_zh="春季社团",
        name_en="Spring clubs",
        first_day=TUESDAY - 2 * WEEK,
        last_day=TUESDAY + 10 * WEEK,
    )
    provider = make_provider(place)
    offering = make_offering(
        station,
        version=make_version(place, provider=provider),
        kind=OfferingKind.CLUB,
        season=season,
        name_zh="编程",
        name_en="Coding",
        room=make_room(station, name_zh="教室", capacity=30),
        lecturer=make_lecturer(provider),
        for_children=True,
    )
    offering.slug = "coding"
    offering.save()
    make_seats(offering)
    return offering


def looked(page):
    return page.content.decode().split('name="looked" value="')[1].split('"')[0]


def told(client, address, **given):
    answer = client.post(address, given, follow=True)
    return [str(message) for message in answer.context["messages"]][-1:]


def test_a_season_and_a_club_are_opened(planner, place, clock_at):
    clock_at(NOON)
    given = {"name_zh": "春季社团", "name_en": "", "first_day": "2026-03-02", "last_day": "2026-05-31"}
    answer = planner.post("/console/clubs/", given, follow=True)
    season = Season.objects.get()
    assert answer.redirect_chain == [(f"/console/clubs/{season.slug}/", 302)]
    version = make_version(place, title_zh="编程")
    version.course.type = CourseType.CLUB
    version.course.save()
    station = make_station(subdistrict=place)
    given = {
        "version": version.pk,
        "station": station.pk,
        "seats": "12",
        "sign_up": "draw",
        "for_children": "on",
    }
    answer = planner.post(f"/console/clubs/{season.slug}/", given, follow=True)
    club = Offering.objects.get()
    assert (club.season, club.kind, club.name_zh, club.for_children) == (season, "club", "编程", True)
    assert answer.redirect_chain == [(f"/console/offerings/{club.slug}/series/", 302)]


def test_bad_seasons_and_clubs_are_refused_with_their_form(planner, club):
    backwards = {"name_zh": "春", "first_day": "2026-03-02", "last_day": "2026-03-01"}
    answer = planner.post("/console/clubs/", backwards)
    assert answer.status_code == 400
    assert "最后一天不能早于第一天" in answer.content.decode()
    assert planner.post("/console/clubs/spring/", {"seats": "0"}).status_code == 400
    assert planner.get("/console/clubs/nowhere/").status_code == 404


def test_dates_are_looked_at_before_they_are_saved(planner, club):
    address = "/console/offerings/coding/series/"
    assert "先看日期和冲突" in planner.get(address).content.decode()
    page = planner.post(address, SERIES | {"look": "1"})
    assert (page.status_code, Series.objects.count()) == (200, 0)
    assert "共 4 场，其中 0 场有冲突" in page.content.decode()
    (said,) = told(planner, address, **SERIES, looked=looked(page), saving="all")
    assert said == "已保存，涉及 4 场，0 位联系人已收到通知。"
    assert club.sessions.count() == 4


def test_what_was_not_looked_at_is_not_saved(planner, club):
    address = "/console/offerings/coding/series/"
    page = planner.post(address, SERIES | {"look": "1"})
    changed = SERIES | {"starts": "19:00", "looked": looked(page), "saving": "all"}
    answer = planner.post(address, changed)
    assert "上次看过以后内容改了" in answer.content.decode()
    assert Series.objects.count() == 0


def test_conflicts_are_shown_with_their_holder_and_left_out_by_choice(planner, club):
    other = make_offering(club.station, room=club.room, name_zh="合唱")
    make_exception(club.station, TUESDAY, TUESDAY)
    from yizhan.offers.actions.sessions import plan_sessions
    from yizhan.offers.rules.sessions import Times

    start = dt.datetime.combine(TUESDAY + WEEK, dt.time(18), SHANGHAI)
    plan_sessions(offering=other, times=[Times(start, start + dt.timedelta(hours=1))], by=None)
    address = "/console/offerings/coding/series/"
    page = planner.post(address, SERIES | {"look": "1"})
    text = page.content.decode()
    assert "其中 2 场有冲突" in text
    assert "合唱第 1 场（2026-03-17 18:00）" in text
    assert "那时不开放" in text
    assert "全部保存" not in text.replace("全部保存，届时", "")
    save = SERIES | {"looked": looked(page)}
    refused = planner.post(address, save | {"saving": "all"})
    assert refused.status_code == 400
    assert "2 个日期有冲突，没有保存任何内容" in refused.content.decode()
    planner.post(address, save | {"saving": "leave_out"})
    assert club.sessions.count() == 2


def test_a_change_from_a_day_on_tells_those_who_hold_a_seat(planner, club):
    page = planner.post("/console/offerings/coding/series/", SERIES | {"look": "1"})
    planner.post("/console/offerings/coding/series/", SERIES | {"looked": looked(page), "saving": "all"})
    make_booking(club)
    series = Series.objects.get()
    address = f"/console/series/{series.pk}/change/"
    assert planner.get(address).status_code == 200
    later = SERIES | {
        "first_day": f"{TUESDAY + WEEK}",
        "starts": "19:00",
        "count": "3",
        "reason_zh": "教师调课",
        "keep_singly": "on",
    }
    page = planner.post(address, later | {"look": "1"})
    (said,) = told(planner, address, **later, looked=looked(page), saving="all")
    assert said == "已保存，涉及 3 场，1 位联系人已收到通知。"
    text = Message.objects.get().text_zh
    assert text.startswith("“编程”有 3 场变动，最早的一场在 2026-03-17 19:00")
    assert "教师调课" in text


def test_one_date_is_moved_skipped_and_made_up_for(planner, club):
    page = planner.post("/console/offerings/coding/series/", SERIES | {"look": "1"})
    planner.post("/console/offerings/coding/series/", SERIES | {"looked": looked(page), "saving": "all"})
    first, second = club.sessions.order_by("number")[:2]
    moved = {"starts_at": "2026-03-11T18:30", "minutes": "60", "reason_zh": "场地有会"}
    assert told(planner, f"/console/sessions/{first.pk}/change/", **moved) == [
        "已改期，0 位联系人已收到通知。"
    ]
    given = {"reason_zh": "台风", "make_up": "on"}
    assert told(planner, f"/console/sessions/{second.pk}/skip/", **given) == [
        "这一场已取消，0 位联系人已收到通知。"
    ]
    states = list(club.sessions.order_by("number").values_list("state", flat=True))
    assert states == ["planned", "cancelled", "planned", "planned", "planned"]
    assert told(planner, f"/console/series/{Series.objects.get().pk}/extend/", more="2") == ["已加 2 场。"]
    assert told(planner, f"/console/series/{Series.objects.get().pk}/extend/", more="x") == [
        "延长后的结束必须晚于现在。"
    ]


def test_figures_lead_to_their_rows(planner, club):
    session = make_session(club, NOON - dt.timedelta(days=6))
    page = planner.get("/console/clubs/").content.decode()
    assert f'href="/console/offerings/coding/sessions/#s{session.number}"' in page
    assert told(planner, f"/console/sessions/{session.pk}/figure/", figure="105") == ["已记 105 人次。"]
    assert told(planner, f"/console/sessions/{session.pk}/figure/", figure="-5") == [
        "一个场次的人次应在 0 到 20000 之间。"
    ]
    season = planner.get("/console/clubs/spring/").content.decode()
    assert "春季社团开设1个社团（编程），开展1场次100余人次活动。" in season
    assert 'href="/console/offerings/coding/sessions/"' in season
    rows = planner.get("/console/offerings/coding/sessions/").content.decode()
    assert "<b>105</b>" in rows
    english = planner.get("/en/console/clubs/spring/").content.decode()
    assert "Spring clubs: 1 club (Coding), 1 session, more than 100 attendances." in english


def test_queries_do_not_grow_with_sessions(planner, club, django_assert_max_num_queries):
    for number in range(3):
        make_session(club, NOON - number * WEEK)
    for address, limit in (("/console/clubs/", 14), ("/console/clubs/spring/", 20)):
        with django_assert_max_num_queries(limit):
            planner.get(address)
    with django_assert_max_num_queries(14):
        planner.get("/console/offerings/coding/sessions/")


def merge(client, session, **content):
    return client.post(
        f"/console/door/{session.pk}/merge/", json.dumps(content), content_type="application/json"
    )


def test_the_door_merges_and_answers_with_everything(planner, club):
    session = make_session(club, NOON)
    booking = make_booking(club, make_contact(club.subdistrict, name="某某"), secret="s" * 24, size=2)
    assert merge(planner, session, devices={"a": [3, 1]}).json()["people"] == 2
    answer = merge(planner, session, devices={"b": [4, 0]}, arrivals={f"{booking.pk}": 2}).json()
    assert answer == {
        "devices": {"a": [3, 1], "b": [4, 0]},
        "arrivals": {f"{booking.pk}": 2},
        "people": 8,
    }
    session.refresh_from_db()
    assert session.state == SessionState.HELD
    page = planner.get(f"/console/door/{session.pk}/")
    assert page.headers["Permissions-Policy"].startswith("geolocation=(), camera=(self)")
    facts = page.context["door"]
    assert facts["verifiers"] == [[booking.pk, verifiers_of(session)[0].key, 2]]
    assert booking.contact.phone not in page.content.decode()
    assert booking.contact.name not in page.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        "", "[]", "nonsense", '{"devices": 3}', '{"devices": {"a": 3}}', '{"devices": {"a": [1, true]}}',
        '{"devices": {"a": [1, 2, 3]}}', '{"devices": {"a": [-1, 0]}}', '{"devices": {"a b": [1, 0]}}',
        '{"devices": {}, "arrivals": {"x": 1}}', '{"devices": {}, "arrivals": {"99999999999999999999": 1}}',
        '{"devices": {"a": [1e400, 0]}}', '{"devices": {}, "arrivals": [1]}',
    ],
)  # fmt: skip
def test_what_no_page_sends_is_refused_and_nothing_is_kept(planner, club, body):
    session = make_session(club, NOON)
    answer = planner.post(f"/console/door/{session.pk}/merge/", body, content_type="application/json")
    assert answer.status_code == 400
    assert Tally.objects.count() == 0


def test_a_code_is_taken_without_a_script(planner, club):
    session = make_session(club, NOON)
    make_booking(club, secret="s" * 24, size=2)
    code = code_at(verifiers_of(session)[0].key, window_of(NOON))
    assert told(planner, f"/console/door/{session.pk}/code/", code=code) == ["码有效，2 人到场。"]
    (said,) = told(planner, f"/console/door/{session.pk}/code/", code="12")
    assert said.startswith("没有这个到场码")
    assert Arrival.objects.count() == 1


def test_strangers_and_visitors_stay_outside(client, club, sign_in):
    session = make_session(club, NOON)
    addresses = ["clubs/", "clubs/spring/", "offerings/coding/sessions/", "offerings/coding/series/"]
    addresses += [f"door/{session.pk}/", f"sessions/{session.pk}/change/"]
    stranger = sign_in(account=make_account(role=RoleName.HEAD))
    for address in addresses:
        assert client.get(f"/console/{address}").status_code == 302
        assert stranger.get(f"/console/{address}").status_code == (200 if address == "clubs/" else 404)
    assert merge(stranger, session, devices={"a": [1, 0]}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_telephones_that_send_at_once_lose_nothing(club, sign_in):
    """Sixteen real requests at once, each telephone twice."""
    session = make_session(club, NOON)
    clients = [sign_in() for _ in range(16)]
    answers = []

    def send(number, client):
        answers.append(
            merge(client, session, devices={f"phone-{number % 8}": [number % 8 + 1, 0]}).status_code
        )
        connections.close_all()

    threads = [threading.Thread(target=send, args=pair) for pair in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert answers == [200] * 16
    assert attendance_of(session) == sum(range(1, 9))
