"""What a dispatch must name, and what the centre should think over before it."""

from collections.abc import Sequence

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal

_NO_LECTURER = Phrase("请选一位教师。", "Please choose a lecturer.")
_STRANGE_LECTURER = Phrase("这位教师不属于本街道的供给方。", "This lecturer belongs to no provider here.")
_NO_PLACE = Phrase(
    "请选房间；在室外集合的课程请选集合站点。",
    "Please choose a room; for a course outdoors, the station to meet at.",
)
_SURE = Phrase(
    "{doubts}。如已和对方商定，请勾选“已商定”再派单。",
    "{doubts}. Tick “agreed” to dispatch all the same.",
)
_NOT_USUAL = Phrase("这位教师通常这个时间不来", "This lecturer does not usually come then")
_CLOSED = Phrase("这个房间那时通常不开放", "This room is not usually open then")


def refuse_incomplete(*, has_lecturer: bool, is_here: bool, has_place: bool) -> None:
    """Raise a `Refusal` for a dispatch without lecturer or place."""
    if not has_lecturer:
        raise Refusal("lecturer_missing", _NO_LECTURER)
    if not is_here:
        raise Refusal("lecturer_elsewhere", _STRANGE_LECTURER)
    if not has_place:
        raise Refusal("place_missing", _NO_PLACE)


def doubts(*, lecturer_comes: bool, room_open: bool) -> list[Phrase]:
    """Return what speaks against a time, though nobody else holds it."""
    pairs = ((lecturer_comes, _NOT_USUAL), (room_open, _CLOSED))
    return [phrase for fine, phrase in pairs if not fine]


def refuse_doubts(found: Sequence[Phrase]) -> None:
    """Raise a `Refusal` naming every doubt; the centre may confirm them."""
    if found:
        both = Phrase("；".join(one.zh for one in found), "; ".join(one.en for one in found))
        raise Refusal("dispatch_doubtful", _SURE, doubts=both)
