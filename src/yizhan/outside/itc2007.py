"""Reads and writes the files of ITC-2007, track 3: instances (`.ctt`) and solutions (`.sol`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.tables import file_text

#: Larger numbers are a slip.
_MOST = 1_000_000
#: Slots of a week and lectures altogether; more would not fit into memory.
_MOST_PERIODS, _MOST_A_DAY, _MOST_LECTURES, _MOST_PLACES = 10_000, 60, 20_000, 20_000_000

_EMPTY = Phrase("文件是空的", "the file is empty")
_HEADER = Phrase("这里应是“{name}: 数”", "'{name}: number' wanted here")
_SECTION = Phrase("这里应是“{name}:”", "'{name}:' wanted here")
_ENDS = Phrase("文件在“{name}”之前就结束了", "the file ends before '{name}'")
_FEWER = Phrase("应有 {wanted} 行，只有 {found} 行", "{wanted} rows announced, {found} found")
_AFTER = Phrase("“END.”之前有多余的内容", "there is more than announced before 'END.'")
_CELLS = Phrase("应有 {wanted} 项，实有 {found} 项", "{wanted} entries wanted, {found} found")
_NUMBER = Phrase(
    "“{value}”不是 {low} 到 {high} 之间的整数", "'{value}' is not a whole number from {low} to {high}"
)
_TWICE = Phrase("“{name}”出现了两次", "'{name}' appears twice")
_NOBODY = Phrase("没有名为“{name}”的{what}", "there is no {what} called '{name}'")
_COURSE, _ROOM = Phrase("课程", "course"), Phrase("房间", "room")
_LARGE = Phrase(
    "规模太大：课时 × 时段 × 房间最多 {most}", "too large: lectures × periods × rooms may be at most {most}"
)
_MORE_LECTURES = Phrase(
    "课程“{name}”只有 {wanted} 课时，这里是多出来的",
    "course '{name}' has {wanted} lectures; this is one more",
)

_HEADERS = ("Courses", "Rooms", "Days", "Periods_per_day", "Curricula", "Constraints")


@dataclass(frozen=True, slots=True, eq=False)
class CourseRow:
    """A course of an instance file."""

    name: str
    teacher: str
    lectures: int
    min_days: int
    students: int


@dataclass(frozen=True, slots=True, eq=False)
class CttFile:
    """
    An instance file.

    Attributes
    ----------
    rooms, seats : (n_rooms,)
        Labels and sizes.
    days, periods
        Days, and periods of a day.
    curricula
        Label and indices of the courses of each curriculum.
    available : (n_courses, days × periods)
        Whether a course may take place then.
    """

    name: str
    courses: Sequence[CourseRow]
    rooms: Sequence[str]
    seats: Sequence[int]
    days: int
    periods: int
    curricula: Sequence[tuple[str, Sequence[int]]]
    available: NDArray[np.bool_]


class _Lines:
    """The lines of a file that are not blank, one after the other."""

    def __init__(self, path: Path | str) -> None:
        self.file = str(path)
        text = file_text(self.file)
        self.lines = [(n, words) for n, line in enumerate(text.splitlines(), 1) if (words := line.split())]
        self.next = 0
        if not self.lines:
            raise BadInput("file_empty", _EMPTY, file=self.file)

    def take(self, expected: str) -> tuple[int, list[str]]:
        """Return the next line, or refuse a file that ends before `expected`."""
        if self.next >= len(self.lines):
            raise BadInput("file_ends", _ENDS, file=self.file, name=expected)
        self.next += 1
        return self.lines[self.next - 1]

    def header(self, name: str) -> str:
        """Return what stands behind `name:`."""
        row, words = self.take(f"{name}:")
        if len(words) != 2 or words[0] != f"{name}:":
            raise BadInput("header_malformed", _HEADER, file=self.file, row=row, field=name, name=name)
        return words[1]

    def count(self, name: str, *, low: int, high: int = _MOST) -> int:
        """Return the number behind `name:`."""
        word = self.header(name)
        return self.number(word, self.lines[self.next - 1][0], name, low=low, high=high)

    def section(self, name: str, count: int) -> list[tuple[int, list[str]]]:
        """Return the announced rows below `NAME:`."""
        row, words = self.take(f"{name}:")
        if words != [f"{name}:"]:
            raise BadInput("section_missing", _SECTION, file=self.file, row=row, name=name)
        rows: list[tuple[int, list[str]]] = []
        for _ in range(count):
            if self.next >= len(self.lines) or _is_title(self.lines[self.next][1]):
                raise BadInput(
                    "rows_missing", _FEWER, file=self.file, field=name, wanted=count, found=len(rows)
                )
            rows.append(self.take(name))
        return rows

    def number(self, word: str, row: int, field: str, *, low: int, high: int = _MOST) -> int:
        """Return a whole number in range."""
        plain = word.isascii() and word.removeprefix("-").isdigit() and len(word) <= 12
        if not plain or not low <= int(word) <= high:
            raise BadInput(
                "number_wrong", _NUMBER, file=self.file, row=row, field=field, value=word, low=low, high=high
            )
        return int(word)

    def cells(self, row: int, words: Sequence[str], wanted: int) -> None:
        """Refuse a row with more or fewer entries."""
        if len(words) != wanted:
            raise BadInput("cells_wrong", _CELLS, file=self.file, row=row, wanted=wanted, found=len(words))

    def fresh(self, name: str, row: int, field: str, seen: dict[str, int]) -> None:
        """Refuse a label that was there before; remember it."""
        if name in seen:
            raise BadInput("label_repeated", _TWICE, file=self.file, row=row, field=field, name=name)
        seen[name] = len(seen)

    def known(self, name: str, row: int, what: Phrase, seen: dict[str, int]) -> int:
        """Return the index of a label, or refuse one nobody knows."""
        if name not in seen:
            raise BadInput("label_unknown", _NOBODY, file=self.file, row=row, name=name, what=what)
        return seen[name]


def _is_title(words: Sequence[str]) -> bool:
    return len(words) == 1 and (words[0].endswith(":") or words[0] == "END.")


def read_ctt(path: Path | str) -> CttFile:
    """
    Return an instance of the competition.

    Raises
    ------
    BadInput
        The file is absent or malformed; says which row and field.

    References
    ----------
    .. [1] Di Gaspero, McCollum, Schaerf (2007), The second international timetabling competition (ITC-2007):
       curriculum-based course timetabling (track 3).
    """
    lines = _Lines(path)
    name = lines.header("Name")
    lowest = {"Curricula": 0, "Constraints": 0}
    highest = {"Days": _MOST_PERIODS, "Periods_per_day": _MOST_A_DAY}
    counts = {
        word: lines.count(word, low=lowest.get(word, 1), high=highest.get(word, _MOST)) for word in _HEADERS
    }
    days, periods = counts["Days"], counts["Periods_per_day"]
    known: dict[str, int] = {}
    courses = [
        _course(lines, row, words, known=known, days=days)
        for row, words in lines.section("COURSES", counts["Courses"])
    ]
    rooms, seats = _rooms(lines, counts["Rooms"])
    lectures = sum(course.lectures for course in courses)
    small = days * periods <= _MOST_PERIODS and lectures <= _MOST_LECTURES
    if not small or lectures * days * periods * len(rooms) > _MOST_PLACES:
        raise BadInput("too_large", _LARGE, file=lines.file, most=_MOST_PLACES)
    curricula = _curricula(lines, counts["Curricula"], known)
    available = np.ones((len(courses), days * periods), dtype=np.bool_)
    for row, words in lines.section("UNAVAILABILITY_CONSTRAINTS", counts["Constraints"]):
        lines.cells(row, words, 3)
        course = lines.known(words[0], row, _COURSE, known)
        day = lines.number(words[1], row, "day", low=0, high=days - 1)
        period = lines.number(words[2], row, "period", low=0, high=periods - 1)
        available[course, day * periods + period] = False
    row, words = lines.take("END.")
    if words != ["END."]:
        raise BadInput("rows_left", _AFTER, file=lines.file, row=row)
    return CttFile(name, courses, rooms, seats, days, periods, curricula, available)


def _course(lines: _Lines, row: int, words: Sequence[str], *, known: dict[str, int], days: int) -> CourseRow:
    lines.cells(row, words, 5)
    lines.fresh(words[0], row, "course", known)
    return CourseRow(
        words[0],
        words[1],
        lines.number(words[2], row, "lectures", low=1, high=_MOST_LECTURES),
        lines.number(words[3], row, "min_days", low=0, high=days),
        lines.number(words[4], row, "students", low=0),
    )


def _rooms(lines: _Lines, count: int) -> tuple[list[str], list[int]]:
    known: dict[str, int] = {}
    seats = []
    for row, words in lines.section("ROOMS", count):
        lines.cells(row, words, 2)
        lines.fresh(words[0], row, "room", known)
        seats.append(lines.number(words[1], row, "capacity", low=0))
    return list(known), seats


def _curricula(lines: _Lines, count: int, courses: dict[str, int]) -> list[tuple[str, list[int]]]:
    known: dict[str, int] = {}
    curricula = []
    for row, words in lines.section("CURRICULA", count):
        lines.fresh(words[0], row, "curriculum", known)
        size = lines.number(words[1] if len(words) > 1 else "", row, "courses", low=0)
        lines.cells(row, words, 2 + size)
        own: dict[str, int] = {}
        for word in words[2:]:
            lines.fresh(word, row, "courses", own)
        curricula.append((words[0], [lines.known(word, row, _COURSE, courses) for word in own]))
    return curricula


def read_sol(path: Path | str, instance: CttFile) -> tuple[list[int], list[int]]:
    """
    Return the slot and the room of each lecture of a solution file, -1 where it places none.

    Lectures of a course take the rows of the course in the order of the file.

    Raises
    ------
    BadInput
        The file is absent or malformed, names what the instance does not have, or places too many lectures.
    """
    lines = _Lines(path)
    courses = {course.name: number for number, course in enumerate(instance.courses)}
    rooms = {room: number for number, room in enumerate(instance.rooms)}
    first = np.concatenate(([0], np.cumsum([course.lectures for course in instance.courses]))).tolist()
    placed = [0] * len(courses)
    slot, room = [-1] * first[-1], [-1] * first[-1]
    for row, words in lines.lines:
        lines.cells(row, words, 4)
        course = lines.known(words[0], row, _COURSE, courses)
        wanted = instance.courses[course].lectures
        if placed[course] >= wanted:
            raise BadInput(
                "lecture_beyond", _MORE_LECTURES, file=lines.file, row=row, name=words[0], wanted=wanted
            )
        lecture = first[course] + placed[course]
        placed[course] += 1
        room[lecture] = lines.known(words[1], row, _ROOM, rooms)
        day = lines.number(words[2], row, "day", low=0, high=instance.days - 1)
        period = lines.number(words[3], row, "period", low=0, high=instance.periods - 1)
        slot[lecture] = day * instance.periods + period
    return slot, room


def solution_text(instance: CttFile, slot: Sequence[int], room: Sequence[int]) -> str:
    """Return a solution in the competition's form: `course room day period`, one lecture a line."""
    names = [course.name for course in instance.courses for _ in range(course.lectures)]
    return "".join(
        f"{name} {instance.rooms[r]} {s // instance.periods} {s % instance.periods}\n"
        for name, s, r in zip(names, slot, room, strict=True)
        if s >= 0 and r >= 0
    )
