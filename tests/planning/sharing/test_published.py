"""What is published: a draw that others can redo, and every tampering found."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instances.night_school import example
from strategies.draws import problems, values
from yizhan.foundation.refusals import BadInput
from yizhan.planning.sharing import Entry, Offering, Source, SourceKind, draw, draw_problem, mismatches

SCRIPT = Path(__file__).resolve().parents[3] / "docs" / "draw" / "verify_draw.py"


VALUE = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"


def checked_by_script(published):
    return subprocess.run(
        [sys.executable, "-I", SCRIPT],
        input=json.dumps(published),
        capture_output=True,
        text=True,
        check=False,
    )


def test_draw_of_the_example():
    """4f9a and 7c01 have tier 0; the two of 4f9a fill brush and leave one seat of code."""
    published = draw(example(), value=VALUE).as_json()
    assert published["drawn"] == [["4f9a", "brush", "code"], ["7c01", "clay"], ["b3e8", "code"]]
    assert published["waiting"] == {"brush": ["b3e8"], "clay": ["b3e8"], "code": []}


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
        (
            {"randomness": {"source": "drand-quicknet", "detail": "x", "value": "", "signature": ""}},
            "randomness.detail",
        ),
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


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(key=st.sampled_from(sorted(draw(example(), value=VALUE).as_json())), put=anything)
def test_any_damage_to_a_draw_is_refused_or_found(key, put):
    published = draw(example(), value=VALUE).as_json()
    try:
        found = mismatches({**published, key: put}, file="draw.json")
    except BadInput:
        return
    assert (found == []) == (put == published[key])
