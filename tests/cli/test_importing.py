"""`yizhan import`: streets and calendars into the database; the file is checked before anything is stored."""

import json

import pytest
from click.testing import CliRunner

from factories.people import make_subdistrict
from instances.study_folder import DEMO
from shared import shared
from yizhan.cli import main
from yizhan.places.models import CalendarYear
from yizhan.plans.models import StreetNetwork

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("YIZHAN_LANG", "en")
    return lambda *words: CliRunner().invoke(main, ["import", *map(str, words)])


def test_real_streets_are_stored_and_counted(run):
    area = shared("data/north_bund_study_area.geojson")
    result = run("osm", shared("data/north_bund_streets.osm.pbf"), "--area", area, "--json")
    assert result.exit_code == 0, result.stderr
    counts = json.loads(result.stdout)
    network = StreetNetwork.objects.get(pk=counts["network"])
    assert counts["area_km"] == pytest.approx(48.4, abs=0.2)
    assert counts["missing_refs"] == 0
    assert counts["left_out"]["tunnel"] > 0
    assert "OpenStreetMap" in network.attribution
    assert network.area["type"] == "Polygon"


def test_streets_belong_to_a_subdistrict_by_name(run):
    home = make_subdistrict(slug="harbour")
    result = run("osm", DEMO / "streets.osm", "--subdistrict", "harbour", "--name", "示意")
    assert result.exit_code == 0, result.stderr
    assert "largest component" in result.stdout
    assert StreetNetwork.objects.get().subdistrict == home


def test_unknown_subdistrict_is_refused(run):
    result = run("osm", DEMO / "streets.osm", "--subdistrict", "nowhere")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr
    assert not StreetNetwork.objects.exists()


def test_broken_extract_stores_nothing(run, tmp_path):
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(shared("data/north_bund_streets.osm.pbf").read_bytes()[:5000])
    result = run("osm", broken)
    assert result.exit_code == 2
    assert "broken.osm.pbf" in result.stderr
    assert not StreetNetwork.objects.exists()


def test_calendar_is_stored_once(run):
    file = shared("suites/calendar/2026.json")
    assert "stored" in run("calendar", file).stdout
    assert "nothing changed" in run("calendar", file).stdout
    assert CalendarYear.objects.get().year == 2026


def test_calendar_that_is_none_stores_nothing(run, tmp_path):
    file = tmp_path / "2027.json"
    file.write_text('{"year": 2027, "days": [{"date": "2027-13-01"}]}')
    result = run("calendar", file)
    assert result.exit_code == 2
    assert "2027.json" in result.stderr
    assert not CalendarYear.objects.exists()
