"""`yizhan plan`: scenarios side by side, and what is refused."""

import json

import pytest
from click.testing import CliRunner

from instances.study_folder import DEMO, change, copied
from shared import shared
from yizhan.cli import main


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("YIZHAN_LANG", "en")
    return lambda *words: CliRunner().invoke(main, ["plan", *map(str, words)])


def scenarios(result) -> dict[str, dict]:
    assert result.exit_code == 0, result.stderr
    return {one["scenario"]: one for one in json.loads(result.stdout)["scenarios"]}


def test_five_scenarios_are_proved_side_by_side(run):
    found = scenarios(run(DEMO, "--json"))
    assert list(found) == ["today", "towers", "off-hours", "balanced", "elderly"]
    assert {one["status"] for one in found.values()} == {"optimal"}
    assert all(one["gap"] == 0 for one in found.values())
    assert all(one["cost"] <= 800 for one in found.values())


def test_scenarios_differ_where_they_should(run):
    found = scenarios(run(DEMO, "--json"))
    assert found["today"]["off_hours_cover"] < found["off-hours"]["off_hours_cover"]
    assert found["elderly"]["covered"]["workday"]["5"] < found["balanced"]["covered"]["workday"]["5"]
    assert found["towers"]["objective"] > found["today"]["objective"]


def test_same_input_and_seed_print_the_same(run):
    def without_seconds() -> dict[str, dict]:
        found = scenarios(run(DEMO, "--json", "--scenario", "balanced", "--seed", "7"))
        found["balanced"].pop("seconds")
        return found

    assert without_seconds() == without_seconds()


def test_text_table_says_proved(run):
    result = run(DEMO, "--scenario", "today", "--scenario", "balanced")
    assert result.exit_code == 0
    assert "proved optimal" in result.stdout
    assert "within 15 min: late night" in result.stdout


def test_real_streets_take_the_place_of_the_schematic(run):
    osm, area = shared("data/north_bund_streets.osm.pbf"), shared("data/north_bund_study_area.geojson")
    result = run(DEMO, "--osm", osm, "--area", area, "--scenario", "today", "--json")
    assert scenarios(result)["today"]["status"] == "optimal"
    assert "OpenStreetMap" in json.loads(result.stdout)["attribution"]


def test_demand_table_takes_the_place_of_the_streets(run, tmp_path):
    folder = copied(tmp_path)
    change(folder / "plan.toml", 'sites = "sites.csv"', 'sites = "sites.csv"\ndemand = "demand.csv"')
    (folder / "demand.csv").write_text(
        "id,lon,lat,neighbourhood,workday,evening,weekend,late_night\n"
        "a,121.4933,31.2508,甲,100,50,30,20\nb,121.5020,31.2538,乙,10,10,10,10\n",
        encoding="utf-8",
    )
    found = scenarios(run(folder, "--json", "--scenario", "today"))
    assert found["today"]["people"] == {"workday": 110, "evening": 60, "weekend": 40, "late_night": 30}


def in_helsinki(tmp_path):
    """A study on a map that has buildings; its numbers say nothing about Shanghai."""
    folder = copied(tmp_path)
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    head, rest = text[: text.index("[[zone]]")], text[text.index("# A walk of at most") :]
    zone = '[[zone]]\nname = "Kamppi"\nlon = 24.94\nlat = 60.17\n\n'
    (folder / "plan.toml").write_text(head + zone + rest, encoding="utf-8")
    (folder / "sites.csv").write_text(
        "id,name_zh,name_en,kind,lon,lat\na,甲,A,tower,24.9400,60.1700\nb,乙,B,tower,24.9480,60.1690\n",
        encoding="utf-8",
    )
    return folder


def test_people_are_estimated_from_buildings(run, tmp_path):
    helsinki = shared("data/alt_helsinki_centre.osm.pbf")
    words = ["--osm", helsinki, "--buildings", helsinki, "--scenario", "towers", "--json"]
    result = run(in_helsinki(tmp_path), *words)
    found = scenarios(result)["towers"]
    assert json.loads(result.stdout)["demand_source"] == "buildings"
    assert found["people"]["workday"] > 5000
    assert found["status"] == "optimal"


def test_extract_without_buildings_is_refused_by_name(run):
    result = run(DEMO, "--buildings", DEMO / "streets.osm")
    assert result.exit_code == 2
    assert "streets.osm" in result.stderr


def test_budget_that_fits_nothing_names_the_conflict(run, tmp_path):
    folder = copied(tmp_path)
    change(folder / "plan.toml", "budget = 760", "budget = 3")
    result = run(folder, "--scenario", "towers")
    assert result.exit_code == 3
    assert "budget" in result.stdout
    assert "conflicting conditions" in result.stdout


def test_site_off_the_network_is_a_named_warning(run, tmp_path):
    folder = copied(tmp_path)
    change(folder / "sites.csv", "121.5078,31.2556", "121.4830,31.2560")
    result = run(folder, "--scenario", "today")
    assert result.exit_code == 0
    assert "off the street network" in result.stderr
    assert "霍山路" in result.stderr


REFUSED = [
    ("plan.toml", 'slug = "north-bund"', "", ["plan.toml", "slug"]),
    ("plan.toml", 'slug = "north-bund"', 'slug = "north-bund"\ncolour = "red"', ["plan.toml", "colour"]),
    ("plan.toml", "cost = 150", 'cost = "many"', ["plan.toml", "level.centre.cost"]),
    ("plan.toml", "[[zone]]", "[[zone", ["plan.toml", "TOML"]),
    ("plan.toml", "budget = 760", "budget = -1", ["plan.toml", "budget"]),
    ("plan.toml", "residents = 80000", "residents = -3", ["plan.toml", "residents"]),
    ("plan.toml", "residents = 80000", "inhabitants = 3", ["plan.toml", "inhabitants"]),
    ("sites.csv", "121.4945,31.2535", ",31.2535", ["sites.csv", "row 2", "lon"]),
    ("sites.csv", "121.4945,31.2535", "121.4945,north", ["sites.csv", "row 2", "lat"]),
    ("sites.csv", "121.4945,31.2535", "31.2535,121.4945", ["sites.csv", "row 2", "swapped"]),
    ("sites.csv", "121.5098,31.2593", "122.9,31.2593", ["sites.csv", "row 5", "outside"]),
    ("sites.csv", ",centre,evenings_weekends", ",palace,evenings_weekends", ["sites.csv", "row 2", "palace"]),
    ("sites.csv", ",centre,evenings_weekends", ",centre,", ["sites.csv", "row 2", "pattern"]),
    ("sites.csv", "magnolia,", "centre,", ["sites.csv", "row 3", "centre"]),
]


@pytest.mark.parametrize(("file", "old", "new", "named"), REFUSED)
def test_broken_folder_names_file_row_and_field(run, tmp_path, file, old, new, named):
    folder = copied(tmp_path)
    change(folder / file, old, new)
    result = run(folder, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert [word for word in named if word not in result.stderr] == []


def test_point_that_only_fits_as_gcj02_says_so(run, tmp_path):
    """Greenland lies at the eastern rim; its GCJ-02 copy lies some 480 m beyond it."""
    folder = copied(tmp_path)
    change(folder / "sites.csv", "121.5098,31.2593", "121.5143,31.2573")
    area = shared("data/north_bund_study_area.geojson")
    result = run(folder, "--osm", shared("data/north_bund_streets.osm.pbf"), "--area", area)
    assert result.exit_code == 2
    assert "GCJ-02" in result.stderr
    assert "row 5" in result.stderr


@pytest.mark.parametrize(
    "words", [("nowhere",), (DEMO, "--scenario", "tomorrow"), (DEMO, "--osm", "none.osm.pbf")]
)
def test_what_is_not_there_is_refused(run, words):
    result = run(*words)
    assert result.exit_code == 2
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_broken_pbf_is_refused_by_name(run, tmp_path):
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(b"\x00\x00\x00\x0dnonsense")
    result = run(DEMO, "--osm", broken)
    assert result.exit_code == 2
    assert "broken.osm.pbf" in result.stderr
