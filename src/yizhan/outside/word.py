"""
Word files in the layout of GB/T 9704-2012 (党政机关公文格式): values in, bytes out.

A4, margins 37/35/28/26 mm, 22 lines a page, title in 小标宋 二号, text in 仿宋 三号, headings in 黑体, 楷体
and 仿宋, page numbers "— 1 —" at the outer edge. Fonts are named, never shipped: a computer without them
takes its own.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from yizhan.outside.grids import Grid, Kind, printable, shown

PAGE_WIDTH, PAGE_HEIGHT = 210, 297  # mm, A4
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26  # mm
LINE_PT = 28.9  # 225 mm of text in 22 lines
ERHAO, SANHAO, SIHAO, WUHAO = 22.0, 16.0, 14.0, 10.5  # 二号, 三号, 四号, 五号, points
TITLE, TEXT, PAGE_NUMBER, LATIN = "方正小标宋简体", "仿宋_GB2312", "宋体", "Times New Roman"
PADDING = Mm(0.7)  # beside the text of a cell
#: The font of each level of heading.
HEADINGS = ("黑体", "楷体_GB2312", "仿宋_GB2312")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (黑体), 2 (楷体) or 3 (仿宋, bold); its number is part of the text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `indented` by two characters, as text is, unless it addresses somebody."""

    text: str
    indented: bool = True


Part = Heading | Paragraph | Grid


def document(title: str, parts: Sequence[Part], *, landscape: bool = False, language: str = "zh-CN") -> bytes:
    """Return a Word file; a wide grid wants the page `landscape`."""
    file = Document()
    file.core_properties.title, file.core_properties.author = printable(title)[:255], ""
    file.core_properties.comments = ""
    file.core_properties.language = language
    _lay_out(file, landscape=landscape)
    _style(file.styles["Normal"])
    _write(file.add_paragraph(), title, font=TITLE, size=ERHAO, centred=True, space_after=LINE_PT)
    for part in parts:
        _add(file, part, landscape=landscape)
    _number_pages(file)
    held = io.BytesIO()
    file.save(held)
    return held.getvalue()


def _lay_out(file: Any, *, landscape: bool) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    margins = (TOP, BOTTOM, LEFT, RIGHT)
    if landscape:
        # The sheet is turned, its binding edge becomes the top.
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(PAGE_HEIGHT), Mm(PAGE_WIDTH)
        margins = (LEFT, RIGHT, BOTTOM, TOP)
    names = ("top_margin", "bottom_margin", "left_margin", "right_margin")
    for name, millimetres in zip(names, margins, strict=True):
        setattr(section, name, Mm(millimetres))
    section.footer_distance = Mm((RIGHT if landscape else BOTTOM) - 7)


def _style(style: Any) -> None:
    style.font.name, style.font.size = LATIN, Pt(SANHAO)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), TEXT)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    _pitch(shape, LINE_PT)


def _pitch(shape: Any, points: float) -> None:
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)


def _write(
    paragraph: Any,
    text: str,
    *,
    font: str = TEXT,
    size: float = SANHAO,
    bold: bool = False,
    centred: bool = False,
    space_after: float = 0,
) -> None:
    for number, line in enumerate(printable(text).split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        _dress(run, font=font, size=size, bold=bold)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(space_after)


def _dress(run: Any, *, font: str, size: float, bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = LATIN, Pt(size), bold
    run.font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _add(file: Any, part: Part, *, landscape: bool) -> None:
    if isinstance(part, Grid):
        height, width = (LEFT + RIGHT, PAGE_WIDTH), (TOP + BOTTOM, PAGE_HEIGHT)
        margins, paper = width if landscape else height
        _add_grid(file, part, room=Mm(paper - margins))
        return
    paragraph = file.add_paragraph()
    shape = paragraph.paragraph_format
    if isinstance(part, Heading) or part.indented:
        shape.first_line_indent = Pt(2 * SANHAO)
        shape.element.get_or_add_pPr().ind.set(qn("w:firstLineChars"), "200")
    if isinstance(part, Heading):
        font = HEADINGS[min(max(part.level, 1), len(HEADINGS)) - 1]
        _write(paragraph, part.text, font=font, bold=part.level >= len(HEADINGS))
        shape.keep_with_next = True
        # What screen readers and the navigation pane list; the looks stay those above.
        _append(shape.element.get_or_add_pPr(), "w:outlineLvl", str(part.level - 1))
    else:
        _write(paragraph, part.text)


def _add_grid(file: Any, grid: Grid, *, room: Length) -> None:
    table = file.add_table(rows=1, cols=len(grid.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    _append(_properties(table.rows[0]), "w:tblHeader", "true")
    _narrow_padding(table)
    widths = _widths(grid, room)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    heads = [column.header for column in grid.columns]
    _fill(table.rows[0], heads, widths=widths, font=HEADINGS[0], centred=[True] * len(heads))
    centred = [column.kind is not Kind.TEXT for column in grid.columns]
    for cells in grid.rows:
        row = table.add_row()
        _append(_properties(row), "w:cantSplit", "true")
        _fill(row, [shown(cell) for cell in cells], widths=widths, font=TEXT, centred=centred)


def _properties(row: Any) -> Any:
    """Return the element that holds what is special about a row; python-docx has no word for it."""
    paragraph = row.cells[0].paragraphs[0].paragraph_format.element
    return paragraph.getparent().getparent().get_or_add_trPr()


def _narrow_padding(table: Any) -> None:
    """Leave more of a narrow column to its text than Word's own two millimetres on each side."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(PADDING.twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties = _properties(table.rows[0]).getparent().getparent().tblPr
    properties.find(qn("w:tblLook")).addprevious(margins)


def _widths(grid: Grid, room: Length) -> list[Length]:
    whole = sum(column.width for column in grid.columns)
    return [Length(int(room * column.width / whole)) for column in grid.columns]


def _fill(
    row: Any, texts: Sequence[str], *, widths: Sequence[Length], font: str, centred: Sequence[bool]
) -> None:
    for cell, text, width, middle in zip(row.cells, texts, widths, centred, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        _write(paragraph, text, font=font, size=WUHAO, centred=middle)
        _pitch(paragraph.paragraph_format, WUHAO * 1.4)


def _number_pages(file: Any) -> None:
    """Write "— 1 —" at the outer edge: right on odd pages, left on even ones."""
    section = file.sections[0]
    file.settings.odd_and_even_pages_header_footer = True
    edges = ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT))
    for footer, edge in edges:
        paragraph = footer.paragraphs[0]
        shape = paragraph.paragraph_format
        shape.alignment = edge
        shape.left_indent = shape.right_indent = Pt(SIHAO)
        for text in ("— ", "", " —"):
            run = paragraph.add_run(text)
            _dress(run, font=PAGE_NUMBER, size=SIHAO)
            if not text:
                _field(run, "PAGE")


def _field(run: Any, code: str) -> None:
    for kind in ("begin", "", "end"):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = code
        run.font.element.append(element)


def _append(parent: Any, name: str, value: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    parent.append(element)
