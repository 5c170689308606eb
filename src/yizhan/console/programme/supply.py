"""A provider's own page (A13): its courses, its sessions, its requests, when its lecturers can come."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from yizhan.console.desk import absent, language, show
from yizhan.console.programme.providers import saved_times, times_forms
from yizhan.foundation import clock
from yizhan.offers.models import Lecturer, Provider, Session
from yizhan.offers.queries.courses import newest
from yizhan.offers.queries.menu_grid import when_words
from yizhan.people.models import Account

#: How many sessions ahead are listed.
LISTED = 12


def acting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let those in who act for a provider; to others the page is not there."""

    @never_cache
    @wraps(view)
    def entered(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("console:login"))
        rows = list(request.user.providers.select_related("subdistrict"))
        if not rows:
            return _absent(request)
        return view(request, request.user, rows, *arguments, **named)

    return entered


@require_safe
@acting
def supply(request: HttpRequest, account: Account, rows: list[Provider]) -> HttpResponse:
    """Show each provider the account acts for; nothing of any other."""
    return show(request, "console/supply.html", {"rows": [_shown(row) for row in rows], "account": account})


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def lecturer(request: HttpRequest, account: Account, rows: list[Provider], lecturer: int) -> HttpResponse:
    """Show when one of the provider's lecturers can come; on POST say it anew."""
    row = Lecturer.objects.filter(provider__in=rows, pk=min(lecturer, 2**62)).first()
    if row is None:
        return _absent(request)
    forms = times_forms(request, row)
    if request.method == "POST" and saved_times(row, forms, account):
        messages.success(request, _("可授课时间已保存。"))
        return redirect("console:supply")
    context = {"lecturer": row, "forms": forms, "back": None}
    return show(
        request, "console/availability.html", context, status=400 if request.method == "POST" else 200
    )


def _absent(request: HttpRequest) -> HttpResponse:
    return show(request, "console/refusal.html", {"sentence": absent().say(language())}, status=404)


def _shown(row: Provider) -> dict[str, Any]:
    coming = Session.objects.filter(
        offering__version__course__provider=row, ends_at__gt=clock.now()
    ).select_related("offering__station", "room", "lecturer")
    rows = list(coming)
    return {
        "more": max(0, len(rows) - LISTED),
        "provider": row,
        "courses": [
            {"row": course, "version": newest(course)} for course in row.courses.prefetch_related("versions")
        ],
        "sessions": [{"row": session, "words": when_words(session.starts_at)} for session in rows[:LISTED]],
        "lecturers": row.lecturers.prefetch_related("availabilities"),
    }
