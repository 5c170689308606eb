"""What a course of an imported sheet must say, and whether it is one that exists."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import models
from django.utils import translation

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput, Refusal
from yizhan.offers.rules.courses import MOST_LESSONS, MOST_MINUTES, MOST_PEOPLE
from yizhan.offers.words import Audience, CourseType, Function, RoomNeed
from yizhan.outside.tables import Row

TITLE, TYPE, PROVIDER, AUDIENCE, FUNCTION = "课程名称", "类型", "供给方", "适合对象", "主要功能"
MINUTES, LESSONS, CAPACITY, NEEDS = "每次时长（分钟）", "次数", "人数上限", "场地需求"
TITLE_EN, SUMMARY, NOTE = "英文名称", "简介", "菜单备注"
#: The columns of the sheet, in order; those it cannot do without come first in `REQUIRED`.
COLUMNS = (
    TITLE,
    TYPE,
    PROVIDER,
    AUDIENCE,
    FUNCTION,
    MINUTES,
    LESSONS,
    CAPACITY,
    NEEDS,
    TITLE_EN,
    SUMMARY,
    NOTE,
)
REQUIRED = (TITLE, TYPE, PROVIDER, MINUTES, CAPACITY)
#: Rows whose title begins so are the template's own and left out.
SAMPLE = "样例："

_TWICE = Phrase("《{title}》与第 {first} 行重复", "“{title}” stands in row {first} already")
_LONG = Phrase("最多 {most} 个字", "at most {most} characters")
_UNKNOWN = Phrase("“{value}”不在可选值之中：{choices}", "“{value}” is not one of: {choices}")
_SEPARATORS = re.compile(r"[、，,；;/\s]+")
_LENGTHS = {TITLE: 120, TITLE_EN: 160, NOTE: 200, SUMMARY: 2000}


@dataclass(frozen=True, slots=True)
class ImportedCourse:
    """One row of a sheet, understood."""

    row: Row
    key: str
    provider: str
    classed: Mapping[str, str]
    content: Mapping[str, object]
    note_zh: str


class ManyWrong(Refusal):
    """Several rows are wrong: each is named, and nothing is imported."""

    def __init__(self, wrong: Sequence[BadInput]) -> None:
        phrase = Phrase("{n} 处有误，没有导入任何内容。", "{n} things are wrong; nothing was imported.")
        super().__init__("import_wrong", phrase, n=len(wrong))
        self.wrong = tuple(wrong)


def key_of(title: str) -> str:
    """
    Return what two spellings of one title share.

    Examples
    --------
    >>> key_of("《鉴往知来　以坚定的 文化自信》") == key_of("鉴往知来 以坚定的文化自信")
    True
    """
    return re.sub(r"[《》“”\"\s]", "", unicodedata.normalize("NFKC", title)).casefold()


def understood(rows: Sequence[Row], *, providers: Sequence[str]) -> list[ImportedCourse]:
    """
    Return the courses of a sheet.

    Raises
    ------
    ManyWrong
        Everything that is wrong, by row and column.
    """
    wrong: list[BadInput] = []
    courses: list[ImportedCourse] = []
    first: dict[str, int] = {}
    for row in rows:
        if row.cells.get(TITLE, "").startswith(SAMPLE):
            continue
        wrong += _complaints(row, providers)
        key = key_of(row.cells.get(TITLE, ""))
        if key and key in first:
            title = row.cells[TITLE]
            wrong.append(row.refusal(TITLE, code="title_twice", phrase=_TWICE, title=title, first=first[key]))
        first.setdefault(key, row.line)
        if not wrong:
            courses.append(_course(row, key))
    if wrong:
        raise ManyWrong(wrong)
    return courses


def _complaints(row: Row, providers: Sequence[str]) -> Iterator[BadInput]:
    """Try every cell, so that a person learns of all mistakes at once."""
    checks: list[Callable[[], object]] = [
        partial(row.text, TITLE),
        partial(row.choice, PROVIDER, providers),
        partial(_classed, row),
        partial(row.whole, MINUTES, minimum=1, maximum=MOST_MINUTES),
        partial(row.whole, LESSONS, minimum=1, maximum=MOST_LESSONS, default=1),
        partial(row.whole, CAPACITY, minimum=1, maximum=MOST_PEOPLE),
        partial(_needs, row),
        *(partial(_short, row, name, most) for name, most in _LENGTHS.items()),
    ]
    for check in checks:
        try:
            check()
        except BadInput as refusal:
            yield refusal


def _course(row: Row, key: str) -> ImportedCourse:
    return ImportedCourse(
        row=row,
        key=key,
        provider=row.text(PROVIDER),
        classed=_classed(row),
        content={
            "title_zh": row.text(TITLE).strip("《》"),
            "title_en": row.text(TITLE_EN, default=""),
            "summary_zh": row.text(SUMMARY, default=""),
            "minutes": row.whole(MINUTES),
            "lessons": row.whole(LESSONS, default=1),
            "capacity": row.whole(CAPACITY),
            "room_needs": _needs(row),
        },
        note_zh=row.text(NOTE, default=""),
    )


def _classed(row: Row) -> dict[str, str]:
    """Return how a row classes its course: columns of `Course` by their Chinese labels in the cells."""
    return {
        "type": _labelled(row, TYPE, CourseType),
        "audience": _labelled(row, AUDIENCE, Audience, default=Audience.EVERYONE),
        "function": _labelled(row, FUNCTION, Function, default=Function.SERVICE),
    }


def _labelled(row: Row, field: str, words: type[models.TextChoices], default: str = "") -> str:
    if default and not row.text(field, default=""):
        return str(default)
    by_label = labels_of(words)
    return by_label[row.choice(field, list(by_label))]


def labels_of(words: type[models.TextChoices]) -> dict[str, str]:
    """Return the values of a list of words by their Chinese labels."""
    with translation.override("zh-hans"):
        return {str(label): str(value) for value, label in words.choices}


def _needs(row: Row) -> list[str]:
    by_label = labels_of(RoomNeed)
    given = [one for one in _SEPARATORS.split(row.text(NEEDS, default="")) if one]
    for one in given:
        if one not in by_label:
            listed = "、".join(by_label)
            raise row.refusal(NEEDS, code="not_a_choice", phrase=_UNKNOWN, value=one, choices=listed)
    return [by_label[one] for one in given]


def _short(row: Row, field: str, most: int) -> None:
    if len(row.text(field, default="-")) > most:
        raise row.refusal(field, code="too_long", phrase=_LONG, most=most)
