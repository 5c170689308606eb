"""`yizhan draw` through the front door: a draw offline, its check, refusals, exit codes."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from instances.relay import relay_of
from shared import shared
from yizhan.cli import main
from yizhan.outside.drand import Beacon

VALUE = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
LIST = """yizhan-draw 1
round 2026q1-night-school
rule serial-dictatorship
cap 1
randomness drand-quicknet 1000
offering brush 1
offering code 2
entry 4f9a 2 2 0 1 code brush
entry 7c01 1 1 0 1 brush
entry b3e8 1 2 0 1 brush code
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHAN_LANG", "en")
    monkeypatch.delenv("YIZHAN_DRAND_URLS", raising=False)
    (tmp_path / "list.txt").write_text(LIST, encoding="utf-8")

    def draw(*arguments):
        return CliRunner().invoke(main, ["draw", *map(str, arguments)], catch_exceptions=False)

    return draw


@pytest.fixture
def beacon(tmp_path):
    rows = json.loads(shared("suites/lottery/drand_vectors.json").read_text(encoding="utf-8"))
    row = next(row for row in rows["quicknet_rounds"] if row["round"] == 1000)
    (tmp_path / "round.json").write_text(json.dumps(row), encoding="utf-8")
    return row


def published(path="draw.json"):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def test_draw_with_a_beacon_is_proved(run, beacon):
    done = run("run", "list.txt", "--beacon", "round.json", "--out", "draw.json")
    assert (done.exit_code, done.stderr) == (0, "")
    checked = run("verify", "draw.json", "--json")
    answer = json.loads(checked.stdout)
    assert checked.exit_code == 0
    assert (answer["matches"], answer["signed"], answer["entries"], answer["mismatches"]) == (
        True,
        True,
        3,
        [],
    )
    assert published()["randomness"]["value"] == VALUE


def test_draw_is_compared_with_the_hash_published_before(run, beacon):
    run("run", "list.txt", "--beacon", "round.json", "--out", "draw.json")
    said = run("verify", "draw.json", "--hash", published()["hash"])
    assert said.exit_code == 0
    assert said.stdout.startswith(
        "The signature is genuine: the value is that of round 1000, out at 2023-08-23"
    )
    done = run("verify", "draw.json", "--hash", "00" * 32, "--json")
    assert (done.exit_code, json.loads(done.stdout)["mismatches"][0]["code"]) == (4, "another_list")


def test_draw_with_a_typed_value_is_the_same_but_not_proved(run, beacon):
    run("run", "list.txt", "--beacon", "round.json", "--out", "signed.json")
    assert run("run", "list.txt", "--randomness", VALUE, "--out", "draw.json").exit_code == 0
    assert published()["drawn"] == published("signed.json")["drawn"]
    checked = run("verify", "draw.json")
    assert checked.exit_code == 0
    assert checked.stdout.startswith("There is no signature")


def test_draw_with_announced_numbers(run, tmp_path):
    text = LIST.replace("drand-quicknet 1000", "announced welfare-lottery-2026032")
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    assert run("run", "list.txt", "--randomness", VALUE, "--out", "draw.json").exit_code == 0
    assert "welfare-lottery-2026032" in run("verify", "draw.json").stdout


def test_draw_fetches_the_announced_round_from_a_relay(run, beacon, monkeypatch):
    with relay_of([Beacon(beacon["round"], beacon["signature"], beacon["randomness"])]) as relay:
        monkeypatch.setenv("YIZHAN_DRAND_URLS", f"http://127.0.0.1:9 {relay.url}")
        done = run("run", "list.txt", "--fetch", "--out", "draw.json")
    assert (done.exit_code, done.stderr) == (0, "")
    assert published()["randomness"]["signature"] == beacon["signature"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda draw: draw["drawn"].reverse(), "drawn"),
        (lambda draw: draw["waiting"]["brush"].append("ffff"), "waiting"),
        (lambda draw: draw.update(hash="00" * 32), "hash"),
        (lambda draw: draw["randomness"].update(detail="1001"), "source"),
        (lambda draw: draw["randomness"].update(signature="ab" * 48), "beacon_randomness"),
    ],
)
def test_tampering_is_said_exactly(run, beacon, tmp_path, change, code):
    run("run", "list.txt", "--beacon", "round.json", "--out", "draw.json")
    draw = published()
    change(draw)
    (tmp_path / "draw.json").write_text(json.dumps(draw), encoding="utf-8")
    done = run("verify", "draw.json", "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["matches"], answer["mismatches"][0]["code"]) == (4, False, code)
    said = run("verify", "draw.json")
    assert said.exit_code == 4
    assert answer["mismatches"][0]["says"] in said.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "list.txt", "--out", "draw.json"), "give one of"),
        (("run", "list.txt", "--fetch", "--randomness", VALUE, "--out", "draw.json"), "give one of"),
        (("run", "list.txt", "--randomness", "7", "--out", "draw.json"), "hexadecimal"),
        (("run", "no.txt", "--randomness", VALUE, "--out", "draw.json"), "no.txt: no such file"),
        (
            ("run", "list.txt", "--beacon", "list.txt", "--out", "draw.json"),
            "list.txt: this is not valid JSON",
        ),
        (("run", "list.txt", "--randomness", VALUE, "--out", "no/draw.json"), "cannot be written"),
        (("run", "list.txt", "--fetch", "--url", "http://127.0.0.1:9", "--out", "draw.json"), "127.0.0.1:9"),
        (("verify", "list.txt"), "list.txt: this is not valid JSON"),
        (("verify", "no.json"), "no.json: no such file"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(run, tmp_path, arguments, says):
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr
    assert not (tmp_path / "draw.json").exists()


def test_round_that_was_not_announced_is_refused(run, beacon, tmp_path):
    (tmp_path / "list.txt").write_text(LIST.replace("quicknet 1000", "quicknet 1001"), encoding="utf-8")
    done = run("run", "list.txt", "--beacon", "round.json", "--out", "draw.json")
    assert (done.exit_code, done.stderr.strip()) == (2, "round 1001 was asked for, round 1000 came")


def test_bad_list_names_its_row(run, tmp_path):
    (tmp_path / "list.txt").write_text(LIST.replace("7c01 1", "7c01 0"), encoding="utf-8")
    done = run("run", "list.txt", "--randomness", VALUE, "--out", "draw.json")
    assert done.exit_code == 2
    assert done.stderr.startswith("list.txt, row 9, field size: ")


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "名单".encode("gb18030"), b"", b"\x00" * 10])
def test_list_in_another_encoding_is_refused(run, tmp_path, content):
    (tmp_path / "list.txt").write_bytes(content)
    done = run("run", "list.txt", "--randomness", VALUE, "--out", "draw.json")
    assert (done.exit_code, done.stderr.startswith("list.txt")) == (2, True)


def test_rfc3797_reference_run(run):
    names, seeds = (shared(f"suites/lottery/rfc3797/ref.{name}") for name in ("names", "seeds"))
    done = run("rfc3797", names, seeds, "--select", 3)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[2] == "    1  990DD0A5692A029A98B5E01AA28F3459  25  -> 17 <- Lee"
    answer = json.loads(run("rfc3797", names, seeds, "--json").stdout)
    assert (answer["key"], len(answer["selected"])) == ("9319./2.5.8.10.12./9.18.26.34.41.45./", 25)


def test_rfc3797_refuses_more_than_there_are(run):
    names, seeds = (shared(f"suites/lottery/rfc3797/ref.{name}") for name in ("names", "seeds"))
    assert run("rfc3797", names, seeds, "--select", 26).exit_code == 2
