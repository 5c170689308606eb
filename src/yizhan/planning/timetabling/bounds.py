"""What every timetable costs at least: wishes about time and wishes about rooms, each relaxed."""

import numpy as np

from yizhan.planning.timetabling.arrays import Flags, Model


def quick_bound(model: Model) -> int:
    """Return what no timetable can avoid, course by course and curriculum by curriculum."""
    times: Flags = np.any(model.may, axis=2)
    return _working_days(model) + _slot_prices(model, times) + _seats(model) + _lone_lessons(model)


def _working_days(model: Model) -> int:
    """Return the price of days no course can reach."""
    total = 0
    for course in range(len(model.min_days)):
        own = np.flatnonzero(model.course == course)
        days = np.unique(model.grid.day[model.may[own].any(axis=(0, 2))])
        total += max(0, int(model.min_days[course]) - min(len(days), len(own)))
    return total * model.prices.working_days


def _slot_prices(model: Model, times: Flags) -> int:
    """Return the price of the cheapest slots, as many for each course as it has lessons."""
    total = 0
    for course in range(len(model.min_days)):
        own = np.flatnonzero(model.course == course)
        prices = np.sort(model.prices.slot[course][times[own].any(axis=0)])
        total += int(prices[: len(own)].sum())
    return total


def _seats(model: Model) -> int:
    """Return the price of seats missing in the best room of each lesson."""
    rooms = model.may.any(axis=1)
    most = int(model.prices.seats.max()) + 1
    return int(np.where(rooms, model.prices.seats[model.course], most).min(axis=1).sum())


def _lone_lessons(model: Model) -> int:
    """Return the price of curricula of a single lesson, which stands alone wherever it is."""
    lessons = np.bincount(model.course, minlength=len(model.min_days))
    return int((model.member @ lessons == 1).sum()) * model.prices.compactness
