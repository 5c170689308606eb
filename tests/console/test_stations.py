"""Stations as staff run them: hours, set-ups, checklists, alliances."""

import datetime as dt

import pytest
from django.test import Client

from factories.places import make_alliance_room, make_building, make_room, make_rule, make_station
from factories.studies import make_planner
from yizhan.foundation import clock
from yizhan.people.models import Subdistrict
from yizhan.places.models import Loan, OpeningException, Station, UpgradeItem
from yizhan.places.words import Access, Amenity, Days, Grade, ServiceKind, State

STATION = "/console/stations/example/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def station(place: Subdistrict) -> Station:
    row = make_station(
        subdistrict=place, slug="example", name_zh="样板站", name_en="Template", grade=Grade.EXEMPLARY,
        building=make_building(place, slug="tower"),
        amenities=(Amenity.WATER, Amenity.AED), services=(ServiceKind.READING,),
    )  # fmt: skip
    make_rule(row, "08:30", "20:30", Days.WORKDAY)
    make_room(row, name_zh="阅览室", access=Access.WALK_IN)
    UpgradeItem.objects.create(station=row, what_zh="加装坡道", what_en="Add a ramp")
    return row


def notice(**changed: str) -> dict[str, str]:
    tomorrow = (clock.now().date() + DAY).isoformat()
    return {
        "first_day": tomorrow,
        "last_day": tomorrow,
        "opens": "",
        "closes": "",
        "reason_zh": "检修",
    } | changed


def test_stations_are_listed_with_what_staff_need(clerk: Client, station: Station) -> None:
    page = clerk.get("/console/stations/").content.decode()
    assert all(words in page for words in ("样板站", "开放", "示范站", "33.3 %"))
    assert "没有符合条件的站点" in clerk.get("/console/stations/?state=closed").content.decode()
    assert "样板站" in clerk.get("/console/stations/?grade=exemplary").content.decode()


def test_a_station_without_a_room_for_individuals_is_named(clerk: Client, station: Station) -> None:
    assert "没有个人可用的房间" not in clerk.get("/console/stations/").content.decode()
    station.rooms.update(access=Access.GROUP)
    assert "没有个人可用的房间" in clerk.get("/console/stations/").content.decode()


def test_a_station_shows_week_rooms_and_poster(clerk: Client, station: Station) -> None:
    page = clerk.get(STATION).content.decode()
    assert page.count("08:30–20:30") == 5
    assert 'href="/b/tower/poster/"' in page
    assert "阅览室" in page


def test_changed_hours_are_published_and_withdrawn(clerk: Client, client: Client, station: Station) -> None:
    clerk.post(f"{STATION}notices/", notice(reason_en="Repairs"))
    published = OpeningException.objects.get()
    assert (published.opens, published.reason_en) == (None, "Repairs")
    assert "检修" in clerk.get(STATION).content.decode()
    assert "检修" in clerk.get("/console/").content.decode()
    assert "检修" in client.get("/stations/example/").content.decode()
    clerk.post(f"{STATION}notices/{published.pk}/withdraw/")
    assert OpeningException.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"last_day": "2001-01-01"}, "早于开始日期"),
        ({"opens": "09:00"}, "请同时填写"),
        ({"reason_zh": ""}, "原因（中文）"),
        ({"first_day": "tomorrow"}, "从哪天"),
        ({"first_day": "0001-01-01"}, "年份应在 2000 到 2100 之间"),
        ({"last_day": "9999-12-31"}, "年份应在 2000 到 2100 之间"),
        ({"first_day": (clock.now().date() - 400 * DAY).isoformat()}, "一年前到两年后之间"),
        ({"last_day": (clock.now().date() + 800 * DAY).isoformat()}, "一年前到两年后之间"),
        ({"last_day": (clock.now().date() + 367 * DAY).isoformat()}, "一次调整最多 366 天"),
    ],
)
def test_a_wrong_notice_is_refused_and_kept(
    clerk: Client, station: Station, changed: dict[str, str], said: str
) -> None:
    answer = clerk.post(f"{STATION}notices/", notice(reason_en="kept as typed", **changed))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "kept as typed" in answer.content.decode()
    assert OpeningException.objects.count() == 0


def test_hours_past_midnight_are_accepted_and_explained(clerk: Client, station: Station) -> None:
    assert "表示过夜" in clerk.get(STATION).content.decode()
    assert clerk.post(f"{STATION}notices/", notice(opens="18:00", closes="09:00")).status_code == 302
    assert OpeningException.objects.get().closes == dt.time(9)


def test_a_station_closes_and_reopens_with_a_reason(clerk: Client, station: Station) -> None:
    def state_after(**step: str) -> str:
        clerk.post(f"{STATION}move/", step)
        station.refresh_from_db()
        return station.state

    assert state_after(step="close", reason=" ") == State.LIVE
    assert state_after(step="close", reason="装修") == State.CLOSED
    assert state_after(step="launch") == State.CLOSED
    assert state_after(step="reopen") == State.LIVE
    assert clerk.post(f"{STATION}move/", {"step": "sell"}).status_code in {302, 404}


def test_an_upgrade_is_ticked_off(clerk: Client, station: Station) -> None:
    item = station.upgrades.get()
    clerk.post(f"{STATION}upgrades/{item.pk}/")
    assert "✓" in clerk.get(STATION).content.decode()
    item.refresh_from_db()
    assert item.done_on == clock.now().date()


def test_a_template_shows_its_difference_before_it_is_copied(
    clerk: Client, place: Subdistrict, station: Station
) -> None:
    other = make_station(subdistrict=place, slug="other", amenities=(Amenity.WATER, Amenity.BOOKS))
    page = clerk.get("/console/stations/other/copy/?template=example").content.decode()
    wanted = ["+ AED 除颤器", "= 饮水", "图书", "+ 阅览室", "08:30–20:30"]
    assert [words for words in wanted if words not in page] == []
    assert other.amenities.count() == 2
    clerk.post("/console/stations/other/copy/", {"template": "example"})
    kit = set(other.amenities.values_list("amenity", flat=True))
    assert kit == {Amenity.WATER, Amenity.BOOKS, Amenity.AED}
    assert other.opening_rules.count() == 1


def test_a_new_station_takes_over_everything_but_its_own_facts(clerk: Client, station: Station) -> None:
    entered = {"slug": "new", "name_zh": "新站", "name_en": "New", "lon": "121.5", "lat": "31.25"}
    assert clerk.post(f"{STATION}clone/", entered)["Location"] == "/console/stations/new/"
    new = Station.objects.get(slug="new")
    assert (new.state, new.cloned_from, new.rooms.get().name_zh) == (State.PROPOSED, station, "阅览室")
    again = clerk.post(f"{STATION}clone/", entered)
    assert again.status_code == 400
    assert "这个网址代号已被使用" in str(again.context["form"].errors["slug"])
    assert "__all__" not in again.content.decode()
    english = clerk.post(f"/en{STATION}clone/", entered).content.decode()
    assert "This short address is taken" in english
    far = clerk.post(f"{STATION}clone/", entered | {"slug": "far", "lon": "2.3"})
    assert far.status_code == 400
    assert 'value="新站"' in far.content.decode()


def test_a_room_is_lent_once_and_given_back(client: Client, db: None) -> None:
    room, owner, borrower = make_alliance_room()
    client.force_login(make_planner(room.station.subdistrict))
    key = owner.alliance_id
    start = clock.now() + DAY
    entered = {
        "alliance": key,
        f"a{key}-room": room.pk,
        f"a{key}-owner": owner.pk,
        f"a{key}-borrower": borrower.pk,
        f"a{key}-starts_at": f"{start:%Y-%m-%dT%H:%M}",
        f"a{key}-ends_at": f"{start + DAY:%Y-%m-%dT%H:%M}",
    }
    assert client.post("/console/alliances/", entered).status_code == 302
    again = client.post("/console/alliances/", entered)
    assert again.status_code == 400
    assert "在这段时间已经借出" in again.content.decode()
    loan = Loan.objects.get()
    assert borrower.name_zh in client.get("/console/alliances/").content.decode()
    client.post(f"/console/alliances/loans/{loan.pk}/return/")
    loan.refresh_from_db()
    assert loan.returned_at is not None


def test_loans_of_another_sub_district_are_not_there(clerk: Client) -> None:
    room, owner, borrower = make_alliance_room()
    start = clock.now() + DAY
    loan = Loan.objects.create(
        room=room, owner=owner, borrower=borrower, starts_at=start, ends_at=start + DAY
    )
    assert clerk.post(f"/console/alliances/loans/{loan.pk}/return/").status_code == 404
    assert clerk.post("/console/alliances/", {"alliance": owner.alliance_id}).status_code == 404


def test_what_a_room_has_is_ticked(clerk: Client, place: Subdistrict) -> None:
    station = make_station(subdistrict=place, slug="magnolia")
    room = make_room(station, name_zh="会议室")
    page = clerk.post(
        f"/console/stations/magnolia/rooms/{room.pk}/features/",
        {"feature": ["projector", "tables"]},
        follow=True,
    ).content.decode()
    assert "投影 · 桌子" in page
    room.refresh_from_db()
    assert room.features == ["projector", "tables"]
    wrong = clerk.post(
        f"/console/stations/magnolia/rooms/{room.pk}/features/", {"feature": "moat"}, follow=True
    )
    assert "没有“moat”这种房间条件" in wrong.content.decode()
