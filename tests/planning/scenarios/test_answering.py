"""Scenarios: what is assembled, proved and reported."""

from dataclasses import replace

import numpy as np
import pytest

from instances.town import BLOCKS, town
from yizhan.planning.demand.points import Window
from yizhan.planning.errors import ProblemError
from yizhan.planning.outcome import Status
from yizhan.planning.scenarios.answering import answer
from yizhan.planning.scenarios.assembling import Project, assemble
from yizhan.planning.scenarios.catalogue import Scenario

EVEN = dict.fromkeys(Window, 1.0)


def scenario(**changes) -> Scenario:
    return replace(Scenario(slug="s", weights=EVEN, budget=100.0), **changes)


def test_today_opens_exactly_what_stands():
    found = answer(town(), scenario(only_today=True, budget=None))
    assert found.outcome.status is Status.OPTIMAL
    assert found.report.opened == ("middle/station/office",)
    assert (found.report.cost, found.report.off_hours_cover) == (30.0, 0.0)


def test_today_stays_and_is_never_downgraded():
    found = answer(town(), scenario(budget=200.0))
    assert any(label.startswith("middle/station/") for label in found.report.opened)


def test_budget_is_kept_and_the_answer_proved():
    found = answer(town(today={}), scenario(budget=60.0))
    assert found.outcome.status is Status.OPTIMAL
    assert found.report.cost <= 60.0
    assert found.outcome.objective == pytest.approx(found.outcome.bound)


def test_objective_is_people_times_worth():
    """One station at the middle, office hours: 9 blocks within 400 m are worth 1, 8 more within 800 m 0.5."""
    found = answer(town(), scenario(only_today=True, budget=None))
    assert found.outcome.objective == pytest.approx(10 * (9 * 1.0 + 8 * 0.5))


def test_coverage_is_recounted_from_distances():
    report = answer(town(), scenario(only_today=True, budget=None)).report
    assert report.covered["workday"] == {"5": 90.0, "10": 170.0, "15": 210.0}
    assert report.covered["evening"] == {"5": 0.0, "10": 0.0, "15": 0.0}
    assert report.coverage["workday"] == 1.0


def test_uncovered_points_name_people_and_windows():
    report = answer(town(), scenario(only_today=True, budget=None)).report
    assert len(report.uncovered) == BLOCKS
    assert report.uncovered[0].people == {"evening": 10.0, "weekend": 10.0, "late_night": 10.0}


def test_weights_move_money_to_the_off_hours():
    night = {Window.WORKDAY: 0.1, Window.EVENING: 3.0, Window.WEEKEND: 3.0, Window.LATE_NIGHT: 3.0}
    by_day = answer(town(today={}), scenario(budget=60, weights={Window.WORKDAY: 1.0}))
    by_night = answer(town(today={}), scenario(budget=60, weights=night))
    assert by_day.report.off_hours_cover < by_night.report.off_hours_cover


def test_minimum_share_lifts_the_worst_neighbourhood():
    plain = answer(town(today={}), scenario(budget=50, weights={Window.WORKDAY: 1.0}))
    fair = answer(town(today={}), scenario(budget=60, weights={Window.WORKDAY: 1.0}, minimum_share=0.7))
    assert fair.outcome.status is Status.OPTIMAL
    assert min(fair.report.neighbourhoods.values()) >= min(plain.report.neighbourhoods.values())


def test_impossible_share_is_an_answer_that_names_the_conflict():
    found = answer(town(today={}), scenario(budget=10, minimum_share=0.9))
    assert found.outcome.status is Status.INFEASIBLE
    assert found.report is None
    assert found.outcome.conflicts


def test_budget_below_what_must_stay_names_both():
    found = answer(town(), scenario(budget=5.0))
    names = " ".join(conflict.constraint for conflict in found.outcome.conflicts)
    assert "budget" in names
    assert "middle" in names


def test_same_input_and_seed_give_the_same_answer():
    first, second = (answer(town(today={}), scenario(budget=90.0)) for _ in range(2))
    assert first.report == second.report


def test_slower_people_reach_less():
    adult = answer(town(), scenario(only_today=True, budget=None)).report
    elderly = answer(town(), scenario(only_today=True, budget=None, speed_kmh=3.3)).report
    assert elderly.covered["workday"]["15"] < adult.covered["workday"]["15"]


def test_nobody_beyond_the_network_is_counted_as_reached():
    project = town()
    cut = project.metres.copy()
    cut[:, 0] = np.inf
    report = answer(
        Project(project.demand, project.sites, cut, project.catalogue), scenario(only_today=True)
    ).report
    assert report.covered["workday"]["15"] == 200.0
    assert next(u for u in report.uncovered if u.label == "block-00").nearest_min is None


def test_windows_without_weight_ask_nothing():
    problem, _ = assemble(town(), scenario(weights={Window.EVENING: 2.0}))
    assert problem.n_rows == BLOCKS


def test_unknown_site_is_refused_by_name():
    with pytest.raises(ProblemError) as refused:
        answer(town(), scenario(kept=("nowhere",)))
    assert "nowhere" in refused.value.say("zh")


def test_closing_todays_station_is_obeyed():
    found = answer(town(), scenario(closed=("middle",), budget=200.0))
    assert not any(label.startswith("middle/") for label in found.report.opened)


def test_two_sites_of_one_name_are_refused():
    project = town()
    with pytest.raises(ProblemError):
        Project(project.demand, (*project.sites[:2], project.sites[0]), project.metres, project.catalogue)


def test_wrong_shape_of_walks_is_refused():
    project = town()
    with pytest.raises(ProblemError) as refused:
        Project(project.demand, project.sites, project.metres.T, project.catalogue)
    assert refused.value.where == "project.metres"
