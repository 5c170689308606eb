"""`yizhan solve timetable` through the front door: answers, checks, refusals, exit codes."""

import json

import pytest
from click.testing import CliRunner

from yizhan.cli import main

TOY = """Name: Toy
Courses: 2
Rooms: 2
Days: 2
Periods_per_day: 3
Curricula: 1
Constraints: 0

COURSES:
art wu 2 2 30
ink li 2 1 10

ROOMS:
hall 40
hut 12

CURRICULA:
q1 2 art ink

UNAVAILABILITY_CONSTRAINTS:

END.
"""
GOOD = "art hall 0 0\nart hall 1 0\nink hut 0 1\nink hut 1 1\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHAN_LANG", "en")

    def solve(*arguments, instance=TOY, solution=GOOD):
        (tmp_path / "toy.ctt").write_text(instance)
        (tmp_path / "given.sol").write_text(solution)
        arguments = ["solve", "timetable", "toy.ctt", *map(str, arguments)]
        return CliRunner().invoke(main, arguments, catch_exceptions=False)

    return solve


def test_answers_in_json_and_writes_the_solution(run, tmp_path):
    done = run("--limit", 5, "--out", "toy.sol", "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (answer["status"], answer["objective"], answer["bound"], answer["gap"]) == ("optimal", 0, 0, 0)
    assert answer["violations"] == {"lessons": 0, "clashes": 0, "room_occupancy": 0, "availability": 0}
    assert answer["parts"] == {"room_capacity": 0, "working_days": 0, "compactness": 0, "room_stability": 0}
    assert answer["broken_wishes"] == answer["broken_rules"] == []
    assert answer["seed"] == 0
    assert len((tmp_path / "toy.sol").read_text().splitlines()) == 4
    again = run("--check", "toy.sol", "--json")
    assert (again.exit_code, json.loads(again.stdout)["objective"]) == (0, 0)


def test_check_names_what_is_broken(run):
    done = run("--check", "given.sol", "--json", solution=GOOD.replace("art hall 1 0", "art hut 0 2"))
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert answer["parts"] == {"room_capacity": 18, "working_days": 5, "compactness": 2, "room_stability": 1}
    assert answer["objective"] == sum(broken["price"] for broken in answer["broken_wishes"]) == 26
    assert "course art: 1 working days instead of 2: 5" in [each["says"] for each in answer["broken_wishes"]]


def test_check_of_a_broken_rule_ends_with_3(run, monkeypatch):
    done = run("--check", "given.sol", "--json", solution="art hall 0 0\nink hall 0 0\nink hut 1 1\n")
    answer = json.loads(done.stdout)
    assert done.exit_code == 3
    assert answer["violations"] == {"lessons": 1, "clashes": 1, "room_occupancy": 1, "availability": 0}
    monkeypatch.setenv("YIZHAN_LANG", "zh")
    assert "“art/2”还没有时段或房间" in run("--check", "given.sol", solution="art hall 0 0\n").stdout


def test_infeasible_names_the_conflict(run):
    done = run("--limit", 1, "--json", instance=TOY.replace("art wu 2 2 30", "art wu 7 2 30"))
    assert done.exit_code == 3
    assert json.loads(done.stdout)["conflicts"] == [
        {"constraint": "course", "says": "course art has 7 lessons, but only 6 slots can take them"}
    ]
    text = run("--limit", 1, instance=TOY.replace("art wu 2 2 30", "art wu 7 2 30"))
    assert "No plan exists" in text.stdout


def test_table_is_for_people(run, monkeypatch):
    assert "optimal (proved)" in run("--limit", 5).stdout
    monkeypatch.setenv("YIZHAN_LANG", "zh_CN")
    assert "最优（已证明）" in run("--limit", 5).stdout


def test_refusals_end_with_2(run):
    done = run(instance=TOY.replace("hut 12", "hut wide"))
    assert done.exit_code == 2
    assert done.stderr == "toy.ctt, row 15, field capacity: 'wide' is not a whole number from 0 to 1000000\n"
    assert run("--limit", "nan").exit_code == 2
    assert run("--limit", 1, "--out", "nowhere/toy.sol").exit_code == 2
