"""The demonstration's programme: real titles and invented classes, on any day it is built."""

import datetime as dt
from pathlib import Path

import pytest

from yizhan.cli.programme_file import store_programme
from yizhan.cli.stations_file import store_stations
from yizhan.foundation import clock
from yizhan.foundation.refusals import BadInput
from yizhan.offers.models import Course, CourseVersion, MenuItem, Offering, Provider, QuarterMenu, Session
from yizhan.offers.queries.courses import available_times, awaiting_review
from yizhan.offers.queries.menus import current_menu, quarter_of
from yizhan.offers.rules.availability import can_come
from yizhan.offers.words import MenuState, SignUp
from yizhan.people.actions import open_account
from yizhan.people.models import Account, Subdistrict
from yizhan.people.words import RoleName
from yizhan.places.queries import openings_at
from yizhan.places.words import Access

FOLDER = Path(__file__).resolve().parents[2] / "demo" / "north_bund"
PASSWORD = "a-long-enough-password"
REAL = ["鉴往知来 以坚定的文化自信走好复兴之路", "初心启航地 红色北外滩"]
pytestmark = pytest.mark.django_db


def build(file: Path = FOLDER / "programme.toml") -> Subdistrict:
    place = store_stations(FOLDER / "stations.toml")
    open_account(
        username="planner",
        password=PASSWORD,
        display_name="规划员（示例）",
        subdistrict=place,
        role=RoleName.PLANNER,
        by=None,
    )
    store_programme(file, place, password=PASSWORD)
    return place


@pytest.fixture
def programme():
    return build()


def test_both_real_titles_are_on_the_published_menu_with_version_and_reviewer(programme):
    menu = current_menu(programme, today=clock.now().date())
    assert (menu.year, menu.quarter) == quarter_of(clock.now().date())
    for title in REAL:
        item = MenuItem.objects.get(menu=menu, version__title_zh=title)
        version = item.version
        assert item.is_orderable
        assert version.reviewer is not None
        assert version.written_by != version.reviewer
        assert item.offerings.filter(is_public=True).exists()


def test_two_people_checked_what_is_published(programme):
    published = QuarterMenu.objects.get(state=MenuState.PUBLISHED)
    assert published.drafted_by != published.checked_by
    draft = QuarterMenu.objects.get(state=MenuState.DRAFT)
    assert (draft.year, draft.quarter) > (published.year, published.quarter)
    assert draft.items.count() == published.items.count() >= 16
    assert [version.title_zh for version in awaiting_review(programme)] == ["茶艺入门（示例）"]


def test_everything_invented_is_marked(programme):
    real = {"社区党校", "“领航”书记工作室"}
    assert {one.name_zh for one in Provider.objects.all() if "示例" not in one.name_zh} == real
    for course in Course.objects.all():
        title = course.versions.first().title_zh
        assert ("示例" in title) == ("all" in course.example_parts)
        assert course.example_parts
    assert all("示例" in offering.name_zh for offering in Offering.objects.all())
    assert not Offering.objects.filter(is_example=False).exists()


def test_classes_are_enough_for_a_round_and_lie_ahead(programme):
    drawn = Offering.objects.filter(sign_up=SignUp.DRAW, is_public=True)
    assert drawn.count() >= 12
    assert drawn.values("station").distinct().count() >= 4
    assert Offering.objects.filter(sign_up=SignUp.FIRST_COME).count() >= 4
    first = Session.objects.order_by("starts_at").first()
    assert first.starts_at > clock.now() + dt.timedelta(days=7)
    for offering in Offering.objects.select_related("version"):
        assert offering.sessions.count() == offering.version.lessons


def test_sessions_keep_to_hours_lecturers_and_the_reading_room(programme):
    """Evening classes after reading hours (A10); nothing while a station is certainly shut."""
    sessions = list(Session.objects.select_related("offering__station__parent", "lecturer", "room"))
    for session in sessions:
        local = session.starts_at.astimezone(clock.SHANGHAI), session.ends_at.astimezone(clock.SHANGHAI)
        assert can_come(available_times(session.lecturer), *local), session
        station = session.offering.station
        last = session.ends_at - dt.timedelta(minutes=1)
        for moment in (session.starts_at, last):
            assert openings_at([station], moment)[station.pk].state != "closed", (session, moment)
    reading = [session for session in sessions if session.room and session.room.name_zh == "阅读区"]
    assert reading[0].room.access == Access.WALK_IN
    assert all(session.starts_at.astimezone(clock.SHANGHAI).hour >= 18 for session in reading)


@pytest.mark.parametrize("day", [dt.date(2026, 9, 28), dt.date(2026, 12, 30), dt.date(2027, 2, 1)])
def test_it_can_be_built_on_any_day(clock_at, day):
    clock_at(dt.datetime.combine(day, dt.time(9), clock.SHANGHAI))
    place = build()
    assert current_menu(place, today=day).quarter == quarter_of(day)[1]


def test_accounts_can_try_the_two_person_checks(programme):
    roles = {
        account.username: [role.name for role in account.roles.all()] for account in Account.objects.all()
    }
    assert roles == {"planner": ["planner"], "head": ["head"], "clerk": ["clerk"], "provider": []}
    provider = Account.objects.get(username="provider")
    assert provider.check_password(PASSWORD)
    assert provider.providers.count() == 2


def test_wrong_entry_is_named_and_nothing_stored(tmp_path):
    text = (FOLDER / "programme.toml").read_text(encoding="utf-8")
    broken = tmp_path / "programme.toml"
    broken.write_text(text.replace("seats = 24", "seats = 2400", 1), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        build(broken)
    assert "class calligraphy-bookshop" in refusal.value.say("zh")
    assert not CourseVersion.objects.exists()
