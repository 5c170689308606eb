"""The only place where rows become a planning problem and an outcome becomes rows."""

from yizhan.plans.bridge.changes import StationChange, changes_of, station_level
from yizhan.plans.bridge.streets import (
    SPEEDS_KMH,
    catchment_outlines,
    walking_route,
    walking_times,
)
from yizhan.plans.bridge.studies import (
    Solved,
    check_scenario,
    demand_values,
    described_assumptions,
    input_hash,
    project_of,
    sites_off_network,
    solve_scenario,
    spread_demand,
)

__all__ = [
    "SPEEDS_KMH",
    "Solved",
    "StationChange",
    "catchment_outlines",
    "changes_of",
    "check_scenario",
    "demand_values",
    "described_assumptions",
    "input_hash",
    "project_of",
    "sites_off_network",
    "solve_scenario",
    "spread_demand",
    "station_level",
    "walking_route",
    "walking_times",
]
