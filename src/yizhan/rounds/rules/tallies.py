"""
人次 from several telephones: two counters each that only grow, merged by the larger value.

The merge is commutative, associative and idempotent: sent twice, late or in any order, nothing is lost and
nothing counted twice. The attendance is all that came, less all that was corrected, and those who showed a
code at the door. docs/methods/attendance.md explains it.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.words import SessionState

#: More than this at one session is a typing error.
MOST = 20_000
#: More pages than this at one door are a program gone wild.
MOST_DEVICES = 500
#: The door opens for counting so long before a session starts.
BEFORE = dt.timedelta(hours=2)
#: The "telephone" of figures typed at the desk afterwards.
DESK = "desk"
_DEVICE = re.compile(r"[A-Za-z0-9-]{1,36}")

_UNREADABLE = Phrase(
    "手机送来的人次无法读取，没有保存。", "What the telephone sent cannot be read; nothing was saved."
)
_MANY = Phrase("一个场次的人次应在 0 到 {most} 之间。", "The attendance of a session must be 0 to {most}.")
_CANCELLED = Phrase("这个场次已取消，不能记人次。", "This session was cancelled; nobody can be counted.")
_EARLY = Phrase("场次开始前两小时起才能记人次。", "Counting starts two hours before the session.")
_NOT_YET = Phrase("场次还没有开始，不能标为已举行。", "The session has not begun yet.")


@dataclass(frozen=True, slots=True)
class Counter:
    """What one telephone counted in, and corrected out; both only grow."""

    came: int = 0
    corrected: int = 0

    def merged(self, other: "Counter") -> "Counter":
        """Return the larger of each."""
        return Counter(max(self.came, other.came), max(self.corrected, other.corrected))


#: What each telephone counted, by its random name.
Counters = Mapping[str, Counter]


def merged(some: Counters, others: Counters) -> dict[str, Counter]:
    """
    Return both together.

    Examples
    --------
    >>> both = merged({"a": Counter(5, 1)}, {"a": Counter(4, 2), "b": Counter(3)})
    >>> both == {"a": Counter(5, 2), "b": Counter(3)}, attendance(both)
    (True, 6)
    """
    nothing = Counter()
    return {
        device: some.get(device, nothing).merged(others.get(device, nothing)) for device in {*some, *others}
    }


def attendance(counters: Counters, arrivals: Iterable[int] = ()) -> int:
    """Return 人次: all that came less all corrections (never below none), and those who showed a code."""
    counted = sum(counter.came - counter.corrected for counter in counters.values())
    return max(0, counted) + sum(arrivals)


def correction(counters: Counters, arrivals: Iterable[int], figure: int) -> Counter:
    """Return what the desk's own counter must become, so that the attendance is the figure typed."""
    own = counters.get(DESK, Counter())
    rest = sum(counter.came - counter.corrected for name, counter in counters.items() if name != DESK)
    wanted = max(0, figure - sum(arrivals)) - rest
    ahead = wanted - (own.came - own.corrected)
    return Counter(own.came + max(0, ahead), own.corrected + max(0, -ahead))


def refuse_counters(counters: Counters) -> None:
    """Raise a `Refusal` for names no page makes up, and for numbers no session has."""
    if len(counters) > MOST_DEVICES or not all(_DEVICE.fullmatch(name) for name in counters):
        raise Refusal("tally_unreadable", _UNREADABLE)
    for counter in counters.values():
        if not (0 <= counter.came <= MOST and 0 <= counter.corrected <= MOST):
            raise Refusal("tally_out_of_range", _MANY, most=MOST)


def refuse_figure(figure: int) -> None:
    """Raise a `Refusal` for a figure no session has."""
    if not 0 <= figure <= MOST:
        raise Refusal("tally_out_of_range", _MANY, most=MOST)


def refuse_counting(state: str, *, starts_at: dt.datetime, now: dt.datetime) -> None:
    """Raise a `Refusal` where nobody can be counted: cancelled, or too early."""
    if state == SessionState.CANCELLED:
        raise Refusal("session_cancelled", _CANCELLED)
    if now < starts_at - BEFORE:
        raise Refusal("session_too_early", _EARLY)


def refuse_held(state: str, *, starts_at: dt.datetime, now: dt.datetime) -> None:
    """Raise a `Refusal` for a session that cannot have been held."""
    if state == SessionState.CANCELLED:
        raise Refusal("session_cancelled", _CANCELLED)
    if now < starts_at:
        raise Refusal("session_not_begun", _NOT_YET)
