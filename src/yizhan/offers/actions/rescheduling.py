"""Move many sessions at once, as a new timetable does: two may change places; all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from yizhan.foundation import clock
from yizhan.offers import queries
from yizhan.offers.models import Lecturer, Offering, Series, Session
from yizhan.offers.rules.sessions import (
    Times,
    refuse_silent_change,
    refuse_times,
    refuse_unless_to_come,
)
from yizhan.offers.words import SessionState
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.actions.claims import hold, release
from yizhan.places.models import Room

#: What moving changes of a session; its state is others' to say.
_MOVED = (
    "starts_at", "ends_at", "room", "lecturer", "series", "original_starts_at",
    "reason_zh", "reason_en", "changes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """A session with its new time, room, lecturer and the series it belongs to from now on."""

    session: Session
    times: Times
    room: Room | None
    lecturer: Lecturer | None
    series: Series | None


@transaction.atomic
def reschedule_sessions(
    *, moves: Sequence[Move], reason_zh: str, by: Account | None, reason_en: str = ""
) -> list[Session]:
    """Move sessions of one sub-district to new times, rooms and lecturers; where any is taken, none moves."""
    if not moves:
        return []
    subdistrict = moves[0].session.offering.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    refuse_silent_change(reason_zh)
    now = clock.now()
    _refuse_settled([move.session for move in moves])
    for move in moves:
        refuse_times(move.times, now=now)
    release(held_for=[queries.held_for(move.session) for move in moves], by=by)
    for move in moves:
        session = move.session
        session.starts_at, session.ends_at = move.times.starts_at, move.times.ends_at
        session.room, session.lecturer, session.series = move.room, move.lecturer, move.series
        session.original_starts_at = move.times.starts_at if move.series else session.original_starts_at
        session.reason_zh, session.reason_en = reason_zh, reason_en
        session.changes += 1
        session.save(update_fields=_MOVED)
    sessions = [move.session for move in moves]
    hold(wanted={queries.held_for(session): queries.wanted_by(session) for session in sessions}, by=by)
    record(
        verb="reschedule_sessions",
        subject=subdistrict,
        by=by,
        subdistrict=subdistrict,
        sessions=[session.pk for session in sessions],
        reason=reason_zh,
    )
    return sessions


@transaction.atomic
def withdraw_sessions(*, sessions: Sequence[Session], by: Account | None) -> int:
    """Delete sessions nobody holds a seat in, as if they had never been planned."""
    for session in sessions:
        require_runner(by=by, subdistrict=session.offering.subdistrict)
    _refuse_settled(sessions)
    release(held_for=[queries.held_for(session) for session in sessions], by=by)
    for session in sessions:
        record(verb="withdraw_session", subject=session, by=by, subdistrict=session.offering.subdistrict)
        session.delete()
    return len(sessions)


@transaction.atomic
def restore_sessions(*, sessions: Sequence[Session], by: Account | None) -> list[Session]:
    """Plan cancelled sessions again, at their old time, room and lecturer; where any is taken, none."""
    for session in sessions:
        require_runner(by=by, subdistrict=session.offering.subdistrict)
        session.state, session.reason_zh, session.reason_en = SessionState.PLANNED, "", ""
        session.changes += 1
        session.save(update_fields=["state", "reason_zh", "reason_en", "changes", "series"])
        record(verb="restore_session", subject=session, by=by, subdistrict=session.offering.subdistrict)
    hold(wanted={queries.held_for(session): queries.wanted_by(session) for session in sessions}, by=by)
    return list(sessions)


@transaction.atomic
def place_offering(
    *, offering: Offering, room: Room, lecturer: Lecturer | None, by: Account | None
) -> Offering:
    """Let a class be at a room's station from now on, in that room and with that lecturer."""
    require_runner(by=by, subdistrict=offering.subdistrict)
    before = [offering.station_id, offering.room_id, offering.lecturer_id]
    after = [room.station_id, room.pk, lecturer.pk if lecturer else None]
    if before == after:
        return offering
    offering.station, offering.room, offering.lecturer = room.station, room, lecturer
    offering.save(update_fields=["station", "room", "lecturer"])
    record(
        verb="place_offering",
        subject=offering,
        by=by,
        subdistrict=offering.subdistrict,
        before=before,
        after=after,
    )
    return offering


def _refuse_settled(sessions: Sequence[Session]) -> None:
    """Lock the sessions; raise a `Refusal` where one was cancelled or held since it was looked at."""
    keys = [session.pk for session in sessions]
    for state in Session.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("state"):
        refuse_unless_to_come(state[0])
