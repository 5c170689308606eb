"""What a route must have, and on which weekdays its stops are open when the group comes by."""

import datetime as dt
from collections.abc import Iterable

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.places.rules.stories import Visiting, windows_on

#: A walk of more stops, or a longer visit, is a typing error.
MOST_STOPS, MOST_VISIT_MIN = 40, 240
WEEK = range(7)

_TOO_FEW = Phrase("路线至少要有两站。", "A route has at least two stops.")
_TOO_MANY = Phrase("路线最多 {most} 站。", "A route has at most {most} stops.")
_TOO_LONG = Phrase("每站最多停留 {most} 分钟。", "A visit lasts at most {most} minutes.")
_UNREAD = Phrase(
    "“{story}”还没有经第二人审核公布，路线不能公布。",
    "“{story}” was not reviewed and published; the route cannot be public.",
)
_NOT_COMPUTED = Phrase("请先计算路线，再公布。", "Compute the route before publishing it.")
_STALE = Phrase(
    "站点或路网在计算之后有变化，请重新计算。", "Stops or streets changed since; compute it again."
)
_ELSEWHERE = Phrase("“{what}”属于别的街道。", "“{what}” belongs to another sub-district.")
_NOT_A_WALK = Phrase(
    "“{course}”不是行走党课，不能走路线。", "“{course}” is no walk: it cannot follow a route."
)


def refuse_stops(visits_min: Iterable[int]) -> None:
    """Raise a `Refusal` for too few or too many stops, or a visit of half a day."""
    visits = list(visits_min)
    if len(visits) < 2:
        raise Refusal("too_few_stops", _TOO_FEW)
    if len(visits) > MOST_STOPS:
        raise Refusal("too_many_stops", _TOO_MANY, most=MOST_STOPS)
    if max(visits) > MOST_VISIT_MIN:
        raise Refusal("visit_too_long", _TOO_LONG, most=MOST_VISIT_MIN)


def refuse_publishing(*, unread: Phrase | None, is_computed: bool, is_current: bool) -> None:
    """Raise a `Refusal` where a stop's story is not public, or lengths and times are not known."""
    if unread is not None:
        raise Refusal("story_not_public", _UNREAD, story=unread)
    if not is_computed:
        raise Refusal("route_not_computed", _NOT_COMPUTED)
    if not is_current:
        raise Refusal("route_is_stale", _STALE)


def refuse_elsewhere(what: Phrase, *, is_here: bool) -> None:
    """Raise a `Refusal` for something of another sub-district."""
    if not is_here:
        raise Refusal("of_another_place", _ELSEWHERE, what=what)


def refuse_other_course(course: Phrase, *, is_walk: bool) -> None:
    """Raise a `Refusal` for a class that does not walk."""
    if not is_walk:
        raise Refusal("not_a_walk", _NOT_A_WALK, course=course)


def shut_weekdays(
    hours: Iterable[Visiting], *, sets_out: dt.time, arrive_min: float, leave_min: float
) -> tuple[int, ...]:
    """
    Return the weekdays (0 is Monday) on which a stop is not open for the whole visit.

    Without hours nothing is known, and nothing said.

    Examples
    --------
    >>> museum = [Visiting(0b1111110, dt.time(9), dt.time(16, 30))]
    >>> shut_weekdays(museum, sets_out=dt.time(9, 30), arrive_min=20, leave_min=60)
    (0,)
    """
    known = list(hours)
    if not known:
        return ()
    start = sets_out.hour * 60 + sets_out.minute
    begin, end = start + arrive_min, start + leave_min
    return tuple(
        day
        for day in WEEK
        if not any(opens <= begin and end <= closes for opens, closes in windows_on(day, known))
    )


def clock_time(sets_out: dt.time, minutes: float) -> str:
    """
    Return the time of day so many minutes after setting out, rounded to whole minutes.

    Examples
    --------
    >>> clock_time(dt.time(9, 30), 44.6)
    '10:15'
    """
    whole = (sets_out.hour * 60 + sets_out.minute + round(minutes)) % (24 * 60)
    return f"{whole // 60:02d}:{whole % 60:02d}"
