"""The button for bad weather: one guided walk is called off, and everybody is told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yizhan.console.desk import Desk, found, language, staff
from yizhan.foundation.refusals import Refusal
from yizhan.offers.models import Session
from yizhan.plans.actions import cancel_for_weather


@require_POST
@staff
def cancel(request: HttpRequest, desk: Desk, session: int) -> HttpResponse:
    """Call off one walk for the weather; says how many people are written to."""
    rows = Session.objects.filter(offering__subdistrict=desk.running().place)
    row = found(rows.select_related("offering__subdistrict"), pk=session)
    reasons = {name: request.POST.get(name, "")[:120] for name in ("reason_zh", "reason_en")}
    try:
        _session, told = cancel_for_weather(session=row, by=desk.account, **reasons)
    except Refusal as refusal:
        messages.error(request, refusal.say(language()))
    else:
        messages.success(request, _("这次行走已取消，已给 %(n)d 位报名或候补的人写好消息。") % {"n": told})
    return redirect("console:walks")
