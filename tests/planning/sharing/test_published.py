"""What is published: one canonical text, a draw that others can redo, and every tampering found."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies.draws import SOURCE, problems, values
from yizhan.foundation.refusals import BadInput
from yizhan.planning.sharing import (
    Entry,
    Offering,
    Source,
    SourceKind,
    canonical_text,
    draw,
    draw_problem,
    list_hash,
    mismatches,
    read_list,
)

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "draw" / "verify_draw.py"
VALUE = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
LIST = """yizhan-draw 1
round 2026q1-night-school
rule serial-dictatorship
cap 2
randomness drand-quicknet 1000
offering brush 2 2026-03-02T18:30/2026-03-02T20:00 2026-03-09T18:30/2026-03-09T20:00
offering clay 1 2026-03-09T19:30/2026-03-09T21:00
offering code 3
clash clay code
entry 4f9a 2 2 0 2 brush code
entry 7c01 1 1 0 1 clay brush
entry b3e8 1 2 1 2 clay code brush
"""


def example():
    return draw_problem(
        slug="2026q1-night-school",
        source=SOURCE,
        cap=2,
        offerings=[
            Offering("code", 3),
            Offering("clay", 1, (("2026-03-09T19:30", "2026-03-09T21:00"),)),
            Offering(
                "brush",
                2,
                (("2026-03-02T18:30", "2026-03-02T20:00"), ("2026-03-09T18:30", "2026-03-09T20:00")),
            ),
        ],
        clashes=[("code", "clay")],
        entries=[
            Entry("7c01", ("clay", "brush"), slips=1),
            Entry("b3e8", ("clay", "code", "brush"), tier=1, most=2),
            Entry("4f9a", ("brush", "code"), size=2, most=2),
        ],
    )


def checked_by_script(published):
    return subprocess.run(
        [sys.executable, "-I", SCRIPT],
        input=json.dumps(published),
        capture_output=True,
        text=True,
        check=False,
    )


def test_list_is_this_text():
    text = canonical_text(example())
    assert text == LIST
    assert list_hash(text) == "f86c75a4d9ede6b1339ac3803bcfdbff316317b39c932bae9c4896a1e3a088c7"


@given(problem=problems())
def test_list_says_everything_once(problem):
    text = canonical_text(problem)
    assert canonical_text(read_list(text, file="list.txt")) == text


def test_draw_of_the_example():
    """4f9a and 7c01 have tier 0; the two of 4f9a fill brush and leave one seat of code."""
    published = draw(example(), value=VALUE).as_json()
    assert published["drawn"] == [["4f9a", "brush", "code"], ["7c01", "clay"], ["b3e8", "code"]]
    assert published["waiting"] == {"brush": ["b3e8"], "clay": ["b3e8"], "code": []}


@pytest.mark.parametrize(
    ("row", "old", "new"),
    [
        (1, "yizhan-draw 1", "yizhan-draw 2"),
        (2, "round 2026q1-night-school", "round 夜校"),
        (3, "rule serial-dictatorship", "rule fastest-finger"),
        (4, "cap 2", "cap two"),
        (4, "cap 2", "cap 0"),
        (4, "cap 2", "cap 02"),
        (5, "randomness drand-quicknet 1000", "randomness drand-quicknet 0"),
        (5, "randomness drand-quicknet 1000", "randomness dice 1000"),
        (5, "randomness drand-quicknet 1000", "randomness drand-quicknet"),
        (6, "2026-03-02T18:30/2026-03-02T20:00", "2026-03-02T18:30/2026-03-02T18:30"),
        (6, "2026-03-02T18:30/2026-03-02T20:00", "2026-03-02 18:30"),
        (7, "offering clay 1", "offering clay -1"),
        (7, "offering clay 1", "offering clay  1"),
        (9, "offering code 3", "offering code 3\noffering code 3"),
        (9, "clash clay code", "clash code clay"),
        (9, "clash clay code", "clash clay glass"),
        (11, "entry 4f9a 2", "entry 7c01 2"),
        (10, "entry 4f9a 2", "entry 4f9a 0"),
        (10, "entry 4f9a 2", "entry 4f9a 999999999999999999"),
        (10, "entry 4f9a 2 2 0 2", "entry 4f9a 2 2 0 3"),
        (11, "clay brush", "clay glass"),
        (11, "clay brush", "clay clay"),
        (11, "clay brush", "clay brush "),
        (11, "entry 7c01", "entrant 7c01"),
        (10, "entry b3e8", "entry 0000"),
    ],
)
def test_altered_list_is_refused_by_row(row, old, new):
    assert old in LIST
    with pytest.raises(BadInput) as refusal:
        read_list(LIST.replace(old, new, 1), file="list.txt")
    assert refusal.value.file == "list.txt"
    assert (refusal.value.row, refusal.value.say("zh") != refusal.value.say("en")) == (row, True)


@pytest.mark.parametrize("word", ["round", "rule", "cap", "randomness"])
def test_missing_line_is_named(word):
    lines = [line for line in LIST.splitlines(keepends=True) if not line.startswith(word)]
    with pytest.raises(BadInput, match=f"'{word}' is missing"):
        read_list("".join(lines), file="list.txt")


@pytest.mark.parametrize("text", ["", LIST.replace("\n", "\r\n"), "\ufeff" + LIST, LIST[:-1], LIST + "\n"])
def test_other_bytes_are_refused(text):
    with pytest.raises(BadInput):
        read_list(text, file="list.txt")


@given(problem=problems(), value=values)
def test_published_draw_matches_itself(problem, value):
    published = json.loads(json.dumps(draw(problem, value=value).as_json()))
    assert mismatches(published, file="draw.json") == []


def test_twenty_line_script_reproduces_draws():
    published = draw(example(), value=VALUE).as_json()
    done = checked_by_script(published)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("number", range(6))
def test_twenty_line_script_agrees_on_drawn_instances(number):
    problem = many(number)
    assert checked_by_script(draw(problem, value=f"{number:064x}").as_json()).returncode == 0


def many(number):
    import random

    rng = random.Random(number)
    offerings = [
        Offering(
            f"c{k}", rng.randint(0, 6), ((f"2026-03-0{k % 3 + 1}T18:00", f"2026-03-0{k % 3 + 1}T19:30"),)
        )
        for k in range(8)
    ]
    labels = [offering.label for offering in offerings]
    entries = [
        Entry(
            f"{rng.getrandbits(48):012x}",
            tuple(rng.sample(labels, rng.randint(1, 5))),
            size=rng.randint(1, 3),
            slips=rng.randint(1, 2),
            tier=rng.randint(0, 1),
            most=rng.randint(1, 2),
        )
        for _ in range(60)
    ]
    source = Source(SourceKind.ANNOUNCED, "welfare-lottery-2026032")
    return draw_problem(
        slug="r", source=source, offerings=offerings, entries=entries, cap=2, clashes=[("c0", "c1")]
    )


def test_script_fits_on_twenty_lines():
    code = [line for line in SCRIPT.read_text(encoding="utf-8").splitlines() if line and line[0] not in '"#']
    assert len(code) <= 20


def tamper_hash(published):
    published["hash"] = "00" * 32


def tamper_list(published):
    published["list"] = published["list"].replace("entry 7c01 1 1 0 1", "entry 7c01 1 2 0 1")


def tamper_order(published):
    published["drawn"].reverse()


def tamper_seats(published):
    next(row for row in published["drawn"] if len(row) > 1).pop()


def tamper_waiting(published):
    next(queue for queue in published["waiting"].values() if queue).append("ffff")


def tamper_value(published):
    published["randomness"]["value"] = "01" * 32


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (tamper_hash, "hash"),
        (tamper_list, "hash"),
        (tamper_order, "drawn"),
        (tamper_seats, "drawn"),
        (tamper_waiting, "waiting"),
        (tamper_value, "drawn"),
    ],
)
def test_tampering_is_found_by_both(tamper, code):
    published = (
        draw(many(1), value=VALUE).as_json()
        if tamper == tamper_value
        else draw(example(), value=VALUE).as_json()
    )
    tamper(published)
    found = mismatches(published, file="draw.json")
    assert found[0].code == code
    assert found[0].say("zh") != found[0].say("en")
    assert checked_by_script(published).returncode == 1


def test_another_source_than_announced_is_found():
    published = draw(example(), value=VALUE).as_json()
    published["randomness"]["detail"] = "1001"
    assert [found.code for found in mismatches(published, file="draw.json")] == ["source"]


@given(problem=problems(entries=6), value=values, data=st.data())
def test_any_other_result_is_found(problem, value, data):
    published = draw(problem, value=value).as_json()
    rows = data.draw(st.permutations(published["drawn"]))
    changed = rows != published["drawn"]
    assert bool(mismatches({**published, "drawn": rows}, file="draw.json")) == changed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"format": "other"}, None),
        ({"randomness": 3}, "randomness"),
        (
            {"randomness": {"source": "dice", "detail": "1", "value": "", "signature": ""}},
            "randomness.source",
        ),
        ({"randomness": {"source": "announced", "detail": 1}}, "randomness.detail"),
        ({"list": None}, "list"),
        ({"drawn": {}}, "drawn"),
        ({"waiting": []}, "waiting"),
        ({"hash": 1}, "hash"),
    ],
)
def test_malformed_draw_is_refused_by_field(change, field):
    with pytest.raises(BadInput) as refusal:
        mismatches({**draw(example(), value=VALUE).as_json(), **change}, file="draw.json")
    assert (refusal.value.file, refusal.value.field) == ("draw.json", field)
