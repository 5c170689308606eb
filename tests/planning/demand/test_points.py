"""Demand points: what is refused, totals, neighbourhoods by the nearest place."""

import numpy as np
import pytest

from yizhan.planning.demand.points import WINDOWS, Window, demand_points
from yizhan.planning.errors import ProblemError


def arguments(**changed):
    ones = {"lon": [121.49, 121.50], "lat": [31.25, 31.25], "people": [[1, 2, 3, 4], [5, 6, 7, 8]]}
    return {"labels": ["a", "b"]} | ones | changed


def test_total_per_window():
    points = demand_points(**arguments())
    assert [points.total(window) for window in WINDOWS] == [6, 8, 10, 12]
    assert WINDOWS == (Window.WORKDAY, Window.EVENING, Window.WEEKEND, Window.LATE_NIGHT)
    assert [window.value for window in WINDOWS] == ["workday", "evening", "weekend", "late_night"]


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"labels": ["a", "a"]}, "labels"),
        ({"lon": [121.49]}, "lon"),
        ({"lon": [121.49, float("nan")]}, "lon"),
        ({"lon": [121.49, 200]}, "lon, lat"),
        ({"people": [[1, 2, 3]] * 2}, "people"),
        ({"people": [[1, 2, 3, -4]] * 2}, "people"),
        ({"people": [[1, 2, 3, float("inf")]] * 2}, "people"),
        ({"neighbourhood": ["唐山"]}, "neighbourhood"),
    ],
)
def test_demand_points_malformed_names_the_field(changed, where):
    with pytest.raises(ProblemError) as refused:
        demand_points(**arguments(**changed))
    assert refused.value.where == where


def test_no_points_at_all_is_a_valid_demand():
    assert len(demand_points([], lon=[], lat=[], people=np.empty((0, 4)))) == 0


def test_in_nearest_names_the_neighbourhood():
    points = demand_points(**arguments()).in_nearest(
        ["唐山", "舟山"], lon=[121.502, 121.491], lat=[31.25, 31.251]
    )
    assert points.neighbourhood == ("舟山", "唐山")
    with pytest.raises(ProblemError):
        points.in_nearest([], lon=[], lat=[])
