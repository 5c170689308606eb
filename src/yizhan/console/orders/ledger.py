"""The ledger of orders as an Excel file."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yizhan.console.desk import Desk, staff
from yizhan.foundation import clock
from yizhan.outside.workbooks import workbook
from yizhan.rounds.queries.order_ledger import order_ledger
from yizhan.rounds.queries.orders import orders_here

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff
def ledger(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Send the ledger of a year, else of this one."""
    wanted = request.GET.get("year", "")
    this_year = clock.now().year
    year = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) == 4 else this_year
    orders = orders_here(desk.running().place).filter(number__startswith=f"{year % 100:02d}")
    content = workbook(order_ledger(orders.order_by("number"), year=year))
    headers = {"Content-Disposition": f'attachment; filename="orders-{year}.xlsx"'}
    return HttpResponse(content, content_type=EXCEL, headers=headers)
