"""Word files in the layout of GB/T 9704."""

import io
import zipfile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from yizhan.outside.grids import Column, Grid, Kind
from yizhan.outside.word import Heading, Paragraph, document

GRID = Grid("表", [Column("序号", Kind.WHOLE, 6), Column("课程", width=20)], [[1, "书法"], [2, "沪语\n会话"]])
PARTS = [Heading("一、安排"), Heading("（一）课程", 2), Heading("1. 说明", 3), Paragraph("正文。"), GRID]


@pytest.fixture
def made():
    return Document(io.BytesIO(document("季度课程菜单", PARTS)))


def eastern(run):
    return run.font.element.rPr.rFonts.get(qn("w:eastAsia"))


def test_page_is_a4_with_the_margins_of_the_standard(made):
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    names = ("top_margin", "bottom_margin", "left_margin", "right_margin")
    assert [round(getattr(section, name).mm) for name in names] == [37, 35, 28, 26]


def test_title_headings_and_text_have_their_fonts_and_sizes(made):
    runs = [paragraph.runs[0] for paragraph in made.paragraphs[:5]]
    fonts = ["方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]
    assert [eastern(run) for run in runs] == fonts
    assert [run.font.size.pt for run in runs] == [22, 16, 16, 16, 16]
    assert [bool(run.font.bold) for run in runs] == [False, False, False, True, False]


def test_text_has_22_lines_a_page_and_is_indented_by_two_characters(made):
    shape = made.styles["Normal"].paragraph_format
    assert 28 <= shape.line_spacing.pt <= 30
    assert Mm(297 - 37 - 35) // shape.line_spacing == 22
    indent = made.paragraphs[4].paragraph_format.element.pPr.ind
    assert indent.get(qn("w:firstLineChars")) == "200"
    plain = Document(io.BytesIO(document("函", [Paragraph("各单位：", indented=False)])))
    assert plain.paragraphs[1].paragraph_format.first_line_indent is None


def test_headings_are_known_to_screen_readers(made):
    levels = [p.paragraph_format.element.pPr.find(qn("w:outlineLvl")) for p in made.paragraphs[1:5]]
    assert [None if one is None else one.get(qn("w:val")) for one in levels] == ["0", "1", "2", None]


def test_pages_are_numbered_at_the_outer_edge(made):
    assert made.settings.odd_and_even_pages_header_footer
    section = made.sections[0]
    for footer, edge in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "—  —"
        assert "PAGE" in paragraph.paragraph_format.element.xml
        assert paragraph.paragraph_format.element.pPr.jc.get(qn("w:val")) == edge


def test_grid_repeats_its_head_and_keeps_its_rows(made):
    table = made.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "课程"],
        ["1", "书法"],
        ["2", "沪语\n会话"],
    ]
    assert (
        "w:tblHeader"
        in table.rows[0].cells[0].paragraphs[0].paragraph_format.element.getparent().getparent().xml
    )
    widths = [cell.width for cell in table.rows[0].cells]
    assert sum(widths) <= Mm(210 - 28 - 26)
    assert widths[1] > 3 * widths[0]
    assert [column.width for column in table.columns] == widths
    assert made.tables[0].rows[1].cells[0].paragraphs[0].runs[0].font.size == Pt(10.5)


def test_wide_grid_turns_the_sheet():
    section = Document(io.BytesIO(document("表", [GRID], landscape=True))).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    assert round(section.right_margin.mm) == 37


def test_characters_no_file_can_hold_are_left_out():
    made = Document(io.BytesIO(document("标\x00题", [Paragraph("正\x0b文\ud800")])))
    assert [paragraph.text for paragraph in made.paragraphs] == ["标题", "正文"]


def test_file_names_nobody_and_carries_no_font():
    content = document("菜单", PARTS)
    assert Document(io.BytesIO(content)).core_properties.author == ""
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in names if "font" in name.lower() and not name.endswith("fontTable.xml")] == []
