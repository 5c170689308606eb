"""
Plan, move and cancel sessions; each holds its room and its lecturer, or is not saved.

Telling those who hold a seat is for the floor above: the face calls it after these.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.text import moment_text
from yizhan.offers import queries
from yizhan.offers.models import Lecturer, Offering, Series, Session
from yizhan.offers.rules.sessions import (
    Times,
    refuse_room,
    refuse_silent_change,
    refuse_times,
    refuse_unless_to_come,
    refuse_walk_in_hours,
)
from yizhan.offers.words import SessionState
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.actions.claims import hold, release
from yizhan.places.models import Room
from yizhan.places.queries import day_kind_of, walk_in_schedule


@transaction.atomic
def plan_sessions(
    *,
    offering: Offering,
    times: Sequence[Times],
    by: Account | None,
    room: Room | None = None,
    lecturer: Lecturer | None = None,
    series: Series | None = None,
) -> list[Session]:
    """
    Plan sessions at these times, all or none; without a room or lecturer the offering's own are meant.

    Raises
    ------
    Refusal
        A time is out of range, the room too small, or a room or lecturer is taken (`already_held`).
    """
    require_runner(by=by, subdistrict=offering.subdistrict)
    room, lecturer = room or offering.room, lecturer or offering.lecturer
    _refuse_room(room, offering)
    now = clock.now()
    for one in times:
        refuse_times(one, now=now)
    _refuse_walk_in_hours(room, times)
    # Two who plan for one offering number its sessions one after the other.
    Offering.objects.select_for_update().get(pk=offering.pk)
    last = offering.sessions.aggregate(last=Max("number"))["last"] or 0
    sessions = Session.objects.bulk_create(
        Session(
            offering=offering,
            series=series,
            original_starts_at=one.starts_at if series else None,
            number=last + number,
            room=room,
            lecturer=lecturer,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
        )
        for number, one in enumerate(sorted(times, key=lambda one: one.starts_at), start=1)
    )
    hold(wanted={queries.held_for(session): queries.wanted_by(session) for session in sessions}, by=by)
    subdistrict = offering.subdistrict
    record(verb="plan_sessions", subject=offering, by=by, subdistrict=subdistrict, sessions=len(sessions))
    return sessions


@transaction.atomic
def move_session(
    *,
    session: Session,
    times: Times,
    reason_zh: str,
    by: Account | None,
    reason_en: str = "",
    room: Room | None = None,
    lecturer: Lecturer | None = None,
) -> Session:
    """Move a session to another time, room or lecturer; where that is taken, it stays where it is."""
    offering = session.offering
    require_runner(by=by, subdistrict=offering.subdistrict)
    session = Session.objects.select_for_update(of=("self",)).select_related("offering").get(pk=session.pk)
    refuse_unless_to_come(session.state)
    refuse_silent_change(reason_zh)
    refuse_times(times, now=clock.now())
    _refuse_room(room, offering)
    _refuse_walk_in_hours(room or session.room, [times])
    before = moment_text(session.starts_at)
    session.starts_at, session.ends_at = times.starts_at, times.ends_at
    session.room, session.lecturer = room or session.room, lecturer or session.lecturer
    session.reason_zh, session.reason_en = reason_zh, reason_en
    session.changes += 1
    session.save()
    release(held_for=[queries.held_for(session)], by=by)
    hold(wanted={queries.held_for(session): queries.wanted_by(session)}, by=by)
    record(
        verb="move_session",
        subject=session,
        by=by,
        subdistrict=offering.subdistrict,
        before=before,
        after=moment_text(session.starts_at),
    )
    return session


@transaction.atomic
def cancel_session(*, session: Session, reason_zh: str, by: Account | None, reason_en: str = "") -> Session:
    """Cancel a session; its room and lecturer are free again."""
    subdistrict = session.offering.subdistrict
    require_runner(by=by, subdistrict=subdistrict)
    session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    refuse_unless_to_come(session.state)
    refuse_silent_change(reason_zh)
    session.state, session.reason_zh, session.reason_en = SessionState.CANCELLED, reason_zh, reason_en
    session.changes += 1
    session.save(update_fields=["state", "reason_zh", "reason_en", "changes"])
    release(held_for=[queries.held_for(session)], by=by)
    record(verb="cancel_session", subject=session, by=by, subdistrict=subdistrict, reason=reason_zh)
    return session


def _refuse_room(room: Room | None, offering: Offering) -> None:
    if room is None:
        return
    place = offering.subdistrict
    refuse_room(
        room=Phrase(room.name_zh, room.name_en or room.name_zh),
        place=Phrase(place.name_zh, place.name_en),
        is_here=room.station.subdistrict_id == place.pk,
        capacity=room.capacity,
        seats=offering.seats,
    )


def _refuse_walk_in_hours(room: Room | None, times: Sequence[Times]) -> None:
    schedule = None if room is None else walk_in_schedule(room)
    if room is None or schedule is None:
        return
    called = Phrase(room.name_zh, room.name_en or room.name_zh)
    refuse_walk_in_hours(room=called, schedule=schedule, times=times, day_kind_of=day_kind_of())
