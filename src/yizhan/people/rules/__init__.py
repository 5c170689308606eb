"""Who may do what, and what may be known about people who hold seats."""

from yizhan.people.rules.roles import (
    CHECKERS,
    PLANNERS,
    RUNNERS,
    may_check,
    may_plan,
    may_run,
    refuse_unless_checker,
    refuse_unless_planner,
    refuse_unless_runner,
)

__all__ = [
    "CHECKERS",
    "PLANNERS",
    "RUNNERS",
    "may_check",
    "may_plan",
    "may_run",
    "refuse_unless_checker",
    "refuse_unless_planner",
    "refuse_unless_runner",
]
