"""When lessons may be placed by hand, and when a timetable may be released and its release undone."""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

_LOCKED = Phrase("“{lesson}”已锁定，请先解锁再移动。", "{lesson} is locked; unlock it before moving it.")
_NO_SLOT = Phrase("没有这个时段。", "There is no such slot.")
_ELSEWHERE = Phrase("“{room}”不属于这个街道。", "{room} belongs to another sub-district.")
_NOTHING = Phrase("没有可以撤销的改动。", "There is no change to take back.")
_UNPLACED = Phrase(
    "还有 {n} 节课没有时段或教室，不能发布。",
    "{n} lessons have no slot or no room yet; nothing was released.",
)
_BROKEN = Phrase(
    "还有 {n} 处冲突，不能发布；第一处：{first}。",
    "{n} conflicts are left; nothing was released. First: {first}.",
)
_SAME = Phrase("场次已经与时间表一致，没有要改的。", "The sessions are as the timetable says already.")
_OVER = Phrase("学期已经结束，不能再发布。", "The term is over; nothing can be released any more.")
_UNDONE = Phrase("这次发布已经撤销过。", "This release was undone before.")
_NOT_NEWEST = Phrase("之后还有一次发布，请先撤销那一次。", "A later release stands; undo that one first.")
_HELD = Phrase(
    "已有 {n} 份报名占着名额，不能撤销；请改好时间表再发布一次。",
    "{n} bookings hold seats, so it cannot be undone; change the timetable and release it again.",
)
_STARTED = Phrase("其中有场次已经举行，不能撤销。", "Some of its sessions took place; it cannot be undone.")


def refuse_placing(*, is_locked: bool, lesson: Phrase, slot: int | None, n_slots: int) -> None:
    """Raise a `Refusal` for a locked lesson or a slot that is not there."""
    if is_locked:
        raise Refusal("lesson_locked", _LOCKED, lesson=lesson)
    if slot is not None and not 0 <= slot < n_slots:
        raise Refusal("no_such_slot", _NO_SLOT)


def refuse_room_of_others(*, is_here: bool, room: Phrase) -> None:
    """Raise a `Refusal` for a room of another sub-district."""
    if not is_here:
        raise Refusal("room_elsewhere", _ELSEWHERE, room=room)


def refuse_empty_undo(*, steps: int) -> None:
    """Raise a `Refusal` where nothing was changed."""
    if not steps:
        raise Refusal("nothing_to_take_back", _NOTHING)


def refuse_release(*, unplaced: int, conflicts: list[Phrase], changes: int, is_over: bool) -> None:
    """Raise a `Refusal` where a timetable cannot become sessions."""
    if is_over:
        raise Refusal("term_over", _OVER)
    if unplaced:
        raise Refusal("lessons_unplaced", _UNPLACED, n=unplaced)
    if conflicts:
        raise Refusal("timetable_conflicts", _BROKEN, n=len(conflicts), first=conflicts[0])
    if not changes:
        raise Refusal("nothing_changes", _SAME)


def refuse_undo_of_release(*, was_undone: bool, is_newest: bool, held: int, started: bool) -> None:
    """Raise a `Refusal` where a release cannot be undone."""
    if was_undone:
        raise Refusal("already_undone", _UNDONE)
    if not is_newest:
        raise Refusal("not_newest", _NOT_NEWEST)
    if started:
        raise Refusal("sessions_started", _STARTED)
    if held:
        raise Refusal("seats_held", _HELD, n=held)
