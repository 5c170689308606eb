"""When a story may be changed, published, corrected and withdrawn; when its place may be entered."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.places.words import Certainty, StoryState

_NOT_NOW = Phrase("这篇故事目前是“{state}”，不能这样做。", "This story is “{state}”: that is not possible.")
_PUBLIC = Phrase(
    "已公布的故事不能直接改；请写更正，说明原因，由另一人接受。",
    "A public story is not simply changed: propose a correction with its reason, for another to accept.",
)
_NO_SOURCE = Phrase("没有来源的故事不能公布。", "A story without a source cannot be published.")
_NAMELESS = Phrase(
    "审核必须由一位登录的人作出，命令行不能代替。",
    "A review is made by somebody who signed in, not by the command line.",
)
_SAME = Phrase(
    "审核人不能是撰写人，请第二个人来审核。", "The reviewer must be a second person, not a writer."
)
_NOBODY = Phrase("没有登记撰写人，不能审核。", "No writer is on record; it cannot be reviewed.")
_REASON = Phrase("请写明原因，它会公开。", "Say why; the reason is public.")
_NOTHING = Phrase(
    "与现在的内容相同，没有要更正的。", "It equals what is public; there is nothing to correct."
)
_WAITING = Phrase("已有一条更正在等别人接受。", "Another correction already waits to be accepted.")
_OVER = Phrase("这条更正已经处理过。", "This correction is dealt with already.")
_HOURS = Phrase("关门必须晚于开门，并至少选一个星期几。", "Hours end after they start, on some weekday.")
_OUT_OF_DATE = Phrase(
    "更正提出之后，故事又有变化；请重新提出。", "The story changed since this was proposed; propose it again."
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source."""

    citation: str
    url: str = ""
    certainty: str = Certainty.MEDIUM.value


@dataclass(frozen=True, slots=True)
class Visiting:
    """On these weekdays (bit 0 is Monday) one may enter from `opens` to `closes`."""

    weekdays: int
    opens: dt.time
    closes: dt.time


def refuse_editing(state: str) -> None:
    """Raise a `Refusal` for a public story: it is corrected, not changed."""
    if state == StoryState.PUBLISHED:
        raise Refusal("story_is_public", _PUBLIC)


def refuse_unless_in(state: str, *wanted: StoryState) -> None:
    """Raise a `Refusal` for a story in another state."""
    if state not in wanted:
        raise Refusal("story_not_in_state", _NOT_NOW, state=StoryState(state).label)


def refuse_publishing(*, state: str, sources: int, writers: Collection[int], by: int | None) -> None:
    """Raise a `Refusal` without a source, or unless `by` is a second person (accounts by id)."""
    refuse_unless_in(state, StoryState.SUBMITTED)
    refuse_without_source(sources)
    refuse_unless_second(writers=writers, by=by)


def refuse_without_source(sources: int) -> None:
    """Raise a `Refusal` where nothing says from where it is known."""
    if not sources:
        raise Refusal("source_missing", _NO_SOURCE)


def refuse_unless_second(*, writers: Collection[int], by: int | None) -> None:
    """Raise a `Refusal` unless `by` is somebody, and none of the writers."""
    if by is None:
        raise Refusal("reviewer_unnamed", _NAMELESS)
    if not writers:
        raise Refusal("writer_unnamed", _NOBODY)
    if by in writers:
        raise Refusal("reviewer_is_writer", _SAME)


def refuse_without_reason(reason: str) -> None:
    """Raise a `Refusal` for a change nobody explains."""
    if not reason.strip():
        raise Refusal("reason_missing", _REASON)


def refuse_correction(*, state: str, changes: int, is_waiting: bool, reason: str) -> None:
    """Raise a `Refusal` for a correction of nothing, without a reason, or beside another."""
    refuse_unless_in(state, StoryState.PUBLISHED)
    refuse_without_reason(reason)
    if not changes:
        raise Refusal("nothing_changes", _NOTHING)
    if is_waiting:
        raise Refusal("correction_waits", _WAITING)


def refuse_closed_correction(*, is_open: bool) -> None:
    """Raise a `Refusal` for a correction that was accepted or dropped."""
    if not is_open:
        raise Refusal("correction_is_over", _OVER)


def refuse_stale_correction(*, is_current: bool) -> None:
    """Raise a `Refusal` where the story is no longer what the correction started from."""
    if not is_current:
        raise Refusal("correction_is_stale", _OUT_OF_DATE)


def refuse_hours(hours: Iterable[Visiting]) -> None:
    """Raise a `Refusal` for hours that end before they start, or on no weekday."""
    for one in hours:
        if one.closes <= one.opens or not 1 <= one.weekdays <= 0b1111111:
            raise Refusal("bad_hours", _HOURS)


def windows_on(weekday: int, hours: Iterable[Visiting]) -> tuple[tuple[int, int], ...]:
    """
    Return when one may enter on a weekday (0 is Monday), minutes after midnight, earliest first.

    Examples
    --------
    >>> windows_on(1, [Visiting(0b1111110, dt.time(9), dt.time(16, 30))])
    ((540, 990),)
    >>> windows_on(0, [Visiting(0b1111110, dt.time(9), dt.time(16, 30))])
    ()
    """
    spans = [
        (one.opens.hour * 60 + one.opens.minute, one.closes.hour * 60 + one.closes.minute)
        for one in hours
        if one.weekdays >> weekday & 1
    ]
    return tuple(sorted(spans))
