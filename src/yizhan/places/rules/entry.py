"""Who may enter and use a space: nobody is left with group bookings only."""

from collections.abc import Iterable

from yizhan.places.words import Access, Level

#: What one person can use without a group: walking in, or booking.
FOR_INDIVIDUALS = (Access.WALK_IN, Access.BOOKABLE)


def may_see_room(access: str, *, is_member: bool) -> bool:
    """Whether a room is shown: those of an alliance are shown to its members only."""
    return access != Access.ALLIANCE or is_member


def is_open_to_individuals(level: str, accesses: Iterable[str]) -> bool:
    """
    Whether one person has a way in: a room to walk into or to book.

    A point is one small space whose entry rule is its way in; a centre or station must say it by room.
    """
    return level == Level.POINT or any(access in FOR_INDIVIDUALS for access in accesses)
