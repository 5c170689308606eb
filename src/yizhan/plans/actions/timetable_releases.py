"""Turns a timetable into sessions, writes down what changed, and takes it back."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max

from yizhan.foundation import clock
from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.offers.actions.rescheduling import (
    Move,
    place_offering,
    reschedule_sessions,
    restore_sessions,
    withdraw_sessions,
)
from yizhan.offers.actions.sessions import cancel_session, plan_sessions
from yizhan.offers.models import Lecturer, Series, Session
from yizhan.offers.rules.sessions import Times
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.models import Room
from yizhan.plans.actions.telling import tell_of_changes
from yizhan.plans.bridge import Board, SessionChange, changes_of_release, plain, recount_board
from yizhan.plans.models import Timetable, TimetableChange, TimetableLesson, TimetableRelease
from yizhan.plans.queries import bookings_touched, standing_release
from yizhan.plans.rules.releases import refuse_release, refuse_undo_of_release
from yizhan.plans.words import ChangeOfSession

_REASON = Phrase("时间表调整", "the timetable changed")


@transaction.atomic
def release_timetable(
    *, timetable: Timetable, by: Account | None, reason_zh: str = "", reason_en: str = ""
) -> TimetableRelease:
    """
    Make the sessions what the timetable says, all or nothing, and write down every change.

    Raises
    ------
    Refusal
        Lessons without a place, conflicts (the first is named), nothing to change, the term is over, or
        somebody took a room or lecturer in this moment (`already_held`).
    """
    require_runner(by=by, subdistrict=timetable.subdistrict)
    timetable = (
        Timetable.objects.select_for_update(of=("self",)).select_related("subdistrict").get(pk=timetable.pk)
    )
    board = Board(timetable)
    changes, counted = changes_of_release(board), recount_board(board)
    refuse_release(
        unplaced=counted.unplaced,
        conflicts=[plain(one.zh, one.en) for one in counted.rules],
        changes=len(changes),
        is_over=board.term.first_day > timetable.last_day,
    )
    last = timetable.releases.aggregate(last=Max("number"))["last"] or 0
    release = TimetableRelease.objects.create(
        timetable=timetable,
        number=last + 1,
        released_at=clock.now(),
        released_by=by,
        reason_zh=reason_zh.strip() or (_REASON.zh if last else ""),
        reason_en=reason_en.strip() or (_REASON.en if last else ""),
    )
    rows = [
        TimetableChange(
            release=release,
            kind=change.kind,
            offering=change.lesson.offering,
            session=change.session,
            before=change.before | _series_stored(change),
            after=change.after,
        )
        for change in changes
    ]
    _carry_out(board, changes, rows, release, by=by)
    tell_of_changes(changes=rows, release=release, by=by)
    TimetableChange.objects.bulk_create(rows)
    record(
        verb="release_timetable",
        subject=timetable,
        by=by,
        subdistrict=timetable.subdistrict,
        release=release.number,
        changes=len(rows),
    )
    return release


@transaction.atomic
def undo_timetable_release(*, release: TimetableRelease, by: Account | None) -> TimetableRelease:
    """
    Put sessions back to what they were before a release: the newest one, as long as nobody holds a seat.

    Raises
    ------
    Refusal
        It was undone before, a later one stands, a session took place, or somebody holds a seat.
    """
    timetable = release.timetable
    require_runner(by=by, subdistrict=timetable.subdistrict)
    Timetable.objects.select_for_update(of=("self",)).get(pk=timetable.pk)
    release = TimetableRelease.objects.select_related("timetable__subdistrict").get(pk=release.pk)
    newest = standing_release(timetable)
    changes = list(
        release.changes.select_related("session__offering__subdistrict", "session__room", "offering")
    )
    now = clock.now()
    refuse_undo_of_release(
        was_undone=release.undone_at is not None,
        is_newest=newest is not None and newest.pk == release.pk,
        held=bookings_touched(change.offering_id for change in changes),
        started=any(one.session is not None and one.session.starts_at <= now for one in changes),
    )
    _put_back(changes, by=by)
    release.undone_at, release.undone_by = now, by
    release.save(update_fields=["undone_at", "undone_by"])
    record(
        verb="undo_timetable_release",
        subject=timetable,
        by=by,
        subdistrict=timetable.subdistrict,
        release=release.number,
    )
    return release


def _series_stored(change: SessionChange) -> dict[str, int | None]:
    return {} if change.session is None else {"series": change.session.series_id}


def _carry_out(
    board: Board,
    changes: Sequence[SessionChange],
    rows: Sequence[TimetableChange],
    release: TimetableRelease,
    *,
    by: Account | None,
) -> None:
    """Cancel first, then move all at once, then plan what is new: so that rooms become free in time."""
    reason = {
        "reason_zh": release.reason_zh or _REASON.zh,
        "reason_en": release.reason_en or _REASON.en,
    }
    series = _series_of(board, changes)
    moves, added = [], defaultdict(list)
    for change, row in zip(changes, rows, strict=True):
        if change.session is not None and change.kind is ChangeOfSession.CANCEL:
            cancelled = cancel_session(session=change.session, by=by, **reason)
            # No longer part of the timetable: the week is free for another release.
            Session.objects.filter(pk=cancelled.pk).update(series=None)
        elif change.session is not None and change.times is not None:
            lesson = change.lesson
            moves.append(Move(change.session, change.times, lesson.room, lesson.lecturer, series[lesson.pk]))
        else:
            added[change.lesson.pk].append((change, row))
    reschedule_sessions(moves=moves, by=by, **reason)
    for pairs in added.values():
        _plan(pairs, series, by=by)
    _place_offerings(board, {change.lesson.offering_id for change in changes}, by=by)


def _plan(
    pairs: Sequence[tuple[SessionChange, TimetableChange]], series: dict[int, Series], *, by: Account | None
) -> None:
    lesson = pairs[0][0].lesson
    planned = plan_sessions(
        offering=lesson.offering,
        times=[change.times for change, _ in pairs if change.times is not None],
        room=lesson.room,
        lecturer=lesson.lecturer,
        series=series[lesson.pk],
        by=by,
    )
    rows = sorted((row for _, row in pairs), key=lambda row: str(row.after["starts_at"]))
    for row, session in zip(rows, planned, strict=True):
        row.session = session


def _series_of(board: Board, changes: Iterable[SessionChange]) -> dict[int, Series]:
    """Return the series of each lesson whose sessions come or move: a new one where its time changed."""
    lessons = {one.lesson.pk: one.lesson for one in changes if one.times is not None}
    return {pk: _series_for(board, lesson) for pk, lesson in lessons.items()}


def _series_for(board: Board, lesson: TimetableLesson) -> Series:
    assert lesson.slot is not None
    slot, first = board.slots[lesson.slot], board.term.first_day
    values = {
        "weekdays": 1 << slot.weekday,
        "starts": slot.starts,
        "minutes": lesson.offering.version.minutes,
    }
    standing = lesson.series.filter(replaced_on=None).order_by("pk").last()
    if standing is not None:
        if all(getattr(standing, name) == value for name, value in values.items()):
            return standing
        standing.replaced_on = first
        standing.save(update_fields=["replaced_on"])
    series = Series.objects.create(
        offering=lesson.offering, first_day=first, last_day=board.timetable.last_day, **values
    )
    lesson.series.add(series)
    return series


def _place_offerings(board: Board, offerings: set[int], *, by: Account | None) -> None:
    """Let each class be where its first lesson is."""
    seen: set[int] = set()
    for lesson in board.lessons:
        if lesson.offering_id in offerings - seen and lesson.room is not None:
            seen.add(lesson.offering_id)
            place_offering(offering=lesson.offering, room=lesson.room, lecturer=lesson.lecturer, by=by)


def _put_back(changes: Sequence[TimetableChange], *, by: Account | None) -> None:
    added = [one for one in changes if one.kind == ChangeOfSession.ADD and one.session is not None]
    withdraw_sessions(sessions=[one.session for one in added if one.session is not None], by=by)
    moves = [_back(one) for one in changes if one.kind == ChangeOfSession.MOVE]
    reschedule_sessions(
        moves=[move for move in moves if move is not None], by=by, reason_zh=_REASON.zh, reason_en=_REASON.en
    )
    restore_sessions(
        sessions=[_again(one) for one in changes if one.kind == ChangeOfSession.CANCEL and one.session], by=by
    )


def _again(change: TimetableChange) -> Session:
    """Return a cancelled session as part of its series again."""
    session = change.session
    assert session is not None
    session.series_id = change.before.get("series")
    return session


def _back(change: TimetableChange) -> Move | None:
    session, before = change.session, change.before
    if session is None:
        return None
    starts_at, ends_at = (
        dt.datetime.fromisoformat(before[name]).astimezone(SHANGHAI) for name in ("starts_at", "ends_at")
    )
    room = Room.objects.filter(pk=before.get("room")).first()
    lecturer = Lecturer.objects.filter(pk=before.get("lecturer")).first()
    series = Series.objects.filter(pk=before.get("series")).first()
    return Move(session, Times(starts_at, ends_at), room, lecturer, series)
