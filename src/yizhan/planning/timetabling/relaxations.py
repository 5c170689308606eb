"""Two relaxed models: times without rooms for some courses, and rooms without times for all."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from yizhan.planning.solving import MixedModel
from yizhan.planning.timetabling.arrays import Model


class Rows:
    """Collects the variables and rows of a mixed model."""

    def __init__(self) -> None:
        self.cost: list[float] = []
        self.upper: list[float] = []
        self.lower: list[float] = []
        self.entries: list[tuple[int, int, float]] = []
        self.at_least: list[float] = []
        self.at_most: list[float] = []

    def variable(self, cost: float, *, upper: float, lower: float = 0.0) -> int:
        """Add a whole variable; return its number."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.lower.append(lower)
        return len(self.cost) - 1

    def row(
        self, terms: Sequence[tuple[int, float]], *, at_least: float = -np.inf, at_most: float = np.inf
    ) -> None:
        """Add a row: at_least ≤ the sum of factor × variable ≤ at_most."""
        number = len(self.at_least)
        self.entries.extend((number, variable, factor) for variable, factor in terms)
        self.at_least.append(at_least)
        self.at_most.append(at_most)

    def model(self) -> MixedModel:
        """Return the model collected."""
        rows, columns, factors = zip(*self.entries, strict=True) if self.entries else ((), (), ())
        shape = (len(self.at_least), len(self.cost))
        return MixedModel(
            np.array(self.cost),
            np.array(self.lower),
            np.array(self.upper),
            np.ones(len(self.cost), dtype=np.bool_),
            csr_array((np.array(factors, dtype=np.float64), (rows, columns)), shape=shape),
            np.array(self.at_least),
            np.array(self.at_most),
        )


class Times:
    """
    When lessons of some courses take place, rooms left out: working days, compactness, slot prices.

    Parameters
    ----------
    courses, curricula
        Which courses and curricula are in it.
    share : (n_courses,)
        Part of each course's own price that counts here; the rest counts in other models.
    """

    def __init__(
        self, model: Model, *, courses: Sequence[int], curricula: Sequence[int], share: NDArray[np.float64]
    ) -> None:
        self.model, self.rows = model, Rows()
        times = np.any(model.may, axis=2)
        fixed = times.sum(axis=1) == 1
        self.at: dict[tuple[int, int], int] = {}
        for course in courses:
            own = np.flatnonzero(model.course == course)
            locked = {int(slot) for lesson in own[fixed[own]] for slot in np.flatnonzero(times[lesson])}
            placed = []
            for slot in np.flatnonzero(times[own].any(axis=0)).tolist():
                price = float(share[course] * model.prices.slot[course, slot])
                self.at[course, slot] = self.rows.variable(price, upper=1.0, lower=float(slot in locked))
                placed.append((self.at[course, slot], 1.0))
            self.rows.row(placed, at_least=len(own), at_most=len(own))
            self._days(course, float(share[course]))
        for curriculum in curricula:
            self._compactness(curriculum, set(courses))

    def _days(self, course: int, share: float) -> None:
        """Let a course miss days, or have lessons on them."""
        wanted, day = int(self.model.min_days[course]), self.model.grid.day
        if wanted <= 1 or self.model.prices.working_days == 0:
            return
        used = []
        for number in range(int(day[-1]) + 1):
            there = [
                (self.at[course, s], -1.0)
                for s in np.flatnonzero(day == number).tolist()
                if (course, s) in self.at
            ]
            if there:
                used.append(self.rows.variable(0.0, upper=1.0))
                self.rows.row([(used[-1], 1.0), *there], at_most=0.0)
        missed = self.rows.variable(share * self.model.prices.working_days, upper=float(wanted))
        self.rows.row([(missed, 1.0), *((variable, 1.0) for variable in used)], at_least=wanted)

    def _compactness(self, curriculum: int, courses: set[int]) -> None:
        """Let lessons of a curriculum stand alone at their price, and never share a slot."""
        day = self.model.grid.day
        members = [
            course for course in np.flatnonzero(self.model.member[curriculum]).tolist() if course in courses
        ]
        for slot in range(len(day)):
            here = [(self.at[c, slot], 1.0) for c in members if (c, slot) in self.at]
            if not here:
                continue
            self.rows.row(here, at_most=1.0)
            beside = [s for s in (slot - 1, slot + 1) if 0 <= s < len(day) and day[s] == day[slot]]
            near = [(self.at[c, s], -1.0) for c in members for s in beside if (c, s) in self.at]
            alone = self.rows.variable(self.model.prices.compactness, upper=1.0)
            self.rows.row([*here, *near, (alone, -1.0)], at_most=0.0)


def rooms_model(model: Model) -> MixedModel:
    """Return how many lessons of each course take which room, times left out: seats and room stability."""
    rows = Rows()
    suits = np.any(model.may, axis=1)
    lessons = np.bincount(model.course)
    open_slots = np.any(model.may, axis=0).sum(axis=0)
    inside: list[list[tuple[int, float]]] = [[] for _ in open_slots]
    for course, count in enumerate(lessons.tolist()):
        own = np.flatnonzero(model.course == course)
        taken, used = [], []
        for room in np.flatnonzero(suits[own].any(axis=0)).tolist():
            most = min(count, int(open_slots[room]))
            taken.append((rows.variable(float(model.prices.seats[course, room]), upper=most), 1.0))
            used.append(rows.variable(float(model.prices.stability), upper=1.0))
            rows.row([taken[-1], (used[-1], -float(most))], at_most=0.0)
            inside[room].append(taken[-1])
        rows.row(taken, at_least=count, at_most=count)
    for room, terms in enumerate(inside):
        rows.row(terms, at_most=float(open_slots[room]))
    return rows.model()


def clusters(model: Model, most: int) -> list[tuple[list[int], list[int]]]:
    """Return groups of curricula that share courses, with about `most` courses; every course is in one."""
    left = list(range(model.member.shape[0]))
    found = []
    while left:
        chosen = [left.pop(0)]
        courses = model.member[chosen[0]].copy()
        while left:
            new = (model.member[left] & ~courses).sum(axis=1)
            shared = (model.member[left] & courses).sum(axis=1)
            best = int(np.lexsort((left, -shared, new))[0])
            if shared[best] == 0 or courses.sum() + new[best] > most:
                break
            courses |= model.member[left[best]]
            chosen.append(left.pop(best))
        found.append((chosen, np.flatnonzero(courses).tolist()))
    alone = np.flatnonzero(~model.member.any(axis=0)).tolist()
    return [group for group in found if group[1]] + [([], [course]) for course in alone]
