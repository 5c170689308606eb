"""RFC 3797 as a compatibility mode: the reference run of the IETF, and seeds in every form."""

import pytest

from shared import shared
from yizhan.foundation.refusals import BadInput
from yizhan.planning.errors import ProblemError
from yizhan.planning.sharing.rfc3797 import canonical_seed, choices, key_of, read_names, read_seeds


def reference(name):
    return shared(f"suites/lottery/rfc3797/ref.{name}").read_text(encoding="utf-8")


def row(choice, *, named):
    ending = f" {choice.name}" if named else ""
    return f"{choice.index:5d}  {choice.digest}  {choice.divisor:2d}  -> {choice.position:2d} <-{ending}"


def test_reference_run_is_reproduced():
    """The published rows; its last five leave the name out, and `ref.expected-diff` holds them with it."""
    names = read_names(reference("names"), file="ref.names")
    key = key_of(read_seeds(reference("seeds"), file="ref.seeds"))
    selected = choices(names, key, count=16)
    published = reference("results").splitlines()[1:]
    assert key == "9319./2.5.8.10.12./9.18.26.34.41.45./"
    assert [
        row(choice, named=line[-1] != "-") for choice, line in zip(selected, published, strict=True)
    ] == published
    with_names = [line[2:] for line in reference("expected-diff").splitlines() if line.startswith("< ")]
    assert [row(choice, named=True) for choice in selected[11:]] == with_names


def test_every_name_is_chosen_once():
    pool = [f"n{index}" for index in range(300)]
    assert sorted(choice.name for choice in choices(pool, "1./", count=300)) == sorted(pool)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("9319", "9319."),
        ("0009319", "9319."),
        ("12 8\t10 2 5", "2.5.8.10.12."),
        ("7 7 1", "1.7.7."),
        ("00", "0."),
    ],
)
def test_seeds_take_the_canonical_form(text, canonical):
    assert canonical_seed(text) == canonical


@pytest.mark.parametrize("text", ["", "-1", "1,2", "a", "1.2.3", "1 2.5", "٣", "9" * 41])
def test_seed_that_is_no_number_is_refused(text):
    with pytest.raises(ProblemError) as refusal:
        canonical_seed(text)
    assert refusal.value.say("zh") != refusal.value.say("en")


def test_bad_seed_names_its_row():
    with pytest.raises(BadInput) as refusal:
        read_seeds("# numbers\n1 2\nx\n", file="seeds.txt")
    assert (refusal.value.file, refusal.value.row) == ("seeds.txt", 3)


@pytest.mark.parametrize(("text", "row"), [("# nobody\n", None), ("a\nb\n\na\n", 4)])
def test_bad_pool_is_refused(text, row):
    with pytest.raises(BadInput) as refusal:
        read_names(text, file="names.txt")
    assert refusal.value.row == row


def test_more_than_there_are_cannot_be_selected():
    with pytest.raises(ProblemError, match="only 2"):
        choices(["a", "b"], "1./", count=3)
