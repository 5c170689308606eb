"""A menu as a file: its name, its kind and its bytes, made of the one table of the menu."""

from dataclasses import dataclass

from django.utils.translation import get_language

from yizhan.offers.models import QuarterMenu
from yizhan.offers.queries.menu_grid import menu_grid, menu_title
from yizhan.offers.queries.menus import items_of
from yizhan.outside.word import document
from yizhan.outside.workbooks import workbook

_OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{_OFFICE}.wordprocessingml.document"
EXCEL = f"{_OFFICE}.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class MenuFile:
    """What is sent to whoever asked for it."""

    name: str
    kind: str
    content: bytes

    @property
    def disposition(self) -> str:
        """How a browser is told to save it."""
        return f'attachment; filename="{self.name}"'


def word_file(menu: QuarterMenu) -> MenuFile:
    """Return a menu as a Word file in the layout of GB/T 9704."""
    grid = menu_grid(menu, items_of(menu))
    language = "en-GB" if (get_language() or "").startswith("en") else "zh-CN"
    content = document(menu_title(menu), [grid], landscape=True, language=language)
    return MenuFile(f"menu-{menu.year}q{menu.quarter}.docx", WORD, content)


def excel_file(menu: QuarterMenu) -> MenuFile:
    """Return a menu as an Excel file."""
    content = workbook([menu_grid(menu, items_of(menu))])
    return MenuFile(f"menu-{menu.year}q{menu.quarter}.xlsx", EXCEL, content)
