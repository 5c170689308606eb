"""`yizhan timetable`: computes a stored timetable and says what it cost before and now."""

import json

import pytest
from click.testing import CliRunner

from factories.people import make_subdistrict
from factories.timetables import make_timetable
from yizhan.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setenv("YIZHAN_LANG", "en")
    return lambda *words: CliRunner().invoke(main, ["timetable", *words])


def test_a_timetable_is_computed_and_set_beside_what_stood(run):
    make_timetable(make_subdistrict())
    done = json.loads(run("spring", "--json").stdout)
    assert (done["before"]["unplaced"], done["now"]["unplaced"]) == (3, 0)
    assert (done["now"]["conflicts"], done["now"]["price"]) == (0, done["objective"])
    table = run("spring")
    assert table.exit_code == 0, table.stderr
    assert "lessons not placed" in table.stdout
    assert "proved: never below" in table.stdout


def test_a_timetable_nobody_has_is_refused(run):
    refused = run("autumn")
    assert (refused.exit_code, refused.stderr) == (2, "there is no timetable at 'autumn'\n")


def test_two_of_one_name_need_their_subdistrict(run):
    for place in (make_subdistrict(slug="harbour"), make_subdistrict()):
        make_timetable(place)
    assert "several sub-districts" in run("spring").stderr
    assert run("spring", "--subdistrict", "harbour", "--json").exit_code == 0
