"""`yizhan solve` through the front door: answers, refusals, exit codes."""

import json

import pytest
from click.testing import CliRunner

from shared import shared
from yizhan.cli import main

PEOPLE = "id,x,y,weight\na,0,0,5\nb,3,4,2\nc,10,0,1\n"
SITES = "id,x,y,cost\nnorth,0,5,1\nmiddle,0,0,2\neast,9,0,1\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHAN_LANG", "en")

    def solve(*arguments, people=PEOPLE, sites=SITES):
        for name, content in (("people.csv", people), ("sites.csv", sites)):
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(main, ["solve", *map(str, arguments)], catch_exceptions=False)

    return solve


def covered(run, *arguments, **files):
    return run("coverage", "people.csv", "sites.csv", *arguments, **files)


def test_coverage_answers_in_json(run):
    done = covered(run, "--radius", 5, "--open", 1, "--json")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (answer["status"], answer["objective"], answer["bound"], answer["gap"]) == (
        "optimal",
        7.0,
        7.0,
        0.0,
    )
    assert (answer["opened"], answer["covered_weight"], answer["total_weight"]) == (["middle"], 7.0, 8.0)
    assert answer["seed"] == 0
    assert answer["uncoverable"] == []
    assert answer["seconds"] >= 0


def test_coverage_without_number_covers_everyone_at_least_cost(run):
    people = PEOPLE + "far,99,99,1\n"
    answer = json.loads(covered(run, "--radius", 5, "--json", people=people).stdout)
    assert (answer["status"], answer["objective"], answer["opened"]) == (
        "optimal",
        2.0,
        ["east", "north"][::-1],
    )
    assert answer["uncoverable"] == ["far"]


def test_coverage_within_budget(run):
    answer = json.loads(covered(run, "--radius", 5, "--open", 3, "--budget", 2, "--json").stdout)
    assert (answer["objective"], answer["cost"]) == (8.0, 2.0)


def test_coverage_reads_gbk_and_windows_files(run):
    people = "\ufeff" + PEOPLE.replace("a,", "甲,").replace("\n", "\r\n")
    sites = SITES.replace("middle", "中间").replace("north", "远处").encode("gbk")
    answer = json.loads(covered(run, "--radius", 5, "--open", 1, "--json", people=people, sites=sites).stdout)
    assert answer["opened"] == ["中间"]


def test_table_is_for_people(run, monkeypatch):
    assert "optimal (proved)" in covered(run, "--radius", 5, "--open", 1).stdout
    monkeypatch.setenv("YIZHAN_LANG", "zh_CN")
    assert "最优（已证明）" in covered(run, "--radius", 5, "--open", 1).stdout


def test_answer_is_written_to_file_as_well(run, tmp_path):
    done = covered(run, "--radius", 5, "--open", 1, "--json", "--out", "plan.json")
    assert json.loads((tmp_path / "plan.json").read_text()) == json.loads(done.stdout)


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ("", "people.csv: the file is empty"),
        ("id,x\na,1\n", "people.csv, row 1, field y: this column is missing; present: id, x"),
        ("id,x,y,weight\na,0,0,1\nb,,0,1\n", "people.csv, row 3, field x: a value is missing"),
        ("id,x,y,weight\na,0,nan,1\n", "people.csv, row 2, field y: 'nan' is not a finite number"),
        ("id,x,y,weight\na,inf,0,1\n", "people.csv, row 2, field x: 'inf' is not a finite number"),
        ("id,x,y,weight\na,here,0,1\n", "people.csv, row 2, field x: 'here' is not a number"),
        ("id,x,y,weight\na,0,0,-1\n", "people.csv, row 2, field weight: '-1' is less than 0"),
        ("id,x,y,weight\na,0,0,\n", "people.csv, row 2, field weight: a value is missing"),
        ("id,x,y\na,0,0\na,1,1\n", "people.csv, row 3, field id: 'a' already stands in row 2"),
    ],
)
def test_bad_customers_are_refused_by_row_and_field(run, people, said):
    done = covered(run, "--radius", 5, "--open", 1, "--json", people=people)
    assert (done.exit_code, done.stdout, done.stderr.strip()) == (2, "", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--radius", -1, "--open", 1), "radius"),
        (("--radius", "nan", "--open", 1), "radius"),
        (("--radius", 5, "--open", 4), "4 sites are to open, but there are only 3"),
        (("--radius", 5, "--open", -1), "--open"),
        (("--open", 1), "--radius"),
    ],
)
def test_impossible_question_is_refused(run, arguments, said):
    done = covered(run, *arguments, "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_refusal_is_said_in_chinese_where_the_terminal_is(run, monkeypatch):
    monkeypatch.setenv("YIZHAN_LANG", "zh")
    done = covered(run, "--radius", 5, "--open", 1, people="id,x,y\na,1,\n")
    assert done.stderr.strip() == "people.csv，第 2 行，“y”列：没有填写"


def test_absent_file_is_refused(run):
    done = run("coverage", "nobody.csv", "sites.csv", "--radius", 5)
    assert (done.exit_code, done.stderr.strip()) == (2, "nobody.csv: no such file")


def test_p_median_opens_vertices_counted_from_one(run, tmp_path):
    (tmp_path / "line.txt").write_text("3 2 1\n1 2 1\n2 3 1\n")
    answer = json.loads(run("p-median", "line.txt", "--json").stdout)
    assert (answer["status"], answer["objective"], answer["bound"], answer["opened"]) == (
        "optimal",
        2.0,
        2.0,
        [2],
    )


def test_p_median_proves_published_instance(run):
    answer = json.loads(run("p-median", shared("suites/siting/pmed1.txt"), "--json").stdout)
    assert (answer["objective"], answer["bound"], answer["status"]) == (5819.0, 5819.0, "optimal")


def test_help_does_not_load_solvers(run):
    import subprocess
    import sys

    script = (
        "import sys\nfrom click.testing import CliRunner\nfrom yizhan.cli import main\n"
        "assert 'solve' in CliRunner().invoke(main, ['--help']).output\n"
        "assert not {'numba', 'highspy', 'scipy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize(("language", "said"), [("en", "cheapest site (5)"), ("zh", "最便宜的地点（5）")])
def test_budget_that_pays_for_nothing_is_refused(run, monkeypatch, language, said):
    monkeypatch.setenv("YIZHAN_LANG", language)
    sites = "id,x,y,cost\na,0,0,7\nb,9,0,5\n"
    done = covered(run, "--radius", 1, "--budget", 3, "--json", sites=sites)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


@pytest.mark.parametrize("value", ["1e200", "-1e308"])
def test_impossible_coordinate_names_row_and_field(run, value):
    done = covered(run, "--radius", 1, "--open", 1, people=f"id,x,y\n1,0,0\n2,{value},0\n")
    assert done.exit_code == 2
    assert "people.csv, row 3, field x" in done.stderr


@pytest.mark.parametrize("header", ["1000000 1 1", "999999999999999999999 1 1"])
def test_graph_too_large_for_memory_is_refused(run, tmp_path, header):
    file = tmp_path / "huge.txt"
    file.write_text(f"{header}\n1 2 5\n")
    done = run("p-median", file)
    assert done.exit_code == 2
    assert "huge.txt" in done.stderr


@pytest.mark.parametrize(
    "option", [("--limit", "nan"), ("--budget", "nan"), ("--seed", "99999999999999999999")]
)
def test_wild_options_are_refused(run, tmp_path, option):
    file = tmp_path / "small.csv"
    file.write_text("id,x,y,cost\n1,0,0,1\n", encoding="utf-8")
    assert run("coverage", file, file, "--radius", 1, "--open", 1, *option).exit_code == 2
