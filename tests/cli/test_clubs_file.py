"""The demonstration's clubs: 8 clubs, 85 sessions, more than 1,000 attendances, and the sentence."""

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from yizhan.cli import main
from yizhan.cli import season as season_command
from yizhan.cli.clubs_file import store_clubs
from yizhan.cli.programme_file import store_programme
from yizhan.cli.stations_file import store_stations
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.refusals import BadInput
from yizhan.offers.models import Offering, Season, Session
from yizhan.offers.words import SessionState
from yizhan.people.actions import open_account
from yizhan.people.words import RoleName
from yizhan.rounds.queries.seasons import clubs_of, season_count, sessions_on, to_count
from yizhan.rounds.rules.season_reports import sentence

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-password"
FOLDER = Path(__file__).resolve().parents[2] / "demo" / "north_bund"
# A workday, a Sunday, a day of the New Year holiday.
DAYS = [dt.date(2026, 3, 11), dt.date(2026, 3, 15), dt.date(2026, 2, 18)]


@pytest.fixture
def stored(clock_at):
    def store(day=DAYS[0], file=FOLDER / "clubs.toml"):
        clock_at(dt.datetime.combine(day, dt.time(12), SHANGHAI))
        place = store_stations(FOLDER / "stations.toml")
        open_account(
            username="planner",
            password=PASSWORD,
            display_name="规划员",
            subdistrict=place,
            role=RoleName.PLANNER,
            by=None,
        )
        store_programme(FOLDER / "programme.toml", place, password=PASSWORD)
        return store_clubs(file, place)

    return store


def test_summer_of_2024_adds_up_to_the_sentence_of_the_article(stored):
    summer = stored()[0]
    count = season_count(summer, clubs_of(summer, now=dt.datetime(2026, 3, 11, 12, tzinfo=SHANGHAI)))
    assert (len(count.clubs), count.held, count.people, count.uncounted) == (8, 85, 1003, 0)
    said = sentence(count)
    assert said.zh == "2024年暑期“未来社团”开设8个社团（编程、基础造型速写等），开展85场次1000余人次活动。"
    assert said.en == (
        "Future Clubs, summer 2024: 8 clubs (Coding, Basic form sketching and others), 85 sessions, "
        "more than 1,000 attendances."
    )
    real = [club.name.zh for club in count.clubs if not club.is_example]
    assert real == ["编程", "基础造型速写"]
    assert all(club.name.zh.endswith("（示例）") for club in count.clubs if club.is_example)
    sessions = Session.objects.filter(offering__season=summer)
    assert set(sessions.values_list("state", flat=True)) == {SessionState.HELD}
    assert {one.starts_at.astimezone(SHANGHAI).year for one in sessions} == {2024}


def test_command_line_prints_the_sentence_and_its_rows(stored, monkeypatch):
    monkeypatch.setattr(season_command, "set_up_database", lambda: None)
    monkeypatch.setenv("YIZHAN_LANG", "zh")
    stored()
    said = CliRunner().invoke(main, ["season", "report", "summer-2024"])
    assert said.output.strip().endswith("开展85场次1000余人次活动。")
    content = json.loads(CliRunner().invoke(main, ["season", "report", "summer-2024", "--json"]).output)
    assert sum(club["held"] for club in content["clubs"]) == 85
    unknown = CliRunner().invoke(main, ["season", "report", "winter"])
    assert unknown.exit_code == 2
    assert "summer-2024" in unknown.output


@pytest.mark.parametrize("day", DAYS)
def test_there_is_always_a_present_season_with_something_to_come(stored, day):
    _, present = stored(day)
    assert present.first_day <= day <= present.last_day
    now = dt.datetime.combine(day, dt.time(12), SHANGHAI)
    clubs = clubs_of(present, now=now)
    assert all(club.count.to_come for club in clubs)
    assert to_count(present.subdistrict, now=now)
    if day != dt.date(2026, 2, 18):
        assert sessions_on(present.subdistrict, day)
    assert Offering.objects.filter(season=present, for_children=True).count() == 3


def test_a_wrong_club_is_named_and_nothing_is_stored(stored, tmp_path):
    broken = tmp_path / "clubs.toml"
    text = (FOLDER / "clubs.toml").read_text(encoding="utf-8")
    broken.write_text(text.replace('slug = "choir-2024"', 'slug = "coding-2024"'), encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        stored(file=broken)
    assert "club coding-2024" in refusal.value.say("en")
    assert Season.objects.count() == 0
    broken.write_text("nonsense", encoding="utf-8")
    with pytest.raises(BadInput):
        store_clubs(broken, None)
