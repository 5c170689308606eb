"""What a class may be: its seats, its room, its lecturer."""

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.words import SignUp

#: How a seat in a class is had; an organisation's order is no class.
FOR_CLASSES = (SignUp.DRAW, SignUp.FIRST_COME, SignUp.WALK_IN)

_NO_SEATS = Phrase("名额至少 1 个。", "A class has at least one seat.")
_BEYOND_VERSION = Phrase(
    "名额 {seats} 个，超过课程审核的人数上限 {capacity} 人。",
    "{seats} seats are more than the {capacity} people the course was reviewed for.",
)
_BEYOND_ROOM = Phrase(
    "名额 {seats} 个，“{room}”只能容纳 {capacity} 人。", "{seats} seats, but “{room}” holds {capacity}."
)
_NOT_THERE = Phrase("“{room}”不在“{station}”。", "“{room}” is not in {station}.")
_ELSEWHERE = Phrase("“{station}”不属于这个街道。", "{station} belongs to another sub-district.")
_OTHERS_LECTURER = Phrase(
    "“{lecturer}”不属于这门课程的供给方。", "{lecturer} does not teach for the provider of this course."
)
_NOT_FOR_CLASSES = Phrase(
    "班级的报名方式只能是摇号、先到先得或直接来。",
    "Seats in a class are had by draw, first come first served, or by walking in.",
)
_IN_USE = Phrase(
    "这个班级已有场次、报名或点单，不能删除；可以取消场次。",
    "This class has sessions, bookings or orders and cannot be deleted; its sessions can be cancelled.",
)


def refuse_seats(*, seats: int, version: int, room: Phrase | None = None, room_capacity: int = 0) -> None:
    """Raise a `Refusal` for more seats than the version was reviewed for or the room holds."""
    if seats < 1:
        raise Refusal("no_seats_at_all", _NO_SEATS)
    if seats > version:
        raise Refusal("seats_beyond_version", _BEYOND_VERSION, seats=seats, capacity=version)
    if room is not None and seats > room_capacity:
        raise Refusal("seats_beyond_room", _BEYOND_ROOM, seats=seats, room=room, capacity=room_capacity)


def refuse_place(*, room: Phrase | None, station: Phrase, room_is_there: bool, station_is_here: bool) -> None:
    """Raise a `Refusal` for a station of another sub-district or a room of another station."""
    if not station_is_here:
        raise Refusal("station_elsewhere", _ELSEWHERE, station=station)
    if room is not None and not room_is_there:
        raise Refusal("room_elsewhere", _NOT_THERE, room=room, station=station)


def refuse_lecturer(lecturer: Phrase, *, teaches_for_provider: bool) -> None:
    """Raise a `Refusal` for a lecturer of another provider."""
    if not teaches_for_provider:
        raise Refusal("lecturer_of_another", _OTHERS_LECTURER, lecturer=lecturer)


def refuse_sign_up(sign_up: str) -> None:
    """Raise a `Refusal` for a way of signing up that classes do not have."""
    if sign_up not in FOR_CLASSES:
        raise Refusal("not_for_classes", _NOT_FOR_CLASSES)


def refuse_drop(*, in_use: bool) -> None:
    """Raise a `Refusal` for a class that something stands on."""
    if in_use:
        raise Refusal("class_in_use", _IN_USE)
