"""Sends a file to save."""

from django.http import HttpResponse

from yizhan.offers.queries.menu_files import EXCEL, MenuFile


def sent(file: MenuFile) -> HttpResponse:
    """Return an answer that is saved as a file."""
    headers = {"Content-Disposition": file.disposition}
    return HttpResponse(file.content, content_type=file.kind, headers=headers)


def sheet(name: str, content: bytes) -> HttpResponse:
    """Return an Excel file that is saved under this name."""
    return sent(MenuFile(name, EXCEL, content))
