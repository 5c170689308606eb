"""What every timetable costs at least: wishes about time and wishes about rooms, each relaxed."""

import math
from dataclasses import dataclass

import numpy as np

from yizhan.foundation.clock import Stopwatch
from yizhan.planning.solving import Ended, minimise
from yizhan.planning.timetabling.arrays import Flags, Model
from yizhan.planning.timetabling.relaxations import Times, clusters, rooms_model

#: How far each bound of the engine is lowered, so that its tolerances cannot spoil it.
_SAFE = 1e-6

#: Courses of a group of curricula that are looked at together, in turn.
_TOGETHER = (1, 10, 30, 1000)

#: Part of the time for rooms.
_ROOMS_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Floor:
    """
    What every timetable costs at least.

    Attributes
    ----------
    rooms, times
        The part that rooms cost (seats, stability), and the part that times cost (days, compactness, slots).
    impossible
        Courses that cannot be placed in slots together, found on the way; empty: none found.
    """

    rooms: int
    times: int
    impossible: tuple[int, ...] = ()

    @property
    def price(self) -> int:
        """The bound."""
        return self.rooms + self.times


def floor(model: Model, *, limit_s: float, seed: int) -> Floor:
    """Return the best bound found in about `limit_s` seconds; valid whenever the time ends."""
    watch = Stopwatch(limit_s)
    times: Flags = np.any(model.may, axis=2)
    rooms = max(_seats(model), _rooms(model, limit_s=limit_s * _ROOMS_SHARE, seed=seed))
    best = _working_days(model) + _slot_prices(model, times) + _lone_lessons(model)
    sizes = []
    for most in _TOGETHER:
        groups = clusters(model, most)
        if watch.over or len(groups) in sizes:
            continue
        sizes.append(len(groups))
        found = _times(model, groups, watch=watch, seed=seed)
        if isinstance(found, tuple):
            return Floor(rooms, best, found)
        best = max(best, found)
    return Floor(rooms, best)


def _rooms(model: Model, *, limit_s: float, seed: int) -> int:
    """Return what seats and room stability cost at least when times do not matter."""
    answer = minimise(rooms_model(model), limit_s=limit_s, seed=seed)
    if answer.ended is Ended.INFEASIBLE or not math.isfinite(answer.bound):
        return 0
    return math.ceil(answer.bound - _SAFE) - len(model.min_days) * model.prices.stability


def _times(
    model: Model, groups: list[tuple[list[int], list[int]]], *, watch: Stopwatch, seed: int
) -> int | tuple[int, ...]:
    """Return what times cost at least, group by group; or courses that cannot be placed together."""
    often = np.zeros(len(model.min_days))
    for _, courses in groups:
        often[courses] += 1
    share, total = 1 / np.maximum(often, 1), 0.0
    for number, (curricula, courses) in enumerate(groups):
        if watch.over:
            break
        mixed = Times(model, courses=courses, curricula=curricula, share=share).rows.model()
        answer = minimise(mixed, limit_s=watch.left_s / (len(groups) - number) + 0.01, seed=seed)
        if answer.ended is Ended.INFEASIBLE:
            return tuple(courses)
        total += max(0.0, answer.bound - _SAFE)
    return math.ceil(total - _SAFE)


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
