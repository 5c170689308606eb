"""
Excel files: grids in, bytes out; and sheets people filled in, back as rows that name their cell when refused.

A cell that begins like a formula (= + - @) stays text: it is stored as text and marked with Excel's own
apostrophe, so that it is still text after somebody edits it.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from yizhan.foundation.phrases import Phrase
from yizhan.foundation.refusals import BadInput
from yizhan.outside.grids import Cell, Grid, Kind, local, printable
from yizhan.outside.tables import Row

#: Excel cuts longer texts, and reads no longer names of sheets.
LONGEST_TEXT, LONGEST_NAME = 32_767, 31
#: More than this is no sheet a person filled in.
MOST_BYTES, MOST_UNPACKED, MOST_ROWS, MOST_COLUMNS = 5 * 2**20, 100 * 2**20, 5_000, 100
_READ = {"max_row": MOST_ROWS + 2, "max_col": MOST_COLUMNS}
_FORMULA = re.compile(r"[=+\-@\t\r]")
_FORMATS = {
    Kind.TEXT: "@",
    Kind.WHOLE: "0",
    Kind.NUMBER: "0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.TIME: "hh:mm",
}
_UNREADABLE = Phrase(
    "不是可以打开的 Excel 文件（.xlsx）", "this is not an Excel file (.xlsx) that can be opened"
)
_TOO_BIG = Phrase("文件太大，最多 {most} MB", "the file is too large; at most {most} MB")
_TOO_LONG = Phrase("行数太多，最多 {most} 行", "too many rows; at most {most}")
_NO_COLUMN = Phrase("缺少这一列；现有的列：{present}", "this column is missing; present: {present}")
_TWICE = Phrase("这一列在表头中出现了两次", "this column appears twice in the header")
_NO_ROWS = Phrase("只有表头，没有数据", "there is a header but no data")


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen in the columns of a sheet to fill in, for so many rows."""

    by_header: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))
    rows: int = 200


def workbook(grids: Sequence[Grid], *, choices: Choices | None = None) -> bytes:
    """Return an Excel file with one sheet a grid; `choices` become drop-downs on the first."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        _sheet(book, grid)
    if choices is not None:
        _drop_downs(book, grids[0], choices)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def sheet_rows(content: bytes, *, file: str, wanted: Sequence[str]) -> list[Row]:
    """
    Return the filled rows of the first sheet; the header is row 1.

    Raises
    ------
    BadInput
        The file cannot be opened or is too large, or a wanted column is missing or doubled.
    """
    header, *body = _first_sheet(content, file) or [()]
    names = [_text(cell) for cell in header]
    for name in wanted:
        if names.count(name) != 1:
            present = ", ".join(one for one in names if one)
            phrase = _TWICE if name in names else _NO_COLUMN
            raise BadInput("column_wrong", phrase, file=file, field=name, present=present)
    rows = []
    for line, cells in enumerate(body, start=2):
        texts = {name: _text(cell) for name, cell in zip(names, cells, strict=False) if name}
        if any(texts.values()):
            rows.append(Row(file, line, texts))
    if not rows:
        raise BadInput("no_data_rows", _NO_ROWS, file=file)
    return rows


def _first_sheet(content: bytes, file: str) -> list[tuple[Any, ...]]:
    if len(content) > MOST_BYTES:
        raise BadInput("file_too_large", _TOO_BIG, file=file, most=MOST_BYTES // 2**20)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise BadInput("file_too_large", _TOO_BIG, file=file, most=MOST_UNPACKED // 2**20)
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        rows = [tuple(row) for row in sheet.iter_rows(values_only=True, **_READ)]
    except BadInput:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet in a broken file
        raise BadInput("not_a_workbook", _UNREADABLE, file=file) from error
    if len(rows) > MOST_ROWS + 1:
        raise BadInput("too_many_rows", _TOO_LONG, file=file, most=MOST_ROWS)
    return rows


def _text(cell: object) -> str:
    """Return a cell as text: whole numbers without a point, dates as 2026-01-05."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time(0):
        return cell.date().isoformat()
    return printable(str(cell)).strip()


def _sheet(book: Workbook, grid: Grid) -> None:
    sheet = book.create_sheet(_name(grid.name, taken={one.title for one in book.worksheets}))
    edge = Side(style="thin", color="FF9AA2A6")
    border = Border(left=edge, right=edge, top=edge, bottom=edge)
    for number, column in enumerate(grid.columns, start=1):
        head = _put(sheet, (1, number), column.header, Kind.TEXT)
        head.font, head.border = Font(bold=True), border
        head.fill = PatternFill("solid", fgColor="FFEFEBE3")
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        for line, row in enumerate(grid.rows, start=2):
            cell = _put(sheet, (line, number), row[number - 1], column.kind)
            cell.border = border
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _set_up_printing(sheet, grid)


def _put(sheet: Any, at: tuple[int, int], value: Cell, kind: Kind) -> Any:
    cell = sheet.cell(*at)
    cell.number_format = _FORMATS[kind]
    if isinstance(value, str):
        text = printable(value)[:LONGEST_TEXT]
        cell.value = text
        # Set after the value, which made a formula of a leading "=".
        cell.data_type = "s"
        cell.quotePrefix = bool(_FORMULA.match(text))
    else:
        cell.value = local(value) if isinstance(value, dt.datetime) else value
    return cell


def _set_up_printing(sheet: Any, grid: Grid) -> None:
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions if grid.rows else None
    sheet.print_title_rows = "1:1"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    wide = sum(column.width for column in grid.columns) > 90
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddHeader.center.text = printable(grid.name).replace("&", "&&")
    sheet.oddFooter.center.text = "&P / &N"


def _name(wanted: str, *, taken: set[str]) -> str:
    """Return the name of a sheet: no forbidden character, short enough, not there yet."""
    plain = re.sub(r"[\\/*?:\[\]]", " ", printable(wanted)).strip("' ")[:LONGEST_NAME] or "Sheet"
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain[: LONGEST_NAME - 4]} {number}"
    return name


def _drop_downs(book: Workbook, grid: Grid, choices: Choices) -> None:
    """Let cells be chosen from lists on a hidden sheet: lists in the cell itself end at 255 characters."""
    sheet, lists = book.worksheets[0], book.create_sheet("lists")
    lists.sheet_state = "hidden"
    heads = [column.header for column in grid.columns]
    for number, (header, values) in enumerate(choices.by_header.items(), start=1):
        for line, value in enumerate(values, start=1):
            _put(lists, (line, number), value, Kind.TEXT)
        letter = get_column_letter(number)
        source = f"=lists!${letter}$1:${letter}${max(len(values), 1)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        filled = get_column_letter(heads.index(header) + 1)
        rule.add(f"{filled}2:{filled}{choices.rows + 1}")
        sheet.add_data_validation(rule)
