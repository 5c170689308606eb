"""
How sessions recur, and how a series changes from a day on without rewriting the past.

Weeks are counted from the Monday of the first day's week. Days off are skipped by name (`DaysOff`); a day
of a year not yet announced is kept and said to be open. The choices are explained in docs/methods/series.md.
"""

import datetime as dt
import enum
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.foundation.working_days import DayKind, is_makeup_day
from yizhan.offers.rules.sessions import AHEAD, Times
from yizhan.offers.words import DaysOff, SessionState
from yizhan.places.rules.schedules import EVERY_WEEKDAY, DayKindOf

#: More sessions than this in one series are a typing error.
MOST = 200
WIDEST_WEEKS = 12
SHORTEST, LONGEST = 10, 720
_DAY = dt.timedelta(days=1)

_NO_WEEKDAY = Phrase("请至少选一个星期几。", "Choose at least one day of the week.")
_NO_END = Phrase("请填写最后日期或总场次数。", "Give a last day or a number of sessions.")
_BACKWARDS = Phrase("最后日期不能早于开始日期。", "The last day must not be before the first.")
_EVERY = Phrase("每隔几周应在 1 到 12 之间。", "Every how many weeks must be 1 to 12.")
_MINUTES = Phrase("每次时长应在 10 到 720 分钟之间。", "A session lasts 10 to 720 minutes.")
_MANY = Phrase(
    "一个周期应有 1 到 {most} 场、最长两年。", "A series has 1 to {most} sessions within two years."
)
_NONE = Phrase("按这个周期没有任何一天可以排。", "No day fits this series.")
_PAST = Phrase(
    "只能从今天（{today}）或以后改起，已经过去的场次不会改写。",
    "A change starts today ({today}) or later; what took place is never rewritten.",
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Every so many weeks on these weekdays (bit 0 is Monday) from a day on, until a day or a number."""

    weekdays: int
    first_day: dt.date
    starts: dt.time
    minutes: int
    every_weeks: int = 1
    last_day: dt.date | None = None
    count: int | None = None
    days_off: DaysOff = DaysOff.SKIP_HOLIDAYS

    def falls_on(self, day: dt.date) -> bool:
        """Whether the weeks and weekdays meet this date."""
        monday = self.first_day - self.first_day.weekday() * _DAY
        week = (day - monday).days // 7
        return bool(self.weekdays >> day.weekday() & 1) and week % self.every_weeks == 0

    def at(self, day: dt.date) -> Times:
        """Return when the session of a date lies, in Shanghai time."""
        starts_at = dt.datetime.combine(day, self.starts, SHANGHAI)
        return Times(starts_at, starts_at + dt.timedelta(minutes=self.minutes))


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The times a pattern gives, the dates left out as days off, and the dates nobody can tell yet."""

    times: tuple[Times, ...]
    left_out: tuple[tuple[dt.date, DayKind], ...] = ()
    not_announced: tuple[dt.date, ...] = ()


def refuse_pattern(pattern: Pattern) -> None:
    """Raise a `Refusal` for a pattern that never meets, never ends or is out of range."""
    if not 1 <= pattern.weekdays <= EVERY_WEEKDAY:
        raise Refusal("series_without_weekday", _NO_WEEKDAY)
    if pattern.last_day is None and pattern.count is None:
        raise Refusal("series_never_ends", _NO_END)
    if pattern.last_day is not None and pattern.last_day < pattern.first_day:
        raise Refusal("series_ends_before_it_starts", _BACKWARDS)
    if not 1 <= pattern.every_weeks <= WIDEST_WEEKS:
        raise Refusal("series_every_weeks", _EVERY)
    if not SHORTEST <= pattern.minutes <= LONGEST:
        raise Refusal("series_minutes", _MINUTES)
    if pattern.count is not None and not 1 <= pattern.count <= MOST:
        raise Refusal("series_too_long", _MANY, most=MOST)


def recurrence(
    pattern: Pattern, day_kind_of: DayKindOf, *, taken: Collection[dt.date] = frozenset()
) -> Recurrence:
    """
    Return when a pattern meets; `taken` dates are passed over silently.

    A number of sessions counts those that meet: a skipped holiday makes the series end later.

    Raises
    ------
    Refusal
        The pattern is wrong, or has too many sessions or reaches beyond two years.
    """
    refuse_pattern(pattern)
    times: list[Times] = []
    left_out: list[tuple[dt.date, DayKind]] = []
    not_announced: list[dt.date] = []
    horizon = pattern.first_day + AHEAD
    day, last = pattern.first_day, pattern.last_day or horizon
    while day <= last and (pattern.count is None or len(times) < pattern.count):
        if len(times) >= MOST or day > horizon:
            raise Refusal("series_too_long", _MANY, most=MOST)
        if pattern.falls_on(day) and day not in taken:
            kind = day_kind_of(day)
            if _is_off(day, kind, pattern.days_off):
                left_out.append((day, kind))
            else:
                times.append(pattern.at(day))
                not_announced += [day] if kind is DayKind.UNKNOWN else []
        day += _DAY
    if pattern.last_day is None and len(times) < (pattern.count or 0):
        raise Refusal("series_too_long", _MANY, most=MOST)
    return Recurrence(tuple(times), tuple(left_out), tuple(not_announced))


def refuse_empty(times: Sequence[Times]) -> None:
    """Raise a `Refusal` where nothing would be planned."""
    if not times:
        raise Refusal("series_empty", _NONE)


def _is_off(day: dt.date, kind: DayKind, days_off: DaysOff) -> bool:
    if days_off == DaysOff.MEET:
        return False
    return kind is DayKind.HOLIDAY or (days_off == DaysOff.SKIP_BOTH and is_makeup_day(day, kind))


class Kept(enum.StrEnum):
    """Why a session is not touched when its series changes."""

    OVER = "over"  # held, or already begun
    CANCELLED = "cancelled"
    MOVED = "moved"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Standing:
    """A session of a series as it stands."""

    key: int
    times: Times
    original_starts_at: dt.datetime | None
    state: str
    is_locked: bool

    @property
    def day(self) -> dt.date:
        """The date it takes place."""
        return self.times.starts_at.astimezone(SHANGHAI).date()

    @property
    def days(self) -> set[dt.date]:
        """The date it takes place, and the date it had before it was moved."""
        original = self.original_starts_at or self.times.starts_at
        return {self.day, original.astimezone(SHANGHAI).date()}

    def kept(self, *, now: dt.datetime, singly: bool) -> Kept | None:
        """Return why it is kept; `singly`: what was moved or locked by hand counts."""
        if self.state == SessionState.CANCELLED:
            return Kept.CANCELLED
        if self.state != SessionState.PLANNED or self.times.starts_at <= now:
            return Kept.OVER
        if singly and self.is_locked:
            return Kept.LOCKED
        moved = self.original_starts_at is not None and self.original_starts_at != self.times.starts_at
        return Kept.MOVED if singly and moved else None


@dataclass(frozen=True, slots=True)
class Change:
    """What a change does: sessions kept as they are, moved, planned anew, cancelled; keys and times."""

    kept: tuple[tuple[int, Kept], ...]
    same: tuple[tuple[int, Times], ...]
    moved: tuple[tuple[int, Times], ...]
    added: tuple[Times, ...]
    dropped: tuple[int, ...]
    left_out: tuple[tuple[dt.date, DayKind], ...] = ()
    not_announced: tuple[dt.date, ...] = ()

    @property
    def times(self) -> tuple[Times, ...]:
        """Every time the new series asks for, in order."""
        asked = [*(times for _, times in (*self.same, *self.moved)), *self.added]
        return tuple(sorted(asked, key=lambda one: one.starts_at))


def refuse_past(day: dt.date, *, now: dt.datetime) -> None:
    """Raise a `Refusal` for a change that would reach into the past."""
    today = now.astimezone(SHANGHAI).date()
    if day < today:
        raise Refusal("series_changed_in_the_past", _PAST, today=today)


def changed(
    standing: Iterable[Standing],
    pattern: Pattern,
    day_kind_of: DayKindOf,
    *,
    now: dt.datetime,
    keep_singly: bool = True,
) -> Change:
    """
    Return how the sessions of a series follow a new pattern from its first day on.

    Sessions before that day do not occur in the answer. Kept sessions that take place count towards
    `pattern.count`, and their dates (also those they were moved from) get no second session. A session
    whose time stays is left alone; the others move in order, what is missing is added, the rest is dropped.
    """
    refuse_past(pattern.first_day, now=now)
    later = sorted(
        (one for one in standing if one.day >= pattern.first_day), key=lambda one: one.times.starts_at
    )
    why = {one.key: one.kept(now=now, singly=keep_singly) for one in later}
    kept = [(one, reason) for one in later if (reason := why[one.key]) is not None]
    recurs = _besides(pattern, kept, day_kind_of, now=now)
    free = [one for one in later if why[one.key] is None]
    asked = dict.fromkeys(recurs.times)
    same = [(one.key, one.times) for one in free if one.times in asked]
    staying = {key for key, _ in same}
    loose = [one.key for one in free if one.key not in staying]
    staying_times = {times for _, times in same}
    wanted = [times for times in asked if times not in staying_times]
    moved = list(zip(loose, wanted, strict=False))
    return Change(
        kept=tuple((one.key, reason) for one, reason in kept),
        same=tuple(same),
        moved=tuple(moved),
        added=tuple(wanted[len(moved) :]),
        dropped=tuple(loose[len(moved) :]),
        left_out=recurs.left_out,
        not_announced=recurs.not_announced,
    )


def _besides(
    pattern: Pattern, kept: Sequence[tuple[Standing, Kept]], day_kind_of: DayKindOf, *, now: dt.datetime
) -> Recurrence:
    """Return what the pattern asks for besides the sessions kept; nothing that has already begun."""
    taken = {day for one, _ in kept for day in one.days}
    if pattern.at(pattern.first_day).starts_at <= now:
        taken.add(pattern.first_day)
    if pattern.count is not None:
        alive = sum(reason is not Kept.CANCELLED for _, reason in kept)
        if pattern.count <= alive:
            refuse_pattern(pattern)
            return Recurrence(())
        pattern = replace(pattern, count=pattern.count - alive)
    return recurrence(pattern, day_kind_of, taken=taken)
