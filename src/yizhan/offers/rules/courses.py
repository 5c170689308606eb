"""When a course version may be changed, reviewed and offered."""

import datetime as dt

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.words import Position, RoomNeed

#: A lesson longer than a day, or a course of more lessons than weekdays of a year, is a typing error.
MOST_MINUTES, MOST_LESSONS, MOST_PEOPLE = 12 * 60, 260, 2000

_FIXED = Phrase(
    "第 {number} 版已经审核，不能再改；请新建一个版本。",
    "Version {number} was reviewed and is never changed; make a new version.",
)
_NAMELESS = Phrase(
    "审核必须由一位登录的人作出，命令行不能代替。",
    "A review is made by somebody who signed in, not by the command line.",
)
_SAME = Phrase(
    "审核人不能是撰写人，请第二个人来审核。",
    "The reviewer must be a second person, not the writer.",
)
_OPEN_DRAFT = Phrase(
    "第 {number} 版还没有审核，请先改好或审核它，再新建版本。",
    "Version {number} is not reviewed yet; change or review it before making another.",
)
_RETIRED = Phrase("这门课程已停开。", "This course is retired.")
_NOT_REVIEWED = Phrase(
    "《{title}》第 {number} 版还没有审核，不能放进菜单。",
    "“{title}” version {number} is not reviewed yet and cannot go on a menu.",
)
_TOO_MUCH = Phrase("“{field}”最多 {most}。", "{field} is at most {most}.")
_UNKNOWN = Phrase("“{given}”不在可选值之中。", "“{given}” is not one of the choices.")
_FIELDS = {
    "minutes": (Phrase("每次时长（分钟）", "minutes a lesson"), MOST_MINUTES),
    "lessons": (Phrase("次数", "lessons"), MOST_LESSONS),
    "capacity": (Phrase("人数上限", "capacity"), MOST_PEOPLE),
}


def refuse_change(number: int, reviewed_at: dt.datetime | None) -> None:
    """Raise a `Refusal` for a version that was reviewed."""
    if reviewed_at is not None:
        raise Refusal("version_is_reviewed", _FIXED, number=number)


def refuse_review(
    *, number: int, reviewed_at: dt.datetime | None, writer: int | None, by: int | None
) -> None:
    """Raise a `Refusal` unless `by` is a second person and the version not reviewed yet (accounts by id)."""
    refuse_change(number, reviewed_at)
    if by is None:
        raise Refusal("reviewer_unnamed", _NAMELESS)
    if by == writer:
        raise Refusal("reviewer_is_writer", _SAME)


def refuse_second_draft(number: int, reviewed_at: dt.datetime | None) -> None:
    """Raise a `Refusal` for a new version while the newest is not reviewed."""
    if reviewed_at is None:
        raise Refusal("version_is_open", _OPEN_DRAFT, number=number)


def refuse_retired(retired_at: dt.datetime | None) -> None:
    """Raise a `Refusal` for a course that is retired."""
    if retired_at is not None:
        raise Refusal("course_is_retired", _RETIRED)


def refuse_unreviewed(*, title: Phrase, number: int, reviewed_at: dt.datetime | None) -> None:
    """Raise a `Refusal` where a version would go on a menu unreviewed."""
    if reviewed_at is None:
        raise Refusal("version_not_reviewed", _NOT_REVIEWED, title=title, number=number)


def refuse_excess(**sizes: int) -> None:
    """Raise a `Refusal` for minutes, lessons or a capacity beyond belief."""
    for name, size in sizes.items():
        field, most = _FIELDS[name]
        if size > most:
            raise Refusal("too_large", _TOO_MUCH, field=field, most=most)


def refuse_unknown_words(*, room_needs: object = (), positions: object = ()) -> None:
    """Raise a `Refusal` for a need of the room or a position nobody knows."""
    for given, known in ((room_needs, RoomNeed.values), (positions, Position.values)):
        if not isinstance(given, list | tuple):
            raise Refusal("unknown_word", _UNKNOWN, given=given)
        for one in given:
            if one not in known:
                raise Refusal("unknown_word", _UNKNOWN, given=one)
