"""People from totals and from buildings: exact sums, on the streets, where the floor area is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizhan.planning.demand.along_streets import along_streets, rank_of
from yizhan.planning.demand.assumptions import Assumptions
from yizhan.planning.demand.from_buildings import BuildingUse, floor_areas_m2, from_buildings, use_of
from yizhan.planning.demand.points import WINDOWS, Window
from yizhan.planning.demand.presence import present, share_out
from yizhan.planning.errors import ProblemError

#: Only residents, always at home; only workers, always at work: totals come back as they went in.
AT_HOME = {f"residents_{window}": 1.0 for window in WINDOWS} | {"workers": 0}
weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=40).filter(lambda parts: sum(parts) > 1e-6)


@given(st.integers(0, 1_000_000), weights)
def test_share_out_is_exact_and_within_one_of_the_quota(total, parts):
    shares = share_out(total, parts)
    assert shares.sum() == total
    quota = np.array(parts) / sum(parts) * total
    assert (np.abs(shares - quota) < 1 + 1e-6).all()


@pytest.mark.parametrize("parts", [[], [0, 0], [1, -1], [float("nan")], [float("inf")]])
def test_share_out_without_weights_is_refused(parts):
    with pytest.raises(ProblemError):
        share_out(5, parts)
    assert share_out(0, [0, 0]).tolist() == [0, 0]


def test_present_counts_residents_and_workers_by_window():
    people = present([100, 0], [0, 1000], assumptions=Assumptions())
    assert people[0] == pytest.approx([40, 80, 75, 97])
    assert people[1] == pytest.approx([850, 200, 150, 30])


def streets(count):
    begin = np.stack([121.49 + 0.002 * np.arange(count), np.full(count, 31.25)], axis=1)
    return begin, begin + np.array([0.002, 0.0]), np.full(count, 190.5)


@given(st.integers(1, 12), st.integers(1, 200_000), st.integers(0, 200_000), st.floats(20, 900))
def test_along_streets_adds_up_exactly(count, residents, workers, cell):
    begin, end, length = streets(count)
    shares = {f"{who}_{window}": 1.0 for who in ("residents", "workers") for window in WINDOWS}
    assumed = Assumptions(residents=residents, workers=workers, cell_m=cell, **shares)
    points = along_streets(begin, end, length_m=length, highway=["residential"] * count, assumptions=assumed)
    assert [points.total(window) for window in WINDOWS] == [residents + workers] * 4
    assert len(set(points.labels)) == len(points)
    assert points.lat == pytest.approx(31.25, abs=1e-9)


def test_along_streets_totals_are_those_of_the_facts():
    begin, end, length = streets(9)
    points = along_streets(begin, end, length_m=length, highway=["tertiary"] * 9, assumptions=Assumptions())
    assert points.total(Window.WORKDAY) == pytest.approx(0.40 * 80_000 + 0.85 * 133_468)
    assert points.total(Window.LATE_NIGHT) == pytest.approx(0.97 * 80_000 + 0.03 * 133_468)


def test_along_streets_follows_length_inside_the_area_and_class():
    begin, end, _ = streets(3)
    assumed = Assumptions(**AT_HOME, residents=300, cell_m=200)
    points = along_streets(
        begin,
        end,
        length_m=[190.5, 0, 190.5],
        highway=["primary", "residential", "residential"],
        assumptions=assumed,
    )
    east = points.lon > 121.493
    assert points.people[east, 0].sum() == pytest.approx(200, abs=1)
    assert not ((points.lon > 121.492) & (points.lon < 121.494)).any()


@pytest.mark.parametrize(
    ("highway", "rank"), [("primary_link", 0), ("residential", 1), ("living_street", 2), ("steps", 2)]
)
def test_rank_of_a_class(highway, rank):
    assert rank_of(highway) == rank


def test_along_streets_without_streets_is_refused():
    begin, end, _ = streets(1)
    with pytest.raises(ProblemError):
        along_streets(begin, end, length_m=[0.0], highway=["residential"], assumptions=Assumptions())
    with pytest.raises(ProblemError):
        along_streets([], [], length_m=[], highway=[], assumptions=Assumptions())


def layer(**changed):
    """Three buildings of 1,000 m² ground each: homes of 10 storeys, an office of 33 m, a garage."""
    nothing = float("nan")
    columns = {
        "labels": ["home", "office", "garage"],
        "lon": [121.49] * 3,
        "lat": [31.25] * 3,
        "footprint_m2": [1000.0] * 3,
        "levels": [10, nothing, nothing],
        "height_m": [nothing, 33.0, 5.0],
        "kind": ["apartments", "office", "garage"],
        "assumptions": Assumptions(m2_per_resident=40, m2_per_office_worker=20),
    }
    return columns | changed


def test_from_buildings_floor_area_by_use():
    points = from_buildings(**layer())
    assert points.labels == ("home", "office")
    # 10,000 m² of homes at 40 m²; ten storeys of 3.3 m make 10,000 m² of offices at 20 m².
    assert points.people == pytest.approx(present([250, 0], [0, 500], assumptions=Assumptions()))


def test_from_buildings_fitted_to_totals():
    points = from_buildings(**layer(), fit_totals=True)
    expected = present([80_000, 0], [0, 133_468], assumptions=Assumptions())
    assert points.people == pytest.approx(expected)


def test_from_buildings_of_unknown_use_hold_homes_and_offices():
    points = from_buildings(**layer(kind=["yes", "garage", "garage"]))
    assumed = layer()["assumptions"]
    homes, offices = 10_000 * 0.6 / 40, 10_000 * 0.4 * 0.5 / 20
    assert points.people == pytest.approx(present([homes], [offices], assumptions=assumed))


def test_from_buildings_nobody_is_refused():
    with pytest.raises(ProblemError):
        from_buildings(**layer(kind=["roof", "shed", "garage"]))


def test_floor_areas_by_levels_then_height_then_use():
    nothing = float("nan")
    areas = floor_areas_m2(
        [100.0] * 4,
        levels=[2, nothing, nothing, 3],
        height_m=[33, 33, nothing, nothing],
        uses=[BuildingUse.HOME, BuildingUse.HOME, BuildingUse.SHOP, BuildingUse.EMPTY],
        assumptions=Assumptions(),
    )
    assert areas.tolist() == [200, 1000, 200, 0]


def test_use_of_kinds():
    kinds = ("apartments", "office", "retail", "school", "yes", "garage", "no such kind")
    assert [use_of(one).value for one in kinds] == [
        "home", "office", "shop", "civic", "unknown", "empty", "unknown",
    ]  # fmt: skip
