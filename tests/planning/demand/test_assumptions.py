"""Assumptions are complete, labelled, strict, and survive storage."""

import json

import pytest

from yizhan.planning.demand.assumptions import EXAMPLE, Assumptions, describe
from yizhan.planning.errors import ProblemError


def test_assumptions_survive_storage():
    edited = Assumptions(residents=91_234, cell_m=150)
    assert Assumptions.from_dict(json.loads(json.dumps(edited.to_dict()))) == edited
    assert Assumptions.from_dict({}) == Assumptions()


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"residents_on_mars": 1}, "assumptions"),
        ({"residents": "80000"}, "residents"),
        ({"residents": None}, "residents"),
        ({"residents": True}, "residents"),
        ({"residents": -1}, "residents"),
        ({"residents": float("nan")}, "residents"),
        ({"workers_evening": 1.2}, "workers_evening"),
        ({"m2_per_resident": 0}, "m2_per_resident"),
    ],
)
def test_from_dict_refuses_and_names_the_assumption(values, where):
    with pytest.raises(ProblemError) as refused:
        Assumptions.from_dict(values)
    assert refused.value.where == where


def test_every_assumption_has_unit_meaning_and_source():
    described = describe(Assumptions(residents=90_000))
    assert {one.name for one in described} == set(Assumptions().to_dict())
    assert all(one.unit and one.source and one.meaning.zh and one.meaning.en for one in described)
    by_name = {one.name: one for one in described}
    assert (by_name["workers"].value, by_name["workers"].is_example) == (133_468, False)
    assert "第五次全国经济普查" in by_name["workers"].source
    assert by_name["m2_per_resident"].is_example
    assert (by_name["residents"].source, by_name["residents"].is_example) == (EXAMPLE, False)
