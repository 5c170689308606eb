"""The published list: one text and one hash for a problem, and every other text refused by row."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instances.night_school import LIST, example
from strategies.draws import problems
from yizhan.foundation.refusals import BadInput
from yizhan.planning.sharing import canonical_text, list_hash, read_list

PAGE = Path(__file__).resolve().parents[3] / "docs" / "methods" / "draws.md"


def test_list_is_this_text():
    text = canonical_text(example())
    assert text == LIST
    assert list_hash(text) == "f86c75a4d9ede6b1339ac3803bcfdbff316317b39c932bae9c4896a1e3a088c7"


@given(problem=problems())
def test_list_says_everything_once(problem):
    text = canonical_text(problem)
    assert canonical_text(read_list(text, file="list.txt")) == text


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
        (6, "2026-03-02T18:30/2026-03-02T20:00", "2026-02-29T18:30/2026-02-29T20:00"),
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


def test_example_of_the_documentation_is_canonical():
    text = PAGE.read_text(encoding="utf-8").split("```\n")[1]
    assert canonical_text(read_list(text, file="draws.md")) == text


@given(start=st.integers(0, len(LIST)), length=st.integers(0, 12), put=st.text(max_size=8))
def test_any_damage_to_a_list_is_refused_or_is_another_list(start, length, put):
    damaged = LIST[:start] + put + LIST[start + length :]
    try:
        problem = read_list(damaged, file="list.txt")
    except BadInput:
        return
    assert canonical_text(problem) == damaged
