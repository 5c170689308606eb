"""What stands in the way of a session: a room or lecturer taken, a closed door, a lecturer who is away."""

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yizhan.foundation.clock import SHANGHAI
from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.rules.availability import Available, can_come
from yizhan.offers.rules.sessions import Times, refuse_walk_in_hours
from yizhan.places.rules.opening import Timeline
from yizhan.places.rules.schedules import DayKindOf, Schedule

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)

_CONFLICTS = Phrase(
    "{n} 个日期有冲突，没有保存任何内容；最早的是 {first}。",
    "{n} dates are in conflict, nothing was saved; the first is {first}.",
)
_SHUT = Phrase("那时不开放", "not open then")
_UNAVAILABLE = Phrase("不在可授课时间内", "cannot come at that time")


class Hindrance(enum.StrEnum):
    """What kind of thing stands in the way."""

    ROOM = "room"
    LECTURER = "lecturer"
    WALK_IN = "walk_in"  # the room is open to everybody then
    HOURS = "hours"
    AVAILABILITY = "availability"


#: Two cannot be in one place, nor a class among those who walk in; saving would be refused.
HARD = frozenset({Hindrance.ROOM, Hindrance.LECTURER, Hindrance.WALK_IN})


class Saving(enum.StrEnum):
    """What to do about dates in conflict: a named choice, never a silent one."""

    ALL = "all"  # all, or nothing where anything stands in the way
    LEAVE_OUT = "leave_out"  # all but the dates in conflict
    DESPITE_HOURS = (
        "despite_hours"  # also while closed or outside a lecturer's hours: somebody opens the door
    )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way: what it concerns, and what holds it."""

    kind: Hindrance
    what: Phrase
    holder: Phrase

    @property
    def is_hard(self) -> bool:
        """Whether nobody can choose to ignore it."""
        return self.kind in HARD


@dataclass(frozen=True, slots=True)
class Line:
    """One would-be session of a preview."""

    times: Times
    obstacles: tuple[Obstacle, ...] = ()
    #: The session that would come here, and when it lies today; None: a new one.
    key: int | None = None
    before: Times | None = None

    @property
    def is_free(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.obstacles


def refuse_conflicts(lines: Sequence[Line], saving: Saving) -> None:
    """Raise a `Refusal` where the chosen way of saving does not allow these conflicts."""
    barred = [line for line in lines if not may_be_saved(line, saving)]
    if barred and saving is not Saving.LEAVE_OUT:
        first = f"{barred[0].times.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        raise Refusal("series_conflicts", _CONFLICTS, n=len(barred), first=first)


def may_be_saved(line: Line, saving: Saving) -> bool:
    """Whether a line is saved under this choice."""
    if saving is Saving.DESPITE_HOURS:
        return not any(obstacle.is_hard for obstacle in line.obstacles)
    return line.is_free


def open_to_all(
    schedule: Schedule | None, times: Times, what: Phrase, day_kind_of: DayKindOf
) -> Obstacle | None:
    """Return an obstacle where everybody may walk into the room at that time (A10)."""
    if schedule is None:
        return None
    try:
        refuse_walk_in_hours(room=what, schedule=schedule, times=[times], day_kind_of=day_kind_of)
    except Refusal as refusal:
        return Obstacle(Hindrance.WALK_IN, what, Phrase(refusal.say("zh"), refusal.say("en")))
    return None


def closed(timeline: Timeline, times: Times, what: Phrase) -> Obstacle | None:
    """Return an obstacle where the place is certainly not open all the time; unknown hours are none."""
    opens, closes = times.starts_at.astimezone(SHANGHAI), times.ends_at.astimezone(SHANGHAI)
    day = opens.date()
    while day <= (closes - _MINUTE).date():
        midnight = dt.datetime.combine(day, dt.time(), SHANGHAI)
        start = max(0, int((opens - midnight) / _MINUTE))
        end = min(24 * 60, int((closes - midnight) / _MINUTE))
        _, maybe = timeline.sure_and_maybe(day)
        if not any(span.start <= start and end <= span.end for span in maybe):
            return Obstacle(Hindrance.HOURS, what, _SHUT)
        day += _DAY
    return None


def unavailable(available: Iterable[Available], times: Times, what: Phrase) -> Obstacle | None:
    """Return an obstacle where a lecturer who named times cannot come; one who named none is asked first."""
    starts, ends = times.starts_at.astimezone(SHANGHAI), times.ends_at.astimezone(SHANGHAI)
    if can_come(available, starts, ends):
        return None
    return Obstacle(Hindrance.AVAILABILITY, what, _UNAVAILABLE)
