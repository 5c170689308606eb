"""One click, three faces: page, Word and Excel carry the same rows."""

import html
import io
import re

import pytest
from docx import Document
from openpyxl import load_workbook

from yizhan.offers.queries.menu_grid import menu_grid
from yizhan.offers.queries.menus import items_of
from yizhan.outside.grids import shown


def page_rows(client, address):
    text = client.get(address).content.decode()
    rows = []
    for row in re.findall(r"<li class=\"card\" data-row>(.*?)</li>", text, re.DOTALL):
        cells = re.findall(r"<(span|b|dd|a)(?: [^>]*)? data-cell>(.*?)</\1>", row, re.DOTALL)
        rows.append([html.unescape(re.sub(r"<br>\s*", "\n", cell)) for _, cell in cells])
    return rows


def word_rows(client, address):
    table = Document(io.BytesIO(client.get(address).content)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


def excel_rows(client, address):
    sheet = load_workbook(io.BytesIO(client.get(address).content)).worksheets[0]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("language", ["", "/en"])
def test_page_word_and_excel_carry_the_same_rows(client, programme, language):
    page = page_rows(client, f"{language}/menu/2026q1/")
    head, *word = word_rows(client, f"{language}/menu/2026q1.docx")
    excel_head, *excel = excel_rows(client, f"{language}/menu/2026q1.xlsx")
    assert len(page) == 3
    assert page == word == excel
    assert head == excel_head
    assert (head[1] == "课程") is (language == "")


def test_they_are_the_rows_of_the_one_table(client, programme):
    grid = menu_grid(programme.menu, items_of(programme.menu))
    assert page_rows(client, "/menu/") == [[shown(cell) for cell in row] for row in grid.rows]


def test_title_that_looks_like_a_formula_stays_text(client, programme):
    version = programme.ordered.version
    version.title_zh = '=HYPERLINK("http://evil.example","点我")'
    version.save()
    sheet = load_workbook(io.BytesIO(client.get("/menu/2026q1.xlsx").content)).worksheets[0]
    assert (sheet["B4"].value, sheet["B4"].data_type) == (version.title_zh, "s")


@pytest.mark.parametrize(
    ("ending", "kind"), [("docx", "wordprocessingml.document"), ("xlsx", "spreadsheetml.sheet")]
)
def test_files_are_offered_by_name(client, programme, ending, kind):
    answer = client.get(f"/menu/2026q1.{ending}")
    assert kind in answer.headers["Content-Type"]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="menu-2026q1.{ending}"'
    assert not answer.cookies
