"""The competition's problem (ITC-2007, track 3: curriculum-based courses) as a special case."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yizhan.planning.timetabling.problem import TimetableProblem


def curriculum_based(
    courses: Sequence[tuple[str, str]],
    *,
    lectures: NDArray[np.int64],
    students: NDArray[np.int64],
    min_days: NDArray[np.int64],
    rooms: tuple[Sequence[str], NDArray[np.int64]],
    grid: tuple[int, int],
    curricula: tuple[Sequence[str], NDArray[np.bool_]],
    available: NDArray[np.bool_],
) -> TimetableProblem:
    """
    Return the problem of a competition file, with the competition's prices.

    Parameters
    ----------
    courses : (n_courses,)
        Label and teacher of each course.
    lectures, students, min_days : (n_courses,)
        Lectures, students and least working days of each course.
    rooms
        Labels and seats.
    grid
        Days, and periods of a day.
    curricula
        Labels, and (n_curricula, n_courses) which course is in which.
    available : (n_courses, n_periods)
        Whether a course may take place then.
    """
    days, periods = grid
    course = np.repeat(np.arange(len(courses)), lectures)
    labels, teachers = [name for name, _ in courses], [teacher for _, teacher in courses]
    names = sorted(set(teachers))
    place = {name: number for number, name in enumerate(names)}
    number = np.concatenate([np.arange(1, count + 1) for count in lectures.tolist()])
    start = np.tile(np.arange(periods) * 60, days)
    return TimetableProblem(
        courses=labels,
        lessons=[f"{labels[c]}/{n}" for c, n in zip(course.tolist(), number.tolist(), strict=True)],
        course=course,
        slots=[f"{day}/{period}" for day in range(days) for period in range(periods)],
        day=np.repeat(np.arange(days), periods),
        start_min=start,
        end_min=start + 60,
        rooms=rooms[0],
        capacity=rooms[1],
        students=students,
        min_days=min_days,
        lecturers=names,
        lecturer=np.array([place[name] for name in teachers]),
        allowed_slots=available,
        curricula=curricula[0],
        in_curriculum=curricula[1],
    )
