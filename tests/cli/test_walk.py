"""`yizhan walk` through the front door."""

import json

import pytest
import shapely
from click.testing import CliRunner

from shared import shared
from yizhan.cli import main

STREET = """<?xml version="1.0"?><osm version="0.6">
<node id="1" version="1" lon="{west}" lat="{lat}"/><node id="2" version="1" lon="{east}" lat="{lat}"/>
<way id="9" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way></osm>"""


@pytest.fixture
def street(tmp_path):
    """A street of 3.8 km along the Chinese parallel 31.25."""
    path = tmp_path / "street.osm"
    path.write_text(STREET.format(west=121.48, east=121.52, lat=31.25))
    return str(path)


def run(*arguments, language="en"):
    return CliRunner().invoke(main, ["walk", *arguments], env={"YIZHAN_LANG": language})


def answer(*arguments):
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_walk_json_on_a_straight_street(street):
    found = answer(street, "--from", "121.50,31.25", "--minutes", "15")
    outline = found.pop("outline")
    assert found == {
        "reached_km": 2.4,
        "nodes": 0,
        "minutes": 15.0,
        "speed_kmh": 4.8,
        "snapped_m": 0.0,
        "component_share": 1.0,
    }
    assert outline["type"] == "Polygon"


@pytest.mark.parametrize(("speed", "km"), [("adult", 2.4), ("elderly", 1.65), ("6", 3.0)])
def test_walk_speeds(street, speed, km):
    assert answer(street, "--from", "121.50,31.25", "--speed", speed)["reached_km"] == pytest.approx(km)


def test_walk_datum_moves_the_start(street):
    # This GCJ-02 reading is the WGS-84 point (121.50, 31.25).
    found = answer(street, "--from", "121.504491,31.247996", "--datum", "gcj02")
    assert found["snapped_m"] < 1
    assert answer(street, "--from", "121.504491,31.247996")["snapped_m"] == pytest.approx(222, abs=2)


def test_walk_sentences_in_both_languages(street):
    english, chinese = (run(street, "--from", "121.5,31.25", language=one) for one in ("en", "zh"))
    assert "15 min at 4.8 km/h reach 2.40 km" in english.stdout
    assert "可达街道 2.40 千米" in chinese.stdout
    assert json.loads(english.stdout.splitlines()[-1])["type"] == "Polygon"


@pytest.mark.parametrize("arguments", [("--from=-0.1,51",), ("--from", "-0.1,51")])
def test_walk_far_from_the_network_is_refused_with_its_distance(street, arguments):
    result = run(street, *arguments)
    assert result.exit_code == 2
    assert "more than 300 m from the nearest street" in result.stderr
    assert "Traceback" not in result.output


def test_walk_accepts_a_full_width_comma(street):
    assert answer(street, "--from", "121.50\uff0c31.25")["reached_km"] == 2.4


@pytest.mark.parametrize("place", ["121.5", "121.5,31,2", "east,north", "31.25,121.5", ""])
def test_walk_impossible_place_is_refused(street, place):
    result = run(street, "--from", place)
    assert result.exit_code == 2
    assert "LON,LAT" in result.stderr


@pytest.mark.parametrize(
    "option", [("--speed", "0"), ("--speed", "fast"), ("--minutes", "0"), ("--datum", "utm")]
)
def test_walk_impossible_option_is_refused(street, option):
    assert run(street, "--from", "121.5,31.25", *option).exit_code == 2


def test_walk_broken_file_is_refused(tmp_path):
    path = tmp_path / "noise.osm.pbf"
    path.write_bytes(b"noise" * 99)
    result = run(str(path), "--from", "121.5,31.25")
    assert result.exit_code == 2
    assert str(path) in result.stderr


def test_walk_area_elsewhere_is_refused(street, tmp_path):
    area = tmp_path / "area.geojson"
    area.write_text(json.dumps({"type": "Polygon", "coordinates": [[[2, 48], [3, 48], [3, 49], [2, 48]]]}))
    result = run(street, "--from", "121.5,31.25", "--area", str(area))
    assert result.exit_code == 2
    assert street in result.stderr


def test_walk_from_white_magnolia_plaza():
    """The real streets: a plausible 15 minutes, smaller for the old, within the straight-line circle."""
    streets = str(shared("data/north_bund_streets.osm.pbf"))
    area = str(shared("data/north_bund_study_area.geojson"))
    adult = answer(streets, "--from", "121.4933,31.2508")
    elderly = answer(streets, "--from", "121.4933,31.2508", "--speed", "elderly")
    assert adult["reached_km"] == pytest.approx(24.07, abs=0.05)
    assert adult["nodes"] == 769
    assert adult["component_share"] == pytest.approx(0.842, abs=1e-3)
    assert elderly["reached_km"] < adult["reached_km"] / 1.5
    assert answer(streets, "--from", "121.4933,31.2508", "--area", area)["reached_km"] == adult["reached_km"]
    shapes = [shapely.from_geojson(json.dumps(one["outline"])) for one in (adult, elderly)]
    assert shapes[0].is_valid
    assert shapes[0].covers(shapes[1].buffer(-0.0002))
    circle = shapely.Point(121.4933 * 95254, 31.2508 * 110874).buffer(1200 + 31)
    assert circle.covers(shapely.transform(shapes[0], lambda points: points * (95254, 110874)))


def test_minutes_that_are_no_number_are_refused(tmp_path):
    words = ["walk", "streets.osm", "--from", "121.49,31.25", "--minutes", "nan"]
    assert CliRunner().invoke(main, words).exit_code == 2


def test_swapped_start_says_so():
    done = CliRunner().invoke(main, ["walk", "streets.osm", "--from", "31.25,121.49"])
    assert done.exit_code == 2
    assert "swapped" in done.stderr
