"""Publishing an exception to a station's hours, and withdrawing it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yizhan.console.desk import Desk, found, language, staff
from yizhan.console.notice_form import NoticeForm
from yizhan.console.stations import station_here, station_page
from yizhan.foundation.refusals import Refusal
from yizhan.places.actions.hours import publish_exception, withdraw_exception
from yizhan.places.models import OpeningException


@require_POST
@staff
def publish(request: HttpRequest, desk: Desk, slug: str) -> HttpResponse:
    """Publish other hours; what is refused stays in the form."""
    row = station_here(desk.running(), slug)
    form = NoticeForm(request.POST)
    if form.is_valid():
        entered = form.cleaned_data
        try:
            publish_exception(
                station=row,
                first_day=entered["first_day"],
                last_day=entered["last_day"],
                hours=form.hours,
                reason_zh=entered["reason_zh"],
                reason_en=entered["reason_en"],
                by=desk.account,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.say(language()))
        else:
            messages.success(request, _("临时调整已公布，各处页面已同时更新。"))
            return redirect("console:station", slug)
    return station_page(request, row, form, status=400)


@require_POST
@staff
def withdraw(request: HttpRequest, desk: Desk, slug: str, notice: int) -> HttpResponse:
    """Take an exception back."""
    row = station_here(desk.running(), slug)
    exception = found(OpeningException.objects.filter(station=row).select_related("room"), pk=notice)
    withdraw_exception(exception=exception, by=desk.account)
    messages.success(request, _("临时调整已撤回，恢复常规时间。"))
    return redirect("console:station", slug)
