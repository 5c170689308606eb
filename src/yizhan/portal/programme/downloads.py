"""The menu as a Word and as an Excel file, from the same rows as its page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yizhan.offers.queries.menu_files import MenuFile, excel_file, word_file
from yizhan.portal.programme.views import menu_here
from yizhan.portal.tenancy import subdistrict_here


@require_safe
def word(request: HttpRequest, year: int, quarter: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send a published menu as a Word file."""
    return _sent(word_file(menu_here(subdistrict_here(), year, quarter)))


@require_safe
def excel(request: HttpRequest, year: int, quarter: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Send a published menu as an Excel file."""
    return _sent(excel_file(menu_here(subdistrict_here(), year, quarter)))


def _sent(file: MenuFile) -> HttpResponse:
    headers = {"Content-Disposition": file.disposition}
    return HttpResponse(file.content, content_type=file.kind, headers=headers)
