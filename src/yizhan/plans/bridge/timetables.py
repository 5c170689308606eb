"""A timetable's rows become a problem; places of lessons become what is broken, and an answer to store."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.places.models import Station
from yizhan.planning.outcome import Outcome
from yizhan.planning.timetabling.check import Checked, check
from yizhan.planning.timetabling.problem import TimetableProblem, WishPrices
from yizhan.planning.timetabling.timetable import Broken, Rule, Wish
from yizhan.planning.timetabling.timetable import Timetable as Placed
from yizhan.plans.bridge.board import Board, Reason
from yizhan.plans.bridge.naming import named, plain
from yizhan.plans.bridge.obstacles import Obstacle
from yizhan.plans.bridge.travel import minutes_between
from yizhan.plans.rules.timetables import unwelcome

#: bound, objective (infinite before an answer is found), seconds
Progress = Callable[[float, float, float], None]
LANGUAGES = ("zh", "en")

_NO_SUIT = Phrase(
    "“{lesson}”排在{slot}，不太适合对象（{audience}）：{price}",
    "{lesson} at {slot} does not suit {audience}: {price}",
)
_SAYS = Phrase("“{lesson}”排在{slot}：{why}", "{lesson} at {slot}: {why}")


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule (no price), or a broken wish with its price, about some lessons."""

    kind: str
    zh: str
    en: str
    lessons: tuple[int, ...]
    price: int | None = None
    # The reason alone, where class and slot are known from where it is shown.
    why: Phrase | None = None

    def say_why(self, language: str) -> str:
        """Return the reason alone, or the whole sentence where there is no shorter one."""
        return self.say(language) if self.why is None else self.why.say(language)

    def say(self, language: str) -> str:
        """Return the sentence for a person."""
        return self.zh if language.startswith("zh") else self.en

    def stored(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "kind": self.kind,
            "zh": self.zh,
            "en": self.en,
            "lessons": list(self.lessons),
            "price": self.price,
        }


@dataclass(frozen=True, slots=True)
class Recount:
    """What is broken on a board: rules, wishes with prices, prices by kind, lessons without a place."""

    rules: tuple[Fault, ...]
    wishes: tuple[Fault, ...]
    parts: Mapping[str, int]
    unplaced: int

    @property
    def price(self) -> int:
        """What all broken wishes cost together."""
        return sum(self.parts.values())

    @property
    def is_free(self) -> bool:
        """Whether every lesson has a place and no rule is broken."""
        return not self.rules and not self.unplaced


@dataclass(frozen=True, slots=True)
class SolvedTimetable:
    """The answer to a timetable as plain values; `slots` and `rooms` by lesson, None without an answer."""

    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float
    slots: tuple[int, ...] | None
    rooms: tuple[int, ...] | None
    conflicts: tuple[dict[str, str], ...]
    input_hash: str


def timetable_problem(board: Board, language: str = "zh") -> TimetableProblem:
    """Return the problem of a board, its labels in one language; what is not a label is read once."""
    if not board.problems:
        board.problems["zh"] = _problem(board)
    if language not in board.problems:
        board.problems[language] = replace(board.problems["zh"], **_labels(board, language))
    return board.problems[language]


def _labels(board: Board, language: str) -> dict[str, Any]:
    courses = _distinct(named(one).say(language) for one in board.offerings)
    groups = [board.group_words(members[0]).say(language) for members in _groups(board)]
    return {
        "courses": courses,
        "lessons": _lesson_labels(board, courses, language),
        "slots": [slot.label(language) for slot in board.slots],
        "rooms": _room_labels(board, language),
        "stations": _distinct(named(one).say(language) for one in _stations(board)),
        "lecturers": _distinct(named(one).say(language) for one in board.lecturers),
        "kinds": courses,
        "curricula": _distinct(groups),
    }


def _problem(board: Board) -> TimetableProblem:
    choices, slots, stations = board.choices, board.slots, _stations(board)
    place = {station.pk: index for index, station in enumerate(stations)}
    weekly = np.bincount(board.course_of, minlength=len(board.offerings))
    return TimetableProblem(
        **_labels(board, "zh"),
        course=np.array(board.course_of, dtype=np.int64),
        day=np.array([slot.weekday for slot in slots], dtype=np.int64),
        start_min=np.array([slot.start_min for slot in slots], dtype=np.int64),
        end_min=np.array([slot.end_min for slot in slots], dtype=np.int64),
        capacity=np.array([room.capacity for room in board.rooms], dtype=np.int64),
        students=np.array([one.seats for one in board.offerings], dtype=np.int64),
        min_days=np.minimum(weekly, len({slot.weekday for slot in slots})).astype(np.int64),
        station=np.array([place[room.station_id] for room in board.rooms], dtype=np.int64),
        lecturer=np.array(board.lecturer_of, dtype=np.int64),
        allowed_slots=_times(board),
        allowed_rooms=_suitable(board),
        kind=np.arange(len(board.offerings), dtype=np.int64),
        usable=_usable(board),
        in_curriculum=_in_groups(board),
        travel_minutes=minutes_between(stations),
        locked_slot=_locked(board, board.slot_of),
        locked_room=_locked(board, board.room_of),
        slot_price=_prices(board),
        prices=WishPrices(0, choices.working_days, choices.compactness, choices.stability),
    )


def _stations(board: Board) -> list[Station]:
    return list({room.station_id: room.station for room in board.rooms}.values())


def recount_board(
    board: Board, *, slots: Sequence[int] | None = None, rooms: Sequence[int] | None = None
) -> Recount:
    """Return what is broken on a board as it stands, or with lessons in these slots and rooms."""
    places = (board.slot_of if slots is None else slots, board.room_of if rooms is None else rooms)
    checked = {language: _checked(board, places, language) for language in LANGUAGES}
    zh, en = checked["zh"], checked["en"]
    wishes = [
        _fault(board, one, other, places)
        for one, other in zip(zh.wishes, en.wishes, strict=True)
        # What is wished of a lesson counts from when it has a place.
        if all(places[0][lesson] >= 0 for lesson in one.lessons)
    ]
    rules = [
        _fault(board, one, other, places)
        for one, other in zip(zh.rules, en.rules, strict=True)
        if one.kind is not Rule.LESSONS
    ]
    parts = dict.fromkeys((wish.value for wish in Wish), 0)
    for wish in wishes:
        parts[wish.kind] += wish.price or 0
    return Recount(tuple(rules), tuple(wishes), parts, zh.violations[Rule.LESSONS])


def options_of(board: Board, lesson: int) -> list[tuple[Fault, ...]]:
    """Return for each slot what would be broken about a lesson if it moved there, its room unchanged."""
    found = []
    for slot in range(len(board.slots)):
        slots = [*board.slot_of]
        slots[lesson] = slot
        counted = recount_board(board, slots=slots)
        key = board.lessons[lesson].pk
        found.append(tuple(one for one in (*counted.rules, *counted.wishes) if key in one.lessons))
    return found


def solve_board(board: Board, *, progress: Progress | None = None) -> SolvedTimetable:
    """Compute a timetable; nothing is written."""
    from yizhan.planning.timetabling.optimum import solve  # noqa: PLC0415 - loads the compiled kernels

    problem = timetable_problem(board)
    choices = board.choices
    found = solve(problem, limit_s=choices.limit_s, seed=choices.seed, progress=progress)
    plan = found.plan
    return SolvedTimetable(
        status=found.status.value,
        objective=found.objective,
        bound=found.bound,
        gap=found.gap,
        seconds=found.seconds,
        slots=None if plan is None else tuple(int(slot) for slot in plan.slot),
        rooms=None if plan is None else tuple(int(room) for room in plan.room),
        conflicts=_conflicts(board, found),
        input_hash=problem_hash(problem, board),
    )


def problem_hash(problem: TimetableProblem, board: Board) -> str:
    """Return SHA-256 over everything an answer depends on."""
    digest = hashlib.sha256()
    words = [problem.courses, problem.lessons, problem.slots, problem.rooms, board.timetable.settings]
    digest.update(json.dumps(words, ensure_ascii=False, sort_keys=True).encode())
    for name in ("course", "students", "lecturer", "allowed_slots", "allowed_rooms", "usable"):
        digest.update(np.ascontiguousarray(getattr(problem, name)).tobytes())
    for name in ("travel_minutes", "locked_slot", "locked_room", "slot_price"):
        digest.update(np.ascontiguousarray(getattr(problem, name)).tobytes())
    return digest.hexdigest()


def _checked(board: Board, places: tuple[Sequence[int], Sequence[int]], language: str) -> Checked:
    return check(timetable_problem(board, language), *places)


def _fault(board: Board, zh: Broken, en: Broken, places: tuple[Sequence[int], Sequence[int]]) -> Fault:
    """Return something broken as plain values; what the core cannot know is said from the rows."""
    keys = tuple(board.lessons[lesson].pk for lesson in zh.lessons)
    lesson = zh.lessons[0]
    course, slot, room = board.course_of[lesson], places[0][lesson], places[1][lesson]
    if zh.kind is Wish.SLOT_PRICE:
        audience = board.audience_words(course)
        said = (_NO_SUIT.say(one, **facts, audience=audience) for one, facts in _facts(zh, en))
        return Fault(zh.kind.value, *_pair(said), keys, zh.price)
    reason: Reason | Obstacle | None = None
    if zh.kind is Rule.AVAILABILITY:
        reason = board.why_not_then(course, slot)
    elif zh.kind is Rule.ROOM_USE:
        reason = board.why_not_there(course, room) or board.why_not_used(course, room, slot)
    if reason is None:
        return Fault(zh.kind.value, zh.say("zh"), en.say("en"), keys, zh.price)
    why = plain(reason.say("zh"), reason.say("en"))
    said = (_SAYS.say(one, **facts | {"why": why}) for one, facts in _facts(zh, en))
    return Fault(zh.kind.value, *_pair(said), keys, zh.price, why)


def _facts(zh: Broken, en: Broken) -> list[tuple[str, dict[str, object]]]:
    return [("zh", dict(zh.facts)), ("en", dict(en.facts))]


def _pair(said: Iterable[str]) -> tuple[str, str]:
    zh, en = said
    return zh, en


def _conflicts(board: Board, found: Outcome[Placed]) -> tuple[dict[str, str], ...]:
    """Return what proves that no timetable exists, in both languages."""
    if not found.conflicts:
        return ()
    from yizhan.planning.timetabling.arrays import model_of  # noqa: PLC0415 - loads the compiled kernels
    from yizhan.planning.timetabling.conflicts import conflicts  # noqa: PLC0415 - the same

    problem = timetable_problem(board, "en")
    english = conflicts(problem, model_of(problem))
    pairs = zip(found.conflicts, english, strict=True)
    return tuple({"zh": zh.say("zh"), "en": en.say("en")} for zh, en in pairs)


def _distinct(labels: Iterable[str]) -> list[str]:
    """Return labels of which no two are equal: a number is added to the later ones."""
    seen: set[str] = set()
    distinct = []
    for label in labels:
        number, own = 1, label
        while own in seen:
            number += 1
            own = f"{label} {number}"
        seen.add(own)
        distinct.append(own)
    return distinct


def _lesson_labels(board: Board, courses: Sequence[str], language: str) -> list[str]:
    mark = "（第{n}次）" if language == "zh" else " ({n})"
    weekly = Counter(board.course_of)
    return [
        courses[course] + (mark.format(n=one.number) if weekly[course] > 1 else "")
        for course, one in zip(board.course_of, board.lessons, strict=True)
    ]


def _room_labels(board: Board, language: str) -> list[str]:
    mark = "·" if language == "zh" else ", "
    return _distinct(
        f"{named(room.station).say(language)}{mark}{named(room).say(language)}" for room in board.rooms
    )


def _times(board: Board) -> NDArray[np.bool_]:
    rows = [
        [board.why_not_then(course, slot) is None for slot in range(len(board.slots))]
        for course in range(len(board.offerings))
    ]
    return np.array(rows, dtype=np.bool_)


def _suitable(board: Board) -> NDArray[np.bool_]:
    rows = [
        [board.why_not_there(course, room) is None for room in range(len(board.rooms))]
        for course in range(len(board.offerings))
    ]
    return np.array(rows, dtype=np.bool_)


def _usable(board: Board) -> NDArray[np.bool_]:
    usable = np.ones((len(board.offerings), len(board.rooms), len(board.slots)), dtype=np.bool_)
    place = {room.pk: index for index, room in enumerate(board.rooms)}
    for (room, slot), obstacles in board.in_rooms.items():
        for course in range(len(board.offerings)):
            if any(date in obstacles for date in board.dates(course, slot)):
                usable[course, place[room], slot] = False
    return usable


def _prices(board: Board) -> NDArray[np.int64]:
    unit = board.choices.audience
    rows = [
        [unit * unwelcome(one.version.course.audience, slot) for slot in board.slots]
        for one in board.offerings
    ]
    return np.array(rows, dtype=np.int64)


def _locked(board: Board, places: Sequence[int]) -> NDArray[np.int64]:
    locked = [place if one.is_locked else -1 for one, place in zip(board.lessons, places, strict=True)]
    return np.array(locked, dtype=np.int64)


def _groups(board: Board) -> list[list[int]]:
    """Return groups of classes of the same type for the same audience, where they are to be kept apart."""
    members: dict[tuple[str, str], list[int]] = {}
    for index, one in enumerate(board.offerings):
        course = one.version.course
        members.setdefault((course.type, course.audience), []).append(index)
    return [own for own in members.values() if board.choices.groups_apart and len(own) > 1]


def _in_groups(board: Board) -> NDArray[np.bool_]:
    groups = _groups(board)
    in_group = np.zeros((len(groups), len(board.offerings)), dtype=np.bool_)
    for group, own in enumerate(groups):
        in_group[group, own] = True
    return in_group
