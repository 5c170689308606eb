"""The menu as a Word and as an Excel file, from the same rows as its page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yizhan.offers.models import QuarterMenu
from yizhan.offers.queries.menu_grid import menu_grid, menu_title
from yizhan.offers.queries.menus import items_of
from yizhan.outside.word import document
from yizhan.outside.workbooks import workbook
from yizhan.portal.programme.views import menu_here
from yizhan.portal.reader import reads_english
from yizhan.portal.tenancy import subdistrict_here

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def word(request: HttpRequest, year: int, quarter: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send a published menu as a Word file."""
    return word_of(menu_here(subdistrict_here(), year, quarter))


@require_safe
def excel(request: HttpRequest, year: int, quarter: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send a published menu as an Excel file."""
    return excel_of(menu_here(subdistrict_here(), year, quarter))


def word_of(menu: QuarterMenu) -> HttpResponse:
    """Return the Word file of any menu."""
    grid = menu_grid(menu, items_of(menu))
    language = "en-GB" if reads_english() else "zh-CN"
    content = document(menu_title(menu), [grid], landscape=True, language=language)
    return _file(menu, content, ending="docx", kind=WORD)


def excel_of(menu: QuarterMenu) -> HttpResponse:
    """Return the Excel file of any menu."""
    return _file(menu, workbook([menu_grid(menu, items_of(menu))]), ending="xlsx", kind=EXCEL)


def _file(menu: QuarterMenu, content: bytes, *, ending: str, kind: str) -> HttpResponse:
    name = f"menu-{menu.year}q{menu.quarter}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
