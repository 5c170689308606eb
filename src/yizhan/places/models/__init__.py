"""What is stored about places."""

from yizhan.places.models.buildings import Alliance, AllianceMember, Loan
from yizhan.places.models.hours import CalendarDay, CalendarYear, OpeningException, OpeningRule
from yizhan.places.models.stations import (
    Building,
    Entrance,
    Room,
    Station,
    StationAmenity,
    StationService,
    UpgradeItem,
)

__all__ = [
    "Alliance",
    "AllianceMember",
    "Building",
    "CalendarDay",
    "CalendarYear",
    "Entrance",
    "Loan",
    "OpeningException",
    "OpeningRule",
    "Room",
    "Station",
    "StationAmenity",
    "StationService",
    "UpgradeItem",
]
