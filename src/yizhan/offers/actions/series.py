"""
Plan sessions that recur, look before saving, change from a day on, skip a date, go on longer.

Nothing is half-saved: a preview lists every date with what stands in its way, and the same preview is made
again inside the transaction that saves. What took place is never rewritten. To move one date there is
`move_session`. Telling those who hold a seat is for the floor above: the face calls it after these.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import F

from yizhan.foundation import clock
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.actions.sessions import cancel_session, plan_sessions
from yizhan.offers.models import Lecturer, Offering, Series, Session
from yizhan.offers.queries import held_for, wanted_by
from yizhan.offers.queries.series import obstacles_to, pattern_of, standing_of
from yizhan.offers.rules.obstacles import Line, Saving, may_be_saved, refuse_conflicts
from yizhan.offers.rules.series import Change, Pattern, Recurrence, changed, recurrence, refuse_empty
from yizhan.offers.rules.sessions import Times, refuse_silent_change, refuse_times
from yizhan.offers.words import SessionState
from yizhan.people.actions import record, require_runner
from yizhan.people.models import Account
from yizhan.places.actions.claims import hold, release
from yizhan.places.models import Room
from yizhan.places.queries import day_kind_of

_REPLACED = Phrase(
    "这个周期已被新的周期代替，请改新的周期。", "Another series took its place; change that one instead."
)
_SHORTER = Phrase("延长后的结束必须晚于现在。", "A series can only be made longer here.")
_NO_DATE = Phrase("这个周期在 {day} 没有将举行的场次。", "This series has no session to come on {day}.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be saved: every date with its obstacles, and what stays as it is."""

    lines: tuple[Line, ...]
    change: Change | None = None
    recurs: Recurrence | None = None

    @property
    def conflicts(self) -> int:
        """How many dates have something in their way."""
        return sum(not line.is_free for line in self.lines)

    @property
    def has_hard(self) -> bool:
        """Whether a room or a lecturer is taken."""
        return any(obstacle.is_hard for line in self.lines for obstacle in line.obstacles)


def preview_start(
    *,
    offering: Offering,
    pattern: Pattern,
    by: Account | None,
    room: Room | None = None,
    lecturer: Lecturer | None = None,
) -> Preview:
    """Return what `start_series` would plan, and what stands in the way; saves nothing."""
    require_runner(by=by, subdistrict=offering.subdistrict)
    recurs = recurrence(pattern, day_kind_of())
    obstacles = obstacles_to(recurs.times, room=room or offering.room, lecturer=lecturer or offering.lecturer)
    lines = (Line(times, one) for times, one in zip(recurs.times, obstacles, strict=True))
    return Preview(tuple(lines), recurs=recurs)


@transaction.atomic
def start_series(
    *,
    offering: Offering,
    pattern: Pattern,
    by: Account | None,
    room: Room | None = None,
    lecturer: Lecturer | None = None,
    saving: Saving = Saving.ALL,
) -> Series:
    """Plan a whole series, all or what `saving` allows; the dates are looked at again before saving."""
    preview = preview_start(offering=offering, pattern=pattern, by=by, room=room, lecturer=lecturer)
    times = _saved(preview, saving)
    series = _new_series(offering, pattern)
    plan_sessions(offering=offering, times=times, by=by, room=room, lecturer=lecturer, series=series)
    record(
        verb="start_series",
        subject=series,
        by=by,
        subdistrict=offering.subdistrict,
        sessions=len(times),
        conflicts=preview.conflicts,
        saving=saving.value,
    )
    return series


def preview_change(
    *, series: Series, pattern: Pattern, by: Account | None, keep_singly: bool = True
) -> Preview:
    """Return what `change_series` would do from the pattern's first day on; saves nothing."""
    offering = series.offering
    require_runner(by=by, subdistrict=offering.subdistrict)
    _refuse_replaced(series)
    standing = standing_of(series)
    change = changed(standing, pattern, day_kind_of(), now=clock.now(), keep_singly=keep_singly)
    freed = {f"session:{key}" for key in (*dict(change.same), *dict(change.moved), *change.dropped)}
    obstacles = obstacles_to(change.times, room=offering.room, lecturer=offering.lecturer, besides=freed)
    keys = {times: key for key, times in (*change.same, *change.moved)}
    before = {one.key: one.times for one in standing}
    pairs = zip(change.times, obstacles, strict=True)
    lines = (Line(times, one, keys.get(times), before.get(keys.get(times, 0))) for times, one in pairs)
    return Preview(tuple(lines), change=change)


@transaction.atomic
def change_series(
    *,
    series: Series,
    pattern: Pattern,
    reason_zh: str,
    by: Account | None,
    reason_en: str = "",
    saving: Saving = Saving.ALL,
    keep_singly: bool = True,
) -> Series:
    """
    End a series the day before `pattern.first_day` and begin another; earlier sessions stay untouched.

    Sessions keep their rows and numbers where they move, so that calendars follow; those left over are
    cancelled with the reason. With `Saving.LEAVE_OUT`, a session whose new date is in conflict is cancelled.
    """
    refuse_silent_change(reason_zh)
    offering = Offering.objects.select_for_update().get(pk=series.offering_id)
    series = Series.objects.select_for_update().get(pk=series.pk)
    preview = preview_change(series=series, pattern=pattern, by=by, keep_singly=keep_singly)
    assert preview.change is not None
    refuse_conflicts(preview.lines, saving)
    going = [line for line in preview.lines if may_be_saved(line, saving)]
    staying = {line.key: line.times for line in going if line.key is not None}
    barred = {line.key for line in preview.lines if line.key is not None} - set(staying)
    later = _new_series(offering, pattern)
    Series.objects.filter(pk=series.pk).update(replaced_on=pattern.first_day)
    gone = sorted({*preview.change.dropped, *barred})
    for session in Session.objects.filter(pk__in=gone).select_related("offering__subdistrict"):
        cancel_session(session=session, reason_zh=reason_zh, reason_en=reason_en, by=by)
    _follow(later, staying, (reason_zh, reason_en), by)
    fresh = [line.times for line in going if line.key is None]
    if fresh:
        plan_sessions(offering=offering, times=fresh, by=by, series=later)
    record(
        verb="change_series",
        subject=later,
        by=by,
        subdistrict=offering.subdistrict,
        before=series.pk,
        moved=sum(line.key is not None and line.before != line.times for line in going),
        added=len(fresh),
        cancelled=len(gone),
        reason=reason_zh,
    )
    return later


def _follow(series: Series, times: dict[int, Times], reason: tuple[str, str], by: Account | None) -> None:
    """Bring sessions to their new times, all claims given back first so that two can change places."""
    rows = list(Session.objects.select_for_update(of=("self",)).filter(pk__in=times))
    moving = [row for row in rows if Times(row.starts_at, row.ends_at) != times[row.pk]]
    for row in moving:
        refuse_times(times[row.pk], now=clock.now())
        row.starts_at, row.ends_at = times[row.pk].starts_at, times[row.pk].ends_at
        row.reason_zh, row.reason_en = reason
        row.changes += 1
    for row in rows:
        row.series, row.original_starts_at = series, row.starts_at
    fields = ["series", "original_starts_at", "starts_at", "ends_at", "reason_zh", "reason_en", "changes"]
    Session.objects.bulk_update(rows, fields)
    release(held_for=[held_for(row) for row in moving], by=by)
    hold(wanted={held_for(row): wanted_by(row) for row in moving}, by=by)


@transaction.atomic
def skip_date(
    *,
    series: Series,
    day: dt.date,
    reason_zh: str,
    by: Account | None,
    reason_en: str = "",
    make_up: bool = False,
) -> list[Session]:
    """Cancel the session of a date; `make_up` adds one at the end, so that the number stays what it was."""
    to_come = series.sessions.filter(state=SessionState.PLANNED, starts_at__gt=clock.now())
    found = [one for one in to_come if one.starts_at.astimezone(clock.SHANGHAI).date() == day]
    if not found:
        raise Refusal("no_session_that_day", _NO_DATE, day=day)
    for session in found:
        cancel_session(session=session, reason_zh=reason_zh, reason_en=reason_en, by=by)
    return extend_series(series=series, more=len(found), by=by) if make_up else []


@transaction.atomic
def extend_series(
    *,
    series: Series,
    by: Account | None,
    more: int | None = None,
    last_day: dt.date | None = None,
    saving: Saving = Saving.ALL,
) -> list[Session]:
    """Go on in the same way: so many sessions more, or until a later day."""
    offering = series.offering
    require_runner(by=by, subdistrict=offering.subdistrict)
    series = (
        Series.objects.select_for_update(of=("self",))
        .select_related("offering__subdistrict")
        .get(pk=series.pk)
    )
    _refuse_replaced(series)
    recurs = recurrence(_longer(series, more, last_day), day_kind_of(), taken=_own_days(series))
    obstacles = obstacles_to(recurs.times, room=offering.room, lecturer=offering.lecturer)
    lines = [Line(times, one) for times, one in zip(recurs.times, obstacles, strict=True)]
    times = _saved(Preview(tuple(lines)), saving)
    changes = {"last_day": last_day} if last_day else {"count": F("count") + len(times)}
    if last_day is None and series.count is None:
        changes = {"last_day": times[-1].starts_at.date()}
    Series.objects.filter(pk=series.pk).update(**changes)
    added = plan_sessions(offering=offering, times=times, by=by, series=series)
    record(verb="extend_series", subject=series, by=by, subdistrict=offering.subdistrict, sessions=len(times))
    return added


def _longer(series: Series, more: int | None, last_day: dt.date | None) -> Pattern:
    """Return the pattern of what comes after the last date the series gave itself."""
    pattern = pattern_of(series)
    last = max(_own_days(series), default=pattern.first_day - dt.timedelta(days=1))
    if (more or 0) < 1 and (last_day is None or last_day <= last):
        raise Refusal("series_not_longer", _SHORTER)
    # The weeks are still counted from the first day: begin at a Monday that meets.
    monday = pattern.first_day - dt.timedelta(days=pattern.first_day.weekday())
    weeks = (last - monday).days // 7 // pattern.every_weeks * pattern.every_weeks
    start = max(pattern.first_day, monday + dt.timedelta(weeks=weeks))
    return replace(pattern, first_day=start, count=more, last_day=None if more else last_day)


def _own_days(series: Series) -> set[dt.date]:
    """Return the dates the series gave itself, and all between: what was skipped stays skipped."""
    moments = [one.original_starts_at or one.starts_at for one in series.sessions.all()]
    days = [moment.astimezone(clock.SHANGHAI).date() for moment in moments]
    if not days:
        return set()
    between = (max(days) - series.first_day).days
    return {*days, *(series.first_day + dt.timedelta(days=ahead) for ahead in range(between + 1))}


def _saved(preview: Preview, saving: Saving) -> Sequence[Times]:
    refuse_empty([line.times for line in preview.lines])
    refuse_conflicts(preview.lines, saving)
    times = [line.times for line in preview.lines if may_be_saved(line, saving)]
    refuse_empty(times)
    return times


def _new_series(offering: Offering, pattern: Pattern) -> Series:
    return Series.objects.create(
        offering=offering,
        weekdays=pattern.weekdays,
        every_weeks=pattern.every_weeks,
        first_day=pattern.first_day,
        last_day=pattern.last_day,
        count=pattern.count,
        starts=pattern.starts,
        minutes=pattern.minutes,
        days_off=pattern.days_off,
    )


def _refuse_replaced(series: Series) -> None:
    if series.replaced_on is not None:
        raise Refusal("series_replaced", _REPLACED)
