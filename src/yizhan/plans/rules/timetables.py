"""Policy of timetables: the slots of a week, what a time costs an audience, dates of a term, refusals."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import Refusal
from yizhan.offers.words import Audience

#: A term longer than this is a typing error, days.
LONGEST_TERM = 366
#: Slots of a week, and lessons a week of one class, at most.
MOST_SLOTS, MOST_WEEKLY = 100, 14

_WEEKDAYS = ("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_SATURDAY = 5
_NOON, _EVENING = (11 * 60 + 30, 13 * 60 + 30), 17 * 60 + 30

_TERM = Phrase(
    "学期的最后一天不能早于第一天，也不能长于一年。",
    "The last day must not lie before the first, nor more than a year after it.",
)
_SLOT = Phrase(
    "时段“{slot}”看不懂；请写成“周一 18:30-20:00”。",
    "The slot “{slot}” cannot be read; write it as “Mon 18:30-20:00”.",
)
_OVERLAP = Phrase("时段“{one}”和“{other}”重叠。", "The slots “{one}” and “{other}” overlap.")
_SLOTS = Phrase("请至少写一个时段，最多 {most} 个。", "Give at least one slot, and at most {most}.")
_NUMBER = Phrase("“{name}”应在 {low} 与 {high} 之间。", "“{name}” must lie between {low} and {high}.")
_LIMITS = {
    "working_days": (Phrase("分散在不同日子的价格", "price of spreading over days"), 0, 1000),
    "stability": (Phrase("教室不变的价格", "price of keeping the room"), 0, 1000),
    "audience": (Phrase("时间适合人群的价格", "price of a time that suits"), 0, 1000),
    "compactness": (Phrase("同类连排的价格", "price of lessons side by side"), 0, 1000),
    "limit_s": (Phrase("计算秒数", "seconds to compute"), 1, 600),
    "seed": (Phrase("种子", "seed"), 0, 2**31 - 1),
}


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time of the week: 0 is Monday; minutes after midnight."""

    weekday: int
    start_min: int
    end_min: int

    @property
    def starts(self) -> dt.time:
        """The clock time it starts."""
        return dt.time(self.start_min // 60, self.start_min % 60)

    @property
    def ends(self) -> dt.time:
        """The clock time it ends."""
        return dt.time(self.end_min // 60, self.end_min % 60)

    @property
    def span(self) -> str:
        """From when to when."""
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"

    def label(self, language: str) -> str:
        """Return "周一 18:30–20:00" in the reader's language."""
        return f"{weekday_words(self.weekday, language)} {self.span}"

    def stored(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "weekday": self.weekday,
            "starts": f"{self.starts:%H:%M}",
            "ends": f"{self.ends:%H:%M}",
        }


@dataclass(frozen=True, slots=True)
class Choices:
    """Prices of wishes (whole numbers), limits of the search, and named choices."""

    working_days: int = 5
    stability: int = 2
    audience: int = 4
    compactness: int = 0
    limit_s: int = 20
    seed: int = 0
    # Public holidays have no sessions; otherwise they are days like others.
    skip_holidays: bool = True
    # Every class stays at the station it belongs to; otherwise any station of the sub-district will do.
    keep_stations: bool = False
    # Classes of the same type for the same audience never meet at the same time.
    groups_apart: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What a new timetable is: its short address, names in Chinese and English, term, slots and choices."""

    slug: str
    name_zh: str
    name_en: str
    first_day: dt.date
    last_day: dt.date
    slots: tuple[Slot, ...]
    choices: Choices = Choices()


def weekday_words(weekday: int, language: str) -> str:
    """Return what a weekday is called in the reader's language."""
    return f"周{_WEEKDAYS[0][weekday]}" if language.startswith("zh") else _WEEKDAYS[1][weekday]


def slots_from(stored: Iterable[Mapping[str, Any]]) -> tuple[Slot, ...]:
    """Return stored slots as values."""
    return tuple(
        Slot(int(one["weekday"]), _minute(str(one["starts"])), _minute(str(one["ends"]))) for one in stored
    )


def slots_read(lines: str) -> tuple[Slot, ...]:
    r"""
    Return the slots a person wrote, one a line, in order of time; refuse what cannot be read or overlaps.

    Examples
    --------
    >>> [slot.label("en") for slot in slots_read("周三 18:30-20:00\nMon 9:00–10:30")]
    ['Mon 09:00–10:30', 'Wed 18:30–20:00']
    """
    return checked_slots(_slot_read(line) for line in lines.splitlines() if line.strip())


def checked_slots(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Return slots in order of time, or refuse them."""
    ordered = tuple(sorted(slots))
    if not 1 <= len(ordered) <= MOST_SLOTS:
        raise Refusal("slots_missing", _SLOTS, most=MOST_SLOTS)
    for one, other in pairwise(ordered):
        if one.weekday == other.weekday and other.start_min < one.end_min:
            raise Refusal("slots_overlap", _OVERLAP, one=_both(one), other=_both(other))
    return ordered


def choices_from(stored: Mapping[str, Any]) -> Choices:
    """Return the choices stored, or entered; refuse numbers out of range."""
    known = {field.name for field in fields(Choices)}
    choices = Choices(**{name: value for name, value in stored.items() if name in known})
    for name, (words, low, high) in _LIMITS.items():
        if not low <= getattr(choices, name) <= high:
            raise Refusal("choice_out_of_range", _NUMBER, name=words, low=low, high=high)
    return choices


def choices_to(choices: Choices) -> dict[str, Any]:
    """Return choices as they are stored."""
    return asdict(choices)


def refuse_term(first_day: dt.date, last_day: dt.date) -> None:
    """Raise a `Refusal` for a term that ends before it starts or lasts longer than a year."""
    if not 0 <= (last_day - first_day).days <= LONGEST_TERM:
        raise Refusal("term_out_of_range", _TERM)


def dates_of(
    slot: Slot, *, first_day: dt.date, last_day: dt.date, skipped: Collection[dt.date] = ()
) -> list[dt.date]:
    """
    Return the dates of a weekly slot in a term, without those skipped.

    Examples
    --------
    >>> term = {"first_day": dt.date(2026, 3, 1), "last_day": dt.date(2026, 3, 25)}
    >>> [date.day for date in dates_of(Slot(0, 540, 600), **term, skipped={dt.date(2026, 3, 9)})]
    [2, 16, 23]
    """
    ahead = (slot.weekday - first_day.weekday()) % 7
    days = range(ahead, (last_day - first_day).days + 1, 7)
    return [date for day in days if (date := first_day + dt.timedelta(days=day)) not in skipped]


def unwelcome(audience: str, slot: Slot) -> int:
    """
    Return how little a time suits an audience: 0 fine, 1 rather not, 2 hardly anybody can come.

    Office workers come at noon, in the evening, at the weekend; the elderly in the morning; children after
    school and at the weekend; whoever else: rather not during working hours.

    Examples
    --------
    >>> [unwelcome("towers", Slot(0, minute, minute + 60)) for minute in (9 * 60, 12 * 60, 18 * 60 + 30)]
    [2, 0, 0]
    >>> [unwelcome("elderly", Slot(0, minute, minute + 60)) for minute in (9 * 60, 14 * 60, 18 * 60 + 30)]
    [0, 1, 2]
    >>> [unwelcome("children", Slot(day, 9 * 60, 10 * 60)) for day in (2, 5)]
    [2, 0]
    """
    is_weekend, evening = slot.weekday >= _SATURDAY, slot.start_min >= _EVENING
    noon = _NOON[0] <= slot.start_min < _NOON[1]
    match audience:
        case Audience.ELDERLY:
            return 2 if evening else int(slot.start_min >= _NOON[0])
        case Audience.CHILDREN | Audience.SCHOOLS:
            after_school = slot.start_min >= 15 * 60 + 30
            return 0 if is_weekend or after_school else 2
        case Audience.TOWERS | Audience.NEW_GROUPS | Audience.OFFICES | Audience.SHOPS:
            return 0 if evening or (noon and not is_weekend) else (1 if is_weekend else 2)
        case Audience.RESIDENTS:
            return 0
        case _:
            return 0 if is_weekend or evening else 1


def _slot_read(line: str) -> Slot:
    words = line.replace("–", "-").replace("—", "-").replace("：", ":").split()
    try:
        day, span = words
        starts, ends = (_minute(text) for text in span.split("-"))
        slot = Slot(_weekday_read(day), starts, ends)
    except ValueError as error:
        raise Refusal("slot_unreadable", _SLOT, slot=line.strip()[:40]) from error
    if slot.end_min <= slot.start_min:
        raise Refusal("slot_unreadable", _SLOT, slot=line.strip()[:40])
    return slot


def _weekday_read(word: str) -> int:
    chinese: Sequence[str] = list(_WEEKDAYS[0])
    short = word.removeprefix("星期").removeprefix("周").replace("天", "日")
    if short in chinese:
        return chinese.index(short)
    return _WEEKDAYS[1].index(word[:3].capitalize())


def _minute(text: str) -> int:
    time = dt.time.fromisoformat(text.zfill(5))
    return time.hour * 60 + time.minute


def _both(slot: Slot) -> Phrase:
    return Phrase(slot.label("zh"), slot.label("en"))
