"""Mappings become catalogue and scenarios, strictly."""

import copy

import pytest

from instances.town import CATALOGUE
from yizhan.planning.errors import ProblemError
from yizhan.planning.scenarios.reading import catalogue_from, catalogue_to, scenario_from, scenario_to

ASKED = {
    "slug": "s",
    "weights": {"workday": 1, "evening": 2.5},
    "budget": 90,
    "kept": ["a"],
    "name_zh": "情景",
}


def test_catalogue_reads_back():
    once = catalogue_from(CATALOGUE)
    assert catalogue_from(catalogue_to(once)) == once


def test_scenario_reads_back():
    once = scenario_from(ASKED)
    assert scenario_from(scenario_to(once)) == once


def test_pattern_without_hours_is_never_open():
    assert catalogue_from(changed("pattern.0.hours", [])).patterns[0].weekly_hours == 0


def changed(path: str, value: object) -> dict:
    """Return the catalogue with one value replaced, as "level.0.cost"."""
    catalogue = copy.deepcopy(CATALOGUE)
    *steps, last = path.split(".")
    place = catalogue
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value
    return catalogue


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("level.0.cost", "viel", "level.point.cost"),
        ("level.0.cost", True, "level.point.cost"),
        ("level.0.cost", -1, "level.point.cost"),
        ("level.0.quality", 1.5, "level.point.quality"),
        ("level.1.name", "point", "level"),
        ("level.0.colour", "red", "level.point.colour"),
        (
            "pattern.0.hours",
            [{"days": "sunday", "opens": "9:00", "closes": "10:00"}],
            "pattern.office.hours.days",
        ),
        ("pattern.0.hours", [{"days": "workday", "opens": "9", "closes": "10:00"}], "pattern.office.hours"),
        ("grading.steps", [[5, 0.5], [10, 0.9]], "grading.steps"),
        ("grading.steps", [[10, 1.0], [5, 0.5]], "grading.steps"),
        ("grading.steps", [], "grading.steps"),
        ("grading.steps", [[5]], "grading.steps"),
        ("level", None, "level"),
    ],
)
def test_malformed_catalogue_names_the_place(path, value, where):
    with pytest.raises(ProblemError) as refused:
        catalogue_from(changed(path, value))
    assert refused.value.where == where
    assert refused.value.say("zh") != refused.value.say("en")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"budget": -1}, "scenario.s.budget"),
        ({"budget": "much"}, "scenario.s.budget"),
        ({"minimum_share": 1.2}, "scenario.s.minimum_share"),
        ({"speed_kmh": 0}, "scenario.s.speed_kmh"),
        ({"at_most": 0}, "scenario.s.at_most"),
        ({"weights": {"workday": 0}}, "scenario.s.weights"),
        ({"weights": {"tuesday": 1}}, "scenario.s.weights.tuesday"),
        ({"keep_today": "yes"}, "scenario.s.keep_today"),
        ({"bugdet": 3}, "scenario.s.bugdet"),
        ({"slug": None}, "scenario.slug"),
    ],
)
def test_malformed_scenario_names_the_place(change, where):
    with pytest.raises(ProblemError) as refused:
        scenario_from({**ASKED, **change})
    assert refused.value.where == where
