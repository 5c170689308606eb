"""What is stored about offers."""

from yizhan.offers.models.courses import Course, CourseVersion
from yizhan.offers.models.menus import MenuItem, QuarterMenu
from yizhan.offers.models.offerings import Offering, Season, Series, Session
from yizhan.offers.models.providers import Availability, Lecturer, Provider
from yizhan.offers.models.routes import Route, RouteStop, RouteTiming, RouteWalk

__all__ = [
    "Availability",
    "Course",
    "CourseVersion",
    "Lecturer",
    "MenuItem",
    "Offering",
    "Provider",
    "QuarterMenu",
    "Route",
    "RouteStop",
    "RouteTiming",
    "RouteWalk",
    "Season",
    "Series",
    "Session",
]
