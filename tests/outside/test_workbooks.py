"""Excel files: what is written can be printed and is never a formula; what is read names its cell."""

import datetime as dt
import io

import pytest
from openpyxl import Workbook, load_workbook

from factories.refusing import refused
from yizhan.foundation import clock
from yizhan.outside import workbooks
from yizhan.outside.grids import Column, Grid, Kind, shown
from yizhan.outside.workbooks import Choices, sheet_rows, workbook

COLUMNS = [
    Column("课程", width=30),
    Column("次数", Kind.WHOLE),
    Column("均分", Kind.NUMBER),
    Column("日期", Kind.DATE),
    Column("开始", Kind.MOMENT, 18),
    Column("钟点", Kind.TIME),
]
MOMENT = dt.datetime(2026, 1, 5, 18, 30, tzinfo=clock.SHANGHAI)
ROW = ["书法", 6, 4.5, MOMENT.date(), MOMENT, MOMENT.time()]


def opened(*grids, **options):
    return load_workbook(io.BytesIO(workbook(grids, **options)))


def test_cells_keep_their_kinds_and_formats():
    sheet = opened(Grid("菜单", COLUMNS, [ROW])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["课程", "次数", "均分", "日期", "开始", "钟点"]
    plain = MOMENT.replace(tzinfo=None)
    day = plain.replace(hour=0, minute=0)
    assert [cell.value for cell in sheet[2]] == ["书法", 6, 4.5, day, plain, plain.time()]
    formats = ["@", "0", "0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm"]
    assert [cell.number_format for cell in sheet[2]] == formats


def test_head_is_frozen_repeated_and_wide_enough():
    sheet = opened(Grid("菜单 & 课程", COLUMNS, [ROW])).worksheets[0]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
    assert sheet.column_dimensions["A"].width == 30
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet[1][0].font.bold


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "=cmd|' /C calc'!A0"]
)
def test_text_that_looks_like_a_formula_stays_text(text):
    cell = opened(Grid("菜单", COLUMNS[:1], [[text]])).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, bool(cell.quotePrefix)) == (text, "s", True)
    assert not opened(Grid("菜单", COLUMNS[:1], [["书法"]])).worksheets[0]["A2"].quotePrefix


def test_headers_and_names_are_guarded_too():
    sheet = opened(Grid("=[a]/b:" + "长" * 40, [Column("=1+1")], [])).worksheets[0]
    assert sheet["A1"].data_type == "s"
    assert len(sheet.title) == 31


def test_what_no_cell_can_hold_is_cut_or_left_out():
    sheet = opened(Grid("菜单", COLUMNS[:1], [["a\x00b"], ["长" * 40_000]])).worksheets[0]
    assert (sheet["A2"].value, len(sheet["A3"].value)) == ("ab", 32_767)


def test_grids_of_one_name_become_sheets_of_two():
    assert opened(Grid("菜单", COLUMNS, []), Grid("菜单", COLUMNS, [])).sheetnames == ["菜单", "菜单 2"]


def test_ragged_grid_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="row 1 has 1 cells for 6 columns"):
        Grid("菜单", COLUMNS, [["书法"]])


def test_choices_are_drop_downs_however_many():
    many = [f"选择{number}" for number in range(300)]
    book = opened(Grid("课程", COLUMNS[:2], []), choices=Choices({"课程": many}, rows=50))
    rule = book.worksheets[0].data_validations.dataValidation[0]
    assert (str(rule.sqref), rule.formula1) == ("A2:A51", "=lists!$A$1:$A$300")
    assert book.worksheets[1].sheet_state == "hidden"


def test_what_was_written_is_read_back_with_its_rows():
    content = workbook([Grid("课程", COLUMNS, [ROW, [None] * 6, ["沪语", 4, 3.0, None, None, None]])])
    rows = sheet_rows(content, file="课程.xlsx", wanted=["课程", "次数"])
    assert [(row.line, row.text("课程"), row.whole("次数")) for row in rows] == [
        (2, "书法", 6),
        (4, "沪语", 4),
    ]
    assert rows[0].text("日期") == "2026-01-05"
    refusal = refused("not_a_number", rows[0].whole, field="课程")
    assert refusal.say("zh") == "课程.xlsx，第 2 行，“课程”列：“书法”不是数"


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04broken"])
def test_broken_file_is_refused(content):
    refused("not_a_workbook", sheet_rows, content=content, file="x.xlsx", wanted=["课程"])


def test_missing_and_doubled_columns_and_empty_sheets_are_named(monkeypatch):
    def book(*rows):
        made, held = Workbook(), io.BytesIO()
        for row in rows:
            made.active.append(row)
        made.save(held)
        return held.getvalue()

    asked = {"file": "x.xlsx", "wanted": ["课程"]}
    refused("column_wrong", sheet_rows, content=book(["名称"], ["书法"]), **asked)
    refused("column_wrong", sheet_rows, content=book(["课程", "课程"], ["书法", "沪语"]), **asked)
    refused("column_wrong", sheet_rows, content=book(), **asked)
    refused("no_data_rows", sheet_rows, content=book(["课程"]), **asked)
    monkeypatch.setattr(workbooks, "MOST_ROWS", 2)
    refused("too_many_rows", sheet_rows, content=book(["课程"], ["甲"], ["乙"], ["丙"]), **asked)
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 100)
    refused("file_too_large", sheet_rows, content=book(["课程"], ["甲"]), **asked)
    monkeypatch.setattr(workbooks, "MOST_BYTES", 10)
    refused("file_too_large", sheet_rows, content=book(["课程"], ["甲"]), **asked)


def test_cells_are_shown_alike_everywhere():
    assert [shown(cell) for cell in [*ROW, None]] == [
        "书法", "6", "4.5", "2026-01-05", "2026-01-05 18:30", "18:30", "",
    ]  # fmt: skip
