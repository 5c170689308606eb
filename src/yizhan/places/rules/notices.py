"""The yearly holiday notice as a file (the JSON of NateScarlet/holiday-cn): read, or refused."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.foundation.working_days import notice_year

Kind = TypeVar("Kind")

_KINDS: dict[type, Phrase] = {
    dict: Phrase("对象", "an object"),
    list: Phrase("列表", "a list"),
    str: Phrase("文字", "a text"),
    int: Phrase("整数", "a whole number"),
    bool: Phrase("true 或 false", "true or false"),
}
_WRONG_KIND = Phrase("应为{kind}", "should be {kind}")
_YEAR = Phrase("不是 2000–2100 之间的年份", "is not a year between 2000 and 2100")
_EMPTY = Phrase("没有任何日期：这一年的安排尚未公布", "is empty: this year has not been announced yet")
_NO_SOURCE = Phrase("没有通知的网址", "names no notice")
_DATE = Phrase("“{text}”不是日期（应为 2026-02-14 的形式）", "“{text}” is not a date such as 2026-02-14")
_OTHER_YEAR = Phrase("{day} 不属于 {year} 年的通知", "{day} does not belong to the notice of {year}")
_TWICE = Phrase("{day} 出现了两次", "{day} is listed twice")
_NO_NAME = Phrase("缺少节日名称", "has no name")
_INCOMPLETE = Phrase("缺少 {day} 放假：文件不完整", "lacks the holiday on {day}: the file is incomplete")
_NAME_LENGTH = 60
_FIRST, _LAST = 2000, 2100


@dataclass(frozen=True, slots=True)
class ListedDay:
    """One special day of a notice."""

    date: dt.date
    is_off: bool
    name: str


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """The announced days of one year, and the papers that announce them."""

    year: int
    papers: tuple[str, ...]
    days: tuple[ListedDay, ...]


def holiday_notice(content: object, *, file: str) -> HolidayNotice:
    """Return the notice written in a parsed JSON file; raise `BadInput` naming file and field."""
    reader = _Reader(file)
    top = reader.of_kind(content, dict, None)
    year = reader.of_kind(top.get("year"), int, "year")
    reader.demand("bad_year", _YEAR, "year", holds=_FIRST <= year <= _LAST)
    papers = reader.of_kind(top.get("papers"), list, "papers")
    rows = reader.of_kind(top.get("days"), list, "days")
    # Before the notice is out, the publisher ships a file with neither days nor papers.
    reader.demand("not_announced", _EMPTY, "days", holds=bool(rows))
    reader.demand("no_source", _NO_SOURCE, "papers", holds=bool(papers))
    links = tuple(reader.of_kind(paper, str, f"papers[{n}]") for n, paper in enumerate(papers))
    days = tuple(reader.days(rows, year))
    off = {day.date for day in days if day.is_off}
    for day in (dt.date(year, 1, 1), dt.date(year, 10, 1)):
        reader.demand("incomplete", _INCOMPLETE, "days", holds=day in off, day=day)
    return HolidayNotice(year, links, tuple(sorted(days, key=lambda day: day.date)))


class _Reader:
    """Checks one file, so that each complaint names it."""

    def __init__(self, file: str) -> None:
        self.file = file

    def demand(
        self,
        code: str,
        phrase: Phrase,
        place: str | None,
        *,
        holds: bool,
        day: dt.date | None = None,
        year: int | None = None,
    ) -> None:
        if not holds:
            raise BadInput(code, phrase, file=self.file, field=place, day=day, year=year)

    def of_kind(self, value: object, kind: type[Kind], place: str | None) -> Kind:
        # In Python True is an integer; in a file it is not.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise BadInput("wrong_kind", _WRONG_KIND, file=self.file, field=place, kind=_KINDS[kind])
        return value

    def days(self, rows: list[object], year: int) -> Iterator[ListedDay]:
        seen: set[dt.date] = set()
        for number, row in enumerate(rows):
            place = f"days[{number}]"
            day = self.day(row, place)
            at, where = day.date, f"{place}.date"
            self.demand("other_year", _OTHER_YEAR, where, holds=notice_year(at) == year, day=at, year=year)
            self.demand("listed_twice", _TWICE, where, holds=at not in seen, day=at)
            seen.add(at)
            yield day

    def day(self, row: object, place: str) -> ListedDay:
        fields = self.of_kind(row, dict, place)
        text = self.of_kind(fields.get("date"), str, f"{place}.date")
        try:
            date = dt.date.fromisoformat(text)
        except ValueError:
            raise BadInput("bad_date", _DATE, file=self.file, field=f"{place}.date", text=text) from None
        name = self.of_kind(fields.get("name"), str, f"{place}.name").strip()
        self.demand("no_name", _NO_NAME, f"{place}.name", holds=bool(name))
        is_off = self.of_kind(fields.get("isOffDay"), bool, f"{place}.isOffDay")
        return ListedDay(date, is_off, name[:_NAME_LENGTH])
