"""`yizhan solve tour` on files: an answer, JSON, refusals."""

import json

from click.testing import CliRunner

from yizhan.cli import main

SQUARE = "4 1\n0 0 0\n1 0 0\n0 1 5\n1 1 3\n9 9 90\n"


def run(tmp_path, text, *options, language="en"):
    path = tmp_path / "tour.txt"
    path.write_text(text)
    return CliRunner().invoke(main, ["solve", "tour", str(path), *options], env={"YIZHAN_LANG": language})


def test_the_best_tour_is_told_as_json(tmp_path):
    result = run(tmp_path, SQUARE, "--json")
    answer = json.loads(result.stdout)
    assert answer.pop("seconds") >= 0
    assert answer == {
        "status": "optimal",
        "objective": 8.0,
        "bound": 8.0,
        "gap": 0.0,
        "limit": 4.0,
        "length": 3.0,
        "visits": [1, 3, 4, 2],
        "seed": 0,
    }


def test_people_read_it_in_their_language(tmp_path):
    assert "1 3 4 2" in run(tmp_path, SQUARE).output
    assert "最优（已证明）" in run(tmp_path, SQUARE, language="zh").output


def test_an_end_too_far_away_is_infeasible_and_says_why(tmp_path):
    result = run(tmp_path, "4 1\n0 0 0\n9 0 0\n", "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["status"]) == (3, "infeasible")
    assert "at least 9 minutes" in answer["conflicts"][0]["says"]


def test_a_malformed_file_is_refused_by_row(tmp_path):
    result = run(tmp_path, "4 1\n0 0 0\n1 x 0\n")
    assert (result.exit_code, "row 3" in result.stderr) == (2, True)
