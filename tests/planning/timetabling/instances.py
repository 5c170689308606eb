"""Small timetabling problems of every kind, and their optimum by trying everything."""

import itertools

import numpy as np

from yizhan.planning.timetabling import TimetableProblem, check


def small(**changes) -> TimetableProblem:
    """Return three lessons, three slots on two days, two rooms, all in one curriculum."""
    given = {
        "courses": ["a", "b"],
        "lessons": ["a1", "a2", "b1"],
        "course": np.array([0, 0, 1]),
        "slots": ["mon-1", "mon-2", "tue-1"],
        "day": np.array([0, 0, 1]),
        "start_min": np.array([0, 60, 0]),
        "end_min": np.array([60, 120, 60]),
        "rooms": ["hall", "hut"],
        "capacity": np.array([50, 10]),
        "students": np.array([30, 10]),
        "min_days": np.array([2, 1]),
        "curricula": ["q"],
        "in_curriculum": np.array([[True, True]]),
    }
    return TimetableProblem(**(given | changes))


def evening(**changes) -> TimetableProblem:
    """Return two lessons of one lecturer in a bookshop, open after hours only, and a hall far away."""
    given = {
        "courses": ["ink", "code"],
        "lessons": ["ink", "code"],
        "course": np.array([0, 1]),
        "slots": ["15:00", "18:30", "20:10", "next day"],
        "day": np.array([0, 0, 0, 1]),
        "start_min": np.array([900, 1110, 1210, 900]),
        "end_min": np.array([960, 1200, 1300, 960]),
        "rooms": ["bookshop", "hall"],
        "capacity": np.array([20, 20]),
        "students": np.array([15, 15]),
        "min_days": np.array([1, 1]),
        "stations": ["north", "south"],
        "station": np.array([0, 1]),
        "travel_minutes": np.array([[0, 40], [40, 0]]),
        "lecturers": ["Li"],
        "lecturer": np.array([0, 0]),
        "available": np.array([[True, True, True, False]]),
        "kinds": ["lesson"],
        "kind": np.array([0, 0]),
        "usable": np.array([[[False, True, True, False], [True, True, True, True]]]),
    }
    return TimetableProblem(**(given | changes))


def random_problem(seed: int) -> TimetableProblem:
    """Return a problem of up to five lessons with any mixture of rules and wishes."""
    rng = np.random.default_rng(seed)
    n_courses, n_rooms = int(rng.integers(1, 4)), int(rng.integers(1, 4))
    days = np.sort(rng.integers(0, 2, int(rng.integers(2, 5))))
    course = np.concatenate((np.arange(n_courses), rng.integers(0, n_courses, int(rng.integers(0, 3)))))
    n_slots, n_lessons = len(days), len(course)
    start = np.concatenate([np.arange((days == day).sum()) * 70 for day in np.unique(days)])
    given = {
        "courses": [f"c{number}" for number in range(n_courses)],
        "lessons": [f"l{number}" for number in range(n_lessons)],
        "course": course,
        "slots": [f"s{number}" for number in range(n_slots)],
        "day": days,
        "start_min": start,
        "end_min": start + 60,
        "rooms": [f"r{number}" for number in range(n_rooms)],
        "capacity": rng.integers(0, 6, n_rooms),
        "students": rng.integers(0, 6, n_courses),
        "min_days": rng.integers(0, 4, n_courses),
    }
    return TimetableProblem(**given, **_choices(rng, n_courses, n_lessons, n_slots, n_rooms))


def _choices(rng, n_courses, n_lessons, n_slots, n_rooms) -> dict[str, object]:
    chosen: dict[str, object] = {}
    if rng.random() < 0.7:
        chosen |= {"curricula": ["q", "p"], "in_curriculum": rng.random((2, n_courses)) < 0.6}
    if rng.random() < 0.7:
        chosen |= {"lecturers": ["m", "n"], "lecturer": rng.integers(-1, 2, n_courses)}
        if rng.random() < 0.5:
            chosen["available"] = rng.random((2, n_slots)) < 0.8
        if rng.random() < 0.6:
            chosen |= {
                "stations": ["x", "y"],
                "station": rng.integers(0, 2, n_rooms),
                "travel_minutes": rng.integers(0, 30, (2, 2)),
            }
    if rng.random() < 0.4:
        chosen["allowed_slots"] = rng.random((n_courses, n_slots)) < 0.8
    if rng.random() < 0.4:
        chosen["allowed_rooms"] = rng.random((n_courses, n_rooms)) < 0.8
    if rng.random() < 0.3:
        chosen |= {
            "kinds": ["k", "j"],
            "kind": rng.integers(0, 2, n_courses),
            "usable": rng.random((2, n_rooms, n_slots)) < 0.8,
        }
    chosen |= _locks(rng, n_lessons, n_slots, n_rooms)
    if rng.random() < 0.5:
        chosen["slot_price"] = rng.integers(0, 4, (n_courses, n_slots))
    return chosen


def _locks(rng, n_lessons, n_slots, n_rooms) -> dict[str, object]:
    chosen: dict[str, object] = {}
    if rng.random() < 0.3:
        chosen["locked_slot"] = np.where(rng.random(n_lessons) < 0.5, rng.integers(0, n_slots, n_lessons), -1)
    if rng.random() < 0.3:
        chosen["locked_room"] = np.where(rng.random(n_lessons) < 0.5, rng.integers(0, n_rooms, n_lessons), -1)
    return chosen


def brute_force(problem: TimetableProblem) -> int | None:
    """Return the least price of all timetables that keep every rule; None if none does."""
    _, n_lessons, n_slots, n_rooms = problem.sizes
    places = [
        [
            (slot, room)
            for slot, room in itertools.product(range(n_slots), range(n_rooms))
            if problem.has_time(course, slot) and problem.has_room(course, slot, room)
        ]
        for course in problem.course.tolist()
    ]
    best = None
    for chosen in itertools.product(*places):
        if len(set(chosen)) < n_lessons:
            continue
        checked = check(problem, [slot for slot, _ in chosen], [room for _, room in chosen])
        if not checked.rules and (best is None or checked.timetable.objective < best):
            best = checked.timetable.objective
    return best
