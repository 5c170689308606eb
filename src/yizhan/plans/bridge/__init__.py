"""The only place where rows become a planning problem and an outcome becomes rows."""

from yizhan.plans.bridge.board import Board
from yizhan.plans.bridge.changes import StationChange, changes_of, station_level
from yizhan.plans.bridge.naming import named, plain
from yizhan.plans.bridge.releases import SessionChange, changes_of_release, place_words
from yizhan.plans.bridge.routes import timings_of
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
from yizhan.plans.bridge.timetables import (
    Fault,
    Progress,
    Recount,
    SolvedTimetable,
    options_of,
    recount_board,
    solve_board,
)
from yizhan.plans.bridge.tours import TourAnswer, TourQuestion, TourVisit, solve_tour

__all__ = [
    "SPEEDS_KMH",
    "Board",
    "Fault",
    "Progress",
    "Recount",
    "SessionChange",
    "Solved",
    "SolvedTimetable",
    "StationChange",
    "TourAnswer",
    "TourQuestion",
    "TourVisit",
    "catchment_outlines",
    "changes_of",
    "changes_of_release",
    "check_scenario",
    "demand_values",
    "described_assumptions",
    "input_hash",
    "named",
    "options_of",
    "place_words",
    "plain",
    "project_of",
    "recount_board",
    "sites_off_network",
    "solve_board",
    "solve_scenario",
    "solve_tour",
    "spread_demand",
    "station_level",
    "timings_of",
    "walking_route",
    "walking_times",
]
