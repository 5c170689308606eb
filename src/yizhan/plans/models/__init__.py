"""What is stored about siting studies, published plans and timetables."""

from yizhan.plans.models.publications import Publication
from yizhan.plans.models.streets import StreetNetwork
from yizhan.plans.models.studies import CandidateSite, DemandPoint, Scenario, Study
from yizhan.plans.models.timetables import Timetable, TimetableChange, TimetableLesson, TimetableRelease

__all__ = [
    "CandidateSite",
    "DemandPoint",
    "Publication",
    "Scenario",
    "StreetNetwork",
    "Study",
    "Timetable",
    "TimetableChange",
    "TimetableLesson",
    "TimetableRelease",
]
