"""What releasing a timetable means: sessions to add, to move and to cancel, each named."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yizhan.foundation.clock import SHANGHAI
from yizhan.offers.models import Lecturer, Session
from yizhan.offers.rules.sessions import Times
from yizhan.offers.words import SessionState
from yizhan.places.models import Room
from yizhan.plans.bridge.board import Board
from yizhan.plans.models import TimetableLesson
from yizhan.plans.words import ChangeOfSession

_Week = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SessionChange:
    """One session that a release adds, moves or cancels."""

    kind: ChangeOfSession
    lesson: TimetableLesson
    session: Session | None = None
    times: Times | None = None

    @property
    def before(self) -> dict[str, Any]:
        """Time, room and lecturer as they are; empty for a new session."""
        one = self.session
        if one is None:
            return {}
        return place_stored(Times(one.starts_at, one.ends_at), one.room, one.lecturer)

    @property
    def after(self) -> dict[str, Any]:
        """Time, room and lecturer as they will be; empty for a cancelled session."""
        if self.times is None:
            return {}
        return place_stored(self.times, self.lesson.room, self.lesson.lecturer)


def place_stored(times: Times, room: Room | None, lecturer: Lecturer | None) -> dict[str, Any]:
    """Return when, where and with whom as plain values, with names for people and keys to put it back."""
    stored: dict[str, Any] = {
        "starts_at": times.starts_at.astimezone(SHANGHAI).isoformat(),
        "ends_at": times.ends_at.astimezone(SHANGHAI).isoformat(),
    }
    if room is not None:
        stored |= {"room": room.pk, "room_zh": room.name_zh, "room_en": room.name_en or room.name_zh}
        station = room.station
        stored |= {"station_zh": station.name_zh, "station_en": station.name_en or station.name_zh}
    if lecturer is not None:
        stored |= {
            "lecturer": lecturer.pk,
            "lecturer_zh": lecturer.name_zh,
            "lecturer_en": lecturer.name_en or lecturer.name_zh,
        }
    return stored


def place_words(place: Mapping[str, Any], language: str) -> str:
    """Return when, where and with whom in the reader's language; "" for nowhere."""
    if not place:
        return ""
    starts_at, ends_at = (dt.datetime.fromisoformat(place[name]) for name in ("starts_at", "ends_at"))
    ending = "zh" if language.startswith("zh") else "en"
    names = [str(place.get(f"{name}_{ending}", "")) for name in ("station", "room", "lecturer")]
    when = f"{starts_at:%Y-%m-%d %H:%M}–{ends_at:%H:%M}"
    return " · ".join([when, *(name for name in names if name)])


def changes_of_release(board: Board) -> list[SessionChange]:
    """
    Return every session a release would add, move or cancel; lessons without a place are left out.

    Sessions of today and before stay. Of a week that has a session already, that one moves, so that whoever
    holds a seat keeps it. What somebody moved, cancelled or locked by hand stays as it is.
    """
    changes: list[SessionChange] = []
    for index, lesson in enumerate(board.lessons):
        if min(board.slot_of[index], board.room_of[index]) >= 0:
            changes += _of_lesson(board, index, lesson)
    return sorted(changes, key=lambda one: one.times.starts_at if one.times else one.session.starts_at)  # type: ignore[union-attr] # one of them is there


def _of_lesson(board: Board, index: int, lesson: TimetableLesson) -> list[SessionChange]:
    first = board.term.first_day
    standing: dict[_Week, Session] = {}
    for session in board.sessions[lesson.pk]:
        if _day(session) >= first:
            standing[_week(_planned_day(session))] = session
    changes = []
    for times in wanted_times(board, index):
        week = _week(times.starts_at.date())
        if week not in standing:
            changes.append(SessionChange(ChangeOfSession.ADD, lesson, None, times))
            continue
        session = standing.pop(week)
        if not _by_hand(session) and _differs(session, times, lesson):
            changes.append(SessionChange(ChangeOfSession.MOVE, lesson, session, times))
    surplus = [session for session in standing.values() if not _by_hand(session)]
    return changes + [SessionChange(ChangeOfSession.CANCEL, lesson, session) for session in surplus]


def wanted_times(board: Board, index: int) -> list[Times]:
    """Return when a lesson meets in what is left of the term."""
    slot, course = board.slot_of[index], board.course_of[index]
    minutes = board.offerings[course].version.minutes
    times = []
    for date in board.dates(course, slot):
        starts_at = dt.datetime.combine(date, board.slots[slot].starts, SHANGHAI)
        times.append(Times(starts_at, starts_at + dt.timedelta(minutes=minutes)))
    return times


def _by_hand(session: Session) -> bool:
    moved = session.original_starts_at is not None and session.original_starts_at != session.starts_at
    return moved or session.is_locked or session.state != SessionState.PLANNED


def _differs(session: Session, times: Times, lesson: TimetableLesson) -> bool:
    now = (session.starts_at, session.ends_at, session.room_id, session.lecturer_id)
    return now != (times.starts_at, times.ends_at, lesson.room_id, lesson.lecturer_id)


def _planned_day(session: Session) -> dt.date:
    return (session.original_starts_at or session.starts_at).astimezone(SHANGHAI).date()


def _day(session: Session) -> dt.date:
    return session.starts_at.astimezone(SHANGHAI).date()


def _week(day: dt.date) -> _Week:
    return day.isocalendar()[:2]
