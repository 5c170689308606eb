"""What is stored about places."""

from yizhan.places.models.buildings import Alliance, AllianceMember, Loan
from yizhan.places.models.claims import Claim
from yizhan.places.models.hours import CalendarDay, CalendarYear, OpeningException, OpeningRule
from yizhan.places.models.stations import (
    Building,
    Device,
    Entrance,
    Room,
    Station,
    StationAmenity,
    StationService,
    UpgradeItem,
)
from yizhan.places.models.stories import Story, StoryCorrection, StoryHours, StorySource

__all__ = [
    "Alliance",
    "AllianceMember",
    "Building",
    "CalendarDay",
    "CalendarYear",
    "Claim",
    "Device",
    "Entrance",
    "Loan",
    "OpeningException",
    "OpeningRule",
    "Room",
    "Station",
    "StationAmenity",
    "StationService",
    "Story",
    "StoryCorrection",
    "StoryHours",
    "StorySource",
    "UpgradeItem",
]
