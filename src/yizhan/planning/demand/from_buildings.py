"""Demand from a building layer: floor area x levels x use, and square metres per person."""

import enum
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from yizhan.foundation.phrases import Phrase
from yizhan.planning.demand.assumptions import Assumptions
from yizhan.planning.demand.points import DemandPoints, Floats, demand_points
from yizhan.planning.demand.presence import present, share_out
from yizhan.planning.errors import ProblemError

_NOBODY = Phrase("没有可住或可用的建筑", "no building in which people live or work")


class BuildingUse(enum.StrEnum):
    """What a building is for, as far as it tells how many people are in it."""

    HOME = "home"
    OFFICE = "office"
    SHOP = "shop"
    CIVIC = "civic"  # schools, hospitals, museums, stations, hotels: counted by staff
    UNKNOWN = "unknown"  # building=yes and no more
    EMPTY = "empty"  # roofs, garages, sheds: nobody


_USES = {
    BuildingUse.HOME: "residential apartments house detached semidetached_house terrace dormitory "
    "bungalow block",
    BuildingUse.OFFICE: "office government",
    BuildingUse.SHOP: "retail commercial supermarket kiosk mall shop restaurant marketplace",
    BuildingUse.CIVIC: "school university college kindergarten hospital clinic civic public library museum "
    "theatre church cathedral chapel temple mosque train_station hotel industrial warehouse sports_hall "
    "townhall",
    BuildingUse.EMPTY: "roof garage garages carport shed hut greenhouse glasshouse service utility ruins "
    "construction bridge ship pavilion entrance underpass_entrance atrium no",
}
_BY_KIND = {kind: use for use, kinds in _USES.items() for kind in kinds.split()}


def use_of(kind: str) -> BuildingUse:
    """
    Return the use of a building from the value of its OpenStreetMap tag.

    Examples
    --------
    >>> use_of("apartments"), use_of("yes")
    (<BuildingUse.HOME: 'home'>, <BuildingUse.UNKNOWN: 'unknown'>)
    """
    return _BY_KIND.get(kind, BuildingUse.UNKNOWN)


def from_buildings(  # noqa: PLR0913 - one column of the layer each
    labels: Sequence[str],
    *,
    lon: ArrayLike,
    lat: ArrayLike,
    footprint_m2: ArrayLike,
    levels: ArrayLike,
    height_m: ArrayLike,
    kind: Sequence[str],
    assumptions: Assumptions,
    fit_totals: bool = False,
) -> DemandPoints:
    """
    Return one demand point per building in which anybody lives or works.

    Parameters
    ----------
    labels
        n labels, each once.
    lon, lat
        Shape (n,): a point in each building, WGS-84 degrees.
    footprint_m2
        Shape (n,): ground area, m².
    levels, height_m
        Shape (n,): storeys and metres; not a number where unknown.
    kind
        The value of each building's tag, see `use_of`.
    assumptions
        Square metres per person, storeys where unknown, shares by window.
    fit_totals
        Whether to scale to the assumed totals of residents and workers, so that the buildings only say
        where they are; else the floor area says how many.

    Raises
    ------
    ProblemError
        Nobody lives or works in any of them.

    Notes
    -----
    Residents and workers are whole people; each total is rounded once and shared out by largest
    remainder, so small buildings do not vanish by rounding one by one.
    """
    uses = [use_of(one) for one in kind]
    floor = floor_areas_m2(footprint_m2, levels=levels, height_m=height_m, uses=uses, assumptions=assumptions)
    home, work = _people(floor, uses, assumptions)
    if not home.sum() + work.sum() > 0:
        raise ProblemError(where="kind", what=_NOBODY)
    residents = share_out(assumptions.residents if fit_totals else home.sum(), home)
    workers = share_out(assumptions.workers if fit_totals else work.sum(), work)
    people = present(residents, workers, assumptions=assumptions)
    some = np.flatnonzero(people.sum(axis=1) > 0)
    return demand_points(
        [labels[one] for one in some.tolist()],
        lon=np.asarray(lon, np.float64)[some],
        lat=np.asarray(lat, np.float64)[some],
        people=people[some],
    )


def floor_areas_m2(
    footprint_m2: ArrayLike,
    *,
    levels: ArrayLike,
    height_m: ArrayLike,
    uses: Sequence[BuildingUse],
    assumptions: Assumptions,
) -> Floats:
    """Return the floor area of each building, m²: by its levels, else its height, else those of its use."""
    usual = {
        BuildingUse.HOME: assumptions.home_levels,
        BuildingUse.OFFICE: assumptions.office_levels,
        BuildingUse.SHOP: assumptions.shop_levels,
        BuildingUse.CIVIC: assumptions.civic_levels,
        BuildingUse.UNKNOWN: assumptions.unknown_levels,
        BuildingUse.EMPTY: 0.0,
    }
    known = np.asarray(levels, np.float64)
    by_height = np.maximum(1.0, np.round(np.asarray(height_m, np.float64) / assumptions.level_m))
    by_use = np.array([usual[use] for use in uses], np.float64)
    storeys = np.where(np.isnan(known), np.where(np.isnan(by_height), by_use, by_height), known)
    return np.asarray(footprint_m2, np.float64) * np.where(by_use > 0, storeys, 0.0)


def _people(floor: Floats, uses: Sequence[BuildingUse], assumptions: Assumptions) -> tuple[Floats, Floats]:
    """Return residents and workers per building, not yet whole."""
    office = assumptions.unknown_office_share * (1 - assumptions.unknown_home_share)
    home_share = {BuildingUse.HOME: 1.0, BuildingUse.UNKNOWN: assumptions.unknown_home_share}
    worker_m2 = {
        BuildingUse.OFFICE: assumptions.m2_per_office_worker,
        BuildingUse.SHOP: assumptions.m2_per_shop_worker,
        BuildingUse.CIVIC: assumptions.m2_per_civic_worker,
    }
    home = floor * np.array([home_share.get(use, 0.0) for use in uses]) / assumptions.m2_per_resident
    per_m2 = np.array([1 / worker_m2[use] if use in worker_m2 else 0.0 for use in uses])
    unknown = np.array([use is BuildingUse.UNKNOWN for use in uses])
    per_m2 = np.where(unknown, office / assumptions.m2_per_office_worker, per_m2)
    return home, floor * per_m2
